"""Counts of something, each with what is counted, what is said of it and where: from sentences and from tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.changes import changes
from nlp.figures import Figure, Kind, figures
from nlp.lexicon import lexicon
from nlp.passages import Passage, passages, place_of, token_at
from nlp.reading import Reading
from nlp.sayings import (
    Context,
    Contexts,
    clause_stems,
    contexts,
    noun_after,
    period_of,
    relative_stems,
    root,
    word_stems,
)
from nlp.tables import around, tables

_KINDS = (Kind.COUNT, Kind.SHARE, Kind.PERCENT)
_LEAST_STEMS = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """`value` is the count, the part of a share, or the per cent; `until` closes the noun that is counted."""

    start: int
    end: int
    until: int
    block: int
    kind: Kind
    value: float
    whole: float
    noun: str
    stems: frozenset[str]
    context: Context
    table: int | None = None


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("figures")["claims"][name], re.IGNORECASE)


def tallies(reading: Reading) -> list[Tally]:
    """The tallies of a document in the order of its text."""
    around_each = contexts(reading)
    found = [*_in_sentences(reading, around_each), *_in_tables(reading, around_each)]
    return sorted(found, key=lambda tally: tally.start)


def _in_sentences(reading: Reading, around_each: Contexts) -> Iterator[Tally]:
    for passage in passages(reading):
        sentence = passage.sentence
        if sentence is None or not passage.figures or sentence.labels.plan >= 0.5:
            continue
        changing = list(changes(passage))
        before = {change.before.start for change in changing}
        closed = {change.after.start: max(change.after.end, change.before.opens) for change in changing}
        for figure in passage.figures:
            if figure.start not in before:
                yield from _told(passage, figure, around_each, closed.get(figure.start, passage.end))


def _told(passage: Passage, figure: Figure, around_each: Contexts, until: int) -> Iterator[Tally]:
    """What a sentence says of a figure: by its clause, and by the clause that hangs on the noun alone. What comes
    after `until` tells of another period."""
    if figure.kind not in _KINDS or figure.bound or figure.decimals or figure.base or passage.sentence is None:
        return
    if _is_one_of_several(passage, figure):
        return
    token = token_at(passage.sentence, figure.end - 1)
    noun = noun_after(token) if token is not None else None
    if noun is None and token is not None and figure.kind is not Kind.COUNT:
        noun = next((child for child in token.children if child.pos_ == "NOUN"), None)
    if noun is None:
        return
    context = around_each.of(passage.block, passage.start, until)
    value = figure.part if figure.kind is Kind.SHARE else figure.value
    head, end = root(noun.lemma_ or noun.lower_), place_of(passage.sentence, noun) + len(noun)
    for stems in {clause_stems(noun), relative_stems(noun)}:
        if len(stems) >= _LEAST_STEMS:
            yield Tally(
                figure.start, figure.end, end, passage.block, figure.kind, value, figure.whole, head, stems, context
            )


def _is_one_of_several(passage: Passage, figure: Figure) -> bool:
    """True where the words beside a figure make it a further one, a part, or one to compare with."""
    before = passage.between(max(passage.start, figure.start - 40), figure.start)
    after = passage.between(figure.end, figure.end + 30)
    clause = re.split(r"[,;:(]", before)[-1]
    return bool(_form("other").search(clause) or _form("other").search(re.split(r"[,;:)]", after)[0]))


def _in_tables(reading: Reading, around_each: Contexts) -> Iterator[Tally]:
    """Rows with a label that names what is counted; the period is that of the column, else of the table."""
    for table in tables(reading.document):
        title = period_of(" ".join(around(reading.document, table, 2, 1)))
        heads: dict[int, str] = {}
        label = (-1, "")
        for index in range(table.first, table.last + 1):
            block = reading.document.blocks[index]
            first = reading.document.blocks[table.first].cell
            if block.cell is None or first is None or block.cell.table != first.table:
                continue
            text = reading.document.text_of(block).strip()
            if block.cell.row == first.row:
                heads[block.cell.column] = text
            elif block.cell.row != label[0]:
                label = (block.cell.row, text)
            else:
                head = heads.get(block.cell.column, "")
                yield from _in_cell(reading, index, label[1], head, title, around_each)


def _in_cell(
    reading: Reading, index: int, label: str, head: str, title: frozenset[str], around_each: Contexts
) -> Iterator[Tally]:
    found = figures(reading)[index]
    block = reading.document.blocks[index]
    if len(found) != 1 or found[0].kind is not Kind.COUNT or found[0].decimals or found[0].bound:
        return
    figure = found[0]
    if reading.document.text_of(block).strip() != reading.text(figure.start, figure.end):
        return
    period = period_of(head)
    stems = word_stems(label)
    if len(set(stems)) < _LEAST_STEMS or _form("other").search(label) or not (period or _form("column").match(head)):
        return
    context = around_each.of(index, block.start, block.start)
    told = period_of(label) | period
    context = Context(told or title or context.period, context.names, context.section)
    yield Tally(
        figure.start,
        figure.end,
        block.end,
        index,
        Kind.COUNT,
        figure.value,
        0,
        stems[0],
        frozenset(stems),
        context,
        block.cell.table if block.cell else None,
    )
