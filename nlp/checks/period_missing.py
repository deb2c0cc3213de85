"""A figure of performance with no period in its paragraph, its headings or where its source is described."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.figures import Figure, Kind
from nlp.grounds import counts_cases, grounds
from nlp.lexicon import words
from nlp.passages import Passage, passages
from nlp.proportions import is_proportion
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for all, on the first figure of each paragraph."""
    if re.search(rule.settings["general"], reading.document.text, re.IGNORECASE):
        return
    known = grounds(reading)
    told: set[int] = set()
    for passage in passages(reading):
        if passage.block in told or passage.sentence is None or not passage.figures:
            continue
        figure = next((found for found in passage.figures if _is_performance(passage, found, rule)), None)
        if figure is not None and not known.has_period(passage.block):
            told.add(passage.block)
            shown = passage.between(figure.opens, figure.end)
            yield Hit("text", figure.start, figure.end, {"figure": shown}, group="text")


def _is_performance(passage: Passage, figure: Figure, rule: CheckRule) -> bool:
    """True for a share or a change that tells how well something goes; no plan, target or budget."""
    sentence, settings = passage.sentence, rule.settings
    if sentence is None or max(sentence.labels.evidence, sentence.labels.evaluative) < 0.5:
        return False
    is_plan = sentence.labels.plan >= float(settings["plan"]) or sentence.question == "next"
    if is_plan or re.search(settings["target"], passage.text, re.IGNORECASE):
        return False
    if _is_change(passage, figure, settings["change"]):
        return True
    if not settings["shares"] and any(item.kind is Kind.SHARE for item in passage.figures):
        return False
    return _is_share(passage, figure, settings["rate"])


def _is_change(passage: Passage, figure: Figure, change: str) -> bool:
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION, Kind.POINTS):
        return False
    before = passage.between(max(passage.start, figure.opens - 70), figure.opens)
    return bool(re.search(change, before, re.IGNORECASE))


def _is_share(passage: Passage, figure: Figure, rate: str) -> bool:
    if figure.kind is Kind.PERCENT:
        return is_proportion(passage, figure) or bool(re.search(rate, passage.text, re.IGNORECASE))
    if figure.kind is not Kind.SHARE:
        return False
    after = re.match(r"(?:\s[\w’'-]+){1,2}", passage.between(figure.end, figure.end + 40))
    return bool(after and counts_cases(after[0])) or bool(words("figures", "sources").search(passage.text))
