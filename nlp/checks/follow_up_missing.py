"""A weak or unsatisfactory evaluation without the intention and the time of a follow-up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import main_evaluation
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the evaluation."""
    low = {point.label.lower() for point in reading.framework.scale if point.grade <= int(rule.settings["up_to"])}
    stated = main_evaluation(reading, [str(number) for number in rule.settings["indicators"]])
    if stated is None or stated.word not in low:
        return
    intention = re.compile(rule.settings["intention"], re.IGNORECASE)
    time = re.compile(rule.settings["time"], re.IGNORECASE)
    meant = [item for item in reading.sentences if intention.search(reading.text(item.start, item.end))]
    values: dict[str, object] = {"word": stated.word}
    if not meant:
        yield Hit("intention", stated.start, stated.end, values)
    elif not any(time.search(reading.document.text_of(reading.document.blocks[item.block])) for item in meant):
        yield Hit("time", meant[0].start, meant[0].end, values)
