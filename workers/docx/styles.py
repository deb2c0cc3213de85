"""What the styles of a document say of a paragraph or run: heading level, list level, bold, hidden.

Only what reading needs; formatting is never changed. Each style inherits along `w:basedOn`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from workers.docx.xml import attribute, child, is_on, local, whole_number

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
    raised: bool = False


PLAIN = Style()


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Style id -> effective style. The default paragraph style stands under the id ""."""
    if root is None:
        return {}
    nodes = {attribute(node, "styleId") or "": node for node in root if local(node.tag) == "style"}
    styles: dict[str, Style] = {}
    for style_id in nodes:
        _resolve(style_id, nodes, styles)
    default = next((key for key, node in nodes.items() if _is_default(node)), None)
    if default is not None:
        styles[""] = styles[default]
    return styles


def _is_default(node: etree._Element) -> bool:
    return attribute(node, "type") == "paragraph" and attribute(node, "default") in ("1", "true", "on")


def _resolve(style_id: str, nodes: dict[str, etree._Element], styles: dict[str, Style]) -> None:
    """Work out a style from the root of its `basedOn` chain; a cycle is cut where it closes."""
    chain: list[str] = []
    while style_id in nodes and style_id not in styles and style_id not in chain:
        chain.append(style_id)
        based_on = child(nodes[style_id], "basedOn")
        style_id = (attribute(based_on, "val") or "") if based_on is not None else ""
    parent = styles.get(style_id, PLAIN)
    for name in reversed(chain):
        parent = styles[name] = _own(nodes[name], parent)


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
        level = whole_number(attribute(outline, "val"), -1)
        style = replace(style, heading=level + 1 if 0 <= level <= 8 else 0)
    numbering = child(properties, "numPr")
    if numbering is not None:
        identity, depth = child(numbering, "numId"), child(numbering, "ilvl")
        if identity is not None and whole_number(attribute(identity, "val"), -1) == 0:
            style = replace(style, list_level=-1)
        else:
            style = replace(style, list_level=whole_number(attribute(depth, "val"), 0) if depth is not None else 0)
    return style


def with_run(style: Style, properties: etree._Element) -> Style:
    """The style with a run's own properties applied."""
    bold, hidden = child(properties, "b"), child(properties, "vanish")
    if bold is not None:
        style = replace(style, bold=is_on(bold))
    if hidden is not None:
        style = replace(style, hidden=is_on(hidden))
    raised = child(properties, "vertAlign")
    if raised is not None:
        style = replace(style, raised=attribute(raised, "val") == "superscript")
    return style


def paragraph_style(properties: etree._Element | None, styles: dict[str, Style]) -> Style:
    """The style in force on a paragraph: its named style, then its own properties."""
    if properties is None:
        return styles.get("", PLAIN)
    named = child(properties, "pStyle")
    style = styles.get((attribute(named, "val") or "") if named is not None else "", PLAIN)
    return _with_paragraph(style, properties)


def run_style(properties: etree._Element | None, paragraph: Style, styles: dict[str, Style]) -> Style:
    """The style in force on a run: the paragraph's, the character style's, its own properties."""
    if properties is None:
        return paragraph
    style = paragraph
    named = child(properties, "rStyle")
    if named is not None:
        character = styles.get(attribute(named, "val") or "", PLAIN)
        style = replace(
            style,
            bold=style.bold or character.bold,
            hidden=style.hidden or character.hidden,
            raised=style.raised or character.raised,
        )
    return with_run(style, properties)
