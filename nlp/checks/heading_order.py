"""Headings that skip a level, and a long document without any heading: readers with a screen reader go by headings."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.outline import is_section_heading
from nlp.reading import Reading
from nlp.word_count import count, headline


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each heading that is more than one level below the one before."""
    document, level = reading.document, 0
    styled = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    for block in styled:
        if level and block.level > level + 1:
            yield Hit("skips", block.start, block.end, {"level": block.level, "before": level})
        level = block.level
    if styled or headline(count(document)) < int(rule.settings["words"]):
        return
    bold = [block for block in document.blocks if is_section_heading(document, block)]
    if bold:
        yield Hit("bold", bold[0].start, bold[0].end, {"count": len(bold)})
    else:
        yield Hit("none", key="none")
