"""Remarks become Word comments: the same package with anchors in the main part and a comments part.

Only the main part, the comments parts, the main part's relationships and the content types are written anew.
Comments that are there stay, except Standpoint's own whose finding is gone and that nobody answered or resolved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from lxml import etree

from models.document import Document, Story
from workers.docx import comments
from workers.docx.anchors import Anchor, Anchors, paragraph_child
from workers.docx.package import Package, relationships_name
from workers.docx.text_map import TextMap
from workers.docx.xml import CONTENT_TYPES, PACKAGE_RELATIONSHIPS, STRICT, XML_SPACE, attribute, local

AUTHOR = "Standpoint"
INITIALS = "SP"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATIONSHIP = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
# lxml takes None for the default namespace; its stubs do not.
_DEFAULT = cast("Mapping[str, str]", {None: PACKAGE_RELATIONSHIPS})
_LARGEST = 2**31 - 1
_REFERENCE = re.compile(r"\(([a-z0-9-]+) · ([0-9a-f]{12})\)\s*$")


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment to write. Without a range it stands on the first paragraph."""

    ref: str  # 12 hexadecimal digits, the same on every run: it tells our comment again later
    check: str
    start: int | None
    end: int | None
    lines: tuple[str, ...]

    def text(self, where: str = "") -> tuple[str, ...]:
        """The paragraphs of the comment, the last with the check's id and the reference."""
        return (*((where,) if where else ()), *self.lines, f"({self.check} · {self.ref})")


def annotate(
    package: Package, document: Document, text_map: TextMap, remarks: Sequence[Remark], when: datetime
) -> bytes:
    """The annotated copy. `when` is the date of the new comments, in any time zone."""
    writer = _Comments(package, when)
    first = _first_paragraph(document)
    ranges = [(first if r.start is None or r.end is None else (r.start, r.end)) for r in remarks]
    anchors = Anchors(text_map, ranges)
    wanted = []
    for remark, (start, end) in zip(remarks, ranges, strict=True):
        anchor = anchors.at(start, end)
        text = remark.text("" if anchor.exact else _where(document, start, end))
        wanted.append((remark, anchor, text))
    writer.drop_outdated({remark.ref: "\n".join(text) for remark, _, text in wanted})
    for remark, anchor, text in wanted:
        if remark.ref not in writer.kept:
            _place(anchor, writer.add(text), writer.namespace)
    return writer.save()


def _first_paragraph(document: Document) -> tuple[int, int]:
    block = next((item for item in document.blocks if item.story is Story.BODY), document.blocks[0])
    return block.start, block.end


def _where(document: Document, start: int, end: int) -> str:
    """Says where the words are, for a comment that cannot stand on them."""
    block = document.blocks[document.block_at(start)]
    place = "text" if block.story is Story.BODY else block.story.value
    return f"In the {place} here: “{document.text[start:end].strip()}”"


def _place(anchor: Anchor, comment_id: str, namespace: str) -> None:
    def element(name: str) -> etree._Element:
        node = etree.Element(f"{{{namespace}}}{name}", nsmap={"w": namespace})
        node.set(f"{{{namespace}}}id", comment_id)
        return node

    _before(anchor.first, element("commentRangeStart"))
    end = element("commentRangeEnd")
    _after(anchor.last, end)
    run = etree.Element(f"{{{namespace}}}r", nsmap={"w": namespace})
    run.append(element("commentReference"))
    _after(paragraph_child(end), run)


def _before(node: etree._Element, new: etree._Element) -> None:
    node.addprevious(new)


def _after(node: etree._Element, new: etree._Element) -> None:
    new.tail, node.tail = node.tail, None
    node.addnext(new)


class _Comments:
    """The comments part of a package: what is kept, dropped and added."""

    def __init__(self, package: Package, when: datetime) -> None:
        self._package = package
        self._when = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._main = package.tree(package.main)
        self.namespace = etree.QName(self._main).namespace or ""
        self._part = package.related("comments")
        if self._part is not None:
            self._root = package.tree(self._part)
        else:
            self._root = etree.Element(f"{{{self.namespace}}}comments", nsmap={"w": self.namespace})
        self._taken = {_number(attribute(node, "id")) for node in self._all_ids()}
        self._next = 1 + max((number for number in self._taken if 0 <= number < _LARGEST), default=-1)
        self.kept: set[str] = set()

    def _all_ids(self) -> list[etree._Element]:
        """Comments, and anchors that point to none: an id must be new to both."""
        names = ("commentRangeStart", "commentRangeEnd", "commentReference")
        anchors = [node for node in self._main.iter() if local(node.tag) in names]
        return [*(node for node in self._root if local(node.tag) == "comment"), *anchors]

    def drop_outdated(self, wanted: dict[str, str]) -> None:
        """Keep our comments that say what is to be said, and all that people made their own; drop the rest."""
        known = {item.id: item for item in comments.existing(self._package)}
        answered = {item.parent for item in known.values() if item.parent}
        dropped: set[str] = set()
        for node in [node for node in self._root if local(node.tag) == "comment"]:
            comment = known[attribute(node, "id") or ""]
            match = _REFERENCE.search(comment.text)
            if match is None or comment.parent is not None:
                continue
            ref, ours = match[2], comment.author == AUTHOR
            same = ref not in self.kept and comment.text.strip() == wanted.get(ref)
            if same or (ours and (comment.resolved or comment.id in answered)):
                self.kept.add(ref)
            elif ours:
                dropped.add(comment.id)
                self._root.remove(node)
        if dropped:
            _remove_anchors(self._main, dropped)

    def add(self, paragraphs: tuple[str, ...]) -> str:
        """Write a new comment; returns its id."""
        comment_id = str(self._new_id())
        node = etree.SubElement(self._root, self._name("comment"))
        for key, value in (
            ("id", comment_id),
            ("author", AUTHOR),
            ("date", self._when),
            ("initials", INITIALS),
        ):
            node.set(self._name(key), value)
        for index, line in enumerate(paragraphs):
            paragraph = etree.SubElement(node, self._name("p"))
            if index == 0:
                mark = etree.SubElement(paragraph, self._name("r"))
                etree.SubElement(mark, self._name("annotationRef"))
            run = etree.SubElement(paragraph, self._name("r"))
            etree.SubElement(etree.SubElement(run, self._name("rPr")), self._name("sz")).set(self._name("val"), "18")
            text = etree.SubElement(run, self._name("t"))
            text.set(XML_SPACE, "preserve")
            text.text = line
        return comment_id

    def _new_id(self) -> int:
        """A number that no comment and no anchor has; beyond the largest that Word holds, the gaps are used."""
        while self._next in self._taken or self._next > _LARGEST:
            self._next = 0 if self._next > _LARGEST else self._next + 1
        self._taken.add(self._next)
        return self._next

    def save(self) -> bytes:
        """The package with the changed parts."""
        changed = {self._package.main: _serialise(self._main)}
        if self._part is None:
            self._part = self._new_part(changed)
        changed[self._part] = _serialise(self._root)
        return self._package.rewritten(changed)

    def _new_part(self, changed: dict[str, bytes]) -> str:
        """Name, relationship and content type of a comments part that was not there."""
        folder = self._package.main.rpartition("/")[0]
        related = self._package.relationships(self._package.main)
        dangling = next((i for i in related if i.kind == "comments" and i.target and not i.external), None)
        name = dangling.target if dangling else ""
        number = 1
        while not name or self._package.find(name):
            name = "/".join(filter(None, (folder, f"comments{number if number > 1 else ''}.xml")))
            number += 1
        if dangling is None:
            relationships = relationships_name(self._package.main)
            changed[self._package.find(relationships) or relationships] = self._related(relationships, name)
        types = self._package.tree("[Content_Types].xml")
        if not any(
            (node.get("PartName") or "").lower() == f"/{name}".lower() for node in types if isinstance(node.tag, str)
        ):
            etree.SubElement(
                types, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": _CONTENT_TYPE}
            )
            changed[self._package.find("[Content_Types].xml") or ""] = _serialise(types)
        return name

    def _related(self, relationships: str, target: str) -> bytes:
        if self._package.find(relationships):
            root = self._package.tree(relationships)
        else:
            root = etree.Element(f"{{{PACKAGE_RELATIONSHIPS}}}Relationships", nsmap=_DEFAULT)
        taken = {node.get("Id") for node in root if isinstance(node.tag, str)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        kind = _STRICT_RELATIONSHIP if self.namespace == STRICT else _RELATIONSHIP
        etree.SubElement(
            root,
            f"{{{PACKAGE_RELATIONSHIPS}}}Relationship",
            {"Id": f"rId{number}", "Type": kind, "Target": f"/{target}"},
        )
        return _serialise(root)

    def _name(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"


def _remove_anchors(main: etree._Element, ids: set[str]) -> None:
    """Take the marks of dropped comments out, and the runs that held nothing else."""
    names = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for node in [n for n in main.iter() if local(n.tag) in names and attribute(n, "id") in ids]:
        parent = node.getparent()
        if parent is None:
            continue
        parent.remove(node)
        above = parent.getparent()
        if local(parent.tag) == "r" and above is not None and not [n for n in parent if local(n.tag) != "rPr"]:
            above.remove(parent)


def _number(value: str | None) -> int:
    try:
        return int(value or "")
    except ValueError:
        return -1


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
