"""An identifier of a person: CHI, NHS or National Insurance number, record number, date of birth, e-mail, telephone,
postcode. The value is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.identifiers import identifiers
from nlp.reading import Reading

_NEAR = 80  # characters before a number that say whose it is


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each, on its first characters only, so that no report repeats the rest."""
    shown, office = int(rule.settings["shown"]), re.compile(rule.settings["office"], re.IGNORECASE)
    for block in reading.document.blocks:
        text = reading.document.text_of(block)
        for item in identifiers(text):
            if item.kind == "telephone" and office.search(text[max(0, item.start - _NEAR) : item.start]):
                continue
            start, end = block.start + item.start, block.start + item.end
            yield Hit(
                item.kind,
                start,
                min(end, start + shown),
                {"length": end - start},
                hide=(start, end),
                weight=_WEIGHT[item.kind],
            )


_WEIGHT = {
    "chi": 9.0,
    "nhs": 8.0,
    "national-insurance": 8.0,
    "birth": 7.0,
    "record": 6.0,
    "email": 3.0,
    "telephone": 2.0,
    "postcode": 1.0,
}
