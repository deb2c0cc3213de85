"""No link or marker to evidence anywhere in the document."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit about the whole document."""
    if not reading.evidence.references:
        yield Hit("none", key="none")
