"""Findings as tables for a spreadsheet: no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from models.finding import masked
from models.ruleset import CheckRule
from service.report import LEVELS

COLUMNS = (
    "number", "level", "what", "heading", "statement", "question", "quote", "sentence", "message", "advice", "decision",
    "reason", "by", "when", "source", "id", "check", "severity",
)  # fmt: skip
_WIDTHS = {
    "what": 28,
    "heading": 28,
    "quote": 40,
    "sentence": 60,
    "message": 50,
    "advice": 50,
    "reason": 40,
    "source": 40,
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(
    review: Mapping[str, Any], decisions: Mapping[str, Mapping[str, str]], checks: Mapping[str, CheckRule]
) -> list[list[str]]:
    """One row a finding, in the order of the text, the header first; personal data in its sentence is unreadable."""
    hidden = [(first, last) for finding in review["findings"] for first, last in finding["hidden"]]
    found = [list(COLUMNS)]
    for number, finding in enumerate(review["findings"], 1):
        decided = decisions.get(finding["id"], {})
        rule, start = checks.get(finding["check"]), finding["start"]
        sentence = _around(review["sentences"], start)
        given = finding | {
            "number": number,
            "level": LEVELS[finding["severity"]],
            "what": rule.title if rule else "",
            "source": rule.source if rule else "",
            "heading": (_around(review["document"]["sections"], start) or {}).get("heading"),
            "sentence": masked(hidden, sentence["start"], sentence["text"]) if sentence else None,
            "decision": decided.get("state"),
            "reason": decided.get("reason"),
            "by": decided.get("by"),
            "when": decided.get("at"),
        }
        found.append([_safe(given.get(name)) for name in COLUMNS])
    return found


def _around(parts: Sequence[Mapping[str, Any]], at: int | None) -> Mapping[str, Any] | None:
    """The sentence or section that holds a place."""
    return next((part for part in parts if at is not None and part["start"] <= at < part["end"]), None)


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it as such."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(table)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(table: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet, every cell a string."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("Findings")
        head = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for number, row in enumerate(table):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value[:32_000], head if number == 0 else wrap)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table) - 1, len(COLUMNS) - 1)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, 12), wrap)
    return content.getvalue()


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
