"""A link whose words do not say what it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each."""
    empty = set(rule.settings["words"])
    for link in reading.document.links:
        words = reading.text(link.start, link.end).strip()
        if " ".join(words.lower().split()).strip(".:") in empty:
            yield Hit("empty", link.start, link.end, {"words": words})
