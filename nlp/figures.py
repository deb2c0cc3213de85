"""The figures of a text: counts, per cents, shares ("45 of 60"), fractions ("two thirds"), with what loosens them.

What has digits and counts nothing is left out: dates and years, times, money, telephone numbers, references, ages,
section numbers, note marks. The words and patterns are data (`models/lexicons/figures.yaml`).
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from models.document import WORD_JOINER
from nlp.dates import dates_in
from nlp.lexicon import lexicon
from nlp.reading import Reading

_NEAR = 30  # characters beside a figure in which a word may belong to it
_LOOSE = {"nearly": 10.0, "over": 10.0, "about": 5.0}  # how far off, in points, such a word still is
_ROUGH = 4.0  # how far off a plain fraction in words may be


class Kind(StrEnum):
    """What a figure is."""

    COUNT = "count"
    PERCENT = "per cent"
    POINTS = "percentage points"
    SHARE = "share"  # "45 of 60"
    FRACTION = "fraction"  # "two thirds", "nine in ten"
    TIME = "time"  # "24 hours"
    RATE = "rate"  # "3.1 per 1,000"
    RANGE = "range"  # "10 to 15"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and its place. `value` is per cent for per cents, shares and fractions, else the number itself."""

    start: int
    end: int
    kind: Kind
    value: float
    decimals: int = 0
    bound: str = ""  # a name of `bounds` in the lexicon: how a word beside it loosens it
    opens: int = 0  # where it begins, with that word
    part: float = 0  # of a share
    whole: float = 0  # of a share, or of a fraction such as "nine in ten"
    base: bool = False  # "n = 60"
    worded: bool = False

    @property
    def is_proportion(self) -> bool:
        """True for what says how much of a whole."""
        return self.kind in (Kind.PERCENT, Kind.SHARE, Kind.FRACTION)

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the greatest value it may stand for, rounding and the words beside it allowed."""
        if self.kind is Kind.SHARE:
            half = 0.0
        elif self.kind is Kind.FRACTION:
            half = _ROUGH
        else:
            half = 0.5 * 10.0**-self.decimals
        value = self.value
        return {
            "nearly": (value - _LOOSE["nearly"], value),
            "below": (0.0, value),
            "at most": (0.0, value + half),
            "over": (value, value + _LOOSE["over"]),
            "at least": (value - half, max(100.0, value)),
            "about": (value - _LOOSE["about"], value + _LOOSE["about"]),
        }.get(self.bound, (value - half, value + half))


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    decimals: int
    worded: bool


def figures_in(text: str, at: int = 0) -> list[Figure]:
    """The figures of a text in order; `at` is added to their places."""
    numbers = list(_numbers(text))
    found: list[Figure] = []
    place = 0
    while place < len(numbers):
        figure, used = _composed(text, numbers, place)
        found.append(figure)
        place += used
    named = list(_named_parts(text, found))
    inside = _Taken([(figure.start, figure.end) for figure in named])
    found = [figure for figure in found if not inside.touches(figure.start, figure.end)]
    found = sorted([*found, *named], key=lambda figure: figure.start)
    return [_placed(_loosened(text, figure), at) for figure in found]


@lru_cache(maxsize=2)
def figures(reading: Reading) -> tuple[tuple[Figure, ...], ...]:
    """The figures of every block, by its index, in places of the document."""
    document = reading.document
    return tuple(tuple(figures_in(document.text_of(block), block.start)) for block in document.blocks)


def within(reading: Reading, block: int, start: int, end: int) -> list[Figure]:
    """The figures of a block that stand between two places."""
    return [figure for figure in figures(reading)[block] if start <= figure.start and figure.end <= end]


def plain(value: float) -> str:
    """A number as a message shows it."""
    return f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"


# Numbers


@cache
def _words(*names: str) -> dict[str, int]:
    words = lexicon("figures")
    return {word: value for name in names for word, value in words[name].items()}


@cache
def _number_pattern() -> re.Pattern[str]:
    tens, units = "|".join(_words("tens")), "|".join(_words("units"))
    small = rf"(?:(?:{tens})[- ](?:{units})|{'|'.join(_words('teens', 'tens', 'units'))})"
    large = rf"(?:(?:a|{small})\s(?:hundred|thousand)(?:,?\s(?:and\s)?{small}(?!\s(?:hundred|thousand)))?)"
    return re.compile(
        r"(?<![\w.,’'])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>\s(?:million|thousand|hundred)\b)?"
        rf"|(?<![\w-])(?P<worded>(?i:{large}(?:,?\s{large})?|a\sdozen|{small}))(?!\w|-(?!per\b)\w)"
    )


def number_of(words: str) -> float | None:
    """The value of a number in words or digits; None for what is none."""
    text = words.strip().lower().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text == "a dozen":
        return 12.0
    known, scales = _words("units", "teens", "tens"), _words("scales")
    total = current = 0
    for word in re.split(r"[\s-]+", text):
        if word in known:
            current += known[word]
        elif word in scales:
            current = (current or 1) * scales[word]
            if scales[word] >= 1000:
                total, current = total + current, 0
        elif word not in ("and", "a"):
            return None
    return float(total + current)


@cache
def _not_counts() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{item})" for item in lexicon("figures")["not_counts"]))


def _numbers(text: str) -> Iterator[_Number]:
    """The numbers of a text that may count something."""
    taken = _Taken(
        [
            *((match.start(), match.end()) for match in _not_counts().finditer(text)),
            *((found.start, found.end) for found in dates_in(text)),
        ]
    )
    for match in _number_pattern().finditer(text):
        if taken.touches(match.start(), match.end()) or _is_mark(text, match):
            continue
        value = number_of(match["digits"] or match["worded"])
        if value is not None:
            decimals = len((match["digits"] or "").partition(".")[2])
            if match["scale"]:
                value *= _words("scales")[match["scale"].strip()]
            yield _Number(match.start(), match.end(), value, decimals, worded=match["worded"] is not None)


class _Taken:
    """Stretches of a text that are something else."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        spans.sort()
        self._starts = [start for start, _ in spans]
        self._ends = list(itertools.accumulate((end for _, end in spans), max))

    def touches(self, start: int, end: int) -> bool:
        """True where any of them shares a character with this one."""
        before = bisect.bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


_LABEL = re.compile(r"\s*\(?\d{1,2}[.)]\s")


def _is_mark(text: str, match: re.Match[str]) -> bool:
    """True for the mark of a note, kept apart by a word joiner, and for the number of a list item."""
    before = text[match.start() - 1 : match.start()]
    return before == WORD_JOINER or (match.start() < 4 and bool(_LABEL.match(text)))


# Figures


@cache
def _form(name: str) -> re.Pattern[str]:
    """A pattern of the lexicon that joins two numbers or follows one."""
    return re.compile(lexicon("figures")["forms"][name], re.IGNORECASE)


def _composed(text: str, numbers: list[_Number], place: int) -> tuple[Figure, int]:
    """The figure that begins with a number, and how many numbers it takes."""
    number = numbers[place]
    if place + 1 < len(numbers):
        other = numbers[place + 1]
        gap = text[number.end : other.start]
        if len(gap) <= _NEAR:
            joined = _joined(text, number, other, gap)
            if joined is not None:
                return joined, 2
    return _single(text, number), 1


def _joined(text: str, number: _Number, other: _Number, gap: str) -> Figure | None:
    """Two numbers that are one figure."""
    start, end, worded = number.start, other.end, number.worded and other.worded
    wholes = number.decimals == other.decimals == 0
    if number.value <= other.value and _is_range(text, start, gap):
        unit = _form("percent").match(text, end)
        return Figure(start, unit.end() if unit else end, Kind.RANGE, other.value, part=number.value)
    if not wholes or number.value > other.value or other.value == 0:
        return None
    if _form("percent").match(text, end) or _form("time").match(text, end):
        return None
    value = 100 * number.value / other.value
    if number.value < other.value and _is_everyday(gap, other.value):
        return Figure(start, end, Kind.FRACTION, value, part=number.value, whole=other.value, worded=worded)
    slash = gap == "/" and other.value >= 3
    if _form("of").fullmatch(gap) or slash:
        return Figure(start, end, Kind.SHARE, value, part=number.value, whole=other.value, worded=worded)
    return None


def _is_everyday(gap: str, whole: float) -> bool:
    """True for "nine in ten" and "4 out of 5", which no one means as counts."""
    wholes = lexicon("figures")["everyday_wholes"]
    return any(_form(name).fullmatch(gap) and whole in wholes[name] for name in wholes)


def _is_range(text: str, start: int, gap: str) -> bool:
    """True for "10 to 15", "75% to 90%" and "between 5 and 10"; after "from" it is a change."""
    before = text[max(0, start - _NEAR) : start]
    if _form("range").fullmatch(gap):
        return not _form("from").search(before)
    return bool(_form("and").fullmatch(gap) and _form("between").search(before))


def _single(text: str, number: _Number) -> Figure:
    start, end, value = number.start, number.end, number.value
    for name, kind in (("points", Kind.POINTS), ("percent", Kind.PERCENT), ("time", Kind.TIME), ("rate", Kind.RATE)):
        match = _form(name).match(text, end)
        if match is not None:
            close = match.end() if kind in (Kind.POINTS, Kind.PERCENT) else end
            return Figure(start, close, kind, value, number.decimals, worded=number.worded)
    base = bool(_form("base").search(text, max(0, start - _NEAR), start))
    whole = _whole_before(text, start) if number.decimals == 0 else None
    if whole and whole >= value:
        return Figure(start, end, Kind.SHARE, 100 * value / whole, part=value, whole=whole, worded=number.worded)
    return Figure(start, end, Kind.COUNT, value, number.decimals, base=base, worded=number.worded)


def _whole_before(text: str, start: int) -> float | None:
    """The 60 of "Of the 60 plans that we read, 45"."""
    match = _form("whole before").search(text, max(0, start - 120), start)
    return number_of(match["whole"]) if match else None


def _named_parts(text: str, found: list[Figure]) -> Iterator[Figure]:
    """Fractions by name: "half", "a third", "three quarters"."""
    taken = _Taken([(match.start(), match.end()) for match in _not_counts().finditer(text)])
    others = _Taken([(figure.start, figure.end) for figure in found])
    for match in _form("part").finditer(text):
        part, number = match["part"] or match["one"] or match["half"], match["number"]
        lead = text[max(0, match.start() - _NEAR) : match.start()]
        if taken.touches(match.start(), match.end()) or _form("no part").search(lead):
            continue
        if number is None and others.touches(match.start(), match.end()):
            continue
        whole = lexicon("figures")["parts"][part.lower().removesuffix("s")]
        count = number_of(number) if number else 1.0
        if count is not None and count < whole:
            yield Figure(match.start(), match.end(), Kind.FRACTION, 100 * count / whole, part=count, worded=True)


@cache
def _bounds(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The words that loosen a figure, before or after it, the longest first within each."""
    anchor = r"(?<!\w)(?:{})\s(?:a |an |the |some |only )?$" if name == "bounds" else r"\s?(?:{})(?!\w)"
    return tuple(
        (bound, re.compile(anchor.format(words), re.IGNORECASE)) for bound, words in lexicon("figures")[name].items()
    )


def _loosened(text: str, figure: Figure) -> Figure:
    """The figure with the word beside it that loosens it."""
    window = text[max(0, figure.start - _NEAR) : figure.start]
    for bound, pattern in _bounds("bounds"):
        match = pattern.search(window)
        if match is not None:
            return replace(figure, bound=bound, opens=figure.start - len(window) + match.start())
    for bound, pattern in _bounds("bounds_after"):
        if pattern.match(text, figure.end):
            return replace(figure, bound=bound, opens=figure.start)
    return replace(figure, opens=figure.start)


def _placed(figure: Figure, at: int) -> Figure:
    if not at:
        return figure
    return replace(figure, start=figure.start + at, end=figure.end + at, opens=figure.opens + at)
