"""Evaluations on a scale that a report states: which indicator, which word of the scale, where.

The words of a scale are common words ("good relationships"): one is read as an evaluation only where the sentence, the
heading or the table row says that something was evaluated, and not where records, plans or an earlier inspection were.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from models.document import Block, BlockKind
from nlp.lexicon import lexicon
from nlp.outline import blocks_under, is_section_heading
from nlp.reading import Reading

_INDICATOR = re.compile(r"(?<![\d.])(\d{1,2}\.\d)(?![\d.]*%|\d)")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One stated evaluation: the indicator's number (None where the words do not name it), the word as written in
    lower case, and the range of that word."""

    indicator: str | None
    word: str
    start: int
    end: int
    block: int


@lru_cache(maxsize=2)
def evaluations(reading: Reading) -> tuple[Evaluation, ...]:
    """All stated evaluations, in the order of the text; explanations of the scale itself are left out."""
    document, words = reading.document, _words(tuple(point.label.lower() for point in reading.framework.scale))
    apart = blocks_under(document, lexicon("evaluations")["apart"])
    found: list[Evaluation] = []
    for index, block in enumerate(document.blocks):
        if index in apart or block.kind in (BlockKind.CONTENTS, BlockKind.CAPTION):
            continue
        found += _in_row(reading, index, words) if block.cell is not None else _in_text(reading, index, words)
    return tuple(found)


def main_evaluation(reading: Reading, indicators: Collection[str] = ()) -> Evaluation | None:
    """The evaluation on the scale that the others are held against: the first that names one of these indicators (by
    default those that reports of the programme evaluate), else the first that names none."""
    on_scale = {point.label.lower() for point in reading.framework.scale}
    stated = [item for item in evaluations(reading) if item.word in on_scale]
    named = next((item for item in stated if item.indicator in (indicators or reading.framework.evaluated)), None)
    return named or next((item for item in stated if item.indicator is None), None)


@dataclass(frozen=True, slots=True)
class _Words:
    anywhere: re.Pattern[str]
    whole: re.Pattern[str]
    stated: tuple[re.Pattern[str], ...]
    not_these: re.Pattern[str]


@cache
def _words(labels: tuple[str, ...]) -> _Words:
    data: dict[str, Any] = lexicon("evaluations")
    alternatives = "|".join(sorted({*labels, *data["other_scales"]}, key=len, reverse=True)).replace(" ", r"\s+")
    label = rf"[‘'“\"*]?(?P<word>{alternatives})\b(?!\s+(?:{data['not_before']})\b)"
    return _Words(
        anywhere=re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE),
        whole=re.compile(rf"\s*[‘'“\"]?(?P<word>{alternatives})[’'”\"]?\s*(?:\(\d\))?\.?\s*", re.IGNORECASE),
        stated=tuple(re.compile(pattern.replace("LABEL", label), re.IGNORECASE) for pattern in data["stated"]),
        not_these=re.compile("|".join(data["not_these"]), re.IGNORECASE),
    )


def _in_text(reading: Reading, index: int, words: _Words) -> Iterator[Evaluation]:
    block = reading.document.blocks[index]
    alone = words.whole.fullmatch(reading.document.text_of(block))
    if alone is not None and (heading := _heading(reading, index)) is not None:
        yield _found(_indicator(heading), alone, block.start, index)
        return
    ranges = [(item.start, item.end) for item in reading.by_block.get(index, [])] or [(block.start, block.end)]
    for start, end in ranges:
        text = reading.text(start, end)
        if words.not_these.search(text):
            continue
        for pattern in words.stated:
            match = pattern.search(text)
            if match is not None:
                yield _found(_indicator(text), match, start, index)
                break


def _heading(reading: Reading, index: int) -> str | None:
    """The heading right above a paragraph, where it says that something is evaluated."""
    if index == 0 or not is_section_heading(reading.document, reading.document.blocks[index - 1]):
        return None
    text = reading.document.text_of(reading.document.blocks[index - 1])
    return text if re.search(lexicon("evaluations")["headings"], text, re.IGNORECASE) else None


def _in_row(reading: Reading, index: int, words: _Words) -> Iterator[Evaluation]:
    """A cell that holds nothing but a word of the scale, in a row that names an indicator."""
    block = reading.document.blocks[index]
    match = words.whole.fullmatch(reading.document.text_of(block))
    row = [] if match is None else _row(reading, block, index)
    indicator = next((number for text in row if (number := _indicator(text))), None)
    named = indicator or any(_titled(reading, text) for text in row)
    if match is not None and named and sum(bool(words.whole.fullmatch(text)) for text in row) <= 1:
        yield _found(indicator or _by_title(reading, row), match, block.start, index)


def _row(reading: Reading, block: Block, index: int) -> list[str]:
    """The texts of the cells of a block's row."""
    document, texts = reading.document, []
    for step in (-1, 1):
        at = index if step > 0 else index - 1
        while 0 <= at < len(document.blocks):
            other = document.blocks[at].cell
            if other is None or block.cell is None or (other.table, other.row) != (block.cell.table, block.cell.row):
                break
            texts.append(document.text_of(document.blocks[at]))
            at += step
    return texts


def _titled(reading: Reading, text: str) -> bool:
    return any(item.title.lower() in text.lower() for item in reading.framework.indicators)


def _by_title(reading: Reading, row: list[str]) -> str | None:
    text = " ".join(row).lower()
    return next((item.number for item in reading.framework.indicators if item.title.lower() in text), None)


def _indicator(text: str) -> str | None:
    match = _INDICATOR.search(text)
    return match[1] if match else None


def _found(indicator: str | None, match: re.Match[str], offset: int, block: int) -> Evaluation:
    start, end = match.span("word")
    return Evaluation(indicator, " ".join(match["word"].lower().split()), offset + start, offset + end, block)
