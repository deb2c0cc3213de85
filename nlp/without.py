"""A reading without some of its sentences, as the document would read had the writer taken them out."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from models.document import Block, Document
from nlp.components.sentence_labels import BEFORE
from nlp.engine import Engine
from nlp.reading import Reading, read
from nlp.sentence import Sentence


class _Cuts:
    """Ranges that are taken out of a text, and where every other character goes."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._ends = [end for _, end in ranges]
        self._starts = [start for start, _ in ranges]
        self._removed = [0]
        for start, end in ranges:
            self._removed.append(self._removed[-1] + end - start)

    def place(self, offset: int) -> int:
        """The new place of a character; one inside a range that is taken out goes to where the range stood."""
        number = bisect.bisect_right(self._ends, offset)
        if number < len(self._starts) and self._starts[number] < offset:
            offset = self._starts[number]
        return offset - self._removed[number]


def without(reading: Reading, sentences: Sequence[Sentence], engine: Engine) -> Reading:
    """The reading of the document without these sentences; only paragraphs that change are read anew."""
    document = _document(reading.document, _ranges(reading.document, sentences))
    docs = {sentence.block: sentence.span.doc for sentence in reading.sentences}
    known = {(doc.text, str(doc.user_data[BEFORE])): doc for doc in docs.values()}
    return read(document, reading.ruleset, engine, reading.allowed, known)


def _ranges(document: Document, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """What goes with each sentence: the white space after it, or before it at the end of its paragraph; the paragraph
    with its line end where nothing else is left of it."""
    by_block: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_block.setdefault(sentence.block, []).append(sentence)
    ranges: list[tuple[int, int]] = []
    for index in sorted(by_block):
        block = document.blocks[index]
        found: list[tuple[int, int]] = []
        for sentence in sorted(by_block[index], key=lambda item: item.start):
            end = sentence.end
            while end < block.end and document.text[end].isspace():
                end += 1
            found.append((sentence.start, end))
        left = "".join(
            document.text[a:b]
            for a, b in zip([block.start, *(e for _, e in found)], [*(s for s, _ in found), block.end], strict=True)
        )
        ranges += found if left.strip() else [(block.start, block.end + 1)]
    return ranges


def _document(document: Document, ranges: list[tuple[int, int]]) -> Document:
    cuts = _Cuts(ranges)
    pieces, at = [], 0
    for start, end in ranges:
        pieces.append(document.text[at:start])
        at = end
    pieces.append(document.text[at:])
    text = "".join(pieces)
    return replace(
        document,
        text=text,
        blocks=tuple(moved for block in document.blocks if (moved := _block(block, cuts, text)) is not None),
        links=tuple(
            replace(link, start=cuts.place(link.start), end=cuts.place(link.end))
            for link in document.links
            if cuts.place(link.start) < cuts.place(link.end)
        ),
        notes=tuple(
            replace(note, at=cuts.place(note.at), start=cuts.place(note.start), end=cuts.place(note.end))
            for note in document.notes
        ),
        comments=tuple(
            replace(item, start=cuts.place(item.start), end=cuts.place(item.end))
            if item.start is not None and item.end is not None
            else item
            for item in document.comments
        ),
        pictures=tuple(replace(item, at=cuts.place(item.at)) for item in document.pictures),
        uncounted=tuple(
            (cuts.place(start), cuts.place(end))
            for start, end in document.uncounted
            if cuts.place(start) < cuts.place(end)
        ),
    )


def _block(block: Block, cuts: _Cuts, text: str) -> Block | None:
    start, end = cuts.place(block.start), cuts.place(block.end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(block, start=start, end=end, bold_end=cuts.place(block.bold_end)) if end > start else None
