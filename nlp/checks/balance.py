"""Strengths and weaknesses in a report whose balance does not fit the published words of its evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import main_evaluation
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the evaluation; it counts and asks, and never says which evaluation would fit."""
    scale = {point.label.lower(): point for point in reading.framework.scale}
    stated = main_evaluation(reading)
    if stated is None:
        return
    tally = Counter(item.labels.judgement for item in reading.sentences if item.judges and item.place.statement)
    strengths, weaknesses = tally["strength"], tally["weakness"]
    if strengths + weaknesses < int(rule.settings["judgements"]):
        return
    point, ratio = scale[stated.word], float(rule.settings["ratio"])
    few = point.grade >= int(rule.settings["high"]) and strengths < weaknesses * ratio
    many = point.grade <= int(rule.settings["low"]) and strengths > weaknesses / ratio
    if few or many:
        values: dict[str, object] = {
            "word": stated.word, "short": point.short, "strengths": strengths, "weaknesses": weaknesses,
            "mixed": tally["mixed"],
        }  # fmt: skip
        yield Hit("balance", stated.start, stated.end, values)
