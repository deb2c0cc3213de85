"""The same or nearly the same passage in two places, above all under two inspection statements.

Sentences are compared by runs of three words: an index leads from each run to the few sentences that hold it, so that
the time grows with the length of the document and no faster.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.document import BlockKind, Story
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.landmarks import landmark
from nlp.matching import echoes
from nlp.matter import matter_of
from nlp.outline import blocks_under
from nlp.reading import Reading
from nlp.sentence import Sentence

_MARKER = re.compile(r"\[[^\]]{1,40}\]|\([A-Z]{1,3}[- ]?\d{1,3}[a-z]?(?:[,;–-] ?[A-Z]{0,3}\d{1,3})*\)")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*%?")
_NOT = frozenset({"not", "no", "never", "cannot", "without", "few", "only", "should", "will"})
_RUN = 3
_HELD = 6  # sentences that a run of words leads to; a run that more of them hold tells nothing apart
_TRIED = 4  # of the sentences that share most runs
_SHARED = 0.25
_CONTAINED = 0.9  # of the words that say what a sentence is about, where the other says all of it and a little more
_LONGEST = 150  # words of a sentence that are compared


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence ready to be compared; `after` says whether it follows the line before it in its block."""

    number: int
    sentence: Sentence
    words: tuple[str, ...]
    figures: frozenset[str]
    after: bool


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the later of two passages, grouped with the earlier one."""
    lines = list(_lines(reading, rule))
    partner = _partners(reading, lines, rule)
    held = Counter(partner.values())
    for first, last in _passages(lines, partner):
        here, there = lines[first], lines[partner[first]]
        if held[there.number] > 1 and first == last and len(here.words) < int(rule.settings["template"]):
            continue
        same = all(lines[number].words == lines[partner[number]].words for number in range(first, last + 1))
        place = landmark(reading, there.sentence.block)
        if place == landmark(reading, here.sentence.block):
            place = "earlier under the same heading"
        values: dict[str, object] = {"place": place}
        message, group = "same" if same else "nearly", f"{there.number}"
        at = here.sentence.place
        words = sum(len(line.words) for line in lines[first : last + 1])
        end = lines[last].sentence.end
        yield Hit(message, here.sentence.start, end, values, at.statement, at.question, group=group, weight=words)
        yield Hit(message, there.sentence.start, lines[partner[last]].sentence.end, values, group=group)


def _lines(reading: Reading, rule: CheckRule) -> Iterator[_Line]:
    document = reading.document
    named = blocks_under(document, rule.settings["apart"])
    # A title that holds such a word names the whole document and sets nothing apart.
    apart = reading.evidence.list_blocks | (named if len(named) <= len(document.blocks) / 2 else set())
    formula = re.compile(rule.settings["formula"], re.IGNORECASE)
    number, before = 0, None
    for place, sentence in enumerate(reading.sentences):
        block = document.blocks[sentence.block]
        text = reading.text(sentence.start, sentence.end)
        if (
            sentence.block in apart
            or block.story not in (Story.BODY, Story.TEXT_BOX)
            or text.endswith(":")
            or formula.search(text)
            or re.search(rule.settings["apart"], document.text[block.start : block.bold_end], re.IGNORECASE)
            or _opens_list(reading, place)
            or echoes(text, reading.framework)
        ):
            continue
        words = tuple(word.lower() for word in _WORD.findall(_MARKER.sub(" ", text)))[:_LONGEST]
        if len(words) < int(rule.settings["words"]):
            continue
        figures = frozenset(word for word in words if word[0].isdigit())
        yield _Line(number, sentence, words, figures, after=before == (place - 1, sentence.block))
        number, before = number + 1, (place, sentence.block)


def _opens_list(reading: Reading, place: int) -> bool:
    """True for a sentence without judgement that ends a paragraph right above a list or a table."""
    sentence, blocks = reading.sentences[place], reading.document.blocks
    last = place + 1 == len(reading.sentences) or reading.sentences[place + 1].block != sentence.block
    if not last or sentence.judges or sentence.block + 1 >= len(blocks) or blocks[sentence.block].cell is not None:
        return False
    here, below = blocks[sentence.block], blocks[sentence.block + 1]
    in_list = below.kind is BlockKind.LIST_ITEM and here.kind is not BlockKind.LIST_ITEM
    return in_list or below.kind is BlockKind.CAPTION or below.cell is not None


def _partners(reading: Reading, lines: list[_Line], rule: CheckRule) -> dict[int, int]:
    """For a line, the first one that says the same."""
    holders: dict[tuple[str, ...], list[int]] = {}
    found: dict[int, int] = {}
    for line in lines:
        runs = list(dict.fromkeys(line.words[i : i + _RUN] for i in range(len(line.words) - _RUN + 1)))
        shared = Counter(other for item in runs for other in holders.get(item, ()))
        for other, times in shared.most_common(_TRIED):
            if times < max(2, _SHARED * len(runs)):
                break
            if _alike(reading, line, lines[other], rule):
                found[line.number] = found.get(other, other)
                break
        for item in runs:
            numbers = holders.setdefault(item, [])
            if len(numbers) < _HELD:
                numbers.append(line.number)
    return found


def _alike(reading: Reading, one: _Line, other: _Line, rule: CheckRule) -> bool:
    if _are_rows_of_one(reading, one.sentence, other.sentence):
        return False
    if _NOT.intersection(one.words) != _NOT.intersection(other.words):
        return False
    if not (one.figures <= other.figures or other.figures <= one.figures):
        return False
    settings = rule.settings
    is_short = min(len(one.words), len(other.words)) < int(settings["short"])
    least = float(settings["short_alike" if is_short or one.figures != other.figures else "alike"])
    here, there = matter_of(one.sentence), matter_of(other.sentence)
    common = len(here & there)
    within = not is_short and common >= _CONTAINED * min(len(here), len(there))
    if common < least * len(here | there) and not within:
        return False
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio() >= least


def _are_rows_of_one(reading: Reading, one: Sentence, other: Sentence) -> bool:
    """True within one table, unless it holds several inspection statements and these two stand under different ones."""
    cells = [reading.document.blocks[sentence.block].cell for sentence in (one, other)]
    if cells[0] is None or cells[1] is None or cells[0].table != cells[1].table:
        return False
    return one.place.statement is None or one.place.statement == other.place.statement


def _passages(lines: list[_Line], partner: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Ranges of lines that follow one another and whose partners do."""
    start: int | None = None
    for line in lines:
        number = line.number
        goes_on = (
            start is not None
            and line.after
            and partner.get(number) == partner.get(number - 1, -2) + 1
            and lines[partner[number]].after
        )
        if goes_on:
            continue
        if start is not None:
            yield start, number - 1
        start = number if number in partner else None
    if start is not None:
        yield start, len(lines) - 1
