"""A planned action on a matter of which the rest of its statement says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.actions import actions
from nlp.check import Hit
from nlp.lexicon import words
from nlp.parts import parts, standing
from nlp.reading import Reading
from nlp.same_matter import matter_in, share, weight_of


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each such action."""
    if not actions(reading):
        return
    settings, told = rule.settings, _told(reading)
    everything = frozenset().union(_aside(reading), *told.values())
    for action in actions(reading):
        here = told.get(action.statement)
        # An action that says nothing but itself is asked for more by another check.
        if here is None or not action.has:
            continue
        for start, end in ((action.start, action.core_end), *action.further):
            text = reading.text(start, end)
            matter = matter_in(_what(text))
            # Who leads it may show what it is about: "the missing persons coordinator".
            if weight_of(matter) < int(settings["least"]) or weight_of(matter_in(text) & here) >= int(
                settings["shared"]
            ):
                continue
            if share(matter, here) < float(settings["here"]) and share(matter, everything) < float(
                settings["anywhere"]
            ):
                yield Hit("alone", start, end, {"statement": action.statement}, action.statement, "next")
                break


def _what(text: str) -> str:
    """What will be done, without who does it."""
    who, will, what = text.partition(" will ")
    return what if will and words("reasoning", "action", "owner").search(who) else text


def _told(reading: Reading) -> dict[int, frozenset[str]]:
    """What each statement speaks of under its first two questions."""
    found: dict[int, frozenset[str]] = {}
    for (statement, question), sentences in parts(reading).items():
        if question != "next":
            words = frozenset().union(*(matter_in(reading.text(item.start, item.end)) for item in sentences))
            found[statement] = found.get(statement, frozenset()) | words
    return found


def _aside(reading: Reading) -> frozenset[str]:
    """What the document speaks of outside the statements: its introduction, say."""
    texts = (reading.text(item.start, item.end) for item in standing(reading) if item.place.statement is None)
    return frozenset().union(*map(matter_in, texts))
