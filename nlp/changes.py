"""Rises and falls: the figure before, the figure after, which way the words say it went, and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from nlp.figures import Figure, Kind
from nlp.lexicon import lexicon
from nlp.passages import Passage

_REACH = 90  # characters between the word of change and its figures
_TIMES = {Kind.TIME, Kind.COUNT}  # "from 31 weeks to 17"
_CLOSE = 45  # between two figures of a change
_BRACKET = 8  # words between a word of change and two figures in brackets behind it
_ROUGH = 4.0  # points by which a fraction in words may miss
_FAR = 110  # between a figure and "up from" behind it


@dataclass(frozen=True, slots=True)
class Change:
    """`up` is what the words say; `times` is 0.5 for "halved", 2 for "doubled"; `by` is the difference as stated."""

    start: int
    end: int
    word: str
    up: bool
    before: Figure
    after: Figure
    by: Figure | None = None
    times: float = 0


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = lexicon("figures")["changes"]
    return words


@cache
def _change_word() -> re.Pattern[str]:
    words = _words()
    times = "|".join(words["times"])
    return re.compile(
        rf"(?<![\w-])(?:(?P<up>{words['up']})|(?P<down>{words['down']})|(?P<times>{times}))(?![\w-])", re.IGNORECASE
    )


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(_words()[name], re.IGNORECASE)


def changes(passage: Passage) -> Iterator[Change]:
    """The changes of a passage in order, each pair of figures once."""
    if not passage.figures:
        return
    words = list(_change_word().finditer(passage.text))
    if not words:
        return
    for before, told, lead in _figure_pairs(passage):
        after = _as_count(told) if before.kind is Kind.COUNT else told
        if not _comparable(passage, before, after):
            continue
        word = _word_between(passage, words, before, after) or _word_for(passage, words, lead)
        if word is None or _is_none(passage, word, min(before.start, after.start)):
            continue
        first = min(passage.start + word.start(), before.start, after.start)
        yield Change(
            first,
            max(before.end, after.end),
            word[0].lower(),
            _is_up(word),
            before,
            after,
            _by(passage, word, before, after),
            _times(word),
        )


def _figure_pairs(passage: Passage) -> Iterator[tuple[Figure, Figure, int]]:
    """(before, after, where the word of change is looked for): "from A to B", "B, up from A", "to B from A"."""
    found = passage.figures
    yield from _bracketed_ranges(passage)
    for place, second in enumerate(found[1:], start=1):
        first = found[place - 1]
        lead = passage.between(passage.start, first.opens)
        gap = passage.between(first.end, second.opens)
        apart = re.search(r"[;!?]|\.\s", gap)
        if re.search(r"\(\s?$", lead) and re.fullmatch(r"\sto\s", gap):
            yield first, second, first.start
        elif _form("from").search(lead) and not apart and len(gap) <= _CLOSE:
            if _form("to").search(gap) and "(" not in gap:
                yield first, second, first.start
        elif _form("after").search(gap):
            later = _told_before(passage, found[:place], second)
            if later is not None:
                yield second, later, second.start
        elif _form("at").search(lead) and not apart and len(gap) <= _CLOSE and _is_earlier(passage, gap, second):
            yield second, first, first.start


def _bracketed_ranges(passage: Passage) -> Iterator[tuple[Figure, Figure, int]]:
    """The counts of "fell (30 to 42)"."""
    for figure in passage.figures:
        opened = passage.between(passage.start, figure.start).endswith("(")
        if figure.kind is Kind.RANGE and opened and "%" not in passage.between(figure.start, figure.end):
            first, second = (replace(figure, kind=Kind.COUNT, value=value) for value in (figure.part, figure.value))
            yield first, second, figure.start


def _told_before(passage: Passage, found: tuple[Figure, ...], second: Figure) -> Figure | None:
    """The 58% of "58% of plans were good, up from 62%", where no "to" follows."""
    following = next((figure for figure in passage.figures if figure.start >= second.end), None)
    if following is not None and _form("to").search(passage.between(second.end, following.opens)):
        return None
    alike = [figure for figure in found if _alike(figure, second)]
    if not alike:
        return None
    gap = passage.between(alike[-1].end, second.opens)
    if len(gap) > _FAR or re.search(r"[;:!?]|\.\s|\b(?:but|while|whereas)\b", gap):
        return None
    return alike[-1]


def _alike(figure: Figure, other: Figure) -> bool:
    kinds = {figure.kind, other.kind}
    return len(kinds) == 1 or kinds == {Kind.PERCENT, Kind.FRACTION} or (figure.kind is Kind.TIME and kinds == _TIMES)


def _is_earlier(passage: Passage, gap: str, second: Figure) -> bool:
    """True where a second figure is that of a time before, and no other area's."""
    after = passage.between(second.end, second.end + 40)
    if _form("others").search(after) or _form("others").search(gap):
        return False
    if re.search(r"\b(?:and|but|while|whereas)\b", gap) or _change_word().search(gap):
        return False
    if re.search(r"\bfrom (?:just |only |the )*$", gap):
        return True
    joined = re.search(r"\bcompared (?:with|to) (?:the )?$|\(\s?$|, against $", gap)
    return bool(joined and re.match(rf"\s?(?:of \w+ )?(?:{_words()['earlier']})", after, re.IGNORECASE))


def _as_count(figure: Figure) -> Figure:
    """The 29 of "from 21 to 29 of the 40 born"."""
    return replace(figure, kind=Kind.COUNT, value=figure.part) if figure.kind is Kind.SHARE else figure


def _comparable(passage: Passage, before: Figure, after: Figure) -> bool:
    kinds = {before.kind, after.kind}
    if kinds == {Kind.SHARE}:
        return before.whole == after.whole
    if kinds == {Kind.PERCENT, Kind.FRACTION}:
        return abs(before.value - after.value) > _ROUGH
    if kinds == {Kind.TIME}:
        return _unit(passage, before) == _unit(passage, after)
    if kinds == _TIMES:
        return True
    if len(kinds) == 2 and kinds <= {Kind.COUNT, Kind.PERCENT, Kind.TIME, Kind.RATE}:
        gap = passage.between(before.end, after.opens)  # "from 62 to 58 per cent"
        return before.kind is Kind.COUNT and bool(re.fullmatch(r"\sto (?:just |only )?", gap))
    return len(kinds) == 1 and kinds <= {Kind.COUNT, Kind.PERCENT, Kind.RATE, Kind.FRACTION, Kind.POINTS}


def _unit(passage: Passage, figure: Figure) -> str:
    match = re.match(
        r"[\s-](?:calendar |working |school |full )?(\w+?)s?\b", passage.between(figure.end, figure.end + 30)
    )
    return match[1].lower() if match else ""


def _word_between(passage: Passage, words: list[re.Match[str]], before: Figure, after: Figure) -> re.Match[str] | None:
    """The "down" of "from 62% down to 68%"."""
    start, end = before.end - passage.start, after.opens - passage.start
    inside = [word for word in words if start <= word.start() < end and word[0].lower() in ("up", "down")]
    return inside[0] if inside and re.match(r"\sto\b", passage.text[inside[0].end() :]) else None


def _word_for(passage: Passage, words: list[re.Match[str]], lead: int) -> re.Match[str] | None:
    """The nearest word of change before a figure, unless one of the other direction stands beside it."""
    before = [word for word in words if word.end() <= lead - passage.start]
    if not before or lead - passage.start - before[-1].end() > _REACH:
        return None
    word = before[-1]
    if not _reaches(passage, word, lead):
        return None
    if len(before) > 1 and _is_up(before[-2]) != _is_up(word):
        apart = passage.text[before[-2].end() : word.start()]
        if not re.search(r"[,;:.]|\b(?:and|but|while|whereas)\b", apart):
            return None
    return word


def _reaches(passage: Passage, word: re.Match[str], lead: int) -> bool:
    """True where nothing between a word of change and a figure makes the figure another's."""
    between = passage.text[word.end() : lead - passage.start]
    if re.search(r"[;!?]|\.\s|\)", between) or ("(" in between and len(between.split()) > _BRACKET):
        return False
    start = passage.start + word.end()
    if re.search(r"\band\b", between) and any(start <= figure.start < lead for figure in passage.figures):
        return False
    if word[0].lower() not in ("up", "down"):
        return True
    return bool(re.match(r"\s(?:from|to|on|by)\b|,?\s\d", between))


def _is_up(word: re.Match[str]) -> bool:
    return bool(word["up"]) or _times(word) > 1


def _times(word: re.Match[str]) -> float:
    if not word["times"]:
        return 0
    times: dict[str, float] = _words()["times"]
    return next(value for entry, value in times.items() if re.fullmatch(entry, word["times"], re.IGNORECASE))


def _is_none(passage: Passage, word: re.Match[str], until: int) -> bool:
    """True where the words around make it no change of one thing in time."""
    before = passage.text[max(0, word.start() - 30) : word.start()]
    before = re.split(r"[,;:.]", before)[-1]
    between = passage.text[word.end() : until - passage.start]
    return bool(_form("none").search(before) or _form("none").search(between))


def said_after(passage: Passage) -> Figure | None:
    """The difference that a sentence states of the one before: "This is a rise of 14%"."""
    match = _form("this").match(passage.text)
    if match is None or len(passage.figures) != 1:
        return None
    figure = passage.figures[0]
    after = passage.between(figure.end, figure.end + 40)
    told = passage.between(passage.start + match.end(), figure.opens)
    of = re.fullmatch(rf"(?:[a-z]+ )?{_words()['noun']} of (?:just )?", told, re.IGNORECASE)
    noun = told == "" and re.match(rf"(?:\s|-)(?:point |percentage point )?{_words()['noun']}\b", after, re.IGNORECASE)
    return figure if of or noun else None


def _by(passage: Passage, word: re.Match[str], before: Figure, after: Figure) -> Figure | None:
    """The difference as stated: "rose by 12 from A to B", "from A to B, a rise of 12", "a 12% rise from A to B"."""
    noun = _words()["noun"]
    start, end = min(before.opens, after.opens), max(before.end, after.end)
    at = passage.start + word.start()
    for figure in passage.figures:
        if figure in (before, after):
            continue
        lead = passage.between(max(passage.start, figure.opens - 40), figure.opens)
        if at < figure.start < start:
            gap = passage.between(passage.start + word.end(), figure.opens)
            if re.fullmatch(r"(?:\s(?:by|of|about|another|a further))+\s|\s", gap):
                return figure
        elif figure.end <= at:
            gap = passage.between(figure.end, at)
            if re.fullmatch(r"(?:\s|-)(?:per cent |percentage |point |points )?", gap):
                return figure
        elif figure.start >= end:
            gap = passage.between(end, figure.opens)
            if len(gap) < 60 and re.search(
                rf"\b{noun} of (?:some |about )?$|[,(–]\s?(?:up |down |up by |down by |[+−-]\s?)$", lead, re.IGNORECASE
            ):
                return figure if not re.search(r"[;!?]|\.\s", gap) else None
            if (
                len(gap) < 30
                and re.fullmatch(r"(?:[^.;!?]{0,25})?[,(–]\s?(?:(?:which|that) is )?an? ", gap)
                and re.match(
                    rf"(?:\s|-)(?:point |percentage point )?{noun}\b",
                    passage.between(figure.end, figure.end + 40),
                    re.IGNORECASE,
                )
            ):
                return figure
    return None
