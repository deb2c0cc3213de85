"""A paragraph so long that bullet points might serve its reader better."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import Block, BlockKind, Story, count_words
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading

_LINES = 3  # a paragraph of more lines than these is set as a list already


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first sentence of each such paragraph; quotations, notes and the evidence list are left alone."""
    document, settings = reading.document, rule.settings
    opens = re.compile(settings["opens"], re.IGNORECASE)
    for index, block in enumerate(document.blocks):
        text = document.text_of(block)
        if not _is_prose(block, text) or index in reading.evidence.list_blocks:
            continue
        words = count_words(text)
        if words < int(settings["adding"]):
            continue
        sentences = reading.by_block.get(index, [])
        describing = sum(item.labels.descriptive >= 0.5 for item in sentences)
        adding = sum(bool(opens.match(reading.text(item.start, item.end))) for item in sentences)
        if (
            words >= int(settings["alone"])
            or (words >= int(settings["words"]) and len(sentences) >= int(settings["sentences"]))
            or adding >= int(settings["links"])
            or describing >= int(settings["describe"])
        ):
            place = sentences[0].place if sentences else reading.places[index]
            end = sentences[0].end if sentences else block.end
            values: dict[str, object] = {"words": words, "sentences": len(sentences)}
            yield Hit("long", block.start, end, values, place.statement, place.question, weight=words)


def _is_prose(block: Block, text: str) -> bool:
    shown = block.story in (Story.BODY, Story.TEXT_BOX) and block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    return shown and text.count("\n") <= _LINES and not text.lstrip().startswith(("“", "‘", '"'))
