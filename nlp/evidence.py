"""References to evidence: markers, links and notes in the text, and the evidence list they lead to."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from models.document import BlockKind, Document, Story
from nlp.lexicon import lexicon

LINK_FORM = "links"
NOTE_FORM = "footnotes or endnotes"
_CODE = re.compile(r"([A-Za-z]{0,4})[- ]?(\d{1,3}[a-z]?|[A-Z]\b)")
_RANGE = re.compile(r"([A-Z]{0,4})[- ]?(\d{1,3})\s*[–-]\s*(?:[A-Z]{0,4}[- ]?)(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the text that leads to evidence; `codes` are normalised (E12 and e 12 are one)."""

    start: int
    end: int
    form: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the evidence list."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """All references, and the list with the blocks it fills."""

    references: tuple[Reference, ...]
    entries: tuple[Entry, ...]
    list_blocks: frozenset[int]

    def forms(self) -> dict[str, int]:
        """How often each form is used, most frequent first."""
        tally: dict[str, int] = {}
        for reference in self.references:
            tally[reference.form] = tally.get(reference.form, 0) + 1
        return dict(sorted(tally.items(), key=lambda item: (-item[1], item[0])))

    def within(self, start: int, end: int) -> bool:
        """True where a reference stands in the range."""
        place = bisect.bisect_left(self.references, start, key=lambda reference: reference.start)
        return place < len(self.references) and self.references[place].start < end


def map_evidence(document: Document) -> EvidenceMap:
    """Find the list, then everything outside it that leads to evidence."""
    entries, blocks = _evidence_list(document)
    found = [
        reference
        for reference in (*_markers(document), *_links(document), *_notes(document))
        if document.block_at(reference.start) not in blocks
    ]
    return EvidenceMap(tuple(sorted(found, key=lambda r: (r.start, r.end))), tuple(entries), frozenset(blocks))


def _markers(document: Document) -> Iterator[Reference]:
    taken: set[int] = set()
    for name, pattern in _forms():
        for match in pattern.finditer(document.text):
            kind = document.blocks[document.block_at(match.start())].kind
            codes = tuple(_codes(match["codes"]))
            if kind in (BlockKind.CONTENTS, BlockKind.HEADING) or not codes or match.start("codes") in taken:
                continue
            taken.update(range(*match.span()))
            yield Reference(*match.span(), name, codes)


def _links(document: Document) -> Iterator[Reference]:
    for link in document.links:
        in_contents = document.blocks[document.block_at(link.start)].kind is BlockKind.CONTENTS
        if not link.internal and not in_contents and not link.target.lower().startswith(("mailto:", "tel:")):
            yield Reference(link.start, link.end, LINK_FORM, ())


def _notes(document: Document) -> Iterator[Reference]:
    for note in document.notes:
        if document.text[note.start : note.end].strip():
            yield Reference(max(0, note.at - 1), note.at, NOTE_FORM, ())


def _codes(text: str) -> Iterator[str]:
    """E1, E4-E6 → E1, E4, E5, E6; a prefix given once holds for the rest."""
    prefix = ""
    for part in re.split(r"\s*[,;&]\s*|\s+and\s+", text):
        if match := _RANGE.match(part):
            prefix = match[1].upper() or prefix
            first, last = int(match[2]), int(match[3])
            yield from (f"{prefix}{number}" for number in range(first, min(last, first + 60) + 1))
        elif match := _CODE.search(part):
            prefix = match[1].upper() or prefix
            yield normal_code(f"{prefix}{match[2]}")


def normal_code(code: str) -> str:
    """Letters in upper case, no spaces, dashes or leading zeros."""
    match = re.match(r"\W*([A-Za-z]*)[- ]?0*(\d+[a-z]?|)", code.strip())
    return f"{match[1].upper()}{match[2]}" if match else code


def _evidence_list(document: Document) -> tuple[list[Entry], set[int]]:
    """Entries and blocks of the evidence list: the table or list under a heading that announces one."""
    heading = _announced(document)
    if heading is None:
        return [], set()
    entries: list[Entry] = []
    blocks: set[int] = set()
    rows: set[tuple[int, int]] = set()
    for index in range(heading + 1, len(document.blocks)):
        block = document.blocks[index]
        if block.story is not Story.BODY:
            continue
        if block.kind is BlockKind.HEADING and block.level <= document.blocks[heading].level:
            break
        blocks.add(index)
        if block.cell is not None:
            key = (block.cell.table, block.cell.row)
            if key in rows or block.cell.header:
                continue
            rows.add(key)
        entry = _entry(document, block.start, block.end, whole=block.cell is not None)
        if entry is not None:
            entries.append(entry)
    return entries, blocks


def _announced(document: Document) -> int | None:
    pattern = re.compile(lexicon("evidence")["list_headings"], re.IGNORECASE)
    for index in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[index]
        short = block.kind is BlockKind.HEADING or (block.bold_end == block.end and block.cell is None)
        if short and block.kind is not BlockKind.CONTENTS and pattern.match(document.text_of(block).strip()):
            return index
    return None


def _entry(document: Document, start: int, end: int, *, whole: bool) -> Entry | None:
    text = document.text[start:end]
    if whole:
        match = re.match(lexicon("evidence")["code_cell"], text.strip())
        return Entry(start, end, normal_code(match["code"])) if match else None
    match = re.match(
        r"\W?(?:(?:Evidence|Doc(?:ument)?|Item|Ref)\.?\s*)?(?P<code>(?:[A-Z]{1,4}[- ]?)?\d{1,3}[a-z]?)[\].):–\s-]", text
    )
    return Entry(start, start + match.end("code"), normal_code(match["code"])) if match else None


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((item["name"], re.compile(item["pattern"])) for item in lexicon("evidence")["forms"])
