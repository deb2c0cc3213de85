"""More pages than the ruleset allows, as the program that last saved the document counted them."""

from __future__ import annotations

from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading
from nlp.word_count import count, headline


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the whole document; where no program has counted pages, by the words of a page."""
    limit = reading.ruleset.rules.limits.pages
    if limit is None:
        return
    stored = reading.document.features.pages
    estimate = -(-headline(count(reading.document)) // int(rule.settings["words_a_page"]))
    values: dict[str, object] = {"limit": limit, "stored": stored, "estimate": estimate}
    # A page count of 1 is what programs write that do not lay out pages.
    if stored is not None and stored > 1:
        if stored > limit:
            yield Hit("over", values=values, key="over")
    elif estimate > limit:
        yield Hit("estimate", values=values, key="over")
