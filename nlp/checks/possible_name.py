"""The possible name of a child, a family member or a member of staff. The name is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.lexicon import lexicon
from nlp.outline import blocks_under
from nlp.people import Name, has_office, names
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first letter of each name; a name that comes again is grouped with the first."""
    document = reading.document
    allowed = {word.lower() for name in (*rule.settings["allowed"], *reading.allowed.names) for word in name.split()}
    open_parts = blocks_under(document, rule.settings["open_parts"])
    pseudonyms = re.compile(lexicon("people")["pseudonyms"], re.IGNORECASE)
    if pseudonyms.search(document.text):
        return
    for index, block in enumerate(document.blocks):
        text = document.text_of(block)
        if block.kind is BlockKind.CONTENTS or index in reading.evidence.list_blocks:
            continue
        for name in names(text):
            if _is_allowed(text, name, allowed, in_open_part=index in open_parts):
                continue
            start, end = block.start + name.start, block.start + name.end
            yield Hit(
                name.kind,
                start,
                start + 1,
                {"length": end - start},
                hide=(start, end),
                group=text[name.start : name.end].lower(),
                weight=1.0 if name.kind in ("child", "initials") else 0.0,
            )


def _is_allowed(text: str, name: Name, allowed: set[str], *, in_open_part: bool) -> bool:
    words = [word.strip(".").lower() for word in text[name.start : name.end].split()]
    if all(word in allowed for word in words):
        return True
    if name.kind in ("child", "initials", "quoted", "role"):
        return False
    return in_open_part or has_office(text, name)
