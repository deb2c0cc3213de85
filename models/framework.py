"""A programme of inspection as data: its statements, questions, indicators, scale and terms of quantity.

Every rule names its source; `verified: false` marks what nobody has confirmed, and is never shown as official.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.finding import Question


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InspectionStatement(_Data):
    """What partners are asked to demonstrate. `keywords` tell it from the other statements."""

    number: int
    text: str
    short: str
    aliases: list[str] = []
    keywords: list[str]
    source: str
    verified: bool


class ReflectiveQuestion(_Data):
    """One of the questions that a statement is answered by."""

    id: Question
    text: str
    aliases: list[str] = []
    source: str
    verified: bool


class QualityIndicator(_Data):
    """An indicator of the quality framework."""

    number: str
    title: str
    source: str
    verified: bool


class ScalePoint(_Data):
    """A point of the evaluation scale, with phrases of its published explanation."""

    grade: int
    label: str
    short: str
    phrases: list[str]
    source: str
    verified: bool


class QuantityTerm(_Data):
    """A term and its band: above `above` up to and including `to` per cent."""

    term: str
    above: float
    to: float


class QuantityTerms(_Data):
    """The terms of quantity and where they come from."""

    source: str
    verified: bool
    terms: list[QuantityTerm]


class Framework(_Data):
    """A whole programme."""

    id: str
    title: str
    source: str
    # How a sentence is placed where structure does not place it: by the trained labels, which know the four statements
    # of one programme, or by the keywords of the statements.
    statements_by: Literal["labels", "keywords"] = "labels"
    statements: list[InspectionStatement]
    questions: list[ReflectiveQuestion]
    indicators: list[QualityIndicator] = []
    evaluated: list[str] = []  # the indicators that a report of the programme evaluates
    scale: list[ScalePoint] = []
    quantity_terms: QuantityTerms | None = None

    def question(self, question_id: str) -> ReflectiveQuestion:
        """The question of that id."""
        return next(item for item in self.questions if item.id == question_id)
