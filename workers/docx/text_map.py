"""The map from every character of the text to its place in the XML: flat, in order, searched by halving."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from lxml import etree


@dataclass(slots=True)
class Segment:
    """Characters [start, end) of the text come from one element, from index `skip` of its own text on.

    A form field is one segment from its first element to its `last`.
    """

    start: int
    end: int
    element: etree._Element
    skip: int = 0
    last: etree._Element | None = None


@dataclass(slots=True)
class TextMap:
    """Where every character comes from. `hosts` gives, by range, the run of the body that calls a note or holds a
    chart."""

    segments: list[Segment]
    hosts: list[tuple[int, int, etree._Element]]

    def covering(self, start: int, end: int) -> list[Segment]:
        """The segments that hold characters of [start, end), in order."""
        first = bisect.bisect_right(self.segments, start, key=lambda segment: segment.end)
        last = bisect.bisect_left(self.segments, end, lo=first, key=lambda segment: segment.start)
        return self.segments[first:last]

    def before(self, offset: int) -> Segment:
        """The last segment that starts at or before an offset; the first where there is none."""
        return self.segments[max(0, bisect.bisect_right(self.segments, offset, key=lambda item: item.start) - 1)]

    def host(self, offset: int) -> etree._Element | None:
        """The run that calls or holds the text in which this character stands, if that is outside the main part."""
        for start, end, host in self.hosts:
            if start <= offset < end:
                return host
        return None
