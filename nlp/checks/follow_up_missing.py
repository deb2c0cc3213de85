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
    stated = main_evaluation(reading)
    if stated is None or stated.word not in low:
        return
    time = re.compile(rule.settings["time"], re.IGNORECASE)
    meant = [item for item in reading.sentences if _is_intention(reading.text(item.start, item.end), rule)]
    values: dict[str, object] = {"word": stated.word}
    if not meant:
        yield Hit("intention", stated.start, stated.end, values)
    elif not any(time.search(reading.document.text_of(reading.document.blocks[item.block])) for item in meant):
        yield Hit("time", meant[0].start, meant[0].end, values)


def _is_intention(text: str, rule: CheckRule) -> bool:
    """True where the inspectors, or nobody by name, will follow up; not what the partnership will do, or what was."""
    asked = ("intention", "ahead")
    return all(re.search(rule.settings[name], text, re.IGNORECASE) for name in asked) and not re.search(
        rule.settings["others"], text, re.IGNORECASE
    )
