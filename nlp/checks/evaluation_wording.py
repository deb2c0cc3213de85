"""An explanation of the evaluation in the published words of another point of the scale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from models.framework import ScalePoint
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evaluations import evaluations, main_evaluation
from nlp.outline import blocks_under
from nlp.reading import Reading

_NEGATED = re.compile(r"\b(?:not|no|never|nor|without|hardly|rather than|cannot)\b[^.;]{0,40}$", re.IGNORECASE)


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each phrase of another point, in the parts that state or sum up the evaluation."""
    main = main_evaluation(reading)
    if main is None:
        return
    given = next(point for point in reading.framework.scale if point.label.lower() == main.word)
    stated = [item for item in evaluations(reading) if item.indicator in (*reading.framework.evaluated, None)]
    document = reading.document
    apart = blocks_under(document, rule.settings["apart"])
    places = {item.block for item in stated} | blocks_under(document, rule.settings["explains"])
    for index in sorted(_near(places, {item.block for item in stated}, int(rule.settings["paragraphs"])) - apart):
        if index >= len(document.blocks):
            continue
        block = document.blocks[index]
        text = document.text_of(block)
        for point in reading.framework.scale:
            if point.grade == given.grade:
                continue
            for match in _phrases(tuple(point.phrases)).finditer(text) if point.phrases else ():
                if not _also_of(given, match[0]) and not _NEGATED.search(text[: match.start()]):
                    values: dict[str, object] = {"given": given.label.lower(), "other": point.label.lower()}
                    yield Hit("other", block.start + match.start(), block.start + match.end(), values)


def _near(places: set[int], stated: set[int], paragraphs: int) -> set[int]:
    """The places, and the paragraphs that follow each statement of the evaluation."""
    return places | {block + step for block in stated for step in range(paragraphs + 1)}


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Published phrases, with the other tenses and numbers that reports use."""
    return re.compile("|".join(rf"\b{_loose(phrase)}" for phrase in phrases), re.IGNORECASE)


def _loose(phrase: str) -> str:
    return r"\s+".join(rf"(?:{_forms(word)})" for word in phrase.split())


def _forms(word: str) -> str:
    irregular = {"are": "are|were|is|was", "is": "is|was", "does": "does|did|do", "outweigh": "outweigh(?:s|ed)?"}
    return irregular.get(
        word, re.escape(word).replace("\\-", "[- ]") + "(?:s|d|ed)?" if word.isalpha() else re.escape(word)
    )


def _also_of(point: ScalePoint, words: str) -> bool:
    return bool(point.phrases) and bool(_phrases(tuple(point.phrases)).search(words))
