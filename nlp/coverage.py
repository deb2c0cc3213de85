"""The coverage matrix: which sentences answer which inspection statement and reflective question."""

from __future__ import annotations

from collections.abc import Sequence, Set

from models.document import Document, count_words
from models.finding import Question
from models.review import CoverageCell, Level, Quote
from models.ruleset import Ruleset, Strong
from nlp.places import Place
from nlp.sentence import Sentence

_AGREES = {"now": "evaluative", "know": "evidence", "next": "plan"}
_QUOTES = 3
_QUOTE_LENGTH = 300


def cover(document: Document, ruleset: Ruleset, sentences: Sequence[Sentence]) -> list[CoverageCell]:
    """A cell for every statement and question of the framework, in that order."""
    strong = ruleset.rules.coverage.strong
    explicit = {item.place for item in sentences if item.place.statement and item.place.question}
    return [
        _cell(document, strong, Place(statement.number, question.id), sentences, explicit)
        for statement in ruleset.framework.statements
        for question in ruleset.framework.questions
    ]


def answers(sentence: Sentence, cell: Place, explicit: Set[Place]) -> bool:
    """True where a sentence belongs to the cell.

    Where the document has a place for the cell, what stands there answers it; else structure as far as it goes, and
    content for the rest.
    """
    if cell in explicit:
        return sentence.place == cell
    return sentence.question == cell.question and cell.statement in sentence.statements


def _cell(
    document: Document, strong: Strong, cell: Place, sentences: Sequence[Sentence], explicit: Set[Place]
) -> CoverageCell:
    statement, question = cell.statement, cell.question
    if statement is None or question is None:
        raise ValueError("a coverage cell has a statement and a question")
    found = [sentence for sentence in sentences if answers(sentence, cell, explicit)]
    words = sum(count_words(document.text[item.start : item.end]) for item in found)
    agreeing = [item for item in found if _agrees(item, question)]
    return CoverageCell(
        statement=statement,
        question=question,
        sentences=len(found),
        words=words,
        level=_level(strong, len(found), words, len(agreeing)),
        basis="structure" if cell in explicit else "content" if found else "none",
        quotes=[
            Quote(start=item.start, end=item.end, text=document.text[item.start : item.end])
            for item in (agreeing or found)[:_QUOTES]
            if item.end - item.start <= _QUOTE_LENGTH
        ],
    )


def _agrees(sentence: Sentence, question: Question) -> bool:
    """A judgement answers "now", evidence answers "know", a plan answers "next"."""
    probability: float = getattr(sentence.labels, _AGREES[question])
    return probability >= 0.5


def _level(strong: Strong, sentences: int, words: int, agreeing: int) -> Level:
    if sentences == 0:
        return "missing"
    enough = (sentences >= strong.sentences and words >= strong.words) or words >= strong.alone
    return "strong" if enough and agreeing else "thin"
