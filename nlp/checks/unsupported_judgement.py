"""A judgement with no evidence in its sentence, its paragraph, or where the document keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.cues import judgement_words
from nlp.places import is_heading
from nlp.reading import Reading
from nlp.sentence import Sentence
from nlp.support import is_supported, judgements


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on its first unsupported judgement."""
    summaries = re.compile("|".join(rule.settings["summaries"]), re.IGNORECASE)
    for sentence in _unsupported(reading, summaries, float(rule.settings["sure"])):
        yield Hit(
            "unsupported",
            sentence.start,
            sentence.end,
            {"why": judgement_words(sentence.span)},
            sentence.place.statement,
            sentence.question,
            weight=sentence.labels.evaluative,
        )


def _unsupported(reading: Reading, summaries: re.Pattern[str], sure: float) -> Iterator[Sentence]:
    """The first of each paragraph. A summary need not repeat the evidence of what it sums up."""
    closed = _under(reading, summaries)
    seen: set[int] = set()
    for sentence in judgements(reading):
        if sentence.block in seen or sentence.block in closed or sentence.question == "next":
            continue
        if sentence.labels.evaluative < sure:
            continue
        if not is_supported(reading, sentence):
            seen.add(sentence.block)
            yield sentence


def _under(reading: Reading, headings: re.Pattern[str]) -> set[int]:
    """The blocks under headings of that wording, up to the next heading of the same level or above."""
    found: set[int] = set()
    level = 0
    for index, block in enumerate(reading.document.blocks):
        if block.cell is None and is_heading(reading.document, block):
            if headings.search(reading.document.text_of(block)):
                level = block.level or 9
            elif level and (block.level or 9) <= level:
                level = 0
        if level:
            found.add(index)
    return found
