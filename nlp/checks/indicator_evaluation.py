"""The indicator that a report has to evaluate: evaluated nowhere, or differently in two places."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import evaluations, main_evaluation
from nlp.reading import Reading


def run(reading: Reading, _rule: CheckRule) -> Iterator[Hit]:
    """One hit on the whole document where nothing is evaluated, one on each place that says another word than the
    first."""
    on_scale = {point.label.lower() for point in reading.framework.scale}
    for number in reading.framework.evaluated:
        main = main_evaluation(reading, [number])
        if main is None:
            yield Hit("missing", values={"indicator": number}, key=number)
            continue
        for other in evaluations(reading):
            if other.indicator in (number, None) and other.word in on_scale and other.word != main.word:
                values: dict[str, object] = {"indicator": number, "word": other.word, "first": main.word}
                yield Hit("differs", other.start, other.end, values)
