"""An acronym that the document explains nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.acronyms import acronyms, known
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each use, grouped by acronym."""
    found = acronyms(reading)
    familiar = known(tuple(rule.settings["known"])) | {name.upper() for name in rule.settings["also_known"]}
    for name, uses in found.uses.items():
        if name in familiar or name in found.explanations:
            continue
        for use in uses:
            yield Hit("unexplained", use.start, use.end, {"acronym": use.written}, group=name, weight=len(uses))
