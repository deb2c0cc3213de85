"""A count so small, with a place or a school beside it, that it could identify a child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each."""
    pattern = re.compile(rule.settings["pattern"])
    for sentence in reading.sentences:
        for match in pattern.finditer(reading.text(sentence.start, sentence.end)):
            yield Hit("small", sentence.start + match.start(), sentence.start + match.end())
