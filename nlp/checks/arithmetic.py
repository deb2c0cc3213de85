"""Figures that contradict one another by plain arithmetic: shares, changes, sums, totals of tables."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.changes import Change, changes, said_after
from nlp.check import Hit
from nlp.figures import Figure, Kind, plain
from nlp.pairs import Pair, pairs
from nlp.passages import Passage, passages
from nlp.reading import Reading
from nlp.sums import CellShare, sums_in, table_sums


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each."""
    limits = {name: float(value) for name, value in rule.settings.items()}
    last: tuple[Passage, Change] | None = None
    for passage in passages(reading):
        if not passage.figures:
            last = None
            continue
        if last is not None and last[0].block == passage.block:
            yield from _told_after(last[1], passage, limits)
        last = None
        for pair in pairs(passage):
            yield from _pair(passage, pair, limits)
        for change in changes(passage):
            yield from _change(passage, change, limits)
            last = (passage, change) if change.by is None else None
        for found in sums_in(passage):
            parts = " + ".join(map(plain, found.parts))
            values: dict[str, object] = {"parts": parts, "made": plain(found.made), "stated": plain(found.stated)}
            yield Hit("rest" if found.rest else "parts", found.start, found.end, values)
    for cell in table_sums(reading.document):
        if isinstance(cell, CellShare):
            yield _share_hit(cell.start, cell.end, f"{plain(cell.percent)}%", cell.part, cell.whole)
        else:
            values = {"made": plain(cell.made), "stated": plain(cell.stated)}
            yield Hit("row" if cell.across else "column", cell.start, cell.end, values)


def _share_hit(start: int, end: int, figure: str, part: float, whole: float) -> Hit:
    values: dict[str, object] = {
        "figure": figure,
        "part": plain(part),
        "whole": plain(whole),
        "value": plain(100 * part / whole),
    }
    return Hit("share", start, end, values)


def _pair(passage: Passage, pair: Pair, limits: dict[str, float]) -> Iterator[Hit]:
    said, share = pair.said, pair.share
    figure = passage.between(said.opens, said.end)
    if said.kind is Kind.FRACTION:
        if not _fraction_fits(said, share.value, limits["fraction"]):
            other = passage.between(share.start, share.end)
            value = f", which is {plain(share.value)}%" if share.kind is Kind.SHARE else ""
            values: dict[str, object] = {"figure": figure, "other": other, "share": value}
            yield Hit("fraction", pair.start, pair.end, values)
        return
    if not _percent_fits(said, share.value, limits["tolerance"]):
        yield _share_hit(pair.start, pair.end, figure, share.part, share.whole)


def _percent_fits(said: Figure, value: float, tolerance: float) -> bool:
    slack = tolerance * 10.0**-said.decimals
    low, high = said.limits
    if not said.bound:
        return abs(said.value - value) < slack
    return low - slack < value < high + slack


def _fraction_fits(said: Figure, value: float, slack: float) -> bool:
    low, high = said.limits
    if said.bound in ("over", "at least"):
        high = 100.0
    if said.bound == "below":
        return True  # "fewer than half" is a term of quantity
    return low - slack <= value <= high + slack


def _change(passage: Passage, change: Change, limits: dict[str, float]) -> Iterator[Hit]:
    before, after = change.before, change.after
    start, end = change.start, change.end
    values: dict[str, object] = {
        "word": change.word,
        "before": passage.between(before.start, before.end),
        "after": passage.between(after.start, after.end),
    }
    if before.value == after.value:
        yield Hit("same", start, end, values)
    elif (after.value > before.value) is not change.up:
        yield Hit("direction", start, end, values | {"not": "less" if change.up else "more"})
    elif change.times and not _times_fit(change, limits["times"]):
        yield Hit("times", start, end, values | {"value": _ratio(before.value, after.value)})
    elif change.by is not None and not _difference_fits(change, change.by, limits):
        shown = passage.between(change.by.opens, change.by.end)
        first, last = min(start, change.by.start), max(end, change.by.end)
        yield Hit("difference", first, last, values | {"figure": shown, "value": _difference(change)})


def _told_after(change: Change, passage: Passage, limits: dict[str, float]) -> Iterator[Hit]:
    """The difference that the next sentence states."""
    by = said_after(passage)
    if by is not None and not _difference_fits(change, by, limits):
        values: dict[str, object] = {
            "before": _shown(change.before),
            "after": _shown(change.after),
            "figure": passage.between(by.opens, by.end),
            "value": _difference(change),
        }
        yield Hit("difference", passage.start, by.end, values)


def _shown(figure: Figure) -> str:
    return plain(figure.value) + ("%" if figure.kind is Kind.PERCENT else "")


def _times_fit(change: Change, slack: float) -> bool:
    wanted = change.times
    reached = change.after.value / change.before.value if change.before.value else 0
    return wanted * (1 - slack) <= reached <= wanted * (1 + 2 * slack)


def _ratio(before: float, after: float) -> str:
    return f"{after / before:.1f} times" if after > before else f"a fall of {plain(100 * (before - after) / before)}%"


def _difference(change: Change) -> str:
    gap = abs(change.after.value - change.before.value)
    relative = 100 * gap / change.before.value if change.before.value else 0
    unit = " points" if change.after.kind is Kind.PERCENT else ""
    return f"{plain(gap)}{unit} ({plain(relative)}%)" if change.before.value else f"{plain(gap)}{unit}"


def _difference_fits(change: Change, by: Figure, limits: dict[str, float]) -> bool:
    before, after = change.before.value, change.after.value
    gap = abs(after - before)
    relative = 100 * gap / before if before else 0.0
    rates = change.after.kind is Kind.PERCENT
    low, high = by.limits
    if by.bound in ("over", "at least"):
        high = float("inf")
    if by.kind is Kind.POINTS or (by.kind in (Kind.COUNT, Kind.TIME) and rates):
        return low - limits["points"] <= gap <= high + limits["points"]
    if by.kind in (Kind.COUNT, Kind.TIME, Kind.RATE):
        loose = 0.1 * gap if by.bound else 0.05
        return low - loose - 0.5 <= gap <= high + loose + 0.5 if by.bound else abs(gap - by.value) <= loose
    fits = low - limits["relative"] <= relative <= high + limits["relative"]
    return fits or (rates and low - limits["points"] <= gap <= high + limits["points"])
