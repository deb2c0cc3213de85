"""A marker whose number the evidence list does not have."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first citation of each missing number, where there is a list to miss it from."""
    listed = {entry.code for entry in reading.evidence.entries}
    prefixes = {code.rstrip("0123456789abcdefghijklmnopqrstuvwxyz") for code in listed}
    seen: set[str] = set()
    for reference in reading.evidence.references:
        for code in reference.codes:
            known_kind = code.rstrip("0123456789abcdefghijklmnopqrstuvwxyz") in prefixes
            if listed and known_kind and code not in listed and code not in seen:
                seen.add(code)
                yield Hit("missing", reference.start, reference.end, {"marker": code}, key=code)
