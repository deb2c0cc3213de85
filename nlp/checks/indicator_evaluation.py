"""The indicator that a report has to evaluate: evaluated nowhere, or differently in two places."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import Evaluation, evaluations
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the whole document where nothing is evaluated, one on each place that says another word than the
    first."""
    on_scale = {point.label.lower() for point in reading.framework.scale}
    for number in rule.settings["indicators"]:
        stated = [item for item in evaluations(reading) if item.indicator in (number, None) and item.word in on_scale]
        if not stated:
            yield Hit("missing", values={"indicator": number}, key=str(number))
            continue
        first = _fullest(stated)
        for other in stated:
            if other.word != first.word:
                values: dict[str, object] = {"indicator": number, "word": other.word, "first": first.word}
                yield Hit("differs", other.start, other.end, values)


def _fullest(stated: list[Evaluation]) -> Evaluation:
    """The evaluation that the others are held against: the first that names its indicator, else the first."""
    return next((item for item in stated if item.indicator), stated[0])
