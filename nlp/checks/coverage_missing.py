"""Reflective questions that nothing in the document answers for an inspection statement."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit, about the whole document, for each statement with empty cells; a single one where all are empty."""
    if all(cell.level == "missing" for cell in reading.coverage):
        yield Hit("nothing", key="nothing")
        return
    for statement in reading.framework.statements:
        cells = [cell for cell in reading.coverage if cell.statement == statement.number and cell.level == "missing"]
        if not cells:
            continue
        asked = [f"“{reading.framework.question(cell.question).text}”" for cell in cells]
        yield Hit(
            "missing",
            values={"statement": statement.number, "questions": " or ".join(asked)},
            statement=statement.number,
            question=cells[0].question if len(cells) == 1 else None,
            key=f"{statement.number}-{'-'.join(cell.question for cell in cells)}",
        )
