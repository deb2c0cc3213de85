"""The words of charts and SmartArt: parts of their own, shown in a drawing of the body."""

from __future__ import annotations

from lxml import etree

from workers.docx.package import Package
from workers.docx.shapes import branch
from workers.docx.xml import local

_KINDS = {"chart": "id", "relIds": "dm"}


def texts(drawing: etree._Element, package: Package, targets: dict[str, str], seen: set[str]) -> list[str]:
    """The paragraphs and labels of the charts and diagrams of a drawing, in order; each part is read once.

    `targets` gives the part of each relationship id; `seen` are the parts already read. Text boxes are left to the
    walk, which reads what is in them.
    """
    found: list[str] = []
    for node in drawing:
        name = local(node.tag)
        if name == "txbxContent" or not isinstance(node.tag, str):
            continue
        if name == "AlternateContent":
            found.extend(texts(branch(node), package, targets, seen))
            continue
        part = _part(node, package, targets)
        if part is not None and part not in seen:
            seen.add(part)
            found.extend(_words(package.tree(part)))
        found.extend(texts(node, package, targets, seen))
    return list(dict.fromkeys(found))


def _part(node: etree._Element, package: Package, targets: dict[str, str]) -> str | None:
    kind = _KINDS.get(_name(node))
    if kind is None or local(node.tag):
        return None
    identity = next((str(v) for k, v in node.attrib.items() if str(k).endswith(f"relationships}}{kind}")), "")
    return package.find(targets.get(identity, ""))


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
