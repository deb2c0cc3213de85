"""Two items of the evidence list with one number."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each later entry that repeats a number."""
    seen: set[str] = set()
    for entry in reading.evidence.entries:
        if entry.code in seen:
            yield Hit("twice", entry.start, entry.end, {"marker": entry.code}, key=entry.code)
        seen.add(entry.code)
