"""A finding: what a check saw, where, why it matters and what the writer could do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Question = Literal["now", "know", "next"]
_MASK = "▮"


class Severity(StrEnum):
    """How much a finding asks of the writer; ordered by `rank`."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """0 for advice, 2 for an error."""
        return {"advice": 0, "warning": 1, "error": 2}[self.value]


class Mark(BaseModel):
    """A range of the text with its words."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    quote: str


class Finding(BaseModel):
    """One finding; `start`, `end` and `quote` are None when it is about the whole document.

    `also` are the further places of which the same would be said: they have no comment of their own. `hidden` are
    ranges of personal data that no report may repeat.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    check: str
    severity: Severity
    message: str
    advice: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    statement: int | None = None
    question: Question | None = None
    also: list[Mark] = []
    hidden: list[tuple[int, int]] = []


def hidden_in(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    """All ranges of personal data that the findings of a review recognised."""
    return [place for finding in findings for place in finding.hidden]


def masked(hidden: Iterable[tuple[int, int]], start: int, text: str) -> str:
    """The words of a document from that place on, with the hidden ranges made unreadable."""
    for first, last in hidden:
        a, b = max(first - start, 0), min(last - start, len(text))
        if a < b:
            text = text[:a] + _MASK * (b - a) + text[b:]
    return text
