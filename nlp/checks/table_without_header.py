"""A table whose first row is not marked as a header row."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading
from nlp.tables import tables


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for all, on the first cell of the first; tables of one row or column are layout."""
    document = reading.document
    for table in tables(document):
        if not table.header and table.rows >= int(rule.settings["rows"]) and table.columns >= 2:
            block = document.blocks[table.first]
            yield Hit("none", block.start, block.end, group="tables")
