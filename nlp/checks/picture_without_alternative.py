"""A picture, chart or diagram without alternative text."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for all, on the paragraph of the first; pictures marked as decorative need none."""
    document = reading.document
    for picture in document.pictures:
        if picture.decorative or len(picture.alternative) >= int(rule.settings["shortest"]) or not document.blocks:
            continue
        block = document.blocks[document.block_at(picture.at)]
        yield Hit("none", block.start, block.end, group="pictures")
