"""The dates that a document sets for what is still to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nlp.dates import Date, dates
from nlp.passages import Passage, passages
from nlp.reading import Reading
from nlp.tables import Table, tables

_OPENING = 4  # words before a date that opens a sentence: "by the end of"
_OPEN_QUOTES, _CLOSE_QUOTES = '“‘"', '”’"'


def plan_dates(reading: Reading, settings: Mapping[str, Any]) -> Iterator[Date]:
    """Dates behind "will ... by", and in the columns of tables that say by when."""
    forms = {
        name: re.compile(settings[name], re.IGNORECASE)
        for name in ("plan", "plan_lead", "deadline", "told", "done", "when_column", "labelled")
    }
    for passage in passages(reading):
        if passage.dates and passage.sentence is not None:
            yield from _in_sentence(passage, forms)
    for table in tables(reading.document):
        yield from _in_table(reading, table, forms)


def _in_sentence(passage: Passage, forms: Mapping[str, re.Pattern[str]]) -> Iterator[Date]:
    sentence = passage.sentence
    if sentence is None:
        return
    for found in passage.dates:
        if forms["labelled"].search(passage.between(passage.start, found.start)) and not forms["done"].search(
            passage.between(found.end, passage.end)
        ):
            yield found
    if forms["told"].search(passage.text) or passage.text[:1] in _OPEN_QUOTES:
        return
    plan = forms["plan"].search(passage.text)
    by_place = sentence.question == "next" and sentence.labels.plan >= 0.7
    for found in passage.dates:
        lead = passage.between(passage.start, found.start)
        if forms["labelled"].search(lead):
            continue
        if plan is not None and plan.end() <= len(lead):
            loose = forms["plan_lead"].search(lead) and not _describes(passage, found, lead)
            if forms["deadline"].search(lead) or (loose and not _is_past(passage, plan.end(), len(lead))):
                yield found
        elif forms["deadline"].search(lead) and (_opens(lead) if plan is not None else by_place):
            yield found


def _opens(lead: str) -> bool:
    """True where a date opens its sentence, the plan after it: "By February 2026 the lead officer will ..."."""
    return len(lead.split()) <= _OPENING


def _describes(passage: Passage, found: Date, lead: str) -> bool:
    """True for "the 2024 review", where a date only tells which."""
    return lead.endswith("the ") and bool(re.match(r"\s[a-z]", passage.between(found.end, passage.end)))


def _is_past(passage: Passage, start: int, end: int) -> bool:
    """True where a verb of the past stands between a plan's words and its date: "repeat the survey held in 2024"."""
    sentence = passage.sentence
    if sentence is None:
        return False
    first = next(token for token in sentence.span if not token.is_space)
    for token in sentence.span:
        if start <= token.idx - first.idx < end and token.tag_ in ("VBD", "VBN"):
            before = token.nbor(-1).lower_ if token.i else ""
            if before not in ("be", "been", "being", "fully", "then"):
                return True
    return False


def _in_table(reading: Reading, table: Table, forms: Mapping[str, re.Pattern[str]]) -> Iterator[Date]:
    document = reading.document
    rows: dict[int, list[int]] = {}
    columns: set[int] = set()
    first = document.blocks[table.first].cell
    for index in range(table.first, table.last + 1):
        cell = document.blocks[index].cell
        if cell is None or first is None or cell.table != first.table:
            continue
        if cell.row == first.row and forms["when_column"].match(document.text_of(document.blocks[index])):
            columns.add(cell.column)
        rows.setdefault(cell.row, []).append(index)
    for blocks in rows.values() if columns else ():
        if any(forms["done"].search(document.text_of(document.blocks[index])) for index in blocks):
            continue
        for index in blocks:
            cell = document.blocks[index].cell
            if cell is not None and first is not None and cell.row != first.row and cell.column in columns:
                yield from dates(reading)[index]
