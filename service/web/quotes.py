"""Where a finding stands: its words, with those around them and the heading above."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from models.finding import Finding
from models.review import Review, Section

Shown = Callable[[int, str], str]  # (place, words) -> the words with personal data made unreadable


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence before; the sentence of the quote, in three; the sentence after; the heading above."""

    before: str
    lead: str
    quote: str
    tail: str
    after: str
    heading: str


class Text:
    """The sentences and headings of a review, found by place."""

    def __init__(self, review: Review, shown: Shown) -> None:
        self._sentences, self._sections, self._shown = review.sentences, review.document.sections, shown
        self._starts = [item.start for item in review.sentences]
        self._ends = [item.end for item in review.sentences]
        self._heads = [item.start for item in review.document.sections]

    def passage(self, finding: Finding) -> Passage | None:
        """None for a finding about the whole document. Neighbours under another heading are left out."""
        if finding.start is None or finding.end is None or finding.quote is None:
            return None
        section = self._section(finding.start)
        heading = self._shown(section.start, section.heading) if section else ""
        quote = self._shown(finding.start, finding.quote)
        first, behind = bisect_right(self._ends, finding.start), bisect_left(self._starts, finding.end)
        if first >= behind:  # in no sentence: a heading, a cell of figures
            return Passage("", "", quote, "", "", "" if heading == quote else heading)
        one, last = self._sentences[first], self._sentences[behind - 1]
        lead = one.text[: max(finding.start - one.start, 0)]
        tail = last.text[finding.end - last.start :]
        return Passage(
            self._neighbour(first - 1, section), self._shown(one.start, lead), quote,
            self._shown(finding.end, tail), self._neighbour(behind, section), heading,
        )  # fmt: skip

    def _section(self, start: int) -> Section | None:
        at = bisect_right(self._heads, start) - 1
        return self._sections[at] if at >= 0 else None

    def _neighbour(self, at: int, section: Section | None) -> str:
        if not 0 <= at < len(self._sentences):
            return ""
        sentence = self._sentences[at]
        return self._shown(sentence.start, sentence.text) if self._section(sentence.start) == section else ""
