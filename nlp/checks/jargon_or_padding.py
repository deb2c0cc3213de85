"""Stance and padding in a sentence that says nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from models.document import Story, count_words
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.matching import echoes
from nlp.reading import Reading
from nlp.sentence import Sentence

_SURE = 0.8  # probability from which a label alone decides
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"})


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """All of one group, the first of them marked."""
    settings = rule.settings
    stance, padding = _pattern(tuple(settings["stance"])), _pattern(tuple(settings["padding"]))
    judged = re.compile(settings["judged"], re.IGNORECASE)
    concrete = re.compile(settings["concrete"], re.IGNORECASE)
    general = frozenset(settings["general"].split()) | _names_of_title(reading, int(settings["title"]))
    for sentence in reading.sentences:
        text = reading.text(sentence.start, sentence.end)
        if _is_apart(reading, sentence, text, int(settings["shortest"])):
            continue
        strong, weak = list(stance.finditer(text)), {match[0].lower() for match in padding.finditer(text)}
        if not strong and len(weak) < 2:
            continue
        if concrete.search(text) or _says_more(sentence):
            continue
        taken = [match.span() for pattern in (stance, padding) for match in pattern.finditer(text)]
        if sentence.labels.evaluative >= _SURE and _outside(judged, text, taken):
            continue
        left = _telling(sentence, taken, general)
        limit = int(settings["left_long" if count_words(text) >= int(settings["long"]) else "left"])
        if len(left) <= limit:
            message = "stance" if strong else "padding"
            place = sentence.place
            yield Hit(message, sentence.start, sentence.end, {}, place.statement, place.question, group="padding")


def _names_of_title(reading: Reading, blocks: int) -> frozenset[str]:
    document = reading.document
    words = (word for block in document.blocks[:blocks] for word in document.text_of(block).split())
    return frozenset(word.strip(".,:;()’'").lower() for word in words if word[:1].isupper())


def _is_apart(reading: Reading, sentence: Sentence, text: str, shortest: int) -> bool:
    """True for what is no sentence of the writer's own: lists of evidence, quotations, echoes of the statements,
    opening lines; and for one with a marker of evidence."""
    return (
        sentence.block in reading.evidence.list_blocks
        or reading.document.blocks[sentence.block].story is Story.GRAPHIC
        or count_words(text) < shortest
        or text.endswith((":", "?"))
        or text.startswith(("“", "‘", '"'))
        or reading.evidence.within(sentence.start, sentence.end + 1)
        or echoes(text, reading.framework)
    )


def _says_more(sentence: Sentence) -> bool:
    """True for a sentence with an effect, a source or a shortcoming."""
    labels = sentence.labels
    return labels.impact >= 0.5 or labels.evidence >= _SURE or labels.judgement in ("weakness", "mixed")


def _outside(pattern: re.Pattern[str], text: str, taken: list[tuple[int, int]]) -> bool:
    return any(not any(start <= match.start() < end for start, end in taken) for match in pattern.finditer(text))


def _telling(sentence: Sentence, taken: list[tuple[int, int]], general: frozenset[str]) -> set[str]:
    """The words of a sentence that are left without its stance, its padding and what is general."""
    offset = sentence.span.start_char
    left = set()
    for token in sentence.span:
        at = token.idx - offset
        if token.pos_ not in _CONTENT or token.is_stop or not token.is_alpha:
            continue
        if any(start <= at < end for start, end in taken):
            continue
        word, lemma = token.lower_, token.lemma_.lower()
        if word not in general and lemma not in general and word.rstrip("s") not in general:
            left.add(lemma)
    return left


@lru_cache(maxsize=8)
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
