"""The parts of a document by what their headings say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import Block, BlockKind, Document
from nlp.places import is_heading

_BOLD_LEVEL = 9  # a heading by bold type alone ends at any heading by style


def blocks_under(document: Document, headings: str) -> set[int]:
    """The blocks under headings that hold the pattern, each heading with all below it up to one of its own level."""
    return {index for section in sections_under(document, headings) for index in section}


def sections_under(document: Document, headings: str) -> Iterator[range]:
    """One range of blocks for each such heading, the heading first."""
    pattern = re.compile(headings, re.IGNORECASE)
    start, level = None, 0
    for index, block in enumerate(document.blocks):
        if not is_section_heading(document, block):
            continue
        here = block.level or _BOLD_LEVEL
        if start is not None and here <= level:
            yield range(start, index)
            start = None
        if start is None and pattern.search(document.text_of(block)):
            start, level = index, here
    if start is not None:
        yield range(start, len(document.blocks))


def is_section_heading(document: Document, block: Block) -> bool:
    """A heading outside tables; entries of a contents page are none."""
    return block.cell is None and block.kind is not BlockKind.CONTENTS and is_heading(document, block)
