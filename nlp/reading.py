"""What a check sees: the document, its sentences with labels and places, evidence and coverage. No XML, no files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span

from models.allowances import NONE, Allowances
from models.document import Block, BlockKind, Document, Story
from models.framework import Framework
from models.review import CoverageCell
from models.ruleset import Ruleset
from nlp.coverage import cover
from nlp.engine import Engine
from nlp.evidence import EvidenceMap, map_evidence
from nlp.matching import statements_about
from nlp.places import Place, label_end, place_blocks
from nlp.sentence import Sentence

_LETTER = re.compile(r"[^\W\d_]")
_SHORT_CELL = 4  # words; shorter cells are labels, not sentences


@dataclass(frozen=True, eq=False)
class Reading:
    """One document, read. Compared by identity, so that what is worked out of one can be kept."""

    document: Document
    ruleset: Ruleset
    sentences: tuple[Sentence, ...]
    places: tuple[Place, ...]
    evidence: EvidenceMap
    coverage: tuple[CoverageCell, ...]
    allowed: Allowances = NONE

    @property
    def framework(self) -> Framework:
        """The programme of inspection."""
        return self.ruleset.framework

    def text(self, start: int, end: int) -> str:
        """Characters of the document."""
        return self.document.text[start:end]

    @cached_property
    def by_block(self) -> dict[int, list[Sentence]]:
        """Sentences by the index of their block."""
        groups: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            groups.setdefault(sentence.block, []).append(sentence)
        return groups


def read(
    document: Document,
    ruleset: Ruleset,
    engine: Engine,
    allowed: Allowances = NONE,
    known: Mapping[tuple[str, str], Doc] | None = None,
) -> Reading:
    """Analyse a document; `known` are blocks, by text and lead-in, that the engine has read before."""
    places = place_blocks(document, ruleset.framework)
    sentences = tuple(_sentences(document, places, ruleset.framework, engine, known or {}))
    coverage = tuple(cover(document, ruleset, sentences))
    return Reading(document, ruleset, sentences, tuple(places), map_evidence(document), coverage, allowed)


def _sentences(
    document: Document,
    places: list[Place],
    framework: Framework,
    engine: Engine,
    known: Mapping[tuple[str, str], Doc],
) -> Iterator[Sentence]:
    scored = [
        (index, start)
        for index, block in enumerate(document.blocks)
        if _is_prose(document, block) and (start := label_end(document, block, framework)) < block.end
    ]
    texts = [(document.text[start : document.blocks[index].end], lead_in(document, index)) for index, start in scored]
    fresh = engine.read(text for text in texts if text not in known)
    for (index, offset), text in zip(scored, texts, strict=True):
        doc = known[text] if text in known else next(fresh)
        for span in doc.sents:
            start, end = _trimmed(document.text, offset + span.start_char, offset + span.end_char)
            if end > start and _LETTER.search(document.text, start, end):
                yield Sentence(start, end, index, span, span._.labels, places[index], _about(span, framework))


def _about(span: Span, framework: Framework) -> list[int]:
    """The statements that a sentence speaks to by its content."""
    if framework.statements_by == "labels":
        statements: list[int] = span._.labels.statements
        return statements
    return statements_about({token.lower_ for token in span}, framework)


def lead_in(document: Document, index: int) -> str:
    """The words that a bullet or cell completes: the paragraph or heading that opens its list or column; else ""."""
    block = document.blocks[index]
    if block.cell is not None or block.kind is not BlockKind.LIST_ITEM:
        return ""
    for before in range(index - 1, max(-1, index - 40), -1):
        other = document.blocks[before]
        if other.kind is not BlockKind.LIST_ITEM or other.level < block.level:
            return document.text_of(other)
    return ""


def _is_prose(document: Document, block: Block) -> bool:
    """Headings, contents, captions, chart labels and short table cells are structure, not sentences."""
    if block.kind in (BlockKind.CONTENTS, BlockKind.CAPTION) or block.story is Story.GRAPHIC:
        return False
    words = document.text_of(block).split()
    return block.cell is None or (len(words) >= _SHORT_CELL and not block.cell.header)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
