"""A percentage of people, records or the like with no number of cases in reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import Document
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.figures import Kind, figures
from nlp.grounds import Grounds, grounds
from nlp.passages import Passage, passages
from nlp.proportions import proportions
from nlp.reading import Reading
from nlp.tables import Table, around, tables


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for all in the text, on the first of each paragraph, and one for all tables."""
    if re.search(rule.settings["general"], reading.document.text, re.IGNORECASE):
        return
    known = grounds(reading)
    told: set[int] = set()
    for passage in passages(reading):
        if passage.block in told or not passage.figures or _is_plan(passage, float(rule.settings["plan"])):
            continue
        figure = next(proportions(passage), None)
        if figure is not None and not known.has_base(passage.block):
            told.add(passage.block)
            shown = passage.between(figure.start, figure.end)
            yield Hit("text", figure.start, figure.end, {"figure": shown}, group="text")
    yield from _tables(reading, known, int(rule.settings["cells"]))


def _is_plan(passage: Passage, limit: float) -> bool:
    """True for what is to come: a target has no cases yet."""
    sentence = passage.sentence
    if sentence is None:
        return False
    to_come = sentence.labels.plan >= limit or sentence.question == "next"
    return to_come or any(token.lower_ in ("will", "shall") and token.tag_ == "MD" for token in sentence.span)


def _tables(reading: Reading, known: Grounds, cells: int) -> Iterator[Hit]:
    document = reading.document
    for table in tables(document):
        if _percentages(reading, table) < cells or known.has_base(table.first) or _counts(reading, table):
            continue
        if any("£" in text for text in [*around(document, table, 2, 1), _text(document, table)]):
            continue
        block = document.blocks[table.first]
        yield Hit("table", block.start, block.end, group="tables")


def _text(document: Document, table: Table) -> str:
    return document.text[document.blocks[table.first].start : document.blocks[table.last].end]


def _percentages(reading: Reading, table: Table) -> int:
    """The cells of a table that hold nothing but a percentage."""
    document = reading.document
    return sum(
        bool(re.fullmatch(r"\s*\d+(?:\.\d+)?\s?%\s*", document.text_of(block)))
        for block in document.blocks[table.first : table.last + 1]
    )


def _counts(reading: Reading, table: Table) -> bool:
    """True where a cell of the table holds a count."""
    return any(
        figure.kind in (Kind.COUNT, Kind.SHARE)
        for found in figures(reading)[table.first : table.last + 1]
        for figure in found
    )
