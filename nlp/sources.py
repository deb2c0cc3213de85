"""Where a passage says that its knowledge comes from: which kinds of source it names, and which listed documents."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.evidence import normal_code
from nlp.lexicon import lexicon, words
from nlp.reading import Reading

_NEAR = 70  # characters between those who speak and the word that says so
POLICY, STAFF = "policy", "staff"
_BREAK = re.compile(r"(?<=[.!?;])\s+|\n")


@dataclass(frozen=True, slots=True)
class Sources:
    """The kinds of source that a passage names, and the codes of listed evidence that it cites."""

    kinds: frozenset[str]
    codes: frozenset[str]

    @property
    def number(self) -> int:
        """How many sources there are at least."""
        return max(len(self.kinds), len(self.codes))


def sources_in(reading: Reading, start: int, end: int) -> Sources:
    """The sources between two places of the text; a cited code brings the kinds that its title in the list names."""
    codes = codes_in(reading, start, end)
    kinds = set(kinds_named(reading.text(start, end)))
    titles = titles_by_code(reading)
    for code in codes:
        kinds |= kinds_of_title(titles.get(code, ""))
    return Sources(frozenset(kinds), codes)


def codes_in(reading: Reading, start: int, end: int) -> frozenset[str]:
    """The codes cited in a range; a link or a note counts as a code of its own."""
    references = reading.evidence.references
    place = bisect.bisect_left(references, start, key=lambda reference: reference.start)
    found: set[str] = set()
    while place < len(references) and references[place].start < end + 1:
        reference = references[place]
        found.update(reference.codes or [reading.text(reference.start, reference.end).strip() or f"note {place}"])
        place += 1
    return frozenset(found)


@lru_cache(maxsize=4096)
def kinds_named(text: str) -> frozenset[str]:
    """The kinds of source that a text names, sentence by sentence."""
    found: set[str] = set()
    for sentence in _BREAK.split(text):
        found |= _kinds(sentence)
    return frozenset(found)


def _kinds(sentence: str) -> set[str]:
    found = {voice for voice, patterns in _voices().items() if any(pattern.search(sentence) for pattern in patterns)}
    if words("reasoning", "training_feedback").search(sentence):
        found.add(STAFF)
    found |= {kind for kind in lexicon("reasoning")["kinds"] if words("reasoning", "kinds", kind).search(sentence)}
    if names_policy(sentence) and not found:
        found.add(POLICY)
    if not found:
        weak = (kind for kind in lexicon("reasoning")["weak"] if words("reasoning", "weak", kind).search(sentence))
        found |= set(weak)
    return found


@cache
def _voices() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Those who speak, near a word that says that they did, with nobody else between."""
    telling, told_in, holding, asking, shares = (
        words("reasoning", name).pattern for name in ("telling", "told_in", "holding", "asking", "shares")
    )
    groups = {voice: words("reasoning", "voices", voice).pattern for voice in lexicon("reasoning")["voices"]}
    found = {}
    for voice, who in groups.items():
        others = "|".join(pattern for other, pattern in groups.items() if other != voice)
        between = rf"(?:(?!{others})[^.;:])"
        says = f"(?:{telling}|{holding})" if voice == STAFF else telling
        found[voice] = tuple(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                f"{who}{between}{{0,{_NEAR}}}?{says}",
                rf"{who}[’']?s? (?:\w+ ){{0,2}}?{told_in}",
                f"{asking}{between}{{0,{_NEAR // 2}}}?{who}",
                f"{shares} {who}{between}{{0,{_NEAR}}}?{holding}",
            )
        )
    return found


def names_policy(text: str) -> bool:
    """True where a text names a policy, a procedure or the like."""
    plain = words("reasoning", "not_policy").sub(" ", text)
    return bool(words("reasoning", "policy").search(plain))


@lru_cache(maxsize=2)
def titles_by_code(reading: Reading) -> dict[str, str]:
    """What the evidence list calls each code."""
    document, titles = reading.document, {}
    for entry in reading.evidence.entries:
        index = document.block_at(entry.start)
        block = document.blocks[index]
        text = document.text[entry.end : block.end]
        if block.cell is not None:
            row = (block.cell.table, block.cell.row)
            following = document.blocks[index + 1 : index + 2]
            text = " ".join(
                document.text_of(other)
                for other in following
                if other.cell is not None and (other.cell.table, other.cell.row) == row
            )
        titles[normal_code(entry.code)] = text.strip()
    return titles


def kinds_of_title(title: str) -> frozenset[str]:
    """The kinds that a title in the evidence list stands for: a policy where it names nothing that looked into one."""
    if not title:
        return frozenset()
    if names_policy(title) and not words("reasoning", "looked_into").search(title):
        return frozenset([POLICY])
    return kinds_named(title) - {POLICY}
