"""An evaluation of an indicator that this programme does not evaluate."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import evaluations
from nlp.reading import Reading


def run(reading: Reading, _rule: CheckRule) -> Iterator[Hit]:
    """One hit on each."""
    wanted = set(reading.framework.evaluated)
    for item in evaluations(reading):
        if item.indicator and item.indicator not in wanted:
            yield Hit(
                "other", item.start, item.end, {"indicator": item.indicator, "wanted": " and ".join(sorted(wanted))}
            )
