"""A percentage of fewer than ten cases or so."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.figures import Figure, Kind, plain
from nlp.grounds import counts_cases
from nlp.pairs import pairs
from nlp.passages import Passage, passages
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each percentage; those of one table together."""
    limit = float(rule.settings["base"])
    for passage in passages(reading):
        cell = reading.document.blocks[passage.block].cell
        group = f"table {cell.table}" if cell is not None else ""
        for figure in passage.figures:
            if figure.kind is Kind.PERCENT and 0 < figure.value <= 100:
                yield from _hit(passage, figure, rule, limit, group)


def _hit(passage: Passage, figure: Figure, rule: CheckRule, limit: float, group: str) -> Iterator[Hit]:
    shown = passage.between(figure.start, figure.end)
    part, whole = _part_and_whole(passage, figure, rule)
    if whole and 1 < whole < limit:
        part = part or round(whole * figure.value / 100)
        values: dict[str, object] = {
            "figure": shown,
            "whole": plain(whole),
            "step": plain(100 / whole),
            "numbers": f"{plain(part)} of {plain(whole)}",
        }
        yield Hit("base", figure.start, figure.end, values, group=group)
        return
    count = _count_beside(passage, figure)
    if count is None or whole or figure.value >= 100:
        return
    most = count.value / max(figure.value - 0.5, 0.1) * 100
    about = max(count.value, math.floor(count.value / figure.value * 100 + 0.5))
    if most < limit and about > 1 and abs(100 * count.value / about - figure.value) < 1:
        values = {
            "figure": shown,
            "part": plain(count.value),
            "whole": plain(about),
            "step": plain(100 / about),
            "numbers": f"{plain(count.value)} of {plain(about)}",
        }
        yield Hit("implied", count.start, figure.end, values, group=group)


def _part_and_whole(passage: Passage, figure: Figure, rule: CheckRule) -> tuple[float, float]:
    """The count and the number of cases of a per cent, as far as the passage says them; 0 for what it does not."""
    for pair in pairs(passage):
        if pair.said == figure and pair.share.whole:
            return pair.share.part, pair.share.whole
    following = next((other for other in passage.figures if other.start >= figure.end), None)
    wholes = re.compile(rule.settings["wholes"], re.IGNORECASE)
    if following is not None and following.kind is Kind.COUNT:
        gap = passage.between(figure.end, following.opens)
        if wholes.fullmatch(gap) or (following.base and len(gap) < 40):
            return 0, following.value
    return 0, _whole_before(passage, figure, rule)


def _whole_before(passage: Passage, figure: Figure, rule: CheckRule) -> float:
    """The one number of cases that a passage tells before a per cent: "Of the eight parents we met, 75% ..."."""
    before = [other for other in passage.figures if other.end <= figure.start]
    counts = [other for other in before if other.kind is Kind.COUNT and not other.decimals]
    if len(counts) != 1 or any(other.kind is Kind.SHARE for other in before):
        return 0
    count = counts[0]
    lead = passage.between(passage.start, count.start)
    told = passage.between(count.end, figure.start)
    fronted = re.search(r"(?:^|[;:,]\s)of (?:the |these |those |our |all )?$", lead, re.IGNORECASE)
    answered = re.search(rule.settings["answered"], told, re.IGNORECASE)
    sample = re.search(rule.settings["sample"], lead, re.IGNORECASE)
    asked = (answered or sample) and len(told) < 100 and counts_cases(told[:60])
    bound = fronted or count.base or asked
    return count.value if bound and _may_be(figure, count.value) else 0


def _may_be(figure: Figure, whole: float) -> bool:
    """True where some number of that many cases makes the per cent."""
    return abs(100 * round(whole * figure.value / 100) / whole - figure.value) < 1 if whole else False


def _count_beside(passage: Passage, figure: Figure) -> Figure | None:
    """The count of "3 (60%)" or "three children (60%)"."""
    before = [other for other in passage.figures if other.end <= figure.start]
    if not before or before[-1].kind is not Kind.COUNT or before[-1].decimals or before[-1].bound:
        return None
    gap = passage.between(before[-1].end, figure.opens)
    if not re.fullmatch(r"(?:\s[a-z’'-]+){0,3}\s?\(", gap) or not re.match(
        r"\s?\)", passage.between(figure.end, passage.end)
    ):
        return None
    return before[-1] if gap.strip() == "(" or counts_cases(gap) else None
