"""Every stretch of text in which figures are read together: sentences, and whole blocks that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from models.document import BlockKind
from nlp.dates import Date, dates
from nlp.figures import Figure, figures
from nlp.reading import Reading
from nlp.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a caption, heading or short cell, with its figures and dates."""

    text: str
    start: int
    end: int
    block: int
    figures: tuple[Figure, ...]
    dates: tuple[Date, ...]
    sentence: Sentence | None = None

    def between(self, start: int, end: int) -> str:
        """Characters of the passage, by places of the document."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]


def passages(reading: Reading) -> Iterator[Passage]:
    """All passages in the order of the text; the contents page has none."""
    for index, block in enumerate(reading.document.blocks):
        if block.kind is BlockKind.CONTENTS:
            continue
        sentences = reading.by_block.get(index, [])
        if not sentences:
            yield _passage(reading, index, block.start, block.end, None)
        for sentence in sentences:
            yield _passage(reading, index, sentence.start, sentence.end, sentence)


def _passage(reading: Reading, block: int, start: int, end: int, sentence: Sentence | None) -> Passage:
    return Passage(
        reading.text(start, end),
        start,
        end,
        block,
        tuple(figure for figure in figures(reading)[block] if start <= figure.start and figure.end <= end),
        tuple(found for found in dates(reading)[block] if start <= found.start and found.end <= end),
        sentence,
    )


def token_at(sentence: Sentence, at: int) -> Token | None:
    """The token of a sentence that holds a place of the document."""
    tokens = [token for token in sentence.span if not token.is_space]
    if not tokens:
        return None
    offset = sentence.start - tokens[0].idx
    return next((token for token in tokens if token.idx + offset <= at < token.idx + offset + len(token)), None)


def place_of(sentence: Sentence, token: Token) -> int:
    """Where a token of a sentence begins in the document."""
    first = next(other for other in sentence.span if not other.is_space)
    return sentence.start - first.idx + token.idx
