"""Planned actions that name no owner, no date or no measure."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.actions import PARTS, Action, actions
from nlp.check import Hit
from nlp.lexicon import words
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit for each statement and each set of missing parts, on the first such action."""
    found = actions(reading)
    covered = _covered(reading)
    for action in found:
        missing = [part for part in action.missing if part not in covered.get(action.statement, frozenset())]
        if missing == ["measure"] and not _asks_for_measures(found, rule):
            continue
        if missing:
            names = [str(rule.settings["names"][part]) for part in missing]
            listed = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
            yield Hit(
                "measure" if missing == ["measure"] else "missing",
                action.start,
                action.core_end,
                {"missing": listed},
                action.statement,
                "next",
                group=f"{action.statement}-{listed}",
                weight=len(missing),
            )


def _asks_for_measures(found: tuple[Action, ...], rule: CheckRule) -> bool:
    """True where the writers give a measure nearly always: only then is one that is left out worth a word."""
    number = sum("measure" in action.has for action in found)
    return len(found) >= int(rule.settings["actions"]) and number >= float(rule.settings["usual"]) * len(found)


def _covered(reading: Reading) -> dict[int, frozenset[str]]:
    """Parts that one sentence gives for all actions of a statement, or says where they are written."""
    found: dict[int, frozenset[str]] = {}
    for item in reading.sentences:
        if item.place.question != "next" or item.place.statement is None:
            continue
        if words("reasoning", "action", "covered").search(reading.text(item.start, item.end)):
            found[item.place.statement] = frozenset(PARTS)
    return found
