"""The HTML report of a review: one file, no script, no address of another site."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from models.finding import hidden_in, masked
from models.review import Review, Section
from models.ruleset import Ruleset

_PAGES = Path(__file__).parent / "pages"
LEVELS = {"error": "To mend", "warning": "To look at", "advice": "Advice"}


def html_report(review: Review, ruleset: Ruleset, *, roles: bool = False) -> str:
    """The report as a page; all text of the document is escaped. With `roles`, every sentence marked by its labels."""
    flow = _flow(review) if roles else []
    return environment().get_template("report.html").render(**values(review, ruleset), flow=flow)


def values(review: Review, ruleset: Ruleset) -> dict[str, Any]:
    """What the templates need to show a review: the report's own, and those of the pages."""
    return {
        "review": review,
        "rules": ruleset.rules,
        "framework": ruleset.framework,
        "cells": {(cell.statement, cell.question): cell for cell in review.summary.coverage},
        "tally": Counter(finding.severity.value for finding in review.findings),
        "share": review.summary.words.fair_share,
        "shown": partial(masked, hidden_in(review.findings)),
        "section_at": partial(_section_at, review),
    }


def _section_at(review: Review, place: int | None) -> Section | None:
    """The section that holds a place of the text."""
    return next((s for s in review.document.sections if place is not None and s.start <= place < s.end), None)


def _flow(review: Review) -> list[tuple[int, str, list[str], str]]:
    """Headings and sentences in the order of the text: (start, text, labels, place); a heading's label is "heading"."""
    names = ("evaluative", "impact", "evidence", "plan", "descriptive")
    rows = [(section.start, section.heading, ["heading"], "") for section in review.document.sections]
    for item in review.sentences:
        labels = [name for name in names if getattr(item, name) >= 0.5]
        if item.judgement:
            labels[labels.index("evaluative")] = item.judgement
        rows.append((item.start, item.text, labels, item.question))
    return sorted(rows, key=lambda row: row[0])


@cache
def environment() -> Environment:
    """The templates of the report and of the pages, with what both say alike."""
    made = Environment(
        loader=FileSystemLoader([_PAGES, _PAGES / "static"]),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = lambda value: f"{value:,}"
    made.filters["short"] = lambda title: title.partition(",")[0]
    made.filters["numbered"] = lambda pairs, numbers: [(key, f"{name} ({numbers[key]})") for key, name in pairs]
    made.globals["levels"] = LEVELS
    return made
