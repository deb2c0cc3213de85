"""Dates that no calendar has, that contradict one another, or that put a plan into the document's own past."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.dates import Date, Period, periods_in
from nlp.events import Event, events
from nlp.landmarks import landmark
from nlp.own_date import OwnDate, own_date
from nlp.passages import Passage, passages
from nlp.plan_dates import plan_dates
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each date, period or plan."""
    own = own_date(reading, rule.settings)
    for passage in passages(reading):
        if passage.dates:
            yield from _impossible(passage, own)
            yield from _backwards(passage, rule)
    if own is not None:
        for found in plan_dates(reading, rule.settings):
            last, first = found.last, own.date
            if last is not None and last < first:
                values: dict[str, object] = {"date": reading.text(found.start, found.end), "own": own.shown}
                yield Hit("past" if own.stated else "past_told", found.start, found.end, values)
    yield from _twice(reading, rule)


def _impossible(passage: Passage, own: OwnDate | None) -> Iterator[Hit]:
    for found in passage.dates:
        shown = passage.between(found.start, found.end)
        right = found.on_weekday
        if not found.possible:
            yield Hit("impossible", found.start, found.end, {"date": shown})
        elif found.weekday is not None and right is not None and right != found.weekday:
            names = calendar.day_name
            words = shown.split(None, 1)[-1] if found.weekday is not None else shown
            values: dict[str, object] = {"date": words, "right": names[right], "wrong": names[found.weekday]}
            ahead = own is not None and found.first is not None and found.first > own.date
            yield Hit("weekday_to_come" if ahead else "weekday", found.start, found.end, values)


def _backwards(passage: Passage, rule: CheckRule) -> Iterator[Hit]:
    """Periods that end before they begin."""
    told: set[int] = set()
    for found in (*periods_in(passage.text, passage.start), *_begun_and_ended(passage, rule)):
        if found.backwards and found.start not in told:
            told.add(found.start)
            yield Hit("order", found.start, found.end, {"period": passage.between(found.start, found.end)})
    for item in passage.dates:
        if item.backwards and item.possible and item.start not in told:
            yield Hit("order", item.start, item.end, {"period": passage.between(item.start, item.end)})


def _begun_and_ended(passage: Passage, rule: CheckRule) -> Iterator[Period]:
    """ "It opened in June 2025 and closed in March 2025"."""
    if len(passage.dates) != 2:
        return
    opens, closes = passage.dates
    before = passage.between(passage.start, opens.start)[-45:]
    between = passage.between(opens.end, closes.start)
    begun = list(re.finditer(rule.settings["starts"], before, re.IGNORECASE))
    ended = re.search(rule.settings["ends"], between, re.IGNORECASE)
    if begun and ended and not re.search(rule.settings["ends"], before, re.IGNORECASE) and len(between) < 60:
        yield Period(opens.start, closes.end, opens, closes)


def _twice(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    earlier: dict[str, list[Event]] = {}
    for event in events(reading, rule.settings["once"]):
        others = earlier.setdefault(event.verb, [])
        clash = next((other for other in others[-60:] if _same_event(reading, event, other, rule)), None)
        if clash is not None:
            values: dict[str, object] = {
                "date": reading.text(event.date.start, event.date.end),
                "other": reading.text(clash.date.start, clash.date.end),
                "place": landmark(reading, clash.block),
            }
            yield Hit("twice", event.date.start, event.date.end, values)
        others.append(event)


def _same_event(reading: Reading, event: Event, other: Event, rule: CheckRule) -> bool:
    """True where two places tell of one event, by what happened to what, and give it two dates."""
    if not _differ(event.date, other.date) or event.names != other.names:
        return False
    if event.agents and other.agents and not event.agents & other.agents:
        return False
    if event.patient != other.patient:
        return False
    alike = _alike(event.date, other.date)
    if event.date.year != other.date.year and re.search(rule.settings["yearly"], event.told, re.IGNORECASE):
        return False
    return alike or len(event.patient) >= 2


def _differ(one: Date, other: Date) -> bool:
    if one.year is not None and other.year is not None and one.year != other.year:
        return True
    if one.month != other.month:
        return one.month is not None and other.month is not None
    return one.day is not None and other.day is not None and one.day != other.day


def _alike(one: Date, other: Date) -> bool:
    """True where two dates differ in one part only: the day, the month or the year."""
    parts = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return sum(first != second for first, second in parts) == 1
