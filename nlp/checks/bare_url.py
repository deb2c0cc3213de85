"""A web address that stands in the text instead of behind words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.lexicon import lexicon
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each address; an evidence list may show them."""
    pattern = re.compile(lexicon("evidence")["bare_url"], re.IGNORECASE)
    for index, block in enumerate(reading.document.blocks):
        if index in reading.evidence.list_blocks or block.kind is BlockKind.CONTENTS:
            continue
        for match in pattern.finditer(reading.document.text, block.start, block.end):
            trimmed = match[0].rstrip(".,;:)’'")
            yield Hit("bare", match.start(), match.start() + len(trimmed))
