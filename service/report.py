"""The HTML report of a review: one file, no script, no address of another site."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from models.review import Review
from models.ruleset import Ruleset

_PAGES = Path(__file__).parent / "pages"


def html_report(review: Review, ruleset: Ruleset) -> str:
    """The report as a page; all text of the document is escaped."""
    cells = {(cell.statement, cell.question): cell for cell in review.summary.coverage}
    tally = Counter(finding.severity.value for finding in review.findings)
    return (
        _environment()
        .get_template("report.html")
        .render(
            review=review,
            rules=ruleset.rules,
            framework=ruleset.framework,
            cells=cells,
            tally=tally,
            share=review.summary.words.fair_share,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment
