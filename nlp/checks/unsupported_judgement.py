"""A judgement with no evidence in its sentence, its paragraph, or where the document keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.cues import judgement_words
from nlp.reading import Reading
from nlp.support import is_supported, judgements


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on its first unsupported judgement."""
    seen: set[int] = set()
    for sentence in judgements(reading):
        if sentence.block in seen or sentence.question == "next" or is_supported(reading, sentence):
            continue
        seen.add(sentence.block)
        yield Hit(
            "unsupported",
            sentence.start,
            sentence.end,
            {"why": judgement_words(sentence.span)},
            sentence.place.statement,
            sentence.question,
        )
