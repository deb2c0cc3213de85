"""A statement whose answer to "How good are we now?" nowhere says what is different for children and families."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import count_words
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import tells_change
from nlp.parts import parts
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first sentence of the part. A part of a few words is thin, which another check says."""
    least, sure = int(rule.settings["words"]), float(rule.settings["sure"])
    for (statement, question), sentences in parts(reading).items():
        if question != "now":
            continue
        texts = [reading.text(item.start, item.end) for item in sentences]
        if sum(map(count_words, texts)) < least:
            continue
        if any(item.labels.impact >= sure and item.labels.plan < 0.5 for item in sentences):
            continue
        if any(tells_change(text, widest=True) for text in texts):
            continue
        yield Hit("none", sentences[0].start, sentences[0].end, {"statement": statement}, statement, "now")
