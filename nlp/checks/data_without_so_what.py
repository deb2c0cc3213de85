"""A figure with no judgement or meaning in its paragraph, and compliance figures that stand for impact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import may_name_weakness, tells_change
from nlp.outputs import counts_output
from nlp.parts import beside, claims, opens, passage, passage_text
from nlp.reading import Reading
from nlp.sentence import Sentence

_Patterns = dict[str, re.Pattern[str]]


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph or list, on its first figure."""
    patterns = {name: re.compile("|".join(said), re.IGNORECASE) for name, said in rule.settings["patterns"].items()}
    sure, counted = float(rule.settings["sure"]), "output-as-outcome" in reading.ruleset.rules.checks
    seen: set[tuple[str, int]] = set()
    for sentence in claims(reading):
        text = reading.text(sentence.start, sentence.end)
        if sentence.labels.plan >= 0.6:
            continue
        message = None
        if _stands_for_impact(reading, sentence, patterns):
            message = "compliance"
        elif (
            patterns["figure"].search(text)
            and not (counted and counts_output(text))
            and _is_bare(reading, sentence, patterns, sure)
        ):
            message = "bare"
        key = (message or "", opens(reading).get(sentence.block, sentence.block))
        if message and key not in seen:
            seen.add(key)
            yield Hit(
                message, sentence.start, sentence.end, statement=sentence.place.statement, question=sentence.question
            )


def _is_bare(reading: Reading, sentence: Sentence, patterns: _Patterns, sure: float) -> bool:
    """True where neither the sentence nor its paragraph says what a figure of performance means."""
    text = reading.text(sentence.start, sentence.end)
    if not patterns["figure"].search(text) or patterns["context"].search(text):
        return False
    if not any(token.pos_ in ("VERB", "AUX") for token in sentence.span):
        return False
    whole = passage_text(reading, sentence)
    if patterns["meaning"].search(whole) or may_name_weakness(whole) or tells_change(whole):
        return False
    for other in passage(reading, sentence):
        labels = other.labels
        has_figure = patterns["figure"].search(reading.text(other.start, other.end))
        # The label may take a high figure for praise; without figures a judgement is one.
        if labels.impact >= 0.5 or labels.evaluative >= sure or (not has_figure and other.judges):
            return False
    return True


def _stands_for_impact(reading: Reading, sentence: Sentence, patterns: _Patterns) -> bool:
    """True where children are said to be safer because something was done in time."""
    text = reading.text(sentence.start, sentence.end)
    if any(not patterns[name].search(text) for name in ("compliance", "quantity")) or patterns["children"].search(text):
        return False
    others = [
        reading.text(other.start, other.end) for other in passage(reading, sentence) if other.start != sentence.start
    ]
    if any(
        patterns["children"].search(other)
        or (patterns["figure"].search(other) and not patterns["compliance"].search(other))
        for other in others
    ):
        return False
    if patterns["so"].search(text) and tells_change(text):
        return True
    _, following = beside(reading, sentence)
    after = reading.text(following.start, following.end) if following is not None else ""
    return bool(patterns["so_opens"].search(after)) and tells_change(after) and not patterns["figure"].search(after)
