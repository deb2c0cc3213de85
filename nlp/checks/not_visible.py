"""A reference to what the reader of the document cannot see, in place of what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from models.document import count_words
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading
from nlp.sentence import Sentence

_QUOTED = re.compile(r"“[^”]{0,900}”|(?<!\w)‘[^’]{0,400}’(?!\w)|\"[^\"]{0,900}\"")
_LINKED, _REQUEST = "linked", "request"


@dataclass(frozen=True, slots=True)
class _Patterns:
    by_message: tuple[tuple[str, re.Pattern[str]], ...]
    told: re.Pattern[str]
    within: re.Pattern[str]
    habit: re.Pattern[str]
    judged: re.Pattern[str]
    link: re.Pattern[str]
    others: dict[str, re.Pattern[str]]


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each sentence, by the first pattern that fits."""
    patterns, longest = _compiled(rule), int(rule.settings["longest"])
    for sentence in reading.sentences:
        if sentence.block in reading.evidence.list_blocks:
            continue
        text = _QUOTED.sub(
            lambda match: "“" + "_" * (len(match[0]) - 2) + "”", reading.text(sentence.start, sentence.end)
        )
        for message, pattern in patterns.by_message:
            match = pattern.search(text)
            if match is None or patterns.within.search(match[0]):
                continue
            other = patterns.others.get(message)
            if other is not None and other.search(text, 0 if message == _REQUEST else match.start()):
                continue
            if message == _LINKED:
                names_link = bool(patterns.link.search(match[0]))
                is_source = sentence.place.question == "know" and not names_link  # that part is for sources
                is_short = count_words(text) <= longest and not patterns.habit.search(text)
                is_fault = is_short and not is_source and _is_bare(reading, sentence, text, patterns)
            else:
                is_fault = not patterns.told.search(text) and not _is_marked(reading, sentence)
            if is_fault:
                start, end = sentence.start + match.start(), sentence.start + match.end()
                place = sentence.place
                yield Hit(message, start, max(end, start + 1), {}, place.statement, place.question)
                break


def _is_bare(reading: Reading, sentence: Sentence, text: str, patterns: _Patterns) -> bool:
    """True where neither the sentence nor its paragraph says what stands behind the link."""
    if any(pattern.search(text) for pattern in (patterns.told, patterns.within, patterns.judged)):
        return False
    for other in reading.by_block[sentence.block]:
        if other is not sentence and (
            other.judges or other.labels.evidence >= 0.5 or patterns.told.search(reading.text(other.start, other.end))
        ):
            return False
    return True


def _is_marked(reading: Reading, sentence: Sentence) -> bool:
    """True where the sentence leads to its evidence by a marker, a link or a note."""
    return reading.evidence.within(sentence.start, sentence.end + 1)


def _compiled(rule: CheckRule) -> _Patterns:
    settings = rule.settings
    words = tuple(settings["words"].items())
    patterns = tuple((message, pattern) for message, items in settings["patterns"].items() for pattern in items)
    told, within, habit, judged, link = (
        _pattern(settings[name], words) for name in ("told", "within", "habit", "judged", "link")
    )
    return _Patterns(
        by_message=tuple((message, _pattern(pattern, words)) for message, pattern in patterns),
        others={message: _pattern(pattern, words) for message, pattern in settings["others"].items()},
        told=told,
        within=within,
        habit=habit,
        judged=judged,
        link=link,
    )


@lru_cache(maxsize=256)
def _pattern(pattern: str, words: tuple[tuple[str, Any], ...]) -> re.Pattern[str]:
    """The pattern with the lists in the place of their names."""
    for _ in range(2):  # a list may name another
        for name, alternatives in words:
            pattern = re.sub(rf"(?<![A-Z]){name}(?![A-Z])", f"(?:{alternatives})".replace("\\", r"\\"), pattern)
    return re.compile(pattern, re.IGNORECASE)
