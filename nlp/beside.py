"""Which figure a term of quantity is said with: in brackets, after a comma, a dash or a colon, or just before it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from nlp.figures import Figure, Kind
from nlp.lexicon import lexicon
from nlp.passages import Passage

_WHOLE = re.compile(r"\bof (?:the |these |those |our |all )?$")


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("figures")["beside"][name], re.IGNORECASE)


def _limit(name: str) -> int:
    return int(lexicon("figures")["beside"][name])


def figure_beside(passage: Passage, start: int, end: int) -> Figure | None:
    """The proportion that is said of the term between two places of the document."""
    return _following(passage, end) or _preceding(passage, start, end)


def _following(passage: Passage, end: int) -> Figure | None:
    whole = _whole_before(passage, end)
    for figure in passage.figures:
        if figure.start < end or figure.kind in (Kind.TIME, Kind.RATE):
            continue
        gap = passage.between(end, figure.opens)
        opener = _form("opener").search(gap)
        if figure.kind is Kind.COUNT:
            if opener is None and _WHOLE.search(gap):
                whole = figure.value
                continue
            if not whole or figure.value > whole:
                return None
            figure = replace(figure, kind=Kind.SHARE, value=100 * figure.value / whole, part=figure.value, whole=whole)
        if opener is None or not figure.is_proportion or figure.value > 100:
            return None
        return figure if _belongs(passage, gap, opener, figure) else None
    return None


def _whole_before(passage: Passage, end: int) -> float:
    """The 60 of "Of 60 parents, the majority (28)"."""
    for figure in passage.figures:
        lead = passage.between(passage.start, figure.start)
        if figure.end < end and figure.kind is Kind.COUNT and _form("whole").search(lead):
            return figure.value
    return 0.0


def _belongs(passage: Passage, gap: str, opener: re.Match[str], figure: Figure) -> bool:
    """True where the words between let the figure be said of the term."""
    said = gap[: opener.start()]
    words = len(said.split())
    after = passage.between(figure.end, passage.end)
    said = _form("softener").sub("", said)
    if _form("stops").search(said) or "(" in said:
        return False
    if opener["kind"] == "(":
        return words <= _limit("words") and bool(_form("closed").match(after))
    if opener["kind"] == ":":
        others = [item for item in passage.figures if item.start > figure.end and item.kind is Kind.PERCENT]
        return words <= _limit("words") and all(abs(item.value - figure.value) < 3 for item in others)
    if not _form("appositive").match(after):
        return False
    ends = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", after).strip() in ("", ".")
    return words <= _limit("words" if ends else "words_open")


def _preceding(passage: Passage, start: int, end: int) -> Figure | None:
    """The figure before a term that stands apart: "41 of 72, the majority,"; that of "At 68%, most ..."."""
    fronted = passage.figures[0] if passage.figures else None
    if (
        fronted is not None
        and fronted.is_proportion
        and passage.between(fronted.end, start) == ", "
        and _form("fronted").match(passage.between(passage.start, fronted.opens))
    ):
        return fronted
    if not _form("after").match(passage.between(end, passage.end)):
        return None
    before = [figure for figure in passage.figures if figure.end <= start and figure.is_proportion]
    if not before or not _form("before").fullmatch(passage.between(before[-1].end, start)):
        return None
    return before[-1]
