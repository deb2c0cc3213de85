"""The parts of a document in which the inspection statements are answered, and what belongs together in them."""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

from models.document import BlockKind, Story
from models.finding import Question
from nlp.reading import Reading
from nlp.sentence import Sentence

_CELL_WORDS = 5
_AROUND = 20  # sentences of one paragraph on either side that are taken in together
_SENTENCE_END = re.compile(r"[.!?;][\])\"”’\s]*(?:\[[^\]]*\]|\([^)]*\))*\s*$")


@lru_cache(maxsize=2)
def standing(reading: Reading) -> tuple[Sentence, ...]:
    """The sentences that speak for the document: none of its evidence list, its notes and its tables of figures."""
    blocks = reading.document.blocks
    return tuple(
        item
        for item in reading.sentences
        if item.block not in reading.evidence.list_blocks
        and blocks[item.block].story in (Story.BODY, Story.TEXT_BOX)
        and (blocks[item.block].cell is None or _is_prose_cell(reading, item))
    )


def _is_prose_cell(reading: Reading, sentence: Sentence) -> bool:
    text = reading.text(sentence.start, sentence.end)
    return len(text.split()) >= _CELL_WORDS and bool(_SENTENCE_END.search(text))


@lru_cache(maxsize=2)
def parts(reading: Reading) -> dict[tuple[int, Question], list[Sentence]]:
    """What stands under each statement and question, by explicit structure."""
    found: dict[tuple[int, Question], list[Sentence]] = {}
    for item in standing(reading):
        if item.place.statement is not None and item.place.question is not None:
            found.setdefault((item.place.statement, item.place.question), []).append(item)
    return found


@lru_cache(maxsize=2)
def claims(reading: Reading) -> tuple[Sentence, ...]:
    """The sentences in which the document may say how good things are: under "How good are we now?", or under a
    statement where no question divides it."""
    return tuple(
        item for item in standing(reading) if item.place.statement is not None and item.place.question in (None, "now")
    )


def passage(reading: Reading, sentence: Sentence) -> list[Sentence]:
    """The sentences that a reader takes in with this one: its paragraph, as far as that is not endless, and, for a
    bullet, the words that open its list."""
    paragraph = reading.by_block[sentence.block]
    place = place_of(reading, sentence)
    opening = opens(reading).get(sentence.block)
    before = reading.by_block.get(opening, []) if opening is not None else []
    return [*before[-_AROUND:], *paragraph[max(0, place - _AROUND) : place + _AROUND + 1]]


def place_of(reading: Reading, sentence: Sentence) -> int:
    """Which sentence of its paragraph it is, from 0."""
    return bisect.bisect_left(reading.by_block[sentence.block], sentence.start, key=lambda item: item.start)


def beside(reading: Reading, sentence: Sentence) -> tuple[Sentence | None, Sentence | None]:
    """The sentences before and after in the same paragraph."""
    paragraph, place = reading.by_block[sentence.block], place_of(reading, sentence)
    return (paragraph[place - 1] if place else None, paragraph[place + 1] if place + 1 < len(paragraph) else None)


def extent(reading: Reading, sentence: Sentence) -> tuple[int, int]:
    """The range of its paragraph, as far as that is not endless, bold words that open it included."""
    block = reading.document.blocks[sentence.block]
    paragraph, place = reading.by_block[sentence.block], place_of(reading, sentence)
    start = block.start if place <= _AROUND else paragraph[place - _AROUND].start
    return start, block.end if place + _AROUND >= len(paragraph) else paragraph[place + _AROUND].end


def passage_text(reading: Reading, sentence: Sentence) -> str:
    """The words of the passage."""
    opening = opens(reading).get(sentence.block)
    before = reading.document.text_of(reading.document.blocks[opening]) + "\n" if opening is not None else ""
    return before + reading.text(*extent(reading, sentence))


@lru_cache(maxsize=2)
def opens(reading: Reading) -> dict[int, int]:
    """Block of a list item -> the paragraph that opens its list with a colon."""
    found: dict[int, int] = {}
    opening: int | None = None
    for index, block in enumerate(reading.document.blocks):
        if block.kind is BlockKind.LIST_ITEM:
            if opening is not None:
                found[index] = opening
            continue
        text = reading.document.text_of(block).rstrip()
        opening = index if block.kind is BlockKind.PARAGRAPH and text.endswith((":", ": –")) else None
    return found
