"""A link or cross-reference to a bookmark that is not in the document."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each; the contents page, which Word builds anew, is left out."""
    known = {name.lower() for name in reading.document.bookmarks} | {"_top", ""}
    for link in reading.document.links:
        block = reading.document.blocks[reading.document.block_at(link.start)]
        if link.internal and link.target.lower() not in known and block.kind is not BlockKind.CONTENTS:
            yield Hit("broken", link.start, link.end)
