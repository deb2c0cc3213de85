"""Several sentences in a row under "How good are we now?" that describe and do not judge."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading
from nlp.sentence import Sentence


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for each run of at least `sentences` descriptive sentences, on the first of them."""
    least = int(rule.settings.get("sentences", 3))
    group: list[Sentence] = []
    for sentence in (*reading.sentences, None):
        if sentence is not None and _is_lead_in(reading, sentence):
            continue
        if sentence is not None and _describes(sentence) and (not group or sentence.place == group[-1].place):
            group.append(sentence)
            continue
        if len(group) >= least:
            yield Hit(
                "run",
                group[0].start,
                group[0].end,
                {"count": len(group)},
                group[0].place.statement,
                group[0].place.question,
            )
        group = []


def _describes(sentence: Sentence) -> bool:
    return sentence.place.question == "now" and sentence.labels.descriptive >= 0.5


def _is_lead_in(reading: Reading, sentence: Sentence) -> bool:
    return reading.text(sentence.start, sentence.end).endswith(":")
