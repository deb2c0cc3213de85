"""A table of figures with no source, or no title, beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading
from nlp.tables import Table, around, tables


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first cell of each table of figures without a source; grouped by what is missing."""
    document, settings = reading.document, rule.settings
    source, title = (re.compile(settings[name], re.IGNORECASE) for name in ("source", "title"))
    for table in tables(document):
        if table.figures < int(settings["figures"]):
            continue
        block, last = document.blocks[table.first], document.blocks[table.last]
        inside = document.text[block.start : last.end]
        named = any(map(source.search, [*around(document, table, before=2, after=2), inside]))
        if not named and not _marked(reading, table):
            yield Hit("source", block.start, block.end, group="source")
        if not any(map(title.search, around(document, table, before=2, after=1))):
            yield Hit("title", block.start, block.end, group="title")


def _marked(reading: Reading, table: Table) -> bool:
    """True where a reference to evidence stands in the table or in the paragraph before or after it."""
    blocks = reading.document.blocks
    first, last = max(0, table.first - 1), min(len(blocks) - 1, table.last + 1)
    return reading.evidence.within(blocks[first].start, blocks[last].end)
