"""Where each block stands: under which inspection statement and reflective question, by explicit structure.

Structure is a heading, a short paragraph all in bold, bold words that open a paragraph, or the header of a table's
row or column. Headings by statement, by question, or both, in either order, are read alike: each heading holds until
one of its own level or above.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from models.document import Block, BlockKind, Cell, Document
from models.finding import Question
from models.framework import Framework
from nlp.matching import echoes, question_of, statement_of

_BOLD_LEVEL = 20
_RUN_IN_LEVEL = 30
_LONGEST_BOLD = 25  # words of a bold paragraph that may be a heading


@dataclass(frozen=True, slots=True)
class Place:
    """The cell of the coverage matrix, as far as structure gives it."""

    statement: int | None = None
    question: Question | None = None

    def within(self, outer: Place) -> Place:
        """This place, completed by the one around it."""
        return Place(self.statement or outer.statement, self.question or outer.question)


NOWHERE = Place()


def named_in(text: str, framework: Framework) -> Place:
    """What a heading or header cell names."""
    return Place(statement_of(text, framework), question_of(text, framework))


def is_heading(document: Document, block: Block) -> bool:
    """A heading by style, or a short paragraph all in bold that is no sentence."""
    if block.kind is BlockKind.HEADING:
        return True
    if block.kind is not BlockKind.PARAGRAPH or block.bold_end < block.end:
        return False
    text = document.text_of(block).strip()
    return len(text.split()) <= _LONGEST_BOLD and not text.endswith((".", ";", ","))


def place_blocks(document: Document, framework: Framework) -> list[Place]:
    """The place of every block, by index."""
    tables = _TablePlaces(document, framework)
    stack: list[tuple[int, Place, Cell | None]] = []
    places = []
    cell = None
    for index, block in enumerate(document.blocks):
        if block.cell != cell:
            cell = block.cell
            stack = [item for item in stack if item[2] in (None, cell)]  # what a cell says holds in that cell
        named, level = _naming(document, block, framework)
        if named is not None:
            stack = [item for item in stack if item[0] < level]
            stack.append((level, named, cell))
        place = NOWHERE
        for _, outer, _ in stack:
            place = outer.within(place) if outer != NOWHERE else place
        if block.cell is not None:
            place = tables.place(index).within(place)
        places.append(place)
    return places


def _naming(document: Document, block: Block, framework: Framework) -> tuple[Place | None, int]:
    """What a block names for those after it, and at which level; None where it names nothing."""
    if block.kind in (BlockKind.CONTENTS, BlockKind.CAPTION):
        return None, 0
    text = document.text_of(block)
    if block.kind is BlockKind.HEADING:
        return named_in(text, framework), block.level
    if is_heading(document, block):
        named = named_in(text, framework)
        return (named, _BOLD_LEVEL) if named != NOWHERE else (None, 0)
    if block.start < block.bold_end:
        named = named_in(document.text[block.start : block.bold_end], framework)
        return (named, _RUN_IN_LEVEL) if named != NOWHERE else (None, 0)
    if block.kind is BlockKind.PARAGRAPH and len(text.split()) <= 8:
        question = question_of(text, framework)
        return (Place(None, question), _BOLD_LEVEL) if question and text.strip().endswith("?") else (None, 0)
    return None, 0


def label_end(document: Document, block: Block, framework: Framework) -> int:
    """Where the words end that only name the place of what follows; the block's start where there are none."""
    if is_heading(document, block) or echoes(document.text_of(block), framework):
        return block.end
    if block.cell is not None and named_in(document.text_of(block), framework) != NOWHERE:
        return block.end
    named, level = _naming(document, block, framework)
    if named is None:
        return block.start
    return block.bold_end if level == _RUN_IN_LEVEL else block.end


class _TablePlaces:
    """Header rows, header columns and banner rows that name statements or questions."""

    def __init__(self, document: Document, framework: Framework) -> None:
        self._document = document
        self._place: dict[int, Place] = {}
        tables: dict[int, list[int]] = defaultdict(list)
        for index, block in enumerate(document.blocks):
            if block.cell is not None:
                tables[block.cell.table].append(index)
        for indices in tables.values():
            self._read(indices, framework)

    def place(self, index: int) -> Place:
        """The place that its table gives to a block."""
        return self._place.get(index, NOWHERE)

    def _read(self, indices: list[int], framework: Framework) -> None:
        blocks = self._document.blocks
        columns: dict[int, Place] = {}
        banner = row_place = NOWHERE
        row = -1
        cells_in_row = defaultdict(set)
        for index in indices:
            cell = blocks[index].cell
            if cell is not None:
                cells_in_row[cell.row].add(cell.column)
        for index in indices:
            cell = blocks[index].cell
            if cell is None:
                continue
            if cell.row != row:
                row, row_place = cell.row, NOWHERE
            named = named_in(self._document.text_of(blocks[index]), framework)
            alone = len(cells_in_row[cell.row]) == 1
            if named != NOWHERE and alone:
                banner = replace(named).within(banner)
            elif named != NOWHERE and (
                cell.header or cell.row == 0 or self._names_columns(indices, cell.row, framework)
            ):
                columns[cell.column] = named
            elif named != NOWHERE and cell.column == 0:
                row_place = named.within(row_place)
            column = next((columns[c] for c in sorted(columns, reverse=True) if c <= cell.column), NOWHERE)
            if cell.column not in columns and cell.column < min(columns, default=0):
                column = NOWHERE
            self._place[index] = row_place.within(column).within(banner)

    def _names_columns(self, indices: list[int], row: int, framework: Framework) -> bool:
        """True where two cells of the row name something: a header row further down."""
        named = 0
        for index in indices:
            block = self._document.blocks[index]
            if block.cell is not None and block.cell.row == row:
                named += named_in(self._document.text_of(block), framework) != NOWHERE
        return named >= 2
