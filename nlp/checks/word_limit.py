"""More words than the ruleset allows; the hit stands on the first word over the limit."""

from __future__ import annotations

from collections.abc import Iterator

from models.finding import Severity
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.reading import Reading
from nlp.word_count import against_limit, count, first_over


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit where the headline is over, or where only another way of counting is."""
    words = against_limit(reading.document, count(reading.document), reading.ruleset, reading.places)
    if words.limit is None:
        return
    values: dict[str, object] = {
        "count": f"{words.count:,}",
        "limit": f"{words.limit:,}",
        "over": f"{words.over:,}",
    }
    if words.over:
        place = first_over(reading.document, words.limit)
        if place is not None:
            yield Hit("over", *place, values, key="over")
        return
    widest = max(words.ways, key=lambda way: way.count)
    if widest.over:
        values |= {"way": widest.way, "other": f"{widest.count:,}"}
        yield Hit("depends", values=values, key="depends", severity=Severity.WARNING)
