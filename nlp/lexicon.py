"""The lexicons: compiled once, matched by word where an entry is one word and by pattern where it is a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from models.ruleset import LEXICONS, load_data


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The contents of a lexicon file of `models/lexicons/`."""
    data: dict[str, Any] = load_data(LEXICONS / f"{name}.yaml")
    return data


@cache
def words(name: str, *path: str | int) -> re.Pattern[str]:
    """One pattern for a list (or a single expression) of a lexicon, matched between word boundaries."""
    return _compiled(_alternatives(name, path))


@cache
def _compiled(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{item})" for item in alternatives) + r")(?!\w)", re.IGNORECASE)


@cache
def _alternatives(name: str, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The entries of a list, or the parts of one expression between its outermost bars."""
    entry: Any = lexicon(name)
    for key in path:
        entry = entry[key]
    parts: list[str] = []
    for expression in [entry] if isinstance(entry, str) else entry:
        depth, start = 0, 0
        for place, character in enumerate(expression):
            depth += (character in "([") - (character in ")]")
            if character == "|" and depth == 0:
                parts.append(expression[start:place])
                start = place + 1
        parts.append(expression[start:])
    return tuple(parts)


class WordClasses:
    """Which of several word lists a text's words and phrases belong to; single words are looked up in a cache."""

    def __init__(self, lists: dict[str, tuple[str, tuple[str | int, ...]]]) -> None:
        self._words: dict[str, re.Pattern[str]] = {}
        self._phrases: dict[str, re.Pattern[str]] = {}
        for label, (name, path) in lists.items():
            parts = _alternatives(name, path)
            self._words[label] = _compiled(tuple(part for part in parts if not _is_phrase(part)))
            if phrases := tuple(part for part in parts if _is_phrase(part)):
                self._phrases[label] = _compiled(phrases)
        self.of_word = lru_cache(maxsize=20_000)(self._of_word)

    def _of_word(self, word: str) -> tuple[str, ...]:
        """The labels of one word in lower case."""
        return tuple(label for label, pattern in self._words.items() if pattern.fullmatch(word))

    def phrases(self, text: str) -> Iterator[tuple[str, int]]:
        """(label, offset) of each phrase in a text."""
        for label, pattern in self._phrases.items():
            for match in pattern.finditer(text):
                yield label, match.start()


def _is_phrase(expression: str) -> bool:
    return " " in expression or "-" in expression or r"\d" in expression
