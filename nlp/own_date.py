"""The date that a document bears, or the latest time that it tells of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.document import BlockKind
from nlp.dates import dates
from nlp.passages import passages
from nlp.reading import Reading

_PAST = frozenset(("VBD",))


@dataclass(frozen=True, slots=True)
class OwnDate:
    """`shown` is the date as written; `stated` is False where it is taken from what the document tells of."""

    date: date
    shown: str
    stated: bool


def own_date(reading: Reading, settings: Mapping[str, Any]) -> OwnDate | None:
    """The date on the title page; else the second latest month that a sentence in the past tense names."""
    return _stated(reading, settings) or _told(reading, settings)


def _stated(reading: Reading, settings: Mapping[str, Any]) -> OwnDate | None:
    document = reading.document
    named = re.compile(settings["own"], re.IGNORECASE)
    other = re.compile(settings["not_own"], re.IGNORECASE)
    best: OwnDate | None = None
    for index, block in enumerate(document.blocks[: int(settings["own_blocks"])]):
        text = document.text_of(block).strip()
        if block.kind is BlockKind.CONTENTS or len(text.split()) > int(settings["own_words"]) or other.search(text):
            continue
        if block.cell is not None and not (block.cell.column > 0 and named.search(_cell_before(reading, index))):
            continue
        for found in dates(reading)[index]:
            shown = reading.text(found.start, found.end)
            first = found.first
            in_table = block.cell is not None
            if first is None or found.precision < 2 or not (in_table or named.search(text) or text == shown):
                continue
            if best is None or first > best.date:
                best = OwnDate(first, shown, stated=True)
    return best


def _cell_before(reading: Reading, index: int) -> str:
    """The text of the cell before one of the same row."""
    blocks = reading.document.blocks
    here, before = blocks[index].cell, blocks[index - 1].cell if index else None
    same = here is not None and before is not None and (here.table, here.row) == (before.table, before.row)
    return reading.document.text_of(blocks[index - 1]) if same else ""


def _told(reading: Reading, settings: Mapping[str, Any]) -> OwnDate | None:
    plan = re.compile(settings["plan"], re.IGNORECASE)
    found: dict[date, str] = {}
    for passage in passages(reading):
        if passage.sentence is None or not passage.dates or plan.search(passage.text):
            continue
        if passage.sentence.labels.plan >= 0.3 or not any(token.tag_ in _PAST for token in passage.sentence.span):
            continue
        for item in passage.dates:
            if item.first is not None and item.precision >= 2:
                found[item.first] = passage.between(item.start, item.end)
    latest = sorted(found)[-2:]
    return OwnDate(latest[0], found[latest[0]], stated=False) if len(latest) == 2 else None
