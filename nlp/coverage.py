"""The coverage matrix: which sentences answer which inspection statement and reflective question."""

from __future__ import annotations

from collections.abc import Sequence

from models.document import Document, count_words
from models.finding import Question
from models.review import CoverageCell, Level, Quote
from models.ruleset import Ruleset, Strong
from nlp.sentence import Sentence

_AGREES = {"now": "evaluative", "know": "evidence", "next": "plan"}
_QUOTES = 3
_QUOTE_LENGTH = 300


def cover(document: Document, ruleset: Ruleset, sentences: Sequence[Sentence]) -> list[CoverageCell]:
    """A cell for every statement and question of the framework, in that order."""
    strong = ruleset.rules.coverage.strong
    return [
        _cell(document, strong, statement.number, question.id, sentences)
        for statement in ruleset.framework.statements
        for question in ruleset.framework.questions
    ]


def answers(sentence: Sentence, statement: int, question: Question) -> bool:
    """True where a sentence belongs to the cell, by structure as far as it goes and by content for the rest."""
    return sentence.question == question and statement in sentence.statements


def _cell(
    document: Document, strong: Strong, statement: int, question: Question, sentences: Sequence[Sentence]
) -> CoverageCell:
    found = [sentence for sentence in sentences if answers(sentence, statement, question)]
    words = sum(count_words(document.text[item.start : item.end]) for item in found)
    agreeing = [item for item in found if _agrees(item, question)]
    by_structure = any(item.place.statement and item.place.question for item in found)
    return CoverageCell(
        statement=statement,
        question=question,
        sentences=len(found),
        words=words,
        level=_level(strong, len(found), words, len(agreeing)),
        basis="structure" if by_structure else "content" if found else "none",
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
    return "strong" if sentences >= strong.sentences and words >= strong.words and agreeing else "thin"
