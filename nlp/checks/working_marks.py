"""Marks of work not finished: tracked changes, comments, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading

_OURS = "Standpoint"


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each placeholder, one on the whole document for tracked changes and comments that are left."""
    document = reading.document
    pattern = re.compile(rule.settings["placeholders"])
    for block in document.blocks:
        if block.kind is BlockKind.CONTENTS:
            continue
        for match in pattern.finditer(document.text_of(block)):
            yield Hit("placeholder", block.start + match.start(), block.start + match.end())
    changes = document.features.tracked_changes
    comments = sum(not comment.resolved and comment.author != _OURS for comment in document.comments)
    if changes:
        yield Hit("changes", values={"count": changes}, key="changes")
    if comments:
        yield Hit("comments", values={"count": comments}, key="comments")
