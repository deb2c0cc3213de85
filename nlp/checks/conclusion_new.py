"""Something in the conclusion that the body of the report has not told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.matter import is_untold, matter
from nlp.outline import blocks_under
from nlp.reading import Reading


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each sentence of the conclusion about matters that stand nowhere else."""
    document, settings = reading.document, rule.settings
    conclusion = blocks_under(document, settings["conclusion"])
    if not conclusion:
        return
    body = set(range(len(document.blocks))) - conclusion
    told, formula = matter(reading), re.compile(settings["formula"], re.IGNORECASE)
    for sentence in reading.sentences:
        if sentence.block not in conclusion or formula.search(reading.text(sentence.start, sentence.end)):
            continue
        if is_untold(told, sentence, body, settings):
            yield Hit("new", sentence.start, sentence.end)
