"""Figures that stand for one another: a share and its per cent ("45 of 60 (75%)"), a fraction and either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from nlp.figures import Figure, Kind
from nlp.grounds import counts_cases
from nlp.lexicon import lexicon
from nlp.passages import Passage, token_at

_FAR = 80  # characters from a whole to the part that a later clause tells


@dataclass(frozen=True, slots=True)
class Pair:
    """What a text says twice, and where. `share` has part and whole, or is the more exact of two proportions."""

    said: Figure
    share: Figure

    @property
    def start(self) -> int:
        """Where the first of the two begins."""
        return min(self.said.opens, self.share.opens)

    @property
    def end(self) -> int:
        """Where the second of the two ends."""
        return max(self.said.end, self.share.end)


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("figures")["pairs"][name], re.IGNORECASE)


def pairs(passage: Passage) -> Iterator[Pair]:
    """The pairs of a passage, in order."""
    found = [figure for figure in passage.figures if figure.kind not in (Kind.TIME, Kind.RATE, Kind.POINTS)]
    for place, (first, second) in enumerate(pairwise(found)):
        third = found[place + 2] if place + 2 < len(found) else None
        pair = _split(passage, first, second, third) or _pair(passage, found, first, second)
        if pair is not None:
            yield pair


def _split(passage: Passage, part: Figure, percent: Figure, whole: Figure | None) -> Pair | None:
    """ "45 (75%) of 60"."""
    if whole is None or not (part.kind is whole.kind is Kind.COUNT and percent.kind is Kind.PERCENT):
        return None
    inner = passage.between(part.end, percent.opens).strip()
    outer = passage.between(percent.end, whole.start)
    if inner != "(" or not re.fullmatch(r"\)\s(?:out )?of (?:the |these |our |all )?", outer) or not whole.value:
        return None
    return Pair(percent, _share(part, whole.value)) if part.value <= whole.value else None


def _pair(passage: Passage, found: list[Figure], first: Figure, second: Figure) -> Pair | None:
    if not _beside(passage, first, second):
        return None
    kinds = {first.kind, second.kind}
    if Kind.SHARE in kinds and kinds & {Kind.PERCENT, Kind.FRACTION}:
        said, share = (second, first) if first.kind is Kind.SHARE else (first, second)
        return Pair(said, share)
    if kinds == {Kind.FRACTION, Kind.PERCENT}:
        said, share = (first, second) if first.kind is Kind.FRACTION else (second, first)
        return Pair(said, share)
    if kinds == {Kind.COUNT, Kind.PERCENT}:
        count, percent = (first, second) if first.kind is Kind.COUNT else (second, first)
        whole = _whole(passage, found, count, percent)
        if whole and 0 < count.value <= whole and not count.decimals:
            return Pair(percent, _share(count, whole))
    return None


def _share(count: Figure, whole: float) -> Figure:
    return replace(count, kind=Kind.SHARE, value=100 * count.value / whole, part=count.value, whole=whole)


def _beside(passage: Passage, first: Figure, second: Figure) -> bool:
    """True where the second figure stands in brackets, after "or", or between commas behind the first."""
    gap = passage.between(first.end, second.opens)
    opener = _form("opener").search(gap)
    if opener is None:
        return False
    said = gap[: opener.start()]
    near = opener["kind"] != "(" and not opener["kind"].endswith(" of")
    limit = lexicon("figures")["pairs"]["words_open" if near else "words"]
    if len(said.split()) > limit or _form("stops").search(said):
        return False
    after = passage.between(second.end, passage.end)
    return bool(_form("closed").match(after))


def _whole(passage: Passage, found: list[Figure], count: Figure, percent: Figure) -> float | None:
    """The one number of cases before a count with its per cent: "a survey of 60 parents, in which 45 (75%) ..."."""
    between = passage.between(min(count.end, percent.end), max(count.opens, percent.opens))
    of_which = re.fullmatch(r"\sof (?:which|whom|these|those|them) \(", between)
    if of_which:
        before = [figure for figure in found if figure.end < count.start and figure.kind is Kind.COUNT]
        return before[-1].value if before and not before[-1].decimals else None
    answers = _form("answers").fullmatch(between)
    if not answers and ("(" not in between or len(between) > 3):
        inside = re.fullmatch(r"\sof (?:the )?(?P<whole>\d[\d,]*)\s[a-z\s]+\(", between)
        return float(inside["whole"].replace(",", "")) if inside else None
    before = [
        figure
        for figure in found
        if figure.end < min(count.start, percent.start) and figure.kind in (Kind.COUNT, Kind.SHARE)
    ]
    counts = [figure for figure in before if figure.kind is Kind.COUNT]
    if len(before) != 1 or not counts or counts[0].decimals or counts[0].bound:
        return None
    named = counts[0].base or _form("sample").search(passage.between(passage.start, counts[0].start))
    return counts[0].value if named or _goes_on(passage, counts[0], count, percent) else None


def _goes_on(passage: Passage, whole: Figure, count: Figure, percent: Figure) -> bool:
    """True for "120 children, and 62 (42%) took it up", where a verb follows and the noun stays that of the whole."""
    if passage.sentence is None or not counts_cases(passage.between(whole.end, whole.end + 60)):
        return False
    if len(passage.between(whole.end, count.start)) > _FAR:
        return False
    tail = re.match(r"\s?\)\s?", passage.between(percent.end, passage.end))
    token = token_at(passage.sentence, percent.end + tail.end()) if tail else None
    return token is not None and token.pos_ in ("VERB", "AUX")
