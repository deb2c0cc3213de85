"""A picture, chart or diagram without alternative text."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import Block
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading

_SHOWN = 40  # characters


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for all, on the paragraph of the first; pictures marked as decorative need none."""
    document = reading.document
    for picture in document.pictures:
        if picture.decorative or len(picture.alternative) >= int(rule.settings["shortest"]) or not document.blocks:
            continue
        block = document.blocks[document.block_at(picture.at)]
        yield Hit("none", block.start, _few_words(reading, block), group="pictures")


def _few_words(reading: Reading, block: Block) -> int:
    """Where the first words of a paragraph end: the finding is about the picture, not about all that stands there."""
    if block.end - block.start <= _SHOWN:
        return block.end
    space = reading.document.text.rfind(" ", block.start + 1, block.start + _SHOWN)
    return space if space > block.start else block.start + _SHOWN
