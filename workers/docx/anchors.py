"""Where in the XML a comment stands: exactly around its characters, or at the nearest place that Word allows.

Word has no comments in text boxes, notes, headers, footers and equations. Text there is commented at what holds it
in the body: the run of the drawing, or of the note's mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from workers.docx.runs import run_of, split_run, split_text
from workers.docx.text_map import Segment, TextMap
from workers.docx.xml import local

# Parents in which the schema allows a comment's range to start or end.
_LEGAL = frozenset(
    [
        "body",
        "p",
        "tbl",
        "tr",
        "tc",
        "sdtContent",
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "fldSimple",
        "dir",
        "bdo",
    ]
)
# Wrappers of runs that a mark may leave where nothing lies between.
_INLINE = frozenset(["hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "dir", "bdo"])
_CLOSED = frozenset({"txbxContent", "AlternateContent", "rubyBase"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """The elements before which a range starts and after which it ends; `exact` if it covers just the characters."""

    first: etree._Element
    last: etree._Element
    exact: bool


class Anchors:
    """All anchors of one document, found together so that every text and run is split once."""

    def __init__(self, text_map: TextMap, ranges: Iterable[tuple[int, int]]) -> None:
        self._map = text_map
        self._hosts: dict[tuple[int, int], etree._Element] = {}
        self._bounds: dict[tuple[int, int], tuple[int, int]] = {}
        self._first: dict[int, etree._Element] = {}  # the element whose text starts at an offset
        self._last: dict[int, etree._Element] = {}  # the element whose text ends at an offset
        ends: list[tuple[Segment, int]] = []
        for start, end in sorted(set(ranges)):
            ends.extend(self._locate(start, end))
        self._split_texts(ends)
        self._split_runs()

    def at(self, start: int, end: int) -> Anchor:
        """The anchor of a range that was given when these were made."""
        host = self._hosts.get((start, end))
        if host is not None:
            return Anchor(host, host, exact=False)
        first, last = self._bounds[start, end]
        return Anchor(
            _leave(run_of(self._first[first]), before=True), _leave(run_of(self._last[last]), before=False), exact=True
        )

    def _locate(self, start: int, end: int) -> list[tuple[Segment, int]]:
        """Find where a range starts and ends: (segment, offset) of both, or nothing for one that is hosted."""
        segments, low, high = self._map.covering(start, end), start, end
        host = self._map.host(start)
        if host is not None:
            host = host if (outer := _closed(host)) is None else outer
        elif segments:
            ends = (_closed(segments[0].element), _closed(segments[-1].element))
            host = next((found for found in ends if found is not None), None)
        if host is not None:
            self._hosts[start, end] = _in_paragraph(_legal(host))
            return []
        if not segments:  # characters that stand for no element: the text just before them
            segments = [self._map.before(start)]
            low, high = segments[0].start, segments[0].end
        first = segments[0].start if _is_whole(segments[0]) else max(low, segments[0].start)
        last = segments[-1].end if _is_whole(segments[-1]) else min(high, segments[-1].end)
        self._bounds[start, end] = (first, last)
        return [(segments[0], first), (segments[-1], last)]

    def _split_texts(self, ends: list[tuple[Segment, int]]) -> None:
        offsets: dict[int, tuple[Segment, set[int]]] = {}
        for segment, offset in ends:
            offsets.setdefault(segment.start, (segment, set()))[1].add(offset)
        for segment, cuts in offsets.values():
            inside = sorted(cut for cut in cuts if segment.start < cut < segment.end)
            if not inside:
                self._first[segment.start] = segment.element
                self._last[segment.end] = segment.element if segment.last is None else segment.last
                continue
            for start, end, element in split_text(segment, inside):
                self._first[start] = self._last[end] = element

    def _split_runs(self) -> None:
        """Nothing that stands beside a text in its run may come into the range: fields, notes, pictures."""
        beginning: dict[etree._Element, set[etree._Element]] = {}
        firsts = [self._first[first] for first, _ in self._bounds.values()]
        after = [self._last[last].getnext() for _, last in self._bounds.values()]
        for node in (*firsts, *after):
            run = node.getparent() if node is not None else None
            if node is None or run is None or local(run.tag) != "r":
                continue
            before = node.getprevious()
            if before is not None and local(before.tag) != "rPr":
                beginning.setdefault(run, set()).add(node)
        for run, nodes in beginning.items():
            split_run(run, nodes)


def _is_whole(segment: Segment) -> bool:
    """An equation or a form field, which no mark may enter."""
    return segment.last is not None or local(segment.element.tag) in ("oMath", "oMathPara")


def _closed(element: etree._Element) -> etree._Element | None:
    """The outermost element around this one inside which Word allows no comment, or None."""
    found: etree._Element | None = None
    for above in element.iterancestors():
        if local(above.tag) in _CLOSED:
            found = above
    return found


def _legal(element: etree._Element) -> etree._Element:
    """The nearest element at or around this one, beside which a range may start and end."""
    node = element
    parent = node.getparent()
    while parent is not None and local(parent.tag) not in _LEGAL:
        node, parent = parent, parent.getparent()
    return node


def _in_paragraph(element: etree._Element) -> etree._Element:
    """The element if a paragraph is around it, else the nearest run before or after it: a comment's mark is a run."""
    if any(local(above.tag) == "p" for above in element.iterancestors()):
        return element
    for nodes in (element.itersiblings(preceding=True), element.itersiblings()):
        for node in nodes:
            for run in node.iter():
                if local(run.tag) == "r" and _closed(run) is None:
                    return _legal(run)
    return element


def _leave(element: etree._Element, *, before: bool) -> etree._Element:
    """Step out of hyperlinks, tracked insertions and the like where the mark stands at their very edge."""
    node = element
    parent = node.getparent()
    while parent is not None and local(parent.tag) in _INLINE:
        neighbour = node.getprevious() if before else node.getnext()
        if neighbour is not None:
            break
        node, parent = parent, parent.getparent()
    return _legal(node)


def paragraph_child(element: etree._Element) -> etree._Element:
    """The ancestor (or the element itself) that is a child of the paragraph: there a comment's mark is safe from
    tracked changes and bound content."""
    node = element
    parent = node.getparent()
    while parent is not None and local(parent.tag) not in ("p", "body", "tc"):
        node, parent = parent, parent.getparent()
    return node
