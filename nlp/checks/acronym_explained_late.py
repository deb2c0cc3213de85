"""An acronym that is used well before the document explains it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.acronyms import acronyms, known
from nlp.check import Hit
from nlp.landmarks import landmark
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first use; what a glossary or a table explains is looked up, wherever that stands."""
    found, document = acronyms(reading), reading.document
    familiar = known(tuple(rule.settings["known"]))
    words: list[int] | None = None
    for name, uses in found.uses.items():
        explanations = found.explanations.get(name, [])
        if name in familiar or not explanations or any(item.listed for item in explanations):
            continue
        first, place = uses[0], explanations[0]
        if first.at >= place.at or document.block_at(first.at) == document.block_at(place.at):
            continue
        words = words if words is not None else _word_starts(reading)
        between = bisect.bisect_left(words, place.at) - bisect.bisect_left(words, first.at)
        if between < int(rule.settings["words"]):
            continue
        values: dict[str, object] = {
            "acronym": first.written,
            "place": landmark(reading, document.block_at(place.at)),
        }
        yield Hit("late", first.start, first.end, values, key=name, weight=between)


def _word_starts(reading: Reading) -> list[int]:
    """Where the words of the document begin, without those of its contents page."""
    document = reading.document
    return [
        match.start()
        for block in document.blocks
        if block.kind is not BlockKind.CONTENTS
        for match in re.compile(r"\S+").finditer(document.text, block.start, block.end)
    ]
