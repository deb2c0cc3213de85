"""A judgement with no evidence in its sentence, its paragraph, or where the document keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.cues import judgement_words
from nlp.outline import blocks_under
from nlp.reading import Reading
from nlp.sentence import Sentence
from nlp.support import is_supported, judgements


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on its first unsupported judgement."""
    summaries = "|".join(rule.settings["summaries"])
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


def _unsupported(reading: Reading, summaries: str, sure: float) -> Iterator[Sentence]:
    """The first of each paragraph. A summary need not repeat the evidence of what it sums up."""
    closed = blocks_under(reading.document, summaries)
    seen: set[int] = set()
    for sentence in judgements(reading):
        if sentence.block in seen or sentence.block in closed or sentence.question == "next":
            continue
        if sentence.labels.evaluative < sure:
            continue
        if not is_supported(reading, sentence):
            seen.add(sentence.block)
            yield sentence
