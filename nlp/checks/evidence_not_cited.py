"""An item of the evidence list that the text never cites."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each entry that is never cited, where the text cites by code at all."""
    cited = {code for reference in reading.evidence.references for code in reference.codes}
    if not cited & {entry.code for entry in reading.evidence.entries}:
        return
    seen: set[str] = set()
    for entry in reading.evidence.entries:
        if entry.code not in cited and entry.code not in seen:
            seen.add(entry.code)
            yield Hit("uncited", entry.start, entry.end, {"marker": entry.code}, key=entry.code)
