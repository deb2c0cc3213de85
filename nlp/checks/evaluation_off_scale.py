"""An evaluation in a word that the scale of this programme does not have."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import evaluations
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each such word."""
    labels = [point.label.lower() for point in reading.framework.scale]
    for item in evaluations(reading):
        if item.word not in labels:
            yield Hit("other", item.start, item.end, {"word": item.word, "labels": ", ".join(labels)})
