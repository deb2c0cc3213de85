"""A draft report beside earlier reports: schema `standpoint.benchmark/1` of the contract, section 7.

It holds numbers and passages. Nothing in it says which evaluation a report should have.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.finding import Finding
from models.ruleset import load_data

Measure = Literal["strengths", "weaknesses", "mixed", "supported", "quantity_terms"]
Coefficient = Literal["cohen_kappa", "krippendorff_alpha"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class MeasureWords(_Frozen):
    """What a measure is called, and its unit."""

    title: str
    unit: str


class BenchmarkWords(_Frozen):
    """What the comparison says, and from when its figures mean anything: `benchmark.yaml`."""

    source: str
    verified: bool
    reports: int
    words: int
    judgements: int
    findings: int
    alike: float
    measures: dict[Measure, MeasureWords]
    coefficients: dict[Coefficient, str]
    notes: dict[str, str]


@cache
def words() -> BenchmarkWords:
    """The words and numbers of `benchmark.yaml`."""
    return BenchmarkWords.model_validate(load_data(Path(__file__).with_name("benchmark.yaml")))


class PartFigures(_Frozen):
    """What is counted in the part of a report that speaks to one inspection statement, or in the whole (None)."""

    statement: int | None
    words: int
    judgements: int
    strengths: int
    weaknesses: int
    mixed: int
    supported: int  # judgements with evidence in reach
    quantity_terms: dict[str, int]

    def counted(self, measure: Measure) -> int:
        """How many there are of what is measured."""
        return sum(self.quantity_terms.values()) if measure == "quantity_terms" else int(getattr(self, measure))

    def value(self, measure: Measure) -> float | None:
        """Judgements and terms per 1,000 words, the supported as a percentage; None where there is nothing to count
        on."""
        if measure == "supported":
            return 100 * self.supported / self.judgements if self.judgements else None
        return 1000 * self.counted(measure) / self.words if self.words else None

    @property
    def tells(self) -> bool:
        """True where there is enough in it to be held against others."""
        return self.words >= words().words and self.judgements >= words().judgements


class Passage(_Frozen):
    """A paragraph that passes a judgement, and what it is about: stems, for finding its like."""

    start: int
    end: int
    text: str
    statements: list[int]
    matter: list[str]


class Profile(_Frozen):
    """What a comparison needs of one report."""

    name: str
    sha256: str
    evaluation: str | None  # the word of the scale that the report states, in lower case
    parts: list[PartFigures]
    passages: list[Passage]

    def part(self, statement: int | None) -> PartFigures:
        """The figures of one statement, or of the whole."""
        return next(part for part in self.parts if part.statement == statement)


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """What the panel says of an earlier report; None is left to the report itself."""

    evaluation: str | None = None
    year: int | None = None


class Earlier(_Frozen):
    """An earlier report of the library: its published evaluation, and the year in which it was published."""

    profile: Profile
    evaluation: str | None
    year: int | None = None


class ReportValue(_Frozen):
    """A measure in one earlier report."""

    report: str
    year: int | None
    value: float


class Standing(_Frozen):
    """One measure of the draft, and where it stands among the n earlier reports with the same evaluation.

    `percentile` is the share of them that lie below, those alike counted half. `enough` is False where n is too small
    for that to mean anything. Parts with next to nothing in them are held against nothing.
    """

    measure: Measure
    value: float | None
    counted: int  # what the value rests on: so many judgements or terms
    percentile: float | None
    below: int  # of the n, with a lower value
    n: int
    enough: bool
    low: float | None
    median: float | None  # None where there are too few
    high: float | None
    same: list[ReportValue]


class TermUse(_Frozen):
    """A term of quantity per 1,000 words, in the draft and as the median of the n earlier reports alike evaluated."""

    term: str
    count: int
    rate: float | None
    median: float | None  # None where there are too few
    n: int


class PartComparison(_Frozen):
    """One inspection statement, or the whole (None)."""

    statement: int | None
    title: str
    words: int
    judgements: int
    measures: list[Standing]
    quantity_terms: list[TermUse]


class Near(_Frozen):
    """A passage of an earlier report; `alike` is the cosine of what both are about, 0 to 1."""

    report: str
    evaluation: str | None
    year: int | None
    text: str
    alike: float


class NearPassages(_Frozen):
    """A passage of the draft with the nearest earlier ones."""

    statements: list[int]
    start: int
    end: int
    text: str
    near: list[Near]


class Agreement(_Frozen):
    """How far reviewers agree: a coefficient with its 95 % interval over n findings that at least two decided.

    `value` is None where it is not defined: everybody gave one and the same answer throughout. The interval is None
    where too many draws of the findings are like that for it to mean anything.
    """

    coefficient: Coefficient
    value: float | None
    low: float | None
    high: float | None


class AgreementOn(_Frozen):
    """Agreement on the findings of one check, or on all (None)."""

    check: str | None
    n: int
    reviewers: int
    alike: float  # share of pairs of decisions that are the same
    enough: bool
    coefficients: list[Agreement]


class Library(_Frozen):
    """What the draft was held against."""

    reports: int
    by_evaluation: dict[str, int]
    without_evaluation: list[str]  # neither said by the panel nor found in the report
    left_out: list[str]  # the draft itself, where it is in the library
    same_twice: list[str]  # the same file once more
    not_read: list[str]  # that could not be read, or wait to be


class Draft(_Frozen):
    """The draft report."""

    name: str
    sha256: str
    evaluation: str | None


class Benchmark(_Frozen):
    """The whole comparison."""

    schema_: Literal["standpoint.benchmark/1"] = Field("standpoint.benchmark/1", alias="schema")
    draft: Draft
    library: Library
    enough_from: int  # reports from which a percentile means anything
    parts: list[PartComparison]
    nearest: list[NearPassages]
    wording: list[Finding]
    agreement: list[AgreementOn]
    notes: list[str]

    def to_json(self) -> str:
        """As text: the same comparison gives the same bytes."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"
