"""Acronyms: where they are used, and where and how the text says what they stand for.

An acronym counts as explained by its full name beside it ("Full Name (FN)", "FN (Full Name)", "FN stands for ..."), by
a glossary or a table row, by a note at it, by words that say what it is ("CEDAR is a group programme ...") and by its
full name with capitals elsewhere. Only full names that spell it out can differ from one another.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from models.document import Block, BlockKind, Document, Story
from nlp.clusters import cluster_of
from nlp.full_names import LONGEST, initials, is_like, name_before, spelt_from_start, spelt_in, spelt_out
from nlp.lexicon import lexicon
from nlp.outline import blocks_under
from nlp.people import names
from nlp.places import is_heading
from nlp.reading import Reading

_ACRONYM = re.compile(
    r"(?<![\w.@#\\])(?P<name>[a-z]?[A-Z](?:&?[A-Z]|[a-z](?=[A-Z]))*&?[A-Z](?:-[A-Z]{1,5}(?![A-Za-z]))?)(?P<digits>\d{0,2})"
    r"(?:s(?!\w))?(?![\w@\\])"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,140})[)\]]")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_SHOUT = re.compile(r"(?<!\w)[A-Z]{2,}(?:[’'-][A-Z]+)*(?:[ ,&/–]+[A-Z]{2,}(?:[’'-][A-Z]+)*){2,}(?!\w)")
_NAMES = re.compile(
    r"[A-Z][\w’'-]*(?:,?\s+(?:(?:and|of|for|the|in|on|to|at|with|&)\s+){0,2}[A-Z][\w’'-]*){1,9}"
)  # a run of words with capitals
_SPOT = re.compile(r"\s*[”\"’']?\s*[:=,–—-]\s*(?:the\s+|our\s+|or\s+)?|\t\s*")
_CODE = re.compile(r"[-/.]\d|\.[A-Za-z]|[  ](?!(?:19|20)\d\d(?!\d))\d\d")  # "AB-12", "CA 5403", but "COG 2026"
_AUTHORS = re.compile(
    r"[A-Z][a-z]+ [A-Z]{1,3}(?:, (?:and |& )?| and | & )[A-Z][a-z]+ [A-Z]{1,3}[.,(]"
)  # "Reid KB, Orr J."
_ADDRESS = re.compile(r"://|www\.|@|\.(?:docx?|pdf|xlsx?|pptx?|msg)\b", re.IGNORECASE)
_LONGEST_ACRONYM = 9


@dataclass(frozen=True, slots=True)
class Use:
    """One use in the running text: the acronym as a key and as written, without its plural. `at` is where a reader
    meets it: a note is read where it is called."""

    name: str
    written: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where an acronym is explained. `words` is the full name where it spells the acronym out, else "". `listed`: in a
    glossary or a table, where a reader looks it up."""

    name: str
    start: int
    end: int
    at: int
    words: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Acronyms:
    """All uses and explanations, by the acronym in capitals without its plural; each in the order of the text."""

    uses: dict[str, list[Use]]
    explanations: dict[str, list[Explanation]]


@lru_cache(maxsize=2)
def acronyms(reading: Reading) -> Acronyms:
    """The acronyms of a reading, worked out once."""
    return _Search(reading).found()


@cache
def known(lists: tuple[str, ...]) -> frozenset[str]:
    """The acronyms of those lists of the lexicon."""
    return frozenset(name.upper() for item in lists for name in lexicon("acronyms")[item].split())


@dataclass(frozen=True, slots=True)
class _Patterns:
    between: re.Pattern[str]
    stands_for: re.Pattern[str]
    is_a: re.Pattern[str]
    kind: re.Pattern[str]
    name_of_kind: re.Pattern[str]
    described: re.Pattern[str]
    introduces: re.Pattern[str]
    joint: re.Pattern[str]
    columns: re.Pattern[str]
    openings: re.Pattern[str]
    person: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = lexicon("acronyms")
    kind, person = rf"(?:{data['kinds']})", rf"(?:{data['kinds']}|{data['roles']})"
    return _Patterns(
        between=re.compile(rf"(?<!\w)(?:{data['between']}|{data['kinds']})(?!\w)", re.IGNORECASE),
        stands_for=re.compile(
            rf"[”\"’')]?\s*,?\s*\(?\s*(?:which\s+|that\s+|it\s+)?(?:{data['stands_for']})\s+"
            r"[“\"‘']?(?:the\s+|a\s+|an\s+|our\s+)?",
            re.IGNORECASE,
        ),
        is_a=re.compile(
            "|".join(item.replace("SOME", r"(?:[\w’'-]+\s+){0,7}?").replace("KIND", person) for item in data["is_a"]),
            re.IGNORECASE,
        ),
        kind=re.compile(rf"\b{kind}\b(?:\s+[\w’'-]+){{0,3}}\s*$", re.IGNORECASE),
        name_of_kind=re.compile(rf"\s+{kind}s?\b"),
        described=re.compile(rf"\s*(?:{data['described']}|(?:{data['stands_for']})\s+\w+)", re.IGNORECASE),
        introduces=re.compile(data["introduces"], re.IGNORECASE),
        joint=re.compile(data["joint"], re.IGNORECASE),
        columns=re.compile(data["glossary_columns"], re.IGNORECASE),
        openings=re.compile(data["glossary_openings"], re.IGNORECASE),
        person=re.compile(data["person"]),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    """An acronym as it stands in a block's text, with its plural ending."""

    name: str
    written: str
    start: int
    end: int


class _Search:
    """Goes through a document once, block by block."""

    def __init__(self, reading: Reading) -> None:
        document = reading.document
        self._reading, self._document = reading, document
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self._explanations: dict[str, list[Explanation]] = defaultdict(list)
        self._capitals = frozenset(lexicon("acronyms")["capitals"].split())
        self._plain = frozenset(
            plain
            for word in document.text.split()
            if (plain := word.strip(".,;:()“”‘’'\"?!")).isalpha() and plain.islower()
        )
        self._glossary = blocks_under(document, lexicon("acronyms")["glossary"]) | _glossary_tables(document)
        self._apart = blocks_under(document, lexicon("acronyms")["references"]) | self._glossary
        self._called = {document.block_at(note.start): note.at for note in document.notes}
        self._notes = sorted((note.at, note.start, note.end) for note in document.notes)
        self._people: set[str] = set()
        self._rows: dict[tuple[int, int], list[tuple[int, list[_Token]]]] = defaultdict(list)

    def found(self) -> Acronyms:
        for index, block in enumerate(self._document.blocks):
            if block.kind is BlockKind.CONTENTS:
                continue
            text = self._document.text_of(block)
            tokens = list(_tokens(text))
            if block.cell is not None:
                self._rows[block.cell.table, block.cell.row].append((index, tokens))
            if not tokens:
                continue
            self._people.update(_key(match["name"] or match["other"]) for match in _patterns().person.finditer(text))
            self._people.update(_key(text[name.start : name.end]) for name in names(text) if name.kind == "initials")
            self._read_brackets(index, text)
            for token in tokens:
                self._read_around(index, text, token)
                self._read_note(index, token)
            if index in self._glossary:
                self._read_glossary(index, text, tokens)
            elif self._is_running_text(index, block, text):
                self._read_uses(index, text, tokens)
        self._read_rows()
        self._read_names_in_full()
        self._read_allowances()
        for name in self._people:  # the initials of a person are never named in a message
            self._uses.pop(name, None)
        for name in [name for name, uses in self._uses.items() if self._is_pair(uses[0].written)]:
            self._uses.pop(name)
        for items in self._explanations.values():
            items.sort(key=lambda item: (item.at, item.start))
        for uses in self._uses.values():
            uses.sort(key=lambda item: (item.at, item.start))
        return Acronyms(dict(self._uses), dict(self._explanations))

    def _explained(self, index: int, name: str, start: int, end: int, words: str = "") -> None:
        offset = self._document.blocks[index].start
        at = self._called.get(index, offset + start)
        tidy = " ".join(words.split()).strip(" ,;:–—-“”\"‘’'(")
        self._explanations[name].append(
            Explanation(name, offset + start, offset + end, at, tidy, listed=index in self._glossary)
        )

    def _is_running_text(self, index: int, block: Block, text: str) -> bool:
        return not bool(
            index in self._apart
            or index in self._reading.evidence.list_blocks
            or block.story is Story.GRAPHIC
            or block.kind is BlockKind.CAPTION
            or (block.cell is not None and block.cell.header)
            or is_heading(self._document, block)
            or self._is_shouted(text)
            or _AUTHORS.search(text)
        )

    def _read_uses(self, index: int, text: str, tokens: list[_Token]) -> None:
        offset = self._document.blocks[index].start
        shouts = [match.span() for match in _SHOUT.finditer(text) if self._is_shouted(match[0])]
        for token in tokens:
            start = offset + token.start
            if token.name in self._capitals or self._is_word(text, token):
                continue
            if _within(shouts, token.start):
                continue
            if not self._reading.evidence.within(start, start + 1):
                at = self._called.get(index, start)
                self._uses[token.name].append(Use(token.name, token.written, start, offset + token.end, at))

    def _is_shouted(self, text: str) -> bool:
        """True for words most of which are in capitals, and most of those common words."""
        words = re.findall(r"[^\W\d_]{2,}", text)
        capital = [word for word in words if word.isupper()]
        if len(words) < 3 or len(capital) < 0.6 * len(words):
            return False
        common = [
            word
            for word in capital
            if word in self._capitals or word.lower() in self._plain or (len(word) > 3 and cluster_of(word.lower()))
        ]
        return 2 * len(common) >= len(capital)

    def _is_word(self, text: str, token: _Token) -> bool:
        """True for a common word in capitals; "the DASH checklist" is none, for that is how a name is used."""
        word = token.written.lower()
        if not token.written.isupper():
            return False
        if word in self._plain:
            return True
        common = len(word) >= 4 and cluster_of(word) is not None
        return common and not _patterns().name_of_kind.match(text, token.end)

    def _is_pair(self, written: str) -> bool:
        """True for two acronyms that are joined and each explained or known: "CSE-CCE"."""
        familiar = self._explanations.keys() | known(("everyone", "sector"))
        return "-" in written and all(_key(part) in familiar for part in written.split("-"))

    def _read_brackets(self, index: int, text: str) -> None:
        """Look for a full name before a bracket with its acronym, and for one in a bracket after it."""
        for match in _BRACKET.finditer(text):
            inside = list(_tokens(match[1]))
            if inside:
                self._read_short_in_bracket(index, text, match, inside)
            before = text[max(0, match.start() - 16) : match.start()].rstrip(" ”\"’'")
            token = next((item for item in _tokens(before) if item.end == len(before)), None)
            if token is None:
                continue
            full = spelt_out(token.name, match[1]) or spelt_out(token.name, re.split(r"[,;:]", match[1])[0])
            if full is not None or _patterns().described.match(match[1]):
                self._explained(index, token.name, match.start(), match.end(), full or "")

    def _read_short_in_bracket(self, index: int, text: str, match: re.Match[str], inside: list[_Token]) -> None:
        between, rest = _patterns().between, match[1]
        for token in reversed(inside):
            rest = f"{rest[: token.start]} {rest[token.end :]}"
        alone = not re.search(r"\w", between.sub(" ", rest))
        if not alone and re.search(r"\w", between.sub(" ", match[1][: inside[0].start])):
            return
        for token in inside if alone else inside[:1]:
            name = name_before(token.name, text, match.start(), loose=alone)
            if name is not None:
                start, strict = name
                self._explained(index, token.name, start, match.end(), text[start : match.start()] if strict else "")
            elif alone and (
                is_like(token.name, text, match.start())
                or _patterns().kind.search(text, max(0, match.start() - 60), match.start())
            ):
                self._explained(index, token.name, match.start(), match.end())

    def _read_around(self, index: int, text: str, token: _Token) -> None:
        """Look for "FN: full name", "FN stands for ...", "full name, or FN" and "FN is a group that ..."."""
        patterns, full = _patterns(), None
        after, before = text[token.end : token.end + LONGEST], text[max(0, token.start - LONGEST) : token.start]
        for link in (patterns.stands_for.match(after), _SPOT.match(after)):
            full = full or (spelt_from_start(token.name, after[link.end() :]) if link else None)
        if full is None and token.start == 0:
            full = spelt_from_start(token.name, after)
        if full is not None:
            self._explained(index, token.name, token.start, token.end, full)
        elif patterns.is_a.match(after) or patterns.introduces.search(before[-60:]):
            self._explained(index, token.name, token.start, token.end)
        joint = patterns.joint.search(before)
        if joint and len(token.name) >= 3:
            end = token.start - len(before) + joint.start()
            name = name_before(token.name, text, end, loose=False)
            bare = joint[0].strip(" “\"‘'").lower()
            if name is not None and (
                bare not in ("", "the", "our") or (not bare and _NAMES.fullmatch(text, name[0], end))
            ):
                self._explained(index, token.name, name[0], token.end, text[name[0] : end])

    def _read_note(self, index: int, token: _Token) -> None:
        """Take a note that is called at the acronym for its explanation where it speaks of it."""
        offset = self._document.blocks[index].start + token.end
        place = bisect.bisect_left(self._notes, (offset, 0, 0))
        if place == len(self._notes) or self._notes[place][0] - offset > 2:
            return
        note = self._document.text[self._notes[place][1] : self._notes[place][2]]
        if len(note.split()) >= 3 and (spelt_in(token.name, note) or _patterns().kind.search(note.rstrip(". "))):
            self._explained(index, token.name, token.start, token.end)

    def _read_glossary(self, index: int, text: str, tokens: list[_Token]) -> None:
        """Take every acronym that opens a line of a glossary, or stands before a colon or a dash in it."""
        for token in tokens:
            before, after = text[max(0, token.start - 40) : token.start], text[token.end : token.end + LONGEST]
            opens = not re.search(r"\w", re.split(r"[\n;,.]", before)[-1])
            if opens or re.match(r"\s*[)”\"]?\s*[:=–—-]", after):
                full = spelt_from_start(token.name, after.lstrip(" :=–—-\t("))
                self._explained(index, token.name, token.start, token.end, full or "")

    def _read_rows(self) -> None:
        """Look for table rows in which one cell holds an acronym alone and another its full name."""
        for cells in self._rows.values():
            texts = [self._document.text_of(self._document.blocks[index]) for index, _ in cells]
            for (index, tokens), text in zip(cells, texts, strict=True):
                if len(tokens) != 1 or len(text.strip()) > len(tokens[0].written) + 6:
                    continue
                block, name = self._document.blocks[index], tokens[0].name
                for other in texts:
                    full = spelt_out(name, other) if other is not text else None
                    if full:
                        place = (block.start, block.end, block.start)
                        self._explanations[name].append(Explanation(name, *place, words=full, listed=True))

    def _read_names_in_full(self) -> None:
        """Look for names with capitals whose initials spell an acronym that is explained nowhere else."""
        wanted = {name for name in self._uses if len(name) >= 3 and name not in self._explanations}
        if not wanted:
            return
        for match in _NAMES.finditer(self._document.text):
            for name, start in initials(match[0]):
                if name in wanted:
                    place = match.start() + start
                    self._explanations[name].append(Explanation(name, place, match.end(), place, "", listed=True))

    def _read_allowances(self) -> None:
        allowed = self._reading.allowed
        names = [*map(_key, allowed.acronyms), *(token.name for term in allowed.terms for token in _tokens(term))]
        for name in names:
            self._explanations[name].append(Explanation(name, 0, 0, 0, "", listed=True))


def _glossary_tables(document: Document) -> set[int]:
    """The blocks of tables with a column for acronyms, and paragraphs that open as a list of them."""
    found: set[int] = set()
    tables: set[int] = set()
    for index, block in enumerate(document.blocks):
        text = document.text_of(block).strip()
        if block.cell is None:
            if len(text) > 12 and _patterns().openings.match(text):
                found.add(index)
        elif block.cell.row == 0 and _patterns().columns.match(text):
            tables.add(block.cell.table)
    cells = (index for index, block in enumerate(document.blocks) if block.cell and block.cell.table in tables)
    return found.union(cells)


def _key(name: str) -> str:
    return name.replace("&", "").replace("-", "").upper()


def _tokens(text: str) -> Iterator[_Token]:
    """The acronyms of a text; codes, numerals, placeholders and parts of addresses are none."""
    addresses: list[tuple[int, int]] = []
    if _ADDRESS.search(text):
        addresses = [match.span() for match in re.finditer(r"\S+", text) if _ADDRESS.search(match[0])]
    for match in _ACRONYM.finditer(text):
        name = _key(match["name"])
        before = text[max(0, match.start() - 2) : match.start()]
        if (match["digits"] and len(name) < 4) or len(name) > _LONGEST_ACRONYM or len(set(name)) == 1:
            continue
        if _ROMAN.fullmatch(name) or _CODE.match(text, match.end()) or re.search(r"\d[-/]$", before):
            continue
        if not _within(addresses, match.start()):
            yield _Token(name, match["name"], *match.span())


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    """True where a place lies in one of the spans, which are in order and apart."""
    place = bisect.bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return place >= 0 and at < spans[place][1]
