"""Evidence marked in several ways, none of them clearly the usual one."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.evidence import LINK_FORM, NOTE_FORM
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit about the whole document. Links and notes beside one written form are no second convention."""
    forms = reading.evidence.forms()
    written = {name: n for name, n in forms.items() if name not in (LINK_FORM, NOTE_FORM)} or forms
    total = sum(written.values())
    if total < int(rule.settings["least"]) or len(written) < 2:
        return
    dominant, most = next(iter(written.items()))
    if most < float(rule.settings["share"]) * total:
        listed = "; ".join(f"{name} ({number})" for name, number in written.items())
        yield Hit("mixed", values={"forms": listed, "dominant": dominant}, key="form")
