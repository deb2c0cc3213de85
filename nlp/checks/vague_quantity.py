"""A vague quantity ("a number of", "several") that carries a judgement or evidence and has no figure beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.figures import Kind
from nlp.lexicon import words
from nlp.passages import Passage, passages, token_at
from nlp.reading import Reading
from nlp.sentence import Sentence

_COUNTS = (Kind.COUNT, Kind.PERCENT, Kind.SHARE, Kind.FRACTION, Kind.RATE)


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One finding for each term, on its first place."""
    terms = {
        name: re.compile(rf"(?<![\w-])(?:{words_of})(?![\w-])", re.IGNORECASE)
        for name, words_of in rule.settings["terms"].items()
    }
    before: Passage | None = None
    waiting: list[tuple[Hit, str]] = []
    for passage in passages(reading):
        if waiting and not (before and before.block == passage.block and _tells(passage, waiting)):
            yield from (hit for hit, _ in waiting)
        waiting = list(_found(passage, terms, rule)) if passage.sentence is not None else []
        before = passage
    yield from (hit for hit, _ in waiting)


def _tells(passage: Passage, waiting: list[tuple[Hit, str]]) -> bool:
    """True where the next sentence gives the figure, of the same people or records."""
    if not any(figure.is_proportion for figure in passage.figures):
        return False
    text = passage.text.lower()
    return any(noun and noun.rstrip("s") in text for _, noun in waiting)


def _found(passage: Passage, terms: dict[str, re.Pattern[str]], rule: CheckRule) -> Iterator[tuple[Hit, str]]:
    sentence = passage.sentence
    if sentence is None or any(figure.kind in _COUNTS and not _is_one(figure.value) for figure in passage.figures):
        return
    if not _carries(sentence, rule) or passage.text.rstrip().endswith(("?", ":")):
        return
    if re.search(rule.settings["purpose"], passage.text, re.IGNORECASE):
        return
    for name, pattern in terms.items():
        for match in pattern.finditer(passage.text):
            noun = _counted(sentence, passage.text[match.end() :], passage.start + match.start(), rule)
            if noun is not None:
                start, end = passage.start + match.start(), passage.start + match.end()
                shown = match[0][0].lower() + match[0][1:]
                yield Hit("vague", start, end, {"term": shown}, group=name), noun


def _is_one(value: float) -> bool:
    return value == 1


def _carries(sentence: Sentence, rule: CheckRule) -> bool:
    """True for a judgement or evidence that is no plan."""
    labels, sure = sentence.labels, float(rule.settings["sure"])
    if labels.plan > float(rule.settings["plan"]) or sentence.question == "next":
        return False
    return labels.evaluative >= sure or labels.impact >= sure or (labels.evidence >= sure and labels.descriptive < 0.5)


def _counted(sentence: Sentence, following: str, at: int, rule: CheckRule) -> str | None:
    """The people or records that a term counts, "" where it stands for them; None where it counts nothing of the
    kind."""
    if re.match(rule.settings["not_cases"], following, re.IGNORECASE):
        return None
    token = token_at(sentence, at)
    stands_alone = token is not None and token.lower_ in ("many", "several") and token.dep_.startswith("nsubj")
    if re.match(rule.settings["pronoun"], following, re.IGNORECASE) or stands_alone:
        return ""
    following = re.sub(r"^\s(?:of )?(?:the |our |these |those |their )?", " ", following)
    near = re.match(r"(?:\s[\w’'-]+){1," + str(rule.settings["words"]) + "}", following)
    if near is None:
        return None
    counted = re.split(rule.settings["joints"], near[0], maxsplit=1, flags=re.IGNORECASE)[0]
    noun = words("figures", "cases").search(counted)
    return noun[0].lower() if noun else None
