"""A statement under which no weakness, gap or area for improvement is stated."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import may_name_weakness
from nlp.parts import parts
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the first judgement of the statement's "How good are we now?"."""
    least, sure = int(rule.settings["judgements"]), float(rule.settings["sure"])
    for (statement, question), sentences in parts(reading).items():
        if question != "now":
            continue
        judged = [item for item in sentences if item.labels.evaluative >= sure]
        if len(judged) < least or _has_weakness(reading, statement):
            continue
        yield Hit("none", judged[0].start, judged[0].end, {"statement": statement}, statement, "now")


def _has_weakness(reading: Reading, statement: int) -> bool:
    """True where words name one anywhere under the statement, in a plan or in the evidence too."""
    document = reading.document
    return any(
        place.statement == statement and may_name_weakness(document.text_of(block))
        for block, place in zip(document.blocks, reading.places, strict=True)
    )
