"""Splitting runs at character offsets without changing what is seen.

Word drops outer white space of a `w:t` without `xml:space="preserve"`; a piece therefore keeps the *effective*
text and is marked to preserve it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from workers.docx.text_map import Segment
from workers.docx.xml import XML_SPACE, local


@dataclass(frozen=True, slots=True)
class Piece:
    """A run that holds exactly the characters [start, end) of the text."""

    start: int
    end: int
    first: etree._Element
    last: etree._Element


def split(segments: list[Segment], cuts: list[int]) -> list[Piece]:
    """Split the run of these segments at the sorted offsets `cuts`, each inside its range.

    The segments are all of one run, in order. The first piece stays in the original run; the others follow it.
    """
    run = segments[0].element.getparent()
    if run is None or local(run.tag) != "r":  # an equation, or a form field over several runs
        last = segments[-1].last
        return [
            Piece(
                segments[0].start,
                segments[-1].end,
                _outer(segments[0].element),
                _outer(last or segments[-1].element),
            )
        ]
    pieces = []
    start = segments[0].start
    for cut in cuts:
        rest = _cut_before(run, segments, cut)
        pieces.append(Piece(start, cut, run, run))
        run, start = rest, cut
    pieces.append(
        Piece(start, segments[-1].end, run, _outer(segments[-1].last) if segments[-1].last is not None else run)
    )
    return pieces


def _outer(element: etree._Element) -> etree._Element:
    """The run of an element of a run; any other element itself."""
    parent = element.getparent()
    return parent if parent is not None and local(parent.tag) == "r" else element


def _cut_before(run: etree._Element, segments: list[Segment], cut: int) -> etree._Element:
    """Move everything of the run from offset `cut` on to a new run after it; updates the segments."""
    index = next(i for i, segment in enumerate(segments) if segment.end > cut)
    segment = segments[index]
    moved_from = segment.element
    if segment.start < cut:
        tail = _split_text(segment, cut)
        segments[index : index + 1] = [
            Segment(segment.start, cut, segment.element, segment.skip),
            Segment(cut, segment.end, tail, 0),
        ]
        moved_from = tail
    rest = _like(run)
    for node in run:
        if local(node.tag) == "rPr":
            rest.append(copy.deepcopy(node))
            break
    for node in [moved_from, *moved_from.itersiblings()]:
        rest.append(node)
    rest.tail = run.tail
    run.tail = None
    run.addnext(rest)
    return rest


def _split_text(segment: Segment, cut: int) -> etree._Element:
    """Cut a `w:t` in two; returns the second element, already after the first."""
    node = segment.element
    raw = node.text or ""
    at = segment.skip + cut - segment.start
    tail = _like(node)
    tail.text = raw[at : segment.skip + segment.end - segment.start]
    node.text = raw[segment.skip : at]
    segment.skip = 0
    node.set(XML_SPACE, "preserve")
    tail.set(XML_SPACE, "preserve")
    tail.tail = node.tail
    node.tail = None
    node.addnext(tail)
    return tail


def _like(node: etree._Element) -> etree._Element:
    """An empty element of the same name, attributes and prefixes."""
    prefixes = cast("Mapping[str, str]", node.nsmap)  # lxml takes None for the default namespace; its stubs do not
    return etree.Element(node.tag, attrib={str(k): str(v) for k, v in node.attrib.items()}, nsmap=prefixes)
