"""Macros, embedded files and links to outside content that a reader's computer might open. Nothing is ever opened."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit about the whole document for each kind."""
    features = reading.document.features
    if features.macros:
        yield Hit("macros", key="macros")
    if features.embedded_objects:
        yield Hit("objects", values={"count": features.embedded_objects}, key="objects")
    if features.external_targets:
        yield Hit("external", values={"count": features.external_targets}, key="external")
