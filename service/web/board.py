"""The findings of a review with what people did about them, filtered and grouped for a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from models.finding import Finding
from models.review import Review
from models.ruleset import CheckRule, Ruleset
from service.web.quotes import Passage, Shown, Text


class Filters(BaseModel):
    """What the reader wants to see; empty is all. `kept` is a finding to show although it no longer fits."""

    level: str = Field("", max_length=20)
    check: str = Field("", max_length=80)
    statement: str = Field("", max_length=10)
    question: str = Field("", max_length=10)
    decision: str = Field("", max_length=20)
    change: str = Field("", max_length=20)
    order: str = Field("", max_length=10)
    kept: str = Field("", max_length=12)

    def query(self, **changes: str) -> str:
        """As the query of an address, the empty ones left out."""
        given = {name: value for name, value in (self.model_dump() | changes).items() if value}
        return f"?{urlencode(given)}" if given else ""

    def any(self) -> bool:
        """True where something is filtered out."""
        return any(value for name, value in self.model_dump().items() if name not in ("order", "kept"))


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as a page shows it; `number` is its place in the order of the text."""

    number: int
    finding: Finding
    rule: CheckRule | None
    passage: Passage | None
    decision: dict[str, str]
    thread: dict[str, Any]
    change: str

    @property
    def state(self) -> str:
        """Open until somebody decides."""
        return self.decision.get("state", "open")

    @property
    def title(self) -> str:
        """What the check is called."""
        return self.rule.title if self.rule else self.finding.check

    @property
    def level(self) -> str:
        """How much it asks of the writer."""
        return self.finding.severity.value

    @property
    def check(self) -> str:
        """The id of the check."""
        return self.finding.check

    def fits(self, filters: Filters) -> bool:
        """True where the reader wants to see it."""
        finding = self.finding
        pairs = (
            (filters.level, self.level), (filters.check, self.check), (filters.decision, self.state),
            (filters.statement, str(finding.statement or "none")), (filters.question, finding.question or "none"),
            (filters.change, self.change),
        )  # fmt: skip
        return finding.id == filters.kept or all(wanted in ("", is_) for wanted, is_ in pairs)


class Board:
    """The findings of one review."""

    def __init__(self, answer: dict[str, Any], review: Review, ruleset: Ruleset, shown: Shown) -> None:
        text = Text(review, shown)
        changes = {key: name for name in ("new", "still_there") for key in answer.get("changes", {}).get(name, ())}
        self.items = [
            Item(
                number, finding, ruleset.rules.checks.get(finding.check), text.passage(finding),
                answer["decisions"].get(finding.id, {}), answer["threads"].get(finding.id, {}),
                changes.get(finding.id, ""),
            )
            for number, finding in enumerate(review.findings, 1)
        ]  # fmt: skip

    def item(self, finding: str) -> Item:
        """The finding of that id."""
        return next(item for item in self.items if item.finding.id == finding)

    def count(self, name: str) -> Counter[str]:
        """How many of each value of `state`, `level`, `check` or `change`."""
        return Counter(str(getattr(item, name)) for item in self.items)

    def checks(self) -> list[tuple[str, str, int]]:
        """The checks that found something, by title: (id, title, number)."""
        titles = {item.finding.check: item.title for item in self.items}
        numbers = self.count("check")
        return sorted(((check, titles[check], numbers[check]) for check in titles), key=lambda row: row[1])

    def groups(self, filters: Filters) -> list[tuple[str, list[Item]]]:
        """What fits: in the order of the text under no title, or by check, those that ask most of the writer first."""
        fitting = [item for item in self.items if item.fits(filters)]
        if filters.order != "check":
            return [("", fitting)] if fitting else []
        groups: dict[str, list[Item]] = {}
        for item in sorted(fitting, key=lambda item: -item.finding.severity.rank):
            groups.setdefault(item.title, []).append(item)
        return list(groups.items())
