"""What was done, counted as if it were what came of it: people trained, meetings held, leaflets issued."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import may_name_weakness, tells_change
from nlp.outputs import counts_output
from nlp.parts import beside, opens, passage, standing
from nlp.reading import Reading
from nlp.sentence import Sentence
from nlp.sources import kinds_named


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph or list, on its first count with nothing said of what came of it."""
    effect = re.compile("|".join(rule.settings["effect"]), re.IGNORECASE)
    as_proof = re.compile("|".join(rule.settings["as_proof"]), re.IGNORECASE)
    for sentence in standing(reading):
        text = reading.text(sentence.start, sentence.end)
        if sentence.place.statement is None or sentence.place.question == "next" or sentence.labels.plan >= 0.6:
            continue
        if not counts_output(text) or _tells_effect(reading, sentence, effect):
            continue
        # Under "How do we know?" meetings and events may be where it was asked; training and leaflets are not.
        if sentence.place.question == "know" and (kinds_named(text) or not as_proof.search(text)):
            continue
        opening = opens(reading).get(sentence.block, sentence.block)
        yield Hit(
            "output",
            sentence.start,
            sentence.end,
            statement=sentence.place.statement,
            question=sentence.question,
            group=f"{opening}",
        )


def _tells_effect(reading: Reading, sentence: Sentence, effect: re.Pattern[str]) -> bool:
    """True where the paragraph says what changed, or goes on to say that nobody can tell or that it was too little."""
    text = reading.text(sentence.start, sentence.end)
    if may_name_weakness(text) or effect.search(text) or (sentence.labels.impact >= 0.5 and tells_change(text)):
        return True
    near = passage(reading, sentence)
    _, after = beside(reading, sentence)
    if after is not None and may_name_weakness(reading.text(after.start, after.end)):
        return True
    others = [other for other in near if other is not sentence]
    return any(
        not counts_output(words) and (effect.search(words) or other.labels.impact >= 0.5)
        for other in others
        for words in (reading.text(other.start, other.end),)
    )
