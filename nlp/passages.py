"""Every stretch of text in which figures are read together: sentences, and whole blocks that are none."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from spacy.tokens import Token

from models.document import BlockKind
from nlp.dates import Date, dates
from nlp.figures import Figure, figures
from nlp.reading import Reading
from nlp.sentence import Sentence

_LONGEST = 5_000  # characters; what is longer is no sentence to be read
_Placed = TypeVar("_Placed", Figure, Date)


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


@lru_cache(maxsize=2)
def passages(reading: Reading) -> tuple[Passage, ...]:
    """All passages in the order of the text; the contents page has none."""
    return tuple(_passages(reading))


def _passages(reading: Reading) -> Iterator[Passage]:
    for index, block in enumerate(reading.document.blocks):
        if block.kind is BlockKind.CONTENTS:
            continue
        sentences = reading.by_block.get(index, [])
        spans: list[tuple[int, int, Sentence | None]] = [(item.start, item.end, item) for item in sentences]
        for start, end, sentence in spans or [(block.start, block.end, None)]:
            if end - start <= _LONGEST:
                yield Passage(
                    reading.text(start, end),
                    start,
                    end,
                    index,
                    _inside(figures(reading)[index], start, end),
                    _inside(dates(reading)[index], start, end),
                    sentence,
                )


def _inside(found: Sequence[_Placed], start: int, end: int) -> tuple[_Placed, ...]:
    """The figures or dates, in order, that stand between two places."""
    first = bisect.bisect_left(found, start, key=lambda item: item.start)
    last = bisect.bisect_left(found, end, key=lambda item: item.start)
    return tuple(item for item in found[first:last] if item.end <= end)


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
