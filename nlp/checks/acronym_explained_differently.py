"""Two full names for one acronym, or two acronyms for one full name."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.acronyms import Explanation, acronyms
from nlp.check import Hit
from nlp.full_names import name_key, same_name
from nlp.landmarks import shortened
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the later of the two, grouped with the earlier one."""
    spelt = {name: [item for item in items if item.words] for name, items in acronyms(reading).explanations.items()}
    for name, items in spelt.items():
        told: list[Explanation] = []
        for item in items:
            if any(same_name(item.words, other.words) for other in told):
                continue
            if told:
                yield from _pair("names", item, told[0], f"{name} {name_key(item.words)}")
            told.append(item)
    yield from _two_acronyms(spelt)


def _two_acronyms(spelt: dict[str, list[Explanation]]) -> Iterator[Hit]:
    by_words: dict[str, Explanation] = {}
    everything = sorted((item for items in spelt.values() for item in items), key=lambda item: (item.at, item.start))
    for item in everything:
        key = name_key(item.words)
        first = by_words.setdefault(key, item)
        if not _are_variants(first.name, item.name):
            yield from _pair("acronyms", item, first, f"{first.name} {item.name} {key}")


def _are_variants(one: str, other: str) -> bool:
    """True for forms that differ in a plural or in a letter for "and"."""
    return one.rstrip("S") == other.rstrip("S") or one.replace("A", "") == other.replace("A", "")


def _pair(message: str, later: Explanation, earlier: Explanation, group: str) -> Iterator[Hit]:
    values: dict[str, object] = {
        "acronym": later.name,
        "other": earlier.name,
        "here": shortened(later.words),
        "there": shortened(earlier.words),
    }
    yield Hit(message, later.start, later.end, values, group=group)
    if earlier.start != later.start:
        yield Hit(message, earlier.start, earlier.end, values, group=group)
