"""Precision and recall of every check on the planted documents, as a Markdown table.

    python tests/benchmarks/checks.py

A planted fault counts as found where a finding of its check overlaps it; a finding of a check that overlaps no fault of
that check, in a document that plants the check or in a clean one, is a false alarm. Checks without a planted fault are
listed with a dash.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

from models import ruleset

PLANTED_TESTS = Path(__file__).parents[1] / "workers" / "test_planted.py"


def main() -> None:
    """Print the table."""
    spec = importlib.util.spec_from_file_location("test_planted", PLANTED_TESTS)
    assert spec is not None
    assert spec.loader is not None
    planted = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planted)
    faults, found, alarms, said = Counter(), Counter(), Counter(), Counter()
    for path in [*planted.FAMILIES, *planted.CLEAN]:
        findings, marked = planted.reviewed(path)
        planted_here = {fault.check for fault in marked}
        for fault in marked:
            faults[fault.check] += 1
            found[fault.check] += any(planted.overlaps(item, fault) for item in findings)
        for item in findings:
            if item.check in planted_here or path in planted.CLEAN:
                said[item.check] += 1
                alarms[item.check] += not any(planted.overlaps(item, fault) for fault in marked)
    print("| check | planted | recall | findings | precision |\n|---|---|---|---|---|")
    for check in sorted({name for kind in ruleset.names() for name in ruleset.load(kind).rules.checks}):
        recall = f"{found[check] / faults[check]:.2f}" if faults[check] else "–"
        precision = f"{1 - alarms[check] / said[check]:.2f}" if said[check] else "–"
        print(f"| {check} | {faults[check]} | {recall} | {said[check]} | {precision} |")


if __name__ == "__main__":
    main()
