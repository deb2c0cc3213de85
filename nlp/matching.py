"""Which inspection statement or reflective question a heading names; re-quoted wording is matched loosely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import cache, lru_cache

from models.finding import Question
from models.framework import Framework, InspectionStatement

_NUMERAL = re.compile(r"\b(?:inspection )?statement (?:no |number )?([1-9]|one|two|three|four|five|i{1,3}|iv|v)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_LIGHT = frozenset(
    [
        "and",
        "are",
        "because",
        "been",
        "by",
        "for",
        "from",
        "have",
        "in",
        "is",
        "of",
        "our",
        "the",
        "their",
        "they",
        "to",
        "we",
        "with",
        "how",
        "what",
        "do",
        "now",
        "that",
    ]
)
_LIKE = 0.6  # share of weighted words in common
_MARGIN = 0.15
_LONGEST = 45
_ECHO = 0.7


@lru_cache(maxsize=2048)
def normal(text: str) -> str:
    """Lower case, straight apostrophes, "and" for "&", single spaces, no other punctuation."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("&", " and ")
    text = text.replace("-", " ").replace("'s", "").replace("'", "")
    return " ".join(re.sub(r"[^\w ]", " ", text).split())


def statement_of(text: str, framework: Framework) -> int | None:
    """The number of the statement that a heading or cell names, or None where none stands out."""
    plain = normal(text) if len(text) <= _LONGEST * 10 else ""
    if not plain or len(plain.split()) > _LONGEST:
        return None
    numbers = {item.number for item in framework.statements}
    if match := _NUMERAL.search(plain):
        number = _NUMBERS.get(match[1]) or int(match[1])
        return number if number in numbers else None
    scores = sorted(((_likeness(plain, item), item.number) for item in framework.statements), reverse=True)
    (best, number), (second, _) = scores[0], (scores[1] if len(scores) > 1 else (0.0, 0))
    return number if best >= _LIKE and best - second >= _MARGIN else None


def statements_about(words: Set[str], framework: Framework) -> list[int]:
    """The statements whose keywords stand most often among the words of a sentence; none below two of them."""
    found = {item.number: len(words & _keywords(tuple(item.keywords))) for item in framework.statements}
    most = max(found.values(), default=0)
    return [number for number, times in found.items() if times == most] if most >= 2 else []


@cache
def _keywords(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normal(word) for word in words)


def question_of(text: str, framework: Framework) -> Question | None:
    """The reflective question that a heading or cell asks."""
    plain = re.sub(r"^(?:\d+(?: \d+)*|[a-z]) ", "", normal(text)) if len(text) <= _LONGEST * 10 else ""
    if not plain or len(plain.split()) > 16:
        return None
    for question in framework.questions:
        for name in (question.text, *question.aliases):
            wanted = normal(name)
            if plain == wanted or (len(wanted.split()) >= 3 and f" {wanted} " in f" {plain} "):
                return question.id
    return None


def echoes(text: str, framework: Framework) -> bool:
    """True for words that only repeat a statement, an indicator's title or the short text of a scale point."""
    here = set(normal(text).split()) if len(text) <= _LONGEST * 10 else set()
    if not here:
        return False
    published = [
        *(item.text for item in framework.statements),
        *(item.title for item in framework.indicators),
        *(item.short for item in framework.scale),
    ]
    return any(len(here & there) / len(here | there) >= _ECHO for there in map(_set_of, published))


@cache
def _set_of(name: str) -> frozenset[str]:
    return frozenset(normal(name).split())


def _likeness(plain: str, statement: InspectionStatement) -> float:
    return max(_overlap(plain, name, statement) for name in _names(statement))


@cache
def _names_of(number: int, text: str, short: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(normal(name) for name in (text, text.split(",")[0], short, *aliases))


def _names(statement: InspectionStatement) -> tuple[str, ...]:
    return _names_of(statement.number, statement.text, statement.short, tuple(statement.aliases))


def _overlap(plain: str, name: str, statement: InspectionStatement) -> float:
    """Weighted words in common over all of both; the statement's own keywords weigh three times."""
    keywords = _keywords(tuple(statement.keywords))
    here, there = set(plain.split()) - _LIGHT, set(name.split()) - _LIGHT
    here = {word for word in here if not word.isdigit()}
    if len(here & there & keywords) < min(2, len(there & keywords)):
        return 0.0

    def weight(terms: set[str]) -> float:
        return float(sum(3 if term in keywords else 1 for term in terms))

    return weight(here & there) / max(1.0, weight(here | there))
