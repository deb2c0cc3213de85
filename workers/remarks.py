"""From a review to the comments of the annotated copy: one a finding with a place, one summary for the rest."""

from __future__ import annotations

import hashlib

from models.finding import Finding
from models.review import Review
from models.ruleset import Ruleset
from workers.docx.annotator import Remark

_LEVELS = {"strong": "answered", "thin": "thin", "missing": "nothing found"}


def remarks(review: Review, ruleset: Ruleset) -> list[Remark]:
    """The summary first, then the findings in the order of the text."""
    placed = [item for item in review.findings if item.start is not None]
    whole = [item for item in review.findings if item.start is None]
    return [_summary(review, ruleset, whole), *map(_remark, placed)]


def _remark(finding: Finding) -> Remark:
    level = {"error": "To mend: ", "warning": "To look at: ", "advice": ""}[finding.severity]
    lines = tuple(filter(None, (level + finding.message, finding.advice)))
    return Remark(finding.id, finding.check, finding.start, finding.end, lines)


def _summary(review: Review, ruleset: Ruleset, findings: list[Finding]) -> Remark:
    words = review.summary.words
    lines = ["Standpoint read this document. It found passages to look at; the judgement stays yours."]
    limit = f" of {words.limit:,} allowed" if words.limit else ""
    over = f", {words.over:,} over" if words.over else ""
    lines.append(f"Words: {words.count:,}{limit}{over} (body text, headings and tables).")
    for question in ruleset.framework.questions if ruleset.rules.answers else ():
        cells = [cell for cell in review.summary.coverage if cell.question == question.id]
        told = "; ".join(f"statement {cell.statement} {_LEVELS[cell.level]}" for cell in cells)
        lines.append(f"{question.text} {told}.")
    lines.extend(f"• {finding.message} {finding.advice}" for finding in findings)
    return Remark(hashlib.sha256(b"summary").hexdigest()[:12], "summary", None, None, tuple(lines))
