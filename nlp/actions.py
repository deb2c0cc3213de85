"""Planned actions: each with the words that say what will be done, and whether it has an owner, a date and a measure.

An action is a bullet, a row of a table of actions, or the sentences of a paragraph from one intention to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from models.document import BlockKind
from nlp.lexicon import words
from nlp.places import NOWHERE, named_in
from nlp.reading import Reading
from nlp.sentence import Sentence

PARTS = ("owner", "date", "measure")
_PLAN = 0.5
_LOOK = 12  # sentences of one action that may name its owner and date
_SURELY = 0.9  # from here on the label needs no word of intention
_HEADER = "header"
_LED = re.compile(r"(?:\bleads?|\bled by|\bowners?|\bresponsib\w+|\baccountab\w+)\s*(?::|–|-)[^.\n]*", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:^|[\s(–—-])(?:leads?|led by|owners?|responsib\w+|accountab\w+|measures?|by when|timescales?|target date|date|"
    r"success\w*(?: measure)?|how (?:we )?will (?:we )?know|we will know)\s*(?::|–|-)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Action:
    """A planned action: the range of its words, the range of what will be done, and which parts it has."""

    start: int
    end: int
    core_end: int
    statement: int
    blocks: tuple[int, ...]
    has: frozenset[str]
    further: tuple[tuple[int, int], ...] = ()  # sentences of the same paragraph that plan with a date of their own

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that it has not."""
        return tuple(part for part in PARTS if part not in self.has)


@lru_cache(maxsize=2)
def actions(reading: Reading) -> tuple[Action, ...]:
    """The planned actions under "What do we plan to do next?", in the order of the text."""
    found: list[Action] = []
    for statement in (item.number for item in reading.framework.statements):
        blocks = [
            index
            for index in range(len(reading.document.blocks))
            if reading.places[index].statement == statement
            and reading.places[index].question == "next"
            and index not in reading.evidence.list_blocks
        ]
        for run in _runs(reading, blocks):
            found.extend(run)
    return tuple(sorted(found, key=lambda action: action.start))


def _runs(reading: Reading, blocks: list[int]) -> Iterator[list[Action]]:
    """The actions of each table, and of the text outside tables."""
    plain: list[int] = []
    tables: dict[int, list[int]] = {}
    for index in blocks:
        cell = reading.document.blocks[index].cell
        if cell is None or not _is_of_actions(reading, index):
            plain.append(index)
        else:
            tables.setdefault(cell.table, []).append(index)
    for indices in tables.values():
        yield list(_rows(reading, indices))
    yield list(_spoken(reading, plain))


def _is_of_actions(reading: Reading, index: int) -> bool:
    """False for a table that lays out statements and questions: its cells are read as text."""
    return index not in _layout(reading)


@lru_cache(maxsize=2)
def _layout(reading: Reading) -> frozenset[int]:
    blocks = reading.document.blocks
    laid_out = {
        block.cell.table
        for block in blocks
        if block.cell is not None and named_in(reading.document.text_of(block), reading.framework) != NOWHERE
    }
    return frozenset(i for i, block in enumerate(blocks) if block.cell is not None and block.cell.table in laid_out)


def _rows(reading: Reading, indices: list[int]) -> Iterator[Action]:
    """One action a row; the header says what its columns hold."""
    rows: dict[int, dict[int, list[int]]] = {}
    for index in indices:
        cell = reading.document.blocks[index].cell
        if cell is not None:
            rows.setdefault(cell.row, {}).setdefault(cell.column, []).append(index)
    columns = _headed(reading)
    for cells in rows.values():
        every = [index for column in cells for index in cells[column]]
        if any(index in columns and columns[index] == _HEADER for index in every):
            continue
        parts = {columns[index] for index in every if index in columns} - {_HEADER}
        first = next((cells[column] for column in cells if cells[column][0] not in columns), cells[min(cells)])
        blocks = reading.document.blocks
        yield Action(
            blocks[first[0]].start,
            blocks[first[-1]].end,
            blocks[first[-1]].end,
            reading.places[first[0]].statement or 0,
            tuple(every),
            _has(_cells(reading, every)) | parts,
        )


@lru_cache(maxsize=2)
def _headed(reading: Reading) -> dict[int, str]:
    """Blocks of the columns that the first row of their table names as owner, date or measure; its own are marked as
    header where it names any."""
    blocks = reading.document.blocks
    first: dict[int, int] = {}
    names: dict[tuple[int, int], str] = {}
    for index, block in enumerate(blocks):
        if block.cell is None or index in _layout(reading):
            continue
        row = first.setdefault(block.cell.table, block.cell.row)
        part = _column_of(reading.document.text_of(block)) if block.cell.row == row else None
        if part is not None:
            names[block.cell.table, block.cell.column] = part
    tables = {table for table, _ in names}
    found: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if block.cell is None or block.cell.table not in tables or index in _layout(reading):
            continue
        if block.cell.row == first[block.cell.table]:
            found[index] = _HEADER
        elif part := names.get((block.cell.table, block.cell.column)):
            found[index] = part
    return found


@lru_cache(maxsize=2)
def plans(reading: Reading) -> dict[int, list[str]]:
    """By statement, the words of every paragraph and row under "What do we plan to do next?", without who leads and
    when."""
    texts: dict[tuple[int, int, int], str] = {}
    columns = _headed(reading)
    for index, (block, place) in enumerate(zip(reading.document.blocks, reading.places, strict=True)):
        if place.question != "next" or place.statement is None or columns.get(index) in ("owner", "date", _HEADER):
            continue
        cell = block.cell
        key = (place.statement, cell.table + 1, cell.row) if cell is not None else (place.statement, 0, index)
        text = _LED.sub(" ", reading.document.text_of(block))
        texts[key] = f"{texts.get(key, '')}\n{text}"
    found: dict[int, list[str]] = {}
    for (statement, _, _), text in texts.items():
        found.setdefault(statement, []).append(text)
    return found


def _column_of(header: str) -> str | None:
    for part in PARTS:
        if words("reasoning", "columns", part).search(header):
            return part
    return None


def _cells(reading: Reading, indices: list[int]) -> str:
    return "\n".join(reading.document.text_of(reading.document.blocks[index]) for index in indices)


def _spoken(reading: Reading, indices: list[int]) -> Iterator[Action]:
    """The actions of paragraphs and bullets; what follows on an action belongs to it."""
    current: list[Sentence] = []
    for index in indices:
        for sentence in reading.by_block.get(index, []):
            if current and _goes_on(reading, current, sentence):
                current.append(sentence)
                continue
            if current:
                yield _action(reading, current)
            current = [sentence] if _intends(reading, sentence) else []
    if current:
        yield _action(reading, current)


def _goes_on(reading: Reading, current: list[Sentence], sentence: Sentence) -> bool:
    """True where a sentence belongs to the action before it: in the same paragraph all does, up to the next "We will";
    so do bullets below its own, and lines that say only who leads or by when."""
    blocks = reading.document.blocks
    text = reading.text(sentence.start, sentence.end)
    below = (
        blocks[sentence.block].kind is BlockKind.LIST_ITEM
        and blocks[current[0].block].kind is BlockKind.LIST_ITEM
        and blocks[sentence.block].level > blocks[current[0].block].level
    )
    if sentence.block == current[-1].block or below:
        if _is_complete(reading, sentence) and not _names_any(reading, current):
            return False
        opens = words("reasoning", "action", "opening").match(text)
        return not opens or bool(words("reasoning", "action", "follow_on").match(text))
    return bool(_LABELLED.match(text))


def _is_complete(reading: Reading, sentence: Sentence) -> bool:
    """True for an action with owner and date that does not lean on the one before."""
    text = reading.text(sentence.start, sentence.end)
    leans = words("reasoning", "action", "leaning").search(text)
    return not leans and _intends(reading, sentence) and {"owner", "date"} <= _has(text)


def _names_any(reading: Reading, current: list[Sentence]) -> bool:
    last = current[:_LOOK][-1]
    return bool(_has(reading.text(current[0].start, last.end)) & {"owner", "date"})


def _intends(reading: Reading, sentence: Sentence) -> bool:
    text = reading.text(sentence.start, sentence.end)
    if text.endswith(":") or sentence.labels.plan < _PLAN or words("reasoning", "action", "no_action").search(text):
        return False
    if _LABELLED.match(text):  # says who leads or what is measured, of an action before it
        return False
    if reading.document.blocks[sentence.block].kind is BlockKind.LIST_ITEM or sentence.labels.plan >= _SURELY:
        return True
    return bool(words("reasoning", "action", "intend").search(text)) or sentence.span[0].tag_ in ("VB", "VBP", "TO")


def _action(reading: Reading, sentences: list[Sentence]) -> Action:
    first = sentences[0]
    text = reading.text(first.start, sentences[-1].end)
    label = _LABELLED.search(reading.text(first.start, first.end))
    return Action(
        first.start,
        first.end,
        first.start + label.start() if label else first.end,
        first.place.statement or 0,
        tuple(dict.fromkeys(item.block for item in sentences)),
        _has(text),
        tuple((item.start, item.end) for item in sentences[1:] if _is_apart(reading, item)),
    )


def _is_apart(reading: Reading, sentence: Sentence) -> bool:
    """True for a sentence that plans something by a date of its own and does not lean on the one before."""
    text = reading.text(sentence.start, sentence.end)
    if any(words("reasoning", "action", name).search(text) for name in ("leaning", "checking")):
        return False
    return _intends(reading, sentence) and "date" in _has(text)


def _has(text: str) -> frozenset[str]:
    """The parts that words name. A date is no measure, however many figures it has."""
    date = words("reasoning", "action", "date")
    timeless = date.sub(" ", re.sub(r"\[[^\]]*\]", " ", text))
    found = {"date"} if date.search(text) else set()
    found |= {part for part in ("owner", "measure") if words("reasoning", "action", part).search(timeless)}
    return frozenset(found)
