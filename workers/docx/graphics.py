"""The words of charts and SmartArt: parts of their own, shown in a drawing of the body."""

from __future__ import annotations

from lxml import etree

from workers.docx.package import Package
from workers.docx.xml import local

_KINDS = {"chart": "id", "relIds": "dm"}


def texts(drawing: etree._Element, package: Package, targets: dict[str, str]) -> list[str]:
    """The paragraphs and labels of the charts and diagrams of a drawing, in order, each once.

    `targets` gives the part of each relationship id.
    """
    found: list[str] = []
    for node in drawing.iter():
        name = _name(node)
        if name not in _KINDS or local(node.tag):
            continue
        identity = next(
            (str(v) for k, v in node.attrib.items() if str(k).endswith(f"relationships}}{_KINDS[name]}")), ""
        )
        part = package.find(targets.get(identity, ""))
        if part is not None:
            found.extend(_words(package.tree(part)))
    return list(dict.fromkeys(found))


def _words(root: etree._Element) -> list[str]:
    """DrawingML paragraphs, and the names that a chart keeps of its series and categories."""
    words: list[str] = []
    for node in root.iter():
        name = _name(node)
        if name == "p":
            words.append("".join(item.text or "" for item in node.iter() if _name(item) == "t"))
        elif name == "strCache":
            words.extend(item.text or "" for item in node.iter() if _name(item) == "v")
    return [" ".join(item.split()) for item in words if item.strip()]


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
