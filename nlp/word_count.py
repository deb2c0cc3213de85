"""Words by where they stand, the other ways of counting them, and the first word over a limit.

Rule R0 (docs/word-count.md): what stands between white space. The headline is body + headings + tables, with tracked
changes accepted; text boxes, notes, the contents page, hidden text, headers, footers and equations are itemised.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from models.document import Block, BlockKind, Document, Story, count_words
from models.review import Counts, Way, Words
from models.ruleset import Ruleset
from nlp.places import Place

_WORD = re.compile(r"\S+")


def count(document: Document) -> Counts:
    """The itemised count."""
    tally = dict.fromkeys(("body", "headings", "tables", "text_boxes", "notes", "contents", "graphics"), 0)
    for block in document.blocks:
        tally[_item(block)] += _words(document, block.start, block.end)
    tally.pop("graphics")
    return Counts(**tally, hidden=document.hidden_words, headers_and_footers=document.marginal_words)


def headline(counts: Counts) -> int:
    """Body, headings and tables."""
    return counts.body + counts.headings + counts.tables


def against_limit(document: Document, counts: Counts, ruleset: Ruleset, places: tuple[Place, ...]) -> Words:
    """The headline against the ruleset's limit, and what each other way of counting would give."""
    limits = ruleset.rules.limits
    total = headline(counts)
    ways = [Way(way=name, count=value, over=_over(value, limits.words)) for name, value in _ways(counts)]
    near = limits.words is not None and abs(total - limits.words) <= limits.near * limits.words
    statements: dict[int, int] = {item.number: 0 for item in ruleset.framework.statements}
    for block, place in zip(document.blocks, places, strict=True):
        if place.statement in statements and _item(block) in ("body", "headings", "tables"):
            statements[place.statement] += _words(document, block.start, block.end)
    return Words(
        count=total,
        limit=limits.words,
        over=_over(total, limits.words),
        near_limit=near,
        ways=ways,
        fair_share=limits.words // len(statements) if limits.words and statements else None,
        statements=statements,
    )


def first_over(document: Document, limit: int) -> tuple[int, int] | None:
    """The range of the first word over the limit, in reading order, or None."""
    seen = 0
    for block in document.blocks:
        if _item(block) not in ("body", "headings", "tables"):
            continue
        words = _words(document, block.start, block.end)
        if seen + words > limit:
            for start, end in _ranges(document, block):
                seen += 1
                if seen > limit:
                    return start, end
        seen += words
    return None


def _ways(counts: Counts) -> Iterator[tuple[str, int]]:
    total = headline(counts)
    yield "body text, headings and tables", total
    yield "with text boxes", total + counts.text_boxes
    yield "with footnotes and endnotes", total + counts.notes
    yield "with text boxes, footnotes and endnotes", total + counts.text_boxes + counts.notes
    yield "with the contents page, as Word counts", total + counts.contents
    yield "without tables", total - counts.tables


def _over(words: int, limit: int | None) -> int:
    return max(0, words - limit) if limit is not None else 0


def _item(block: Block) -> str:
    if block.story is Story.GRAPHIC:
        return "graphics"
    if block.story is Story.TEXT_BOX:
        return "text_boxes"
    if block.story in (Story.FOOTNOTE, Story.ENDNOTE):
        return "notes"
    if block.kind is BlockKind.CONTENTS:
        return "contents"
    if block.cell is not None:
        return "tables"
    return "headings" if block.kind is BlockKind.HEADING else "body"


def _words(document: Document, start: int, end: int) -> int:
    """Words of a range, equations left out."""
    words = count_words(document.text[start:end])
    for a, b in _equations(document, start, end):
        words -= count_words(document.text[a:b])
    return max(0, words)


def _equations(document: Document, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The equations of a range; `Document.uncounted` is in the order of the text."""
    first = bisect.bisect_left(document.uncounted, (start, 0))
    return document.uncounted[first : bisect.bisect_left(document.uncounted, (end, 0), lo=first)]


def _ranges(document: Document, block: Block) -> Iterator[tuple[int, int]]:
    equations = _equations(document, block.start, block.end)
    for match in _WORD.finditer(document.text, block.start, block.end):
        inside = any(a <= match.start() < b for a, b in equations)
        if not inside and count_words(match[0]):
            yield match.span()
