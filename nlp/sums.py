"""Wholes and the parts that a text or a table says they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from models.document import Block, Document
from nlp.figures import Figure, Kind
from nlp.lexicon import lexicon
from nlp.pairs import pairs
from nlp.passages import Passage
from nlp.tables import Table, around, tables

_NEAR_SUM = 0.3
_LONGEST_ITEM = 7  # words between two parts of one list


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole as stated, and what its parts make; `rest` where the last part is called the rest."""

    start: int
    end: int
    stated: float
    made: float
    parts: tuple[float, ...]
    rest: bool = False


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("figures")["sums"][name], re.IGNORECASE)


# In sentences


def sums_in(passage: Passage) -> Iterator[Sum]:
    """The wholes of a sentence that its parts do not make up."""
    counts = [figure for figure in passage.figures if figure.kind is Kind.COUNT and not figure.decimals]
    yield from _rests(passage)
    if len(counts) >= 3 and not _form("apart").search(passage.text):
        yield from _listed_after(passage, counts)
        yield from _listed_before(passage, counts)
    yield from _shares_of_all(passage)


def _listed_after(passage: Passage, counts: list[Figure]) -> Iterator[Sum]:
    """ "60 plans: 20 good, 25 adequate and 15 weak", where the words say that nothing is left out."""
    for place, whole in enumerate(counts[:-2]):
        parts = _run(passage, counts[place + 1 :])
        if len(parts) < 2 or whole.bound or any(part.bound for part in parts):
            continue
        if whole.value < max(part.value for part in parts):
            continue
        gap = passage.between(whole.end, parts[0].start)
        if len(gap.split()) > 12 or re.search(r"[!?]|\.\s", gap):
            continue
        if not _is_exhaustive(passage, whole, parts, gap):
            continue
        made = sum(part.value for part in parts)
        if made != whole.value:
            yield Sum(whole.start, parts[-1].end, whole.value, made, tuple(part.value for part in parts))


def _is_exhaustive(passage: Passage, whole: Figure, parts: list[Figure], gap: str) -> bool:
    if _form("whole").search(gap):
        return True
    said = passage.between(parts[0].start, passage.end)
    said = re.split(r"[).;]", said)[0]
    opened = bool(re.search(r"[(:–—]\s?$", gap))
    lead = passage.between(passage.start, whole.start)
    if opened and _form("total_before").search(lead):
        return True
    linked = opened or bool(re.search(r"\bof wh(?:om|ich)\s$|,\s$|\bwith\s$", gap))
    if opened and _by_source(passage, parts) and len(parts) >= 3:
        return True
    told = opened or bool(re.search(r"\bof wh(?:om|ich)\s$", gap))
    if told and _on_scale(passage, parts) and not _on_scale(passage, [whole, *parts]):
        return True
    return linked and _complements(said, len(parts))


def _complements(said: str, number: int) -> bool:
    """True where a list names each part of a set that leaves nothing over, and nothing else."""
    for names in lexicon("figures")["sums"]["complements"]:
        if len(names) == number and all(re.search(rf"\b(?:{name})\b", said, re.IGNORECASE) for name in names):
            return True
    return False


def _by_source(passage: Passage, parts: list[Figure]) -> bool:
    """True where each part is told by where it came from."""
    return all(
        re.match(r"\s(?:[a-z]+\s){0,2}(?:from|by)\b", passage.between(part.end, part.end + 40)) for part in parts
    )


def _on_scale(passage: Passage, parts: list[Figure]) -> bool:
    """True where each of three or more parts is told by a point of one scale."""
    if len(parts) < 3:
        return False
    ends = [*(part.start for part in parts[1:]), passage.end]
    said = [passage.between(part.end, end) for part, end in zip(parts, ends, strict=True)]
    return any(
        all(re.search(rf"\b(?:{scale})\b", words, re.IGNORECASE) for words in said)
        for scale in lexicon("figures")["sums"]["scales"]
    )


def _run(passage: Passage, counts: list[Figure]) -> list[Figure]:
    """The counts that follow one another as a list."""
    run = counts[:1]
    for figure in counts[1:]:
        gap = passage.between(run[-1].end, figure.start)
        if not _is_list_gap(passage, gap, run[-1], figure):
            break
        run.append(figure)
    return run


def _is_list_gap(passage: Passage, gap: str, first: Figure, second: Figure) -> bool:
    if re.search(r"[.!?:(–—]", gap) or len(gap.split()) > _LONGEST_ITEM:
        return False
    if any(first.end <= figure.start < second.start for figure in passage.figures):
        return False
    return bool(re.search(rf"{_form('comma').pattern}(?:\s[a-z]+){{0,2}}\s$", gap, re.IGNORECASE))


def _listed_before(passage: Passage, counts: list[Figure]) -> Iterator[Sum]:
    """ "41 children, 36 parents and 186 staff, 263 people in all"."""
    for place in range(2, len(counts)):
        whole = counts[place]
        after, lead = passage.between(whole.end, passage.end), passage.between(counts[place - 1].end, whole.start)
        told = bool(re.match(_form("total_after").pattern, after, re.IGNORECASE))
        told = told or bool(re.search(r"\b(?:a total of|making|in total|in all)\s$", lead))
        if re.search(r"\band (?:a total of|in total|in all|making)\b", lead):
            continue
        if not told or len(lead.split()) > _LONGEST_ITEM or re.search(r"[.;!?]", lead) or whole.bound:
            continue
        parts = _run_back(passage, counts[:place])
        made = sum(part.value for part in parts)
        if len(parts) >= 2 and made != whole.value and not any(part.bound for part in parts):
            yield Sum(parts[0].start, whole.end, whole.value, made, tuple(part.value for part in parts))


def _run_back(passage: Passage, counts: list[Figure]) -> list[Figure]:
    run = counts[-1:]
    for figure in reversed(counts[:-1]):
        if not _is_list_gap(passage, passage.between(figure.end, run[0].start), figure, run[0]):
            break
        run.insert(0, figure)
    return run


def _rests(passage: Passage) -> Iterator[Sum]:
    """ "Of the 60 plans, 45 were good; the remaining 20 were not": the parts and the rest make the whole."""
    shares = {pair.share.start: pair.share for pair in pairs(passage) if pair.share.kind is Kind.SHARE}
    numbers = [
        shares.get(figure.start, figure)
        for figure in passage.figures
        if figure.kind in (Kind.COUNT, Kind.SHARE) and not figure.decimals
    ]
    for place, rest in enumerate(numbers):
        if rest.kind is Kind.SHARE and rest.whole != (numbers[0].whole or numbers[0].value):
            continue
        if place == 0 or rest.bound or not _form("rest").search(passage.between(passage.start, rest.start)):
            continue
        before = [figure for figure in numbers[:place] if not figure.base]
        whole = next((figure.whole for figure in before if figure.kind is Kind.SHARE), 0.0)
        parts = [figure.part for figure in before if figure.kind is Kind.SHARE]
        plain = [figure.value for figure in before if figure.kind is Kind.COUNT and figure.value != whole]
        if not whole or len(parts) != 1 or any(figure.bound for figure in before):
            continue
        value = rest.part if rest.kind is Kind.SHARE else rest.value
        made = parts[0] + value
        if made != whole and not _some_make(plain, whole - made):
            yield Sum(before[0].start, rest.end, whole, made, (parts[0], value), rest=True)


def _some_make(values: list[float], wanted: float) -> bool:
    """True where some of a few values add up to what is wanted."""
    reached = {0.0}
    for value in values[:8]:
        reached |= {total + value for total in reached}
    return wanted in reached


def _shares_of_all(passage: Passage) -> Iterator[Sum]:
    """Per cents that the words say are the parts of one whole, and that do not make 100."""
    percents = [figure for figure in passage.figures if figure.kind is Kind.PERCENT]
    if len(percents) < 2 or _form("apart").search(passage.text):
        return
    if any(figure.bound for figure in percents) or len(percents) != len(passage.figures):
        return
    gaps = [passage.between(first.end, second.start) for first, second in pairwise(percents)]
    if any(re.search(r"[.;:!?]", gap) or len(gap.split()) > 8 for gap in gaps):
        return
    lead = passage.between(passage.start, percents[0].start)
    cue = re.search(_form("whole").pattern.replace("$", ""), lead, re.IGNORECASE)
    last = passage.between(percents[-1].end, percents[-1].end + 40)
    near = passage.between(percents[0].start - 20, percents[-1].end) + re.split(r"[).,;]\s", last)[0]
    parted = _form("parted").search(passage.text) and _complements(near, len(percents))
    if not cue and not parted and not _on_scale(passage, percents):
        return
    made = sum(figure.value for figure in percents)
    if abs(made - 100) > max(1.0, 0.5 * len(percents)):
        yield Sum(percents[0].start, percents[-1].end, 100, made, tuple(figure.value for figure in percents))


# In tables


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    end: int
    value: float | None  # of a cell that holds nothing but a count
    percent: float | None  # of one that holds nothing but a per cent, or "58 (81%)"


@dataclass(frozen=True, slots=True)
class CellSum:
    """A total of a table that its column or row does not make up."""

    start: int
    end: int
    stated: float
    made: float
    across: bool


@dataclass(frozen=True, slots=True)
class CellShare:
    """A count with its per cent in a table that does not fit the total of its column."""

    start: int
    end: int
    part: float
    whole: float
    percent: float


_COUNT = re.compile(
    r"^\s*£?(?P<count>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?:\((?P<share>\d+(?:\.\d+)?)\s?%\))?\s*\*?\s*$"
)
_PERCENT = re.compile(r"^\s*(?P<share>\d+(?:\.\d+)?)\s?(?:%|per cent)\s*$")
_EMPTY = re.compile(r"^[\s–—-]*$")
_YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*$")

Grid = dict[int, dict[int, _Cell]]


def table_sums(document: Document) -> Iterator[CellSum | CellShare]:
    """What does not add up in the tables of a document."""
    for table in tables(document):
        if table.rows < 3 or table.columns < 2:
            continue
        near = "\n".join([*around(document, table, 2, 2), _text(document, table)])
        if _form("apart").search(near):
            continue
        grid = _grid(document, table)
        yield from _columns(grid)
        yield from _rows(grid)


def _text(document: Document, table: Table) -> str:
    return document.text[document.blocks[table.first].start : document.blocks[table.last].end]


def _grid(document: Document, table: Table) -> Grid:
    own = document.blocks[table.first].cell
    grid: Grid = {}
    for block in document.blocks[table.first : table.last + 1]:
        cell = block.cell
        if cell is None or own is None or cell.table != own.table:
            continue
        row = grid.setdefault(cell.row, {})
        row[cell.column] = _cell(document, block, row.get(cell.column))
    return grid


def _cell(document: Document, block: Block, before: _Cell | None) -> _Cell:
    start = before.start if before else block.start
    text = document.text[start : block.end]
    count, percent = _COUNT.match(text), _PERCENT.match(text)
    value = float(count["count"].replace(",", "")) if count and not _YEAR.match(text) else None
    return _Cell(text, start, block.end, value, _share_in(count, percent))


def _share_in(count: re.Match[str] | None, percent: re.Match[str] | None) -> float | None:
    match = count or percent
    return float(match["share"]) if match and match["share"] else None


def _label(row: dict[int, _Cell]) -> str:
    return row[min(row)].text if row else ""


def _columns(grid: Grid) -> Iterator[CellSum | CellShare]:
    for at in sorted(grid):
        if not _form("total_row").search(_label(grid[at])):
            continue
        above = [row for row in sorted(grid) if row < at]
        for column, cell in grid[at].items():
            if column == min(grid[at]) or cell.value is None:
                continue
            rows = [row for row in above if row > min(grid) and not _is_heading(grid[row])]
            if any(_form("partial_row").search(_label(grid[row])) for row in rows):
                continue
            yield from _column(grid, rows, column, cell)


def _is_heading(row: dict[int, _Cell]) -> bool:
    return all(cell.value is None and cell.percent is None for cell in row.values())


def _column(grid: Grid, rows: list[int], column: int, total: _Cell) -> Iterator[CellSum | CellShare]:
    cells = [grid[row][column] for row in rows if column in grid[row]]
    if any(cell.value is None and not _EMPTY.match(cell.text) for cell in cells):
        return
    values = [cell.value for cell in cells if cell.value is not None]
    if len(values) < 2 or total.value is None:
        return
    totals = [bool(_form("total_row").search(_label(grid[row]))) for row in rows if column in grid[row]]
    sums = [sum(values)]
    if any(totals):
        last = len(totals) - 1 - totals[::-1].index(True)
        sums = [
            sum(values[last + 1 :]),
            sum(value for value, is_total in zip(values, totals, strict=False) if is_total),
            sum(value for value, is_total in zip(values, totals, strict=False) if not is_total),
        ]
    stated = total.value
    nearest = min(sums, key=lambda made: abs(made - stated))
    if abs(nearest - stated) > 0.05 * len(values):
        if _may_be_meant(nearest, stated):
            yield CellSum(total.start, total.end, stated, nearest, across=False)
        return
    for cell in cells:
        if cell.value is not None and cell.percent is not None and _differs(cell.percent, cell.value, total.value):
            yield CellShare(cell.start, cell.end, cell.value, total.value, cell.percent)


def _may_be_meant(made: float, stated: float) -> bool:
    """True where a total is near enough to a sum to be meant as one: further off, the table is built otherwise."""
    return abs(made - stated) <= _NEAR_SUM * max(made, stated)


def _differs(percent: float, part: float, whole: float) -> bool:
    return whole > 0 and part <= whole and abs(percent - 100 * part / whole) >= 1


def _rows(grid: Grid) -> Iterator[CellSum]:
    header = grid[min(grid)]
    last = max(header)
    if not _form("total_row").search(header[last].text) or len(header) < 4:
        return
    if any(_form("other_column").search(cell.text) for cell in header.values()):
        return
    for at in sorted(grid)[1:]:
        cells = [cell for column, cell in grid[at].items() if min(header) < column < last]
        total = grid[at].get(last)
        stated = total.value if total is not None else None
        if total is None or stated is None or len(cells) < 2:
            continue
        if any(cell.value is None and not _EMPTY.match(cell.text) for cell in cells):
            continue
        made = sum(cell.value or 0 for cell in cells)
        if abs(made - stated) > 0.05 * len(cells) and _may_be_meant(made, stated):
            yield CellSum(total.start, total.end, stated, made, across=True)
