"""A term of quantity beside a figure that the bands in use call by another term: "most (68%)"."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from models.ruleset import CheckRule
from nlp.beside import figure_beside
from nlp.check import Hit
from nlp.figures import Figure, Kind, figures, plain
from nlp.passages import Passage, passages
from nlp.quantities import Term, explained_in, terms_in, terms_of
from nlp.reading import Reading


def run(reading: Reading, _rule: CheckRule) -> Iterator[Hit]:
    """One hit on each term with its figure."""
    terms = terms_of(reading.framework)
    if not terms:
        return
    defining = explained_in(reading.document)
    for passage in passages(reading):
        if passage.block not in defining and passage.figures:
            yield from _hits(reading, passage, terms)
    yield from _rows(reading, terms, defining)


def _hits(reading: Reading, passage: Passage, terms: Sequence[Term]) -> Iterator[Hit]:
    for term, start, end in terms_in(passage, terms):
        beside = figure_beside(passage, start, end)
        if beside is not None and not _fits(term, beside):
            yield _hit(reading, term, beside, terms, min(start, beside.start), max(end, beside.end))


def _rows(reading: Reading, terms: Sequence[Term], defining: set[int]) -> Iterator[Hit]:
    """A row of a table with a term in one cell and one percentage in another."""
    rows: dict[tuple[int, int], list[int]] = {}
    for index, block in enumerate(reading.document.blocks):
        if block.cell is not None and block.cell.column > 0 and index not in defining:
            rows.setdefault((block.cell.table, block.cell.row), []).append(index)
    for blocks in rows.values():
        texts = {index: reading.document.text_of(reading.document.blocks[index]).strip() for index in blocks}
        named = [(index, term) for index, text in texts.items() for term in terms if term.pattern.fullmatch(text)]
        found = [figure for index in blocks for figure in figures(reading)[index] if figure.is_proportion]
        if len(named) == len(found) == 1 and not _fits(named[0][1], found[0]):
            block = reading.document.blocks[named[0][0]]
            yield _hit(reading, named[0][1], found[0], terms, block.start, block.end)


def _hit(reading: Reading, term: Term, beside: Figure, terms: Sequence[Term], first: int, last: int) -> Hit:
    right = next((other.name for other in terms if other.official and _fits(other, beside)), None)
    values: dict[str, object] = {
        "term": term.name,
        "figure": reading.text(beside.start, beside.end),
        "share": f" ({plain(beside.value)}%)" if beside.kind is Kind.SHARE else "",
        "value": f"{plain(beside.value)}%",
        "band": _band(term),
        "right": right,
    }
    return Hit("term" if term.official and right else "plain", first, last, values)


def _band(term: Term) -> str:
    if term.above <= 0:
        return f"up to {plain(term.to)}%"
    return f"over {plain(term.above)}%" if term.to >= 100 else f"{plain(term.above + 1)} to {plain(term.to)}%"


def _fits(term: Term, figure: Figure) -> bool:
    """True where some whole per cent that the figure may stand for, or its exact value, lies in the band."""
    low, high = figure.limits
    if term.above < figure.value <= term.to and figure.kind is not Kind.FRACTION:
        return True
    exact = figure.kind is not Kind.FRACTION and not figure.bound
    least = math.ceil(figure.value - 0.5) if exact else math.ceil(low - 0.5)
    greatest = math.floor(figure.value + 0.5) if exact else math.floor(high + 0.5)
    return least <= term.to and greatest > term.above
