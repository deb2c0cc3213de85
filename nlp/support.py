"""Whether a judgement has evidence in reach: in its sentence, its paragraph, or where the document keeps it.

A judgement under "How good are we now?" may rest on the matching "How do we know?" part of the same statement: that
is the layout the position statement asks for, so it is no fault, as long as that part speaks of the same matter.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from models.document import BlockKind
from nlp.reading import Reading
from nlp.sentence import Sentence

_EVIDENCE = 0.5
_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")
_FIGURE = re.compile(r"^[^\w]*\d[\d,.]*\s*(%|per cent|of \d|\(|/|$)")
_COMMON = 0.04  # a word in more than this share of the sentences says nothing of their matter


def judgements(reading: Reading) -> list[Sentence]:
    """The sentences that pass a judgement; lead-ins ("We know this from:") and the evidence list do not count."""
    return [
        sentence
        for sentence in reading.sentences
        if sentence.judges
        and sentence.block not in reading.evidence.list_blocks
        and not reading.text(sentence.start, sentence.end).endswith(":")
    ]


def is_supported(reading: Reading, judgement: Sentence) -> bool:
    """True where evidence is in reach of the judgement."""
    if any(_has_evidence(reading, other) for other in reading.by_block[judgement.block]):
        return True
    if judgement.block in _rows_with_figures(reading) or _opens_a_list_with_evidence(reading, judgement.block):
        return True
    if judgement.place.question != "now" or judgement.place.statement is None:
        return False
    known = _matter_of_evidence(reading).get(judgement.place.statement, frozenset())
    return not known.isdisjoint(_matter(reading, judgement))


def _opens_a_list_with_evidence(reading: Reading, index: int) -> bool:
    """True for a paragraph whose bullets hold the evidence: it says what they have in common."""
    blocks = reading.document.blocks
    if blocks[index].kind is BlockKind.LIST_ITEM:
        return False
    for following in range(index + 1, len(blocks)):
        if blocks[following].kind is not BlockKind.LIST_ITEM or blocks[following].cell != blocks[index].cell:
            return False
        if any(_has_evidence(reading, other) for other in reading.by_block.get(following, [])):
            return True
    return False


@lru_cache(maxsize=2)
def _rows_with_figures(reading: Reading) -> frozenset[int]:
    """Blocks of table rows in which some cell holds a figure or a reference: the row is one statement with its
    evidence."""
    rows: dict[tuple[int, int], list[int]] = {}
    for index, block in enumerate(reading.document.blocks):
        if block.cell is not None:
            rows.setdefault((block.cell.table, block.cell.row), []).append(index)
    found: set[int] = set()
    for blocks in rows.values():
        if any(_shows(reading, index) for index in blocks):
            found.update(blocks)
    return frozenset(found)


def _shows(reading: Reading, index: int) -> bool:
    block = reading.document.blocks[index]
    text = reading.document.text_of(block).strip()
    return bool(_FIGURE.match(text)) or reading.evidence.within(block.start, block.end)


@lru_cache(maxsize=2)
def _matter_of_evidence(reading: Reading) -> dict[int, frozenset[str]]:
    """What the evidence under "How do we know?" is about, by inspection statement."""
    matter: dict[int, set[str]] = {}
    for sentence in reading.sentences:
        statement = sentence.place.statement
        if statement is not None and sentence.place.question == "know" and _has_evidence(reading, sentence):
            matter.setdefault(statement, set()).update(_matter(reading, sentence))
    return {statement: frozenset(words) for statement, words in matter.items()}


def _has_evidence(reading: Reading, sentence: Sentence) -> bool:
    return sentence.labels.evidence >= _EVIDENCE or reading.evidence.within(sentence.start, sentence.end + 1)


def _matter(reading: Reading, sentence: Sentence) -> frozenset[str]:
    """The words of a sentence that few others use: what it is about."""
    common = _common_words(reading.document.text, len(reading.sentences))
    return frozenset(_stems(reading.text(sentence.start, sentence.end))) - common


@lru_cache(maxsize=4)
def _common_words(text: str, sentences: int) -> frozenset[str]:
    tally = Counter(_stems(text))
    return frozenset(word for word, number in tally.items() if number > max(8, _COMMON * sentences))


def _stems(text: str) -> list[str]:
    """Words of four letters and more, plural endings off."""
    return [re.sub(r"(?:’s|'s|ies|es|s)$", "", match[0].lower()) for match in _WORD.finditer(text)]
