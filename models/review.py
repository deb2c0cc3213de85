"""The review as JSON: schema `standpoint.review/1` of the contract, section 4."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.finding import Finding, Question

Polarity = Literal["strength", "weakness", "mixed"]
Asked = Literal["now", "know", "next", "none"]  # the reflective question that a sentence answers, if any
Level = Literal["strong", "thin", "missing"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Counts(_Frozen):
    """Words by where they stand. The headline is body + headings + tables."""

    body: int
    headings: int
    tables: int
    text_boxes: int
    notes: int
    contents: int
    hidden: int
    headers_and_footers: int


class Section(_Frozen):
    """A heading and the text up to the next heading of any level."""

    heading: str
    level: int
    start: int
    end: int
    words: int
    statement: int | None
    question: Question | None


class DocumentFacts(_Frozen):
    """What was reviewed."""

    name: str
    sha256: str
    kind: str
    reads_as: str | None = None  # another kind, where the wording is rather of that
    words: int
    counts: Counts
    sections: list[Section]


class Way(_Frozen):
    """One way of counting, and on which side of the limit it falls."""

    way: str
    count: int
    over: int


class Words(_Frozen):
    """The headline count against the limit; `limit` is None where a ruleset sets none."""

    count: int
    limit: int | None
    over: int
    near_limit: bool
    ways: list[Way]
    fair_share: int | None
    statements: dict[int, int]


class Evidence(_Frozen):
    """References to evidence, and how many judgements have some in reach."""

    references: int
    broken: int
    judgements: int
    supported: int
    form: str | None


class Quote(_Frozen):
    """A sentence that carries a coverage cell."""

    start: int
    end: int
    text: str


class CoverageCell(_Frozen):
    """One inspection statement × reflective question."""

    statement: int
    question: Question
    sentences: int
    words: int
    level: Level
    basis: Literal["structure", "content", "none"]
    quotes: list[Quote]


class LanguageBalance(_Frozen):
    """How many sentences carry each label; a sentence may carry several."""

    sentences: int
    evaluative: int
    descriptive: int
    impact: int
    evidence: int
    plan: int


class Readability(_Frozen):
    """Flesch reading ease (higher reads easier) and the reading age in years; None for a text too short."""

    flesch_reading_ease: float | None
    reading_age: int | None


class Summary(_Frozen):
    """The figures a reader wants first."""

    words: Words
    evidence: Evidence
    coverage: list[CoverageCell]
    language: LanguageBalance
    readability: Readability


class Labels(_Frozen):
    """What a sentence says: probabilities with 0.5 as the line of decision, and two choices.

    `polarity` is the likeliest, should the sentence be a judgement, and None where it hardly can be one: a reader may
    draw the line of decision lower. `judgement` is the polarity of what is a judgement by our line.
    """

    evaluative: float
    polarity: Polarity | None
    impact: float
    evidence: float
    plan: float
    descriptive: float
    question: Asked
    statements: list[int]

    @property
    def judgement(self) -> Polarity | None:
        """The polarity of a judgement; None for a sentence that is none."""
        return self.polarity if self.evaluative >= 0.5 else None


class SentenceLabels(Labels):
    """The labels of one sentence of the document."""

    start: int
    end: int
    text: str


class RulesetFacts(_Frozen):
    """Which ruleset was applied."""

    name: str
    version: str


class EngineFacts(_Frozen):
    """Which program and which language model."""

    standpoint: str
    model: str


class Cut(_Frozen):
    """A sentence that could go where the document is over its limit, with its words and why it is cheap."""

    start: int
    end: int
    quote: str
    words: int
    why: str


class Record(_Frozen):
    """SHA-256 of all that a review was made from, and of its findings: the same four give the same five."""

    document: str
    ruleset: str
    allowances: str
    model: str
    findings: str


class Silenced(_Frozen):
    """A finding that the writer asked to leave: by a comment in the document, or by the settings beside it."""

    id: str
    check: str
    by: Literal["comment", "settings"]


class Review(_Frozen):
    """The whole review of one document."""

    schema_: Literal["standpoint.review/1"] = Field("standpoint.review/1", alias="schema")
    document: DocumentFacts
    ruleset: RulesetFacts
    engine: EngineFacts
    summary: Summary
    sentences: list[SentenceLabels]
    findings: list[Finding]
    silenced: list[Silenced] = []
    cuts: list[Cut] = []
    record: Record

    def to_json(self) -> str:
        """The review as text: the same review gives the same bytes."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"
