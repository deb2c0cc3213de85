"""A key message with no matching passage in the body of the report."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.matter import is_untold, matter, matter_of
from nlp.outline import blocks_under
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each sentence of the key messages that the body does not tell of."""
    document, settings = reading.document, rule.settings
    messages = blocks_under(document, settings["messages"])
    if not messages:
        return
    body = set(range(len(document.blocks))) - messages - blocks_under(document, settings["not_body"])
    told = matter(reading)
    for sentence in reading.sentences:
        if sentence.block not in messages or not matter_of(sentence):
            continue
        if is_untold(told, sentence, body, settings):
            yield Hit("untraced", sentence.start, sentence.end, statement=sentence.place.statement)
