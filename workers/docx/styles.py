"""What the styles of a document say of a paragraph or run: heading level, list level, bold, hidden.

Only what reading needs; formatting is never changed. Each style inherits along `w:basedOn`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from workers.docx.xml import attribute, child, is_on, local

_HEADING = re.compile(r"^heading ([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"^toc( [1-9]| heading)?$|^table of figures$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """Effective properties; `heading` counts from 1 (a title too is 1), 0 is no heading; `list_level` -1 is no list."""

    name: str = ""
    heading: int = 0
    list_level: int = -1
    bold: bool = False
    hidden: bool = False
    caption: bool = False
    contents: bool = False


PLAIN = Style()


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Style id -> effective style. The default paragraph style stands under the id ""."""
    if root is None:
        return {}
    nodes = {attribute(node, "styleId") or "": node for node in root if local(node.tag) == "style"}
    styles: dict[str, Style] = {}
    for style_id in nodes:
        _resolve(style_id, nodes, styles, set())
    return styles


def _resolve(style_id: str, nodes: dict[str, etree._Element], styles: dict[str, Style], above: set[str]) -> Style:
    """The effective style; a cycle of `basedOn` is cut where it closes."""
    if style_id in styles:
        return styles[style_id]
    node = nodes.get(style_id)
    if node is None or style_id in above:
        return PLAIN
    based_on = child(node, "basedOn")
    parent = PLAIN
    if based_on is not None:
        parent = _resolve(attribute(based_on, "val") or "", nodes, styles, above | {style_id})
    styles[style_id] = _own(node, parent)
    return styles[style_id]


def _own(node: etree._Element, parent: Style) -> Style:
    name_node = child(node, "name")
    name = (attribute(name_node, "val") or "") if name_node is not None else ""
    style = replace(parent, name=name)
    if match := _HEADING.match(name):
        style = replace(style, heading=int(match[1]))
    elif name.lower() == "title":
        style = replace(style, heading=1)
    elif name.lower() == "caption":
        style = replace(style, caption=True)
    if _CONTENTS.match(name):
        style = replace(style, contents=True, heading=0)
    paragraph = child(node, "pPr")
    if paragraph is not None:
        style = _with_paragraph(style, paragraph)
    run = child(node, "rPr")
    return style if run is None else with_run(style, run)


def _with_paragraph(style: Style, properties: etree._Element) -> Style:
    outline = child(properties, "outlineLvl")
    if outline is not None and not style.contents:
        level = _number(attribute(outline, "val"))
        style = replace(style, heading=level + 1 if 0 <= level <= 8 else 0)
    numbering = child(properties, "numPr")
    if numbering is not None:
        identity, depth = child(numbering, "numId"), child(numbering, "ilvl")
        if identity is not None and _number(attribute(identity, "val")) == 0:
            style = replace(style, list_level=-1)
        else:
            style = replace(style, list_level=max(0, _number(attribute(depth, "val"))) if depth is not None else 0)
    return style


def with_run(style: Style, properties: etree._Element) -> Style:
    """The style with a run's own properties applied."""
    bold, hidden = child(properties, "b"), child(properties, "vanish")
    if bold is not None:
        style = replace(style, bold=is_on(bold))
    if hidden is not None:
        style = replace(style, hidden=is_on(hidden))
    return style


def paragraph_style(properties: etree._Element | None, styles: dict[str, Style]) -> Style:
    """The style in force on a paragraph: its named style, then its own properties."""
    if properties is None:
        return styles.get("", PLAIN)
    named = child(properties, "pStyle")
    style = styles.get(attribute(named, "val") or "", PLAIN) if named is not None else PLAIN
    return _with_paragraph(style, properties)


def run_style(properties: etree._Element | None, paragraph: Style, styles: dict[str, Style]) -> Style:
    """The style in force on a run: the paragraph's, the character style's, its own properties."""
    if properties is None:
        return paragraph
    style = paragraph
    named = child(properties, "rStyle")
    if named is not None:
        character = styles.get(attribute(named, "val") or "", PLAIN)
        style = replace(style, bold=style.bold or character.bold, hidden=style.hidden or character.hidden)
    return with_run(style, properties)


def _number(value: str | None) -> int:
    try:
        return int(value or "")
    except ValueError:
        return -1
