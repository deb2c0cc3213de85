"""Tables of a document: their blocks, rows and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.document import Document

_FIGURE = re.compile(r"^[^\w£]*[£$€]?\d[\d,.\s]*(?:%|per cent)?(?:\s*\([^)]*\))?[^\w]*$")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the indexes of its first and last block, its size, and whether its first row is marked as header."""

    first: int
    last: int
    rows: int
    columns: int
    header: bool
    figures: int  # cells that hold nothing but a figure, outside the first column, which numbers or names the rows


@lru_cache(maxsize=2)
def tables(document: Document) -> tuple[Table, ...]:
    """The tables in the order of the text; a table inside another is a table of its own."""
    blocks: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        if block.cell is not None:
            blocks.setdefault(block.cell.table, []).append(index)
    found = []
    for indexes in blocks.values():
        cells = [cell for index in indexes if (cell := document.blocks[index].cell) is not None]
        found.append(
            Table(
                first=indexes[0],
                last=indexes[-1],
                rows=len({cell.row for cell in cells}),
                columns=len({cell.column for cell in cells}),
                header=any(cell.header for cell in cells),
                figures=sum(_is_figure(document, index) for index in indexes),
            )
        )
    return tuple(found)


def _is_figure(document: Document, index: int) -> bool:
    block = document.blocks[index]
    return block.cell is not None and block.cell.column > 0 and bool(_FIGURE.match(document.text_of(block)))


def around(document: Document, table: Table, before: int, after: int) -> list[str]:
    """The texts of the paragraphs next to a table, outside tables."""
    near = [*range(table.first - before, table.first), *range(table.last + 1, table.last + 1 + after)]
    return [
        document.text_of(document.blocks[index])
        for index in near
        if 0 <= index < len(document.blocks) and document.blocks[index].cell is None
    ]
