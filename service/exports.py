"""Findings as tables for a spreadsheet: no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

COLUMNS = ("id", "check", "severity", "statement", "question", "quote", "message", "advice", "decision", "reason", "by")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(review: Mapping[str, Any], decisions: Mapping[str, Mapping[str, str]]) -> list[list[str]]:
    """One row a finding, in the order of the text, the header first."""
    found = [list(COLUMNS)]
    for finding in review["findings"]:
        decided = decisions.get(finding["id"], {})
        given = {**finding, "decision": decided.get("state"), "reason": decided.get("reason"), "by": decided.get("by")}
        found.append([_safe(given.get(name)) for name in COLUMNS])
    return found


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
        for number, row in enumerate(table):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value[:32_000], head if number == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.set_column(5, 7, 60)
    return content.getvalue()


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
