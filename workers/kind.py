"""What a document is, for `--as auto`: by its own words, a position statement unless it reads as a draft report."""

from __future__ import annotations

import re

from models.document import BlockKind, Document

_REPORT = re.compile(
    r"\b(?:draft report|report of a joint inspection|joint inspection report|inspection report|how we conducted|"
    r"quality indicator 2\.1|we (?:evaluated|inspected)|inspectors (?:found|met|read)|key messages)\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:position statement|self-evaluation|how good are we now|how do we know|what do we plan to do next)\b",
    re.IGNORECASE,
)


def kind_of(document: Document) -> str:
    """`position-statement` or `draft-report`, from the wording of the opening and the headings."""
    opening = document.text[:4000]
    headings = "\n".join(document.text_of(block) for block in document.blocks if block.kind is BlockKind.HEADING)
    words = f"{opening}\n{headings}"
    report, statement = len(_REPORT.findall(words)), len(_STATEMENT.findall(words))
    return "draft-report" if report > statement else "position-statement"
