"""What a sentence claims: a difference for children and families, or a weakness. By words first: a check that asks a
writer for more must be surer than a label that learnt from examples."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from nlp.lexicon import words
from nlp.reading import Reading
from nlp.sentence import Sentence

_REACH = 90  # characters between those concerned and what is different for them
_SURE = 0.5
_SHOWN = 2


@lru_cache(maxsize=4096)
def tells_change(text: str, *, widest: bool = False) -> bool:
    """True where a text says that something is different for children or families, aims and intentions apart.

    The widest sense takes in whatever they have, feel or do; the narrow one only being safer, better off and the like.
    """
    return any(not _is_aim(text, match.start()) for match in _change(widest).finditer(text))


@cache
def _change(widest: bool) -> re.Pattern[str]:
    who = words("reasoning", "beneficiaries").pattern
    change = words("reasoning", "change").pattern
    if widest:
        change = f"(?:{change}|{words('reasoning', 'lived').pattern})"
    return re.compile(f"{who}[^.;]{{0,{_REACH}}}?{change}|{change}[^.;]{{0,{_REACH // 2}}}?{who}", re.IGNORECASE)


def _is_aim(text: str, at: int) -> bool:
    """True where the words before, in the same sentence, only aim at what follows."""
    opening = max(text.rfind(mark, 0, at) for mark in (".", ";", "\n")) + 1
    return bool(words("reasoning", "purpose").search(text, opening, at))


def is_weakness(reading: Reading, sentence: Sentence) -> bool:
    """True where the label says that something falls short, and words that say so bear it out."""
    labels = sentence.labels
    if labels.evaluative < _SURE or labels.judgement == "strength" or labels.plan >= _SURE:
        return False
    return names_weakness(reading.text(sentence.start, sentence.end))


@lru_cache(maxsize=4096)
def names_weakness(text: str) -> bool:
    """True where words say for sure that something falls short."""
    plain = words("reasoning", "not_weakness").sub(" ", text)
    return bool(words("reasoning", "weakness").search(plain))


def weakness_words(text: str) -> str:
    """The words that say so, as a message quotes them."""
    plain = words("reasoning", "not_weakness").sub(" ", text)
    found = dict.fromkeys(match[0].lower() for match in words("reasoning", "weakness").finditer(plain))
    return ", ".join(f"“{word}”" for word in list(found)[:_SHOWN])


@lru_cache(maxsize=4096)
def may_name_weakness(text: str) -> bool:
    """True where words say, or may say, that something falls short."""
    plain = words("reasoning", "not_weakness").sub(" ", text)
    return any(words("reasoning", name).search(plain) for name in ("weakness", "maybe_weakness"))
