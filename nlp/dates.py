"""The dates of a text: days, months, years, school and financial years, and periods between two of them.

Only what is written as a date is read: a month without day or year needs a word before it, a year alone four digits. A
date that cannot be ("31 June") is read all the same, so that a check can ask about it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from nlp.lexicon import lexicon
from nlp.reading import Reading

_LEAP = 2024  # a day is possible where no year is written if a leap year has it


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; what is not said is None."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    to_year: int | None = None  # of "2025-26" and "2023-2026"
    months: tuple[int, int] | None = None  # of a season, a quarter or a part of a year
    from_day: int | None = None  # of "3 to 7 June"

    @property
    def possible(self) -> bool:
        """False for a day that no month has."""
        if self.month is None:
            return True
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year or _LEAP, self.month)[1]

    @property
    def whole(self) -> bool:
        """True where day, month and year are all written."""
        return None not in (self.year, self.month, self.day)

    @property
    def backwards(self) -> bool:
        """True for "2025-24" and "12 to 3 June"."""
        if self.to_year is not None and self.year is not None and self.to_year < self.year:
            return True
        return self.from_day is not None and self.day is not None and self.from_day > self.day

    @property
    def first(self) -> date | None:
        """The first day it may mean, None without a year."""
        if self.year is None or not self.possible:
            return None
        month = self.month or (self.months[0] if self.months else 4 if self.to_year else 1)
        return date(self.year, month, self.day or 1)

    @property
    def last(self) -> date | None:
        """The last day it may mean, None without a year; a school year may last into August."""
        if self.year is None or not self.possible:
            return None
        year = self.to_year or self.year
        month = self.month or (self.months[1] if self.months else 8 if self.to_year else 12)
        return date(year, month, self.day or calendar.monthrange(year, month)[1])

    @property
    def on_weekday(self) -> int | None:
        """The weekday that the calendar gives a whole date."""
        return self.first.weekday() if self.whole and self.first is not None else None

    @property
    def precision(self) -> int:
        """3 for a day, 2 for a month, 1 for a part of a year, 0 for a year or years."""
        return 3 if self.day else 2 if self.month else 1 if self.months else 0


@dataclass(frozen=True, slots=True)
class Period:
    """Two dates that a text joins as beginning and end."""

    start: int
    end: int
    opens: Date
    closes: Date

    @property
    def backwards(self) -> bool:
        """True where the end comes before the beginning, whatever the dates leave out."""
        first, last = self.opens.first, self.closes.last
        return first is not None and last is not None and last < first


def dates_in(text: str, at: int = 0) -> list[Date]:
    """The dates of a text in order; `at` is added to their places."""
    return [_dated(match, at) for match in _pattern().finditer(text)]


def periods_in(text: str, at: int = 0) -> list[Period]:
    """The periods of a text: "from X to Y", "between X and Y", "X to Y", "X – Y"."""
    words = lexicon("figures")["dates"]
    joined, between, leads = (re.compile(words[name], re.IGNORECASE) for name in ("joined", "between", "leads"))
    found = dates_in(text, at)
    periods = []
    for opens, closes in pairwise(found):
        gap = text[opens.end - at : closes.start - at]
        before = text[max(0, opens.start - at - 20) : opens.start - at]
        if joined.fullmatch(gap) or (between.fullmatch(gap) and leads.search(before)):
            periods.append(Period(opens.start, closes.end, opens, closes))
    return periods


@lru_cache(maxsize=2)
def dates(reading: Reading) -> tuple[tuple[Date, ...], ...]:
    """The dates of every block, by its index, in places of the document."""
    document = reading.document
    return tuple(tuple(dates_in(document.text_of(block), block.start)) for block in document.blocks)


@cache
def _month_numbers() -> dict[str, int]:
    names: list[str] = lexicon("figures")["months"]
    numbers = {name: number for number, name in enumerate(names, start=1)}
    return numbers | {name[:3]: number for name, number in numbers.items()} | {"sept": 9}


@cache
def _weekday_numbers() -> dict[str, int]:
    names: list[str] = lexicon("figures")["weekdays"]
    return {name[:3]: number for number, name in enumerate(names)}


@cache
def _pattern() -> re.Pattern[str]:
    """One alternative a form, each with groups of its own letter."""
    words = lexicon("figures")
    full = "|".join(name.title() for name in words["months"])
    full = f"(?:{full}|{full.upper()})"
    short = "|".join(name[:3].title() for name in words["months"]) + "|Sept"
    month = rf"(?:{full}|(?:{short})\b\.?)"
    week = "|".join(rf"{name.title()}|{name[:3].title()}(?:s|rs|nes|urs)?\.?" for name in words["weekdays"])
    weekday = rf"(?:(?P<{{0}}w>{week})(?:,|\sthe)?\s(?:the\s)?)?"
    number, nth, year = r"(?:[12]\d|3\d|0?[1-9])", r"(?:st|nd|rd|th)", r"(?:19|20)\d\d"
    before = rf"(?:(?P<{{0}}f>{number}){nth}?\s?(?:-|–|to|until)\s?)?"
    behind = rf"(?:,?\s(?:of\s)?(?P<{{0}}y>{year})\b(?!,\d|\.\d|\s?%))?"
    day, years = rf"(?P<{{0}}d>{number})", rf"(?P<{{0}}y>{year})\s?[-–/]\s?(?P<{{0}}t>{year}|\d\d)"
    part = "|".join(words["dates"]["parts"])
    figures = rf"(?P<{{0}}d>\d\d?)(?P<{{0}}s>[/.])(?P<{{0}}m>\d\d?)(?P={{0}}s)(?P<{{0}}y>{year}|(?<=/)\d\d)"
    forms = {
        "a": rf"{weekday}{before}{day}{nth}?(?:\sof)?\s(?P<{{0}}m>{month})(?![\w-]){behind}",
        "b": rf"{weekday}(?P<{{0}}m>{month})\s{day}(?:{nth}?,?\s(?P<{{0}}y>{year})\b|{nth}\b)",
        "c": rf"{weekday}{figures}\b(?!\.\d)",
        "d": rf"(?P<{{0}}y>{year})-(?P<{{0}}m>\d\d)-(?P<{{0}}d>\d\d)\b",
        "e": rf"(?P<{{0}}m>{month})(?:,?\s(?:of\s)?)(?P<{{0}}y>{year})\b(?!\s?[-–/]\s?\d\d\b(?!\d))",
        "f": rf"(?P<{{0}}m>{short})[-’'](?P<{{0}}y>\d\d)\b",
        "g": rf"(?P<{{0}}p>{part})[\s-](?:of\s)?(?:{years}|(?P<{{0}}z>{year}))\b",
        "h": rf"{years}\b(?!%|[-–/.]\d|,\d)",
        "i": rf"(?<![\d,.£$€/#–-])(?P<{{0}}y>{year})\b(?!,\d|\.\d|\s?%|\sper\scent|[/-]\d)",
        "j": rf"(?<=\b(?i:in)\s)(?P<{{0}}m>{full})\b(?!\s(?:{full})\b)",
    }
    alternatives = [f"(?P<{name}>{form.format(name)})" for name, form in forms.items()]
    return re.compile(rf"(?<![\w£$€/])(?:{'|'.join(alternatives)})(?!\w)")


def _dated(match: re.Match[str], at: int) -> Date:
    form = next(name for name in "abcdefghij" if match[name])
    groups = {key[1:]: value for key, value in match.groupdict().items() if key[0] == form and key[1:] and value}
    year = groups.get("y") or groups.get("z")
    to_year = _to_year(int(year), groups["t"]) if year and "t" in groups else None
    months = lexicon("figures")["dates"]["parts"][_part(groups["p"])] if "p" in groups else None
    month = _month(groups.get("m"))
    if form == "h" and to_year is None and year:  # "2025-03": a year and a month
        month = int(groups["t"])
    day = int(groups["d"]) if "d" in groups else None
    if form == "c" and month is not None and day is not None and day <= 12 < month <= 31:
        day, month = month, day  # the American order
    return Date(
        match.start() + at,
        match.end() + at,
        _full_year(year) if year else None,
        month,
        day,
        _weekday_numbers()[groups["w"][:3].lower()] if "w" in groups else None,
        to_year,
        (months[0], months[1]) if months and to_year is None else None,
        int(groups["f"]) if "f" in groups else None,
    )


def _part(words: str) -> str:
    """The entry of the lexicon that a part of a year is written as."""
    parts: dict[str, list[int]] = lexicon("figures")["dates"]["parts"]
    return next(entry for entry in parts if re.fullmatch(entry, words))


def _month(words: str | None) -> int | None:
    if words is None:
        return None
    if words.isdigit():
        return int(words)
    name = words.rstrip(".").lower()
    return _month_numbers()[name]


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _to_year(year: int, digits: str) -> int | None:
    """The second year of "2025-26"; None where the two digits are a month ("2025-03")."""
    if len(digits) == 4:
        return int(digits)
    second = year - year % 100 + int(digits)
    if second < year and digits == "00":
        return second + 100
    return None if second < year and 1 <= int(digits) <= 12 else second
