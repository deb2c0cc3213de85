"""Where in the XML a comment stands: exactly around its characters, or at the nearest place that Word allows.

Word has no comments in text boxes, notes, headers, footers and equations. Text there is commented at what holds it
in the body: the run of the drawing, or of the note's mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from workers.docx.runs import Piece, split
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
    """All anchors of one document, found together so that every run is split once."""

    def __init__(self, text_map: TextMap, ranges: Iterable[tuple[int, int]]) -> None:
        self._map = text_map
        self._hosts: dict[tuple[int, int], etree._Element] = {}
        self._bounds: dict[tuple[int, int], tuple[int, int]] = {}
        self._starting: dict[int, Piece] = {}
        self._ending: dict[int, Piece] = {}
        cuts: set[int] = set()
        touched: dict[etree._Element, list[Segment]] = {}
        for start, end in sorted(set(ranges)):
            self._locate(start, end, cuts, touched)
        for segments in touched.values():
            inside = sorted(cut for cut in _relevant(segments, cuts))
            for piece in split(segments, inside):
                self._starting[piece.start] = piece
                self._ending[piece.end] = piece

    def at(self, start: int, end: int) -> Anchor:
        """The anchor of a range that was given when these were made."""
        host = self._hosts.get((start, end))
        if host is not None:
            return Anchor(host, host, exact=False)
        first, last = self._bounds[start, end]
        return Anchor(
            _leave(self._starting[first].first, before=True),
            _leave(self._ending[last].last, before=False),
            exact=True,
        )

    def _locate(self, start: int, end: int, cuts: set[int], touched: dict[etree._Element, list[Segment]]) -> None:
        segments, low, high = self._map.covering(start, end), start, end
        host = self._map.host(start)
        if host is not None:
            host = host if (outer := _closed(host)) is None else outer
        elif segments:
            ends = (_closed(segments[0].element), _closed(segments[-1].element))
            host = next((found for found in ends if found is not None), None)
        if host is not None:
            self._hosts[start, end] = _in_paragraph(_legal(host))
            return
        if not segments:  # characters that stand for no element: the text just before them
            segments = [self._map.before(start)]
            low, high = segments[0].start, segments[0].end
        first = segments[0].start if _is_whole(segments[0]) else max(low, segments[0].start)
        last = segments[-1].end if _is_whole(segments[-1]) else min(high, segments[-1].end)
        self._bounds[start, end] = (first, last)
        cuts.update((first, last))
        for segment in (segments[0], segments[-1]):
            owner = segment.element if _is_whole(segment) else segment.element.getparent()
            if owner is not None and owner not in touched:
                touched[owner] = [segment] if local(owner.tag) != "r" else self._of_run(segment, owner)

    def _of_run(self, segment: Segment, run: etree._Element) -> list[Segment]:
        """All segments of a run; they stand side by side in the map."""
        everything = self._map.segments
        middle = self._map.index(segment)
        low = high = middle
        while low > 0 and everything[low - 1].element.getparent() is run and not _is_whole(everything[low - 1]):
            low -= 1
        while (
            high + 1 < len(everything)
            and everything[high + 1].element.getparent() is run
            and not _is_whole(everything[high + 1])
        ):
            high += 1
        return everything[low : high + 1]


def _relevant(segments: list[Segment], cuts: set[int]) -> Iterable[int]:
    start, end = segments[0].start, segments[-1].end
    if end - start < len(cuts):
        return (offset for offset in range(start + 1, end) if offset in cuts)
    return (cut for cut in cuts if start < cut < end)


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
