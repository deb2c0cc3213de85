"""An inspection statement that a report says little or nothing about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit, about the whole document, for each statement with fewer judgements than asked."""
    least = int(rule.settings["judgements"])
    named = {item.place.statement for item in reading.sentences}
    structured = any(named - {None})
    tally = Counter(
        number
        for item in reading.sentences
        if item.judges
        for number in ([item.place.statement] if structured else item.statements)
        if number
    )
    for statement in reading.framework.statements:
        if tally[statement.number] >= least:
            continue
        values: dict[str, object] = {
            "statement": statement.number,
            "short": statement.short,
            "count": tally[statement.number],
        }
        message = "few" if tally[statement.number] else "none"
        yield Hit(message, values=values, statement=statement.number, key=f"{statement.number}")
