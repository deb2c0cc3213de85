"""Something that the law or guidance asks of every partnership, presented as a strength."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import may_name_weakness
from nlp.parts import claims
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on its first such sentence."""
    patterns = {name: re.compile("|".join(said), re.IGNORECASE) for name, said in rule.settings["patterns"].items()}
    seen: set[int] = set()
    for item in claims(reading):
        text = reading.text(item.start, item.end)
        if item.block in seen or item.labels.plan >= 0.6 or may_name_weakness(text) or patterns["not_so"].search(text):
            continue
        # A plain list of what the law asks for praises nothing; meeting all of it is said as praise.
        praised = patterns["duty"].search(text) and patterns["praise"].search(text)
        if praised or patterns["meets"].search(text):
            seen.add(item.block)
            yield Hit("duty", item.start, item.end, statement=item.place.statement, question=item.question)
