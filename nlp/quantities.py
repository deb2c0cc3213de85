"""Terms of quantity ("most", "the majority"): the programme's own, and those of plain speech, with their bands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from models.document import Document
from models.framework import Framework
from nlp.lexicon import lexicon
from nlp.outline import blocks_under
from nlp.passages import Passage, token_at


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its band: above `above`, up to and including `to` per cent; `official` in the programme's table."""

    name: str
    pattern: re.Pattern[str]
    above: float
    to: float
    official: bool


def terms_of(framework: Framework) -> tuple[Term, ...]:
    """The terms that count in a programme: its own and those of plain speech; none where it has no table of its own."""
    table = framework.quantity_terms
    return _terms(tuple((item.term, item.above, item.to) for item in table.terms)) if table else ()


@cache
def _terms(table: tuple[tuple[str, float, float], ...]) -> tuple[Term, ...]:
    data = lexicon("quantities")
    own = [Term(name, _pattern(data["terms"].get(name, name)), above, to, True) for name, above, to in table]
    also = data["also"].items()
    return (*own, *(Term(name, _pattern(said["pattern"]), said["above"], said["to"], False) for name, said in also))


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def explained_in(document: Document) -> set[int]:
    """The blocks that explain the terms, where none of them is used."""
    return blocks_under(document, lexicon("quantities")["definitions"])


def terms_in(passage: Passage, terms: Sequence[Term]) -> Iterator[tuple[Term, int, int]]:
    """The terms of a passage and where they stand, the wider of two that overlap; a superlative is none."""
    found = [
        (match.start(), -match.end(), term)
        for term in terms
        for match in term.pattern.finditer(passage.text)
        if not _is_superlative(passage, passage.start + match.start(), match[0])
    ]
    last = 0
    for start, end, term in sorted(found, key=lambda item: item[:2]):
        if start >= last:
            last = -end
            yield term, passage.start + start, passage.start - end


def _is_superlative(passage: Passage, start: int, words: str) -> bool:
    if words.lower() != "most" or passage.sentence is None:
        return False
    token = token_at(passage.sentence, start)
    if token is None or token.dep_ != "advmod":
        return False
    return token.head.i > token.i and token.head.pos_ in ("ADJ", "ADV")
