"""What passages are about, and how much of one is told in another: by their rarer words; a paraphrase is the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from nlp.lexicon import lexicon
from nlp.passages import place_of
from nlp.reading import Reading
from nlp.sentence import Sentence

_SHORTEST = 3
_ENDINGS = (
    "isations",
    "ations",
    "ation",
    "isation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ness",
    "ies",
    "ied",
    "ers",
    "ed",
    "er",
    "es",
    "ly",
    "al",
    "s",
    "e",
    "y",
)
_STEM = 4


class Matter:
    """The words of every paragraph of a reading, each weighed by how few paragraphs have it."""

    def __init__(self, reading: Reading) -> None:
        self._words: dict[int, frozenset[str]] = {}
        for sentence in reading.sentences:
            self._words[sentence.block] = self._words.get(sentence.block, frozenset()) | matter_of(sentence)
        self._spread = Counter(word for words in self._words.values() for word in words)
        self._blocks_of: dict[str, list[int]] = {}
        for block, words in self._words.items():
            for word in words:
                self._blocks_of.setdefault(word, []).append(block)

    def told(self, words: frozenset[str], within: Collection[int], parts: int = 3) -> float:
        """The share of the words' weight that the best few of those paragraphs hold together: 0 to 1."""
        whole = self._weight(words)
        if not whole:
            return 1.0
        left, covered = set(words), 0.0
        candidates = {block for word in words for block in self._blocks_of.get(word, ()) if block in within}
        for _ in range(parts):
            best = max(candidates, key=lambda block: (self._weight(left & self._words[block]), -block), default=None)
            if best is None:
                break
            gained = left & self._words[best]
            covered += self._weight(gained)
            left -= gained
        return covered / whole

    def unheard(self, sentence: Sentence, within: Collection[int]) -> list[str]:
        """The nouns of a sentence whose matter none of those paragraphs speaks of; nouns of no matter are left out."""
        general = _general()
        heard = {word for block in within for word in self._words.get(block, ())}
        nouns = [
            _matter(token.lemma_ or token.lower_)
            for token in sentence.span
            if token.pos_ in ("NOUN", "PROPN") and token.is_alpha and len(token) >= _SHORTEST
        ]
        specific = dict.fromkeys(noun for noun in nouns if noun not in general)
        return [noun for noun in specific if noun not in heard]

    def _weight(self, words: Iterable[str]) -> float:
        return sum(math.log(1 + len(self._words) / max(1, self._spread[word])) for word in words)


@lru_cache(maxsize=2)
def matter(reading: Reading) -> Matter:
    """The matter of a reading, worked out once."""
    return Matter(reading)


def is_untold(told: Matter, sentence: Sentence, body: Collection[int], settings: Mapping[str, Any]) -> bool:
    """True for a sentence with many nouns that the body never speaks of, or with some where the rest is little told."""
    unheard = told.unheard(sentence, body)
    if len(unheard) >= int(settings["unheard"]):
        return True
    return bool(unheard) and told.told(matter_of(sentence), body) < float(settings["share"])


def matter_of(sentence: Sentence, hidden: Iterable[tuple[int, int]] = ()) -> frozenset[str]:
    """The matters that a sentence speaks of; words in the hidden ranges of the document are none."""
    return frozenset(
        _matter(token.lemma_ or token.lower_)
        for token in sentence.span
        if token.is_alpha and not token.is_stop and len(token) >= _SHORTEST
        if not hidden or not _is_in(hidden, place_of(sentence, token))
    )


def _is_in(ranges: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in ranges)


def _matter(word: str) -> str:
    """The stem of a word, or of the first word of those that say the same."""
    stemmed = stem(word)
    return _same().get(stemmed, stemmed)


@cache
def _same() -> dict[str, str]:
    lines = [line.split() for line in lexicon("matter")["same"]]
    return {stem(word): f"={stem(words[0])}" for words in reversed(lines) for word in words}


@cache
def _general() -> frozenset[str]:
    return frozenset(_matter(word) for word in lexicon("matter")["general"].split()) - set(_same().values())


def stem(word: str) -> str:
    """A word without its commonest endings, so that "assess", "assessed" and "assessment" are one."""
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
