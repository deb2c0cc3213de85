"""The comments that a document already has: whose, resolved or not, which answers which."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from models.document import Comment
from workers.docx.package import Package
from workers.docx.xml import attribute, local


def existing(package: Package, ranges: Mapping[str, tuple[int, int]] | None = None) -> tuple[Comment, ...]:
    """All comments in the order of the comments part; `ranges` are those that the walk found, by id."""
    part = package.related("comments")
    if part is None:
        return ()
    threads = _threads(package)
    comments = []
    by_paragraph: dict[str, str] = {}
    nodes = [node for node in package.tree(part) if local(node.tag) == "comment"]
    for node in nodes:
        if paragraph := _last_paragraph_id(node):
            by_paragraph[paragraph] = attribute(node, "id") or ""
    for node in nodes:
        resolved, parent = threads.get(_last_paragraph_id(node) or "", (False, None))
        start, end = (ranges or {}).get(attribute(node, "id") or "", (None, None))
        comments.append(
            Comment(
                id=attribute(node, "id") or "",
                author=attribute(node, "author") or "",
                text=text_of(node),
                resolved=resolved,
                parent=by_paragraph.get(parent) if parent else None,
                start=start,
                end=end,
            )
        )
    return tuple(comments)


def text_of(comment: etree._Element) -> str:
    """The text of a comment, a line a paragraph."""
    paragraphs = [node for node in comment.iter() if local(node.tag) == "p"]
    return "\n".join("".join(item.text or "" for item in node.iter() if local(item.tag) == "t") for node in paragraphs)


def _threads(package: Package) -> dict[str, tuple[bool, str | None]]:
    """paraId of a comment's last paragraph -> (resolved, paraId of the comment it answers)."""
    part = package.related("commentsExtended")
    if part is None:
        return {}
    threads = {}
    for node in package.tree(part):
        values = {str(key).rpartition("}")[2]: str(value) for key, value in node.attrib.items()}
        resolved = values.get("done") in ("1", "true", "on")
        threads[values.get("paraId", "").upper()] = (resolved, values.get("paraIdParent", "").upper() or None)
    return threads


def _last_paragraph_id(comment: etree._Element) -> str | None:
    paragraphs = [node for node in comment.iter() if local(node.tag) == "p"]
    if not paragraphs:
        return None
    values = (value for key, value in paragraphs[-1].attrib.items() if str(key).endswith("wordml}paraId"))
    return next((str(value).upper() for value in values), None)
