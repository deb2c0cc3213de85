"""Plans and intentions under "How good are we now?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.parts import opens, parts
from nlp.reading import Reading
from nlp.sentence import Sentence


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph or list, on its first plan."""
    patterns = {name: re.compile("|".join(said), re.IGNORECASE) for name, said in rule.settings["patterns"].items()}
    sure, judged = float(rule.settings["sure"]), float(rule.settings["judged"])
    seen: set[int] = set()
    for (statement, question), sentences in parts(reading).items():
        if question != "now":
            continue
        for item in sentences:
            whole = opens(reading).get(item.block, item.block)
            if whole not in seen and _plans(reading, item, patterns, sure, judged):
                seen.add(whole)
                yield Hit("plan", item.start, item.end, statement=statement, question="now", weight=item.labels.plan)


def _plans(
    reading: Reading, sentence: Sentence, patterns: dict[str, re.Pattern[str]], sure: float, judged: float
) -> bool:
    """True where the main point is what will be done. A judgement with a plan after it is none."""
    text = reading.text(sentence.start, sentence.end)
    if sentence.labels.evaluative >= judged or patterns["not_so"].search(text):
        return False
    return bool(patterns["surely"].search(text)) or (
        sentence.labels.plan >= sure and bool(patterns["plan"].search(text))
    )
