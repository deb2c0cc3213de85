"""The same thing counted differently in two places of the same document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.figures import Kind
from nlp.landmarks import landmark
from nlp.passages import passages
from nlp.reading import Reading
from nlp.sayings import Context, likeness
from nlp.tallies import Tally, tallies

_TABLE_STEMS = 3  # that the labels of rows in two tables must share


@dataclass(frozen=True, slots=True)
class _Limits:
    least: float
    near: float
    alike: float
    typing: float
    rates: float


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each later place that disagrees with an earlier one."""
    settings = rule.settings
    most = int(settings["most_alike"])
    limits = _Limits(*(float(settings[name]) for name in ("least", "near", "alike", "typing", "rates")))
    yield from _made_up(reading, rule)
    found = [tally for tally in tallies(reading) if tally.kind is not Kind.COUNT or tally.value >= limits.least]
    spread = Counter(word for tally in found for word in tally.stems)
    earlier: dict[tuple[Kind, str], list[Tally]] = defaultdict(list)
    told: set[int] = set()
    for tally in found:
        rare = sorted(tally.stems, key=lambda word: (spread[word], word))[:3]
        others = {id(other): other for word in rare for other in earlier[tally.kind, word][-most:]}
        clash = next((other for other in others.values() if _disagree(tally, other, limits)), None)
        if clash is not None and tally.start not in told:
            told.add(tally.start)
            yield _hit(reading, tally, clash)
        for word in tally.stems:
            earlier[tally.kind, word].append(tally)


def _made_up(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """ "Our three localities" and "the four localities": what an area is made of, counted in two ways."""
    nouns = re.compile(rf"\s(?:{rule.settings['made_up']})\b", re.IGNORECASE)
    definite, restricted = (re.compile(rule.settings[name], re.IGNORECASE) for name in ("definite", "restricted"))
    first: dict[str, tuple[float, int, int, int]] = {}
    for passage in passages(reading):
        for figure in passage.figures:
            if figure.kind is not Kind.COUNT or figure.bound or figure.decimals:
                continue
            noun = nouns.match(passage.between(figure.end, passage.end))
            if noun is None or not definite.search(passage.between(passage.start, figure.start)):
                continue
            end = figure.end + noun.end()
            if restricted.match(passage.between(end, passage.end)):
                continue
            value, start, until, block = first.setdefault(
                noun[0].lower().strip(), (figure.value, figure.start, end, passage.block)
            )
            if value != figure.value:
                values: dict[str, object] = {
                    "figure": passage.between(figure.start, end),
                    "other": reading.text(start, until),
                    "place": landmark(reading, block),
                }
                yield Hit("made_up", figure.start, end, values, group=noun[0].lower())


def _hit(reading: Reading, tally: Tally, other: Tally) -> Hit:
    values: dict[str, object] = {
        "figure": reading.text(tally.start, tally.until),
        "other": reading.text(other.start, other.until),
        "place": landmark(reading, other.block),
    }
    near = other.context.section == tally.context.section
    return Hit("same" if near else "counts", tally.start, tally.end, values)


def _disagree(tally: Tally, other: Tally, limits: _Limits) -> bool:
    if tally.value == other.value or not _may_be_one(tally, other):
        return False
    alike, common = likeness(tally.stems, other.stems), len(tally.stems & other.stems)
    same_period = tally.context.period == other.context.period
    if tally.kind is not Kind.COUNT:
        needed = limits.rates if tally.kind is Kind.PERCENT else limits.alike
        return same_period and alike >= needed and common >= 3
    slip = _is_slip(tally.value, other.value)
    near = min(tally.value, other.value) >= limits.near * max(tally.value, other.value)
    if common < 2 or not near or not (same_period or slip):
        return False
    part = tally.stems <= other.stems or other.stems <= tally.stems
    return (slip and part) or alike >= (limits.typing if slip else limits.alike)


def _may_be_one(tally: Tally, other: Tally) -> bool:
    """True where nothing but the figure tells two tallies apart at first sight."""
    if tally.noun != other.noun or tally.block == other.block or tally.whole != other.whole:
        return False
    if tally.table is not None and tally.table == other.table:
        return False
    both_in_tables = tally.table is not None and other.table is not None
    if both_in_tables and len(tally.stems & other.stems) < _TABLE_STEMS:
        return False
    return _comparable(tally.context, other.context)


def _comparable(one: Context, other: Context) -> bool:
    """True where nothing around tells two claims apart: no other period, no other place."""
    if one.period and other.period and not (one.period & other.period):
        return False
    return one.names == other.names or not (one.names ^ other.names)


def _is_slip(one: float, other: float) -> bool:
    """True for two counts of three digits or more with one digit changed or two of them swapped."""
    first, second = f"{one:.0f}", f"{other:.0f}"
    if len(first) != len(second) or len(first) < 3:
        return False
    differing = [place for place in range(len(first)) if first[place] != second[place]]
    return len(differing) == 1 or (len(differing) == 2 and sorted(first) == sorted(second))
