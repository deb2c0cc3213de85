"""A reflective question that is answered in too few sentences or words."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for each thin cell that the document has a place for, on its first sentence.

    Where structure is free the cells are found by content, which is too unsure to ask for more: the matrix shows them.
    """
    for cell in reading.coverage:
        if cell.level != "thin" or cell.basis != "structure":
            continue
        quote = cell.quotes[0] if cell.quotes else None
        yield Hit(
            "thin",
            quote.start if quote else None,
            quote.end if quote else None,
            {
                "statement": cell.statement,
                "question": reading.framework.question(cell.question).text,
                "sentences": f"{cell.sentences} sentence{'' if cell.sentences == 1 else 's'}",
                "words": f"{cell.words} words",
            },
            cell.statement,
            cell.question,
            key=f"{cell.statement}-{cell.question}",
        )
