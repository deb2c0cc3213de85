"""A stated weakness with nothing on the same matter under "What do we plan to do next?" of its statement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.actions import plans
from nlp.check import Hit
from nlp.claimed import is_weakness, weakness_words
from nlp.parts import parts
from nlp.reading import Reading
from nlp.same_matter import matter_in, share, weight_of
from nlp.sentence import Sentence


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on its first weakness. A statement without any plan is told so by another check."""
    for (statement, question), sentences in parts(reading).items():
        if question != "now" or statement not in plans(reading):
            continue
        paragraphs: dict[int, list[Sentence]] = {}
        for item in sentences:
            paragraphs.setdefault(item.block, []).append(item)
        for block, paragraph in paragraphs.items():
            weak = [place for place, item in enumerate(paragraph) if is_weakness(reading, item)]
            if not weak or _stands_beside_a_plan(reading, block) or _only_opens(reading, block, paragraph):
                continue
            if _is_open(reading, statement, paragraph, weak, rule):
                first = paragraph[weak[0]]
                why = weakness_words(reading.text(first.start, first.end))
                values: dict[str, object] = {"why": why, "statement": statement}
                weight = max(paragraph[place].labels.evaluative for place in weak)
                yield Hit("open", first.start, first.end, values, statement, "now", weight=weight)


def _is_open(reading: Reading, statement: int, paragraph: list[Sentence], weak: list[int], rule: CheckRule) -> bool:
    """True where the paragraph says enough of its matter to tell, and no plan takes it up.

    Its topic is told by the sentence that opens it and the first weak one, details by the other weak ones and those
    after a weak one.
    """
    least = int(rule.settings["least"])
    matters = [matter_in(reading.text(item.start, item.end)) for item in paragraph]
    topics = {0, weak[0]}
    # "We are slower with teenagers": the next sentence says with what.
    topics |= {place + 1 for place in topics if weight_of(matters[place]) <= least}
    details = {*weak, *(place + 1 for place in weak)} - topics
    told = [matter for place, matter in enumerate(matters) if place in topics]
    more = [matter for place, matter in enumerate(matters) if place in details]
    if all(weight_of(matter) < least for matter in (*told, *more)):
        return False
    return not _is_taken_up(reading, statement, told, more, rule)


def _only_opens(reading: Reading, index: int, paragraph: list[Sentence]) -> bool:
    """True for a single sentence before a list: its bullets say what it is about."""
    following = reading.document.blocks[index + 1 : index + 2]
    return len(paragraph) == 1 and any(
        block.kind is BlockKind.LIST_ITEM and reading.document.blocks[index].kind is not BlockKind.LIST_ITEM
        for block in following
    )


def _stands_beside_a_plan(reading: Reading, index: int) -> bool:
    """True for a cell whose row also holds the plan: the row is one theme."""
    cell = reading.document.blocks[index].cell
    return cell is not None and (cell.table, cell.row) in _rows_with_plans(reading)


def _is_taken_up(
    reading: Reading, statement: int, topics: list[frozenset[str]], details: list[frozenset[str]], rule: CheckRule
) -> bool:
    """True where a plan speaks of the weakness: in part of its topic or in most of a detail under the same statement,
    in most of its topic under another."""
    part, most, much = (rule.settings[name] for name in ("part", "most_of", "shared"))
    for matter in (*topics, *details):
        if not matter:
            return True
        for number, there in _plans_on(reading, matter):
            here = number == statement
            if share(matter, there) >= (part if here and matter in topics else most) and (here or matter in topics):
                return True
            if here and weight_of(matter & there) >= much:
                return True
    return False


def _plans_on(reading: Reading, matter: frozenset[str]) -> set[tuple[int, frozenset[str]]]:
    """The plans, each with its statement, that share a word with a matter."""
    return set().union(*(_plans_by_word(reading).get(word, set()) for word in matter))


@lru_cache(maxsize=2)
def _plans_by_word(reading: Reading) -> dict[str, set[tuple[int, frozenset[str]]]]:
    found: dict[str, set[tuple[int, frozenset[str]]]] = {}
    for statement, texts in plans(reading).items():
        for matter in map(matter_in, texts):
            for word in matter:
                found.setdefault(word, set()).add((statement, matter))
    return found


@lru_cache(maxsize=2)
def _rows_with_plans(reading: Reading) -> frozenset[tuple[int, int]]:
    return frozenset(
        (block.cell.table, block.cell.row)
        for block, place in zip(reading.document.blocks, reading.places, strict=True)
        if block.cell is not None and place.question == "next"
    )
