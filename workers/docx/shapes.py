"""Small questions to WordprocessingML elements that reading asks."""

from __future__ import annotations

import re

from lxml import etree

from models.document import OBJECT
from workers.docx.xml import XML_SPACE, attribute, child, local, whole_number

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}")
_SYMBOL_FONT = re.compile(r"dings|symbol", re.IGNORECASE)


def preserves_space(node: etree._Element | None) -> bool:
    """True where `xml:space` keeps outer white space; Word drops it elsewhere."""
    while node is not None:
        mode = node.get(XML_SPACE)
        if mode is not None:
            return mode == "preserve"
        node = node.getparent()
    return False


def branch(alternate: etree._Element) -> etree._Element:
    """The branch of `mc:AlternateContent` that Word of today shows: the first choice, else the fallback."""
    for name in ("Choice", "Fallback"):
        for node in alternate:
            if isinstance(node.tag, str) and node.tag.endswith("}" + name):
                return node
    return alternate


def text_boxes(node: etree._Element) -> list[etree._Element]:
    """The text boxes of a drawing, outermost first, each branch of alternate content once."""
    found: list[etree._Element] = []
    for item in node:
        name = local(item.tag)
        if name == "txbxContent":
            found.append(item)
        elif name == "AlternateContent":
            found.extend(text_boxes(branch(item)))
        elif isinstance(item.tag, str):
            found.extend(text_boxes(item))
    return found


def rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table."""
    return _inside(table, "tr", frozenset({"tbl", "p"}))


def cells(row: etree._Element) -> list[etree._Element]:
    """The cells of a row."""
    return _inside(row, "tc", frozenset({"tbl", "p", "tr"}))


def _inside(container: etree._Element, wanted: str, closed: frozenset[str]) -> list[etree._Element]:
    """Rows or cells, also within content controls and custom XML."""
    found: list[etree._Element] = []
    for node in container:
        name = local(node.tag)
        if name == wanted:
            found.append(node)
        elif name and name not in closed and name not in ("del", "moveFrom"):
            found.extend(_inside(node, wanted, closed))
    return found


def span(properties: etree._Element | None, name: str, default: int) -> int:
    """A number of grid columns such as `gridSpan`."""
    node = child(properties, name) if properties is not None else None
    value = attribute(node, "val") if node is not None else None
    return min(1000, whole_number(value, default))


def mark_deleted(properties: etree._Element | None) -> bool:
    """A paragraph whose mark is deleted joins the next one once changes are accepted."""
    run = child(properties, "rPr") if properties is not None else None
    return run is not None and (child(run, "del") is not None or child(run, "moveFrom") is not None)


def symbol(node: etree._Element) -> str:
    """The character of `w:sym`, or the object mark where only its font knows what it shows."""
    char = attribute(node, "char") or ""
    if not _HEXADECIMAL.fullmatch(char):
        return OBJECT
    code = int(char, 16)
    if code < 0x100 and _SYMBOL_FONT.search(attribute(node, "font") or ""):
        return OBJECT
    plain = 0x20 < code < 0xD800 or 0xF900 <= code < 0xFFFE
    return chr(code) if plain else OBJECT


def picture(node: etree._Element) -> tuple[str, bool] | None:
    """(alternative text, decorative) of a drawing that shows a picture, chart or diagram; None for a text box alone."""
    names = {item.tag.rpartition("}")[2] for item in node.iter() if isinstance(item.tag, str)}
    if not names & {"pic", "chart", "relIds", "imagedata"}:
        return None
    texts: list[str] = []
    decorative = False
    for item in node.iter():
        name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
        if name == "docPr":
            texts += [item.get("descr", ""), item.get("title", "")]
        elif name == "shape":
            texts.append(item.get("alt", ""))
        elif name == "decorative":
            decorative = decorative or item.get("val") in ("1", "true")
    return next((text.strip() for text in texts if text.strip()), ""), decorative
