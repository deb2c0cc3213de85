"""A link to a drive, a network folder or a shared site that inspectors cannot open. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.lexicon import lexicon
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each link."""
    targets = lexicon("evidence")["local_targets"]
    for link in reading.document.links:
        if link.internal:
            continue
        for message in ("drive", "shared"):
            if re.match(targets[message], link.target.strip(), re.IGNORECASE):
                yield Hit(message, link.start, link.end)
                break
