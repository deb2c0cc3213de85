"""The one section that is far harder to read than the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from models.document import BlockKind, Story, count_words
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.outline import is_section_heading
from nlp.readability import readability
from nlp.reading import Reading

_OLDEST = 24  # beyond it the estimate says nothing more
_SOLID = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """At most one hit, from the heading of the section to the end of its first sentence."""
    settings = rule.settings
    apart = re.compile(settings["apart"], re.IGNORECASE)
    ages: list[tuple[int, tuple[int, int]]] = []
    for section in _sections(reading):
        heading = reading.document.text_of(reading.document.blocks[section.start])
        texts, place = _prose(reading, section)
        if apart.search(heading) or sum(map(count_words, texts)) < int(settings["words"]):
            continue
        age = readability(texts).reading_age
        if age is not None and place is not None:
            ages.append((age, place))
    if len(ages) < int(settings["sections"]):
        return
    hardest = max(range(len(ages)), key=lambda number: (ages[number][0], -number))
    age, place = ages[hardest]
    others = round(median(other for number, (other, _) in enumerate(ages) if number != hardest))
    if age >= int(settings["age"]) and age - others >= int(settings["years"]) and others < _OLDEST:
        values: dict[str, object] = {"age": f"about {age}" if age <= _OLDEST else f"over {_OLDEST}", "others": others}
        yield Hit("hard", *place, values)


def _sections(reading: Reading) -> Iterator[range]:
    blocks = reading.document.blocks
    starts = [index for index, block in enumerate(blocks) if is_section_heading(reading.document, block)]
    for start, end in pairwise([*starts, len(blocks)]):
        yield range(start, end)


def _prose(reading: Reading, section: range) -> tuple[list[str], tuple[int, int] | None]:
    """The sentences of a section outside tables, and the range from its heading to
    the end of the first."""
    blocks = reading.document.blocks
    texts: list[str] = []
    first: int | None = None
    for index in section:
        block = blocks[index]
        if block.cell is not None or block.story is not Story.BODY or block.kind not in _SOLID:
            continue
        for sentence in reading.by_block.get(index, []):
            texts.append(reading.text(sentence.start, sentence.end))
            first = sentence.end if first is None else first
    return texts, None if first is None else (blocks[section.start].start, first)
