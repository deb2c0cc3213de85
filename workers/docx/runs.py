"""Splitting texts and runs without changing what is seen.

Word drops outer white space of a `w:t` without `xml:space="preserve"`; a piece therefore keeps the *effective* text
and is marked to preserve it.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence, Set
from typing import cast

from lxml import etree

from workers.docx.text_map import Segment
from workers.docx.xml import XML_SPACE, local


def split_text(segment: Segment, cuts: Sequence[int]) -> list[tuple[int, int, etree._Element]]:
    """Split a `w:t` at sorted offsets inside its segment; gives (start, end, element) of each piece in order."""
    node = segment.element
    raw = node.text or ""
    bounds = [segment.start, *cuts, segment.end]
    shift = segment.skip - segment.start
    texts = [raw[start + shift : end + shift] for start, end in itertools.pairwise(bounds)]
    pieces = [node, *(_like(node) for _ in texts[1:])]
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = text
        piece.set(XML_SPACE, "preserve")
    tail, node.tail = node.tail, None
    for before, after in itertools.pairwise(pieces):
        before.addnext(after)
    pieces[-1].tail = tail
    return list(zip(bounds, bounds[1:], pieces, strict=False))


def split_run(run: etree._Element, firsts: Set[etree._Element]) -> None:
    """Let each of these children begin a run of its own, with the properties of the run; last first, so that every
    child is moved once."""
    properties = next((node for node in run if local(node.tag) == "rPr"), None)
    for first in reversed([node for node in run if node in firsts]):
        rest = _like(run)
        if properties is not None:
            rest.append(copy.deepcopy(properties))
        for node in [first, *first.itersiblings()]:
            rest.append(node)
        rest.tail, run.tail = run.tail, None
        run.addnext(rest)


def run_of(element: etree._Element) -> etree._Element:
    """The run of an element of a run; any other element itself."""
    parent = element.getparent()
    return parent if parent is not None and local(parent.tag) == "r" else element


def _like(node: etree._Element) -> etree._Element:
    """An empty element of the same name, attributes and prefixes."""
    prefixes = cast("Mapping[str, str]", node.nsmap)  # lxml takes None for the default namespace; its stubs do not
    return etree.Element(node.tag, attrib={str(k): str(v) for k, v in node.attrib.items()}, nsmap=prefixes)
