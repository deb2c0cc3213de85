"""A reflective question that nothing in the document answers for an inspection statement."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit, about the whole document, for each empty cell of the matrix; a single one where all are empty."""
    if all(cell.level == "missing" for cell in reading.coverage):
        yield Hit("nothing", key="nothing")
        return
    for cell in reading.coverage:
        if cell.level == "missing":
            yield Hit(
                "missing",
                values={
                    "statement": cell.statement,
                    "question": reading.framework.question(cell.question).text,
                },
                statement=cell.statement,
                question=cell.question,
                key=f"{cell.statement}-{cell.question}",
            )
