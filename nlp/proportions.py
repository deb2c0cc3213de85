"""Per cents that say how many of a number of cases: what a number of cases can be asked of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.figures import Figure, Kind
from nlp.lexicon import lexicon, words
from nlp.passages import Passage


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("figures")["proportions"][name], re.IGNORECASE)


def proportions(passage: Passage) -> Iterator[Figure]:
    """The per cents of a passage that are a share of people, records or the like: no change, target, budget, or
    figure of a whole population."""
    for figure in passage.figures:
        if figure.kind is Kind.PERCENT and is_proportion(passage, figure):
            yield figure


def is_proportion(passage: Passage, figure: Figure) -> bool:
    """True where the words around a per cent make it a share of cases."""
    before = passage.between(max(passage.start, figure.opens - 70), figure.opens)
    after = passage.between(figure.end, figure.end + 70)
    if _form("not before").search(before) or _form("not after").match(after):
        return False
    if _form("not near").search(re.split(r"[.;]", before)[-1] + "|" + re.split(r"[.;]", after)[0]):
        return False
    cases = words("figures", "cases")
    of = re.match(r"\s(?:of|for) (?:[\w’'-]+\s?){1,6}", after)
    if of and cases.search(of[0]):
        return True
    if _form("telling").match(after):
        return True
    share = _form("share of").search(passage.between(passage.start, figure.opens))
    if share and cases.match(passage.text, share.end()):
        return True
    bracketed = re.search(r"(?:[\w’'-]+[\s,]+){0,9}[\w’'-]+\s?[(–—,]\s?$", before)
    return bool(bracketed and cases.search(bracketed[0]) and re.match(r"\s?[)–—,;.]", after))
