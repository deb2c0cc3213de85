"""The walk through the elements of a document, once, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from models.document import WORD_JOINER, Block, BlockKind, Cell, Link, NoteReference, Picture, Story
from models.errors import DocumentTooLarge
from workers.docx import graphics
from workers.docx.fields import FieldStack, Form, link_of
from workers.docx.package import Package
from workers.docx.shapes import branch, cells, mark_deleted, picture, preserves_space, rows, span, symbol, text_boxes
from workers.docx.styles import PLAIN, Style, paragraph_style, read_styles, run_style
from workers.docx.text_map import Segment
from workers.docx.xml import MAX_PARAGRAPHS, attribute, child, is_on, local

_TRANSPARENT = frozenset(
    {"ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdt", "sdtContent", "ruby", "rubyBase"}
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd")
_FLAT = str.maketrans("\n\r\t", "   ")


@dataclass(slots=True)
class _Flow:
    """Where the walk stands in one story."""

    story: Story
    fields: FieldStack = field(default_factory=FieldStack)
    cell: Cell | None = None
    block_start: int | None = None
    block_style: Style = PLAIN
    bold_end: int | None = None
    paragraph_style: Style = PLAIN
    run_style: Style = PLAIN
    boxes: list[etree._Element] = field(default_factory=list)
    graphics: list[tuple[list[str], etree._Element]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    contents_control: bool = False


class Walker:
    """Walks the elements once, in reading order, and keeps the text, the map and the blocks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        styles = package.related("styles")
        self.styles = read_styles(package.tree(styles) if styles else None)
        relationships = package.relationships(package.main)
        self.targets = {item.id: item for item in relationships if item.kind == "hyperlink"}
        self.parts = {item.id: item.target for item in relationships if not item.external}
        self.pieces: list[str] = []
        self.position = 0
        self.segments: list[Segment] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._parts_read: set[str] = set()
        self.uncounted: list[tuple[int, int]] = []
        self.note_references: list[NoteReference] = []
        self.hosts: list[tuple[int, int, etree._Element]] = []
        self.hidden: list[str] = []
        self.pictures: list[Picture] = []
        self.comment_ranges: dict[str, tuple[int, int]] = {}
        self._paragraphs = 0
        self._tables = 0
        self._called: list[tuple[Story, str, int, etree._Element]] = []
        self.flow = _Flow(Story.BODY)

    # ---- stories

    def story(self, container: etree._Element, story: Story) -> None:
        """Walk a whole text flow, then come back to where the walk was."""
        outer, self.flow = self.flow, _Flow(story)
        self._blocks_of(container)
        self._close_block()
        self.flow = outer

    def notes(self) -> None:
        """Walk footnotes, then endnotes, in the order in which the body calls them."""
        for story, kind in ((Story.FOOTNOTE, "footnotes"), (Story.ENDNOTE, "endnotes")):
            part = self.package.related(kind)
            if part is None:
                continue
            bodies = {attribute(node, "id"): node for node in self.package.tree(part) if local(node.tag)}
            main_targets = self.targets
            self.targets = {item.id: item for item in self.package.relationships(part)}
            for called, note_id, at, run in list(self._called):
                note = bodies.pop(note_id, None) if called is story else None
                if note is None:
                    continue
                start = self.position
                self.story(note, story)
                if self.position > start:
                    self.note_references.append(NoteReference(at, start, self.position, story))
                    self.hosts.append((start, self.position, run))
            self.targets = main_targets

    # ---- blocks

    def _blocks_of(self, container: etree._Element) -> None:
        for node in container:
            name = local(node.tag)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                self._table(node)
            elif name == "sdt":
                self._control(node, self._blocks_of)
            elif name in _TRANSPARENT:
                self._blocks_of(node)
            elif name == "AlternateContent":
                self._blocks_of(branch(node))
            elif name in _COMMENT_MARKS:
                self._comment_mark(node, name)

    def _control(self, control: etree._Element, walk: Callable[[etree._Element], None]) -> None:
        """A content control; one whose gallery is the table of contents marks its paragraphs."""
        content = child(control, "sdtContent")
        if content is None:
            return
        properties = child(control, "sdtPr")
        gallery = None
        if properties is not None:
            gallery = next((node for node in properties.iter() if local(node.tag) == "docPartGallery"), None)
        is_contents = gallery is not None and attribute(gallery, "val") == "Table of Contents"
        outer = self.flow.contents_control
        self.flow.contents_control = outer or is_contents
        walk(content)
        self.flow.contents_control = outer

    def _table(self, table: etree._Element) -> None:
        self._close_block()
        self._tables += 1
        number, outer = self._tables, self.flow.cell
        for row_index, row in enumerate(rows(table)):
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            header = properties is not None and is_on(child(properties, "tblHeader"))
            column = span(properties, "gridBefore", 0)
            for cell in cells(row):
                cell_properties = child(cell, "tcPr")
                if cell_properties is None or child(cell_properties, "cellDel") is None:
                    self.flow.cell = Cell(number, row_index, column, header)
                    self._blocks_of(cell)
                    self._close_block()
                column += span(cell_properties, "gridSpan", 1)
        self.flow.cell = outer

    def _paragraph(self, paragraph: etree._Element) -> None:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise DocumentTooLarge(f"The document has more than {MAX_PARAGRAPHS:,} paragraphs.")
        properties = child(paragraph, "pPr")
        style = paragraph_style(properties, self.styles)
        if self.flow.contents_control:
            style = Style(name=style.name, contents=True)
        self.flow.paragraph_style = style
        if self.flow.block_start is None or self.flow.block_start == self.position:
            self.flow.block_start, self.flow.block_style, self.flow.bold_end = self.position, style, None
        self._inline(paragraph)
        if not mark_deleted(properties):
            self._close_block()

    def _graphic(self, texts: list[str], run: etree._Element) -> None:
        """The words of a chart or diagram; they have no place in the main part but the drawing's run."""
        start = self.position
        for text in texts:
            self.blocks.append(
                Block(self.position, self.position + len(text), story=Story.GRAPHIC, bold_end=self.position)
            )
            self._add(text)
            self._add("\n")
        self.hosts.append((start, self.position, run))

    def _close_block(self) -> None:
        """End the block, then walk what hangs on it: text boxes, charts."""
        self._end_block()
        if self.flow.hidden:
            self.hidden.append("".join(self.flow.hidden))
            self.flow.hidden.clear()
        boxes, self.flow.boxes = self.flow.boxes, []
        for box in boxes:
            self.story(box, Story.TEXT_BOX)
        shown, self.flow.graphics = self.flow.graphics, []
        for texts, run in shown:
            self._graphic(texts, run)

    def _end_block(self) -> None:
        """Keep the block if it has text, else take its white space back."""
        start = self.flow.block_start
        self.flow.block_start = None
        if start is None or start == self.position:
            return
        taken = len(self.pieces)
        length = self.position
        while length > start:
            taken -= 1
            length -= len(self.pieces[taken])
        if not "".join(self.pieces[taken:]).strip():
            del self.pieces[taken:]
            while self.segments and self.segments[-1].start >= start:
                self.segments.pop()
            while self.links and self.links[-1].start >= start:
                self.links.pop()
            self.position = start
            return
        self.blocks.append(self._block(start))
        self._add("\n")

    def _block(self, start: int) -> Block:
        style = self.flow.block_style
        kind, level = BlockKind.PARAGRAPH, 0
        if style.contents:
            kind = BlockKind.CONTENTS
        elif style.heading:
            kind, level = BlockKind.HEADING, style.heading
        elif style.caption:
            kind = BlockKind.CAPTION
        elif style.list_level >= 0:
            kind, level = BlockKind.LIST_ITEM, style.list_level
        bold_end = self.position if self.flow.bold_end is None else self.flow.bold_end
        return Block(start, self.position, kind, level, self.flow.story, self.flow.cell, bold_end, style.name)

    # ---- inline

    def _inline(self, container: etree._Element) -> None:
        for node in container:
            name = local(node.tag)
            if name == "r":
                self._run(node)
            elif name == "hyperlink":
                self._hyperlink(node)
            elif name == "fldSimple":
                start = self.position
                self._inline(node)
                self._link(link_of(attribute(node, "instr") or "", start, self.position))
            elif name == "sdt":
                self._control(node, self._inline)
            elif name in _TRANSPARENT:
                self._inline(node)
            elif name == "AlternateContent":
                self._inline(branch(node))
            elif name in ("oMath", "oMathPara"):
                self._equation(node)
            elif name in _COMMENT_MARKS:
                self._comment_mark(node, name)

    def _comment_mark(self, node: etree._Element, name: str) -> None:
        """The range that a comment stands on, as the walk passes its ends."""
        identity = attribute(node, "id") or ""
        start = (
            self.position if name == "commentRangeStart" else self.comment_ranges.get(identity, (self.position, 0))[0]
        )
        self.comment_ranges[identity] = (start, self.position)

    def _hyperlink(self, node: etree._Element) -> None:
        start = self.position
        self._inline(node)
        identity = next((value for key, value in node.attrib.items() if str(key).endswith("relationships}id")), None)
        relationship = self.targets.get(str(identity)) if identity else None
        if relationship is not None:
            self._link(Link(start, self.position, relationship.target, internal=not relationship.external))
        elif anchor := attribute(node, "anchor"):
            self._link(Link(start, self.position, anchor, internal=True))

    def _link(self, link: Link | None) -> None:
        if link is not None and link.end > link.start and link.target:
            self.links.append(link)

    def _equation(self, node: etree._Element) -> None:
        text = "".join(
            item.text or "" for item in node.iter() if isinstance(item.tag, str) and item.tag.endswith("/math}t")
        )
        if text and self.flow.fields.visible:
            start = self.position
            self.flow.run_style = self.flow.paragraph_style
            self._emit(text.translate(_FLAT), node)
            self.uncounted.append((start, self.position))

    def _run(self, run: etree._Element) -> None:
        properties = child(run, "rPr")
        self.flow.run_style = run_style(properties, self.flow.paragraph_style, self.styles)
        if self.flow.run_style.raised:
            self._keep_superscript_apart(run)
        self._run_children(run, run)

    def _run_children(self, container: etree._Element, run: etree._Element) -> None:
        for node in container:
            name = local(node.tag)
            if name == "t":
                self._text(node)
            elif name in _BREAKS:
                self._emit(_BREAKS[name], node)
            elif name == "sym":
                self._emit(symbol(node), node)
            elif name == "fldChar":
                self._field_character(node)
            elif name == "instrText":
                self.flow.fields.instruction(node.text or "")
            elif name in ("footnoteReference", "endnoteReference"):
                if self.flow.fields.visible and not self.flow.run_style.hidden:
                    story = Story.FOOTNOTE if name == "footnoteReference" else Story.ENDNOTE
                    self._called.append((story, attribute(node, "id") or "", self.position, run))
            elif name in ("drawing", "pict", "object"):
                self._drawing(node, run)
            elif name == "AlternateContent":
                self._run_children(branch(node), run)
            elif name == "ruby":
                base = child(node, "rubyBase")
                if base is not None:
                    self._inline(base)

    def _drawing(self, node: etree._Element, run: etree._Element) -> None:
        self.flow.boxes.extend(text_boxes(node))
        if shown := picture(node):
            self.pictures.append(Picture(self.position, *shown))
        if texts := graphics.texts(node, self.package, self.parts, self._parts_read):
            self.flow.graphics.append((texts, run))

    def _field_character(self, character: etree._Element) -> None:
        kind = attribute(character, "fldCharType")
        if kind == "begin":
            self.flow.fields.begin(character)
        elif kind == "separate":
            self.flow.fields.separate(self.position)
        elif kind == "end":
            ended = self.flow.fields.end(self.position)
            if isinstance(ended, Form):
                self._emit(ended.shows.translate(_FLAT), ended.element, last=character)
            else:
                self._link(ended)

    def _keep_superscript_apart(self, run: etree._Element) -> None:
        """A mark typed as a superscript figure must not join the figure before it."""
        if not self.pieces:
            return
        text_node = child(run, "t")
        text = (text_node.text or "").lstrip() if text_node is not None else ""
        if text[:1].isdigit() and self.pieces[-1][-1:].isdigit() and self.flow.fields.visible:
            self._add(WORD_JOINER)

    def _text(self, node: etree._Element) -> None:
        if len(node):
            _without_comments(node)
        raw = node.text or ""
        if not preserves_space(node):
            text = raw.strip(" \t\r\n")
            skip = len(raw) - len(raw.lstrip(" \t\r\n"))
        else:
            text, skip = raw, 0
        if text:
            self._emit(text.translate(_FLAT), node, skip)

    def _emit(self, text: str, element: etree._Element, skip: int = 0, last: etree._Element | None = None) -> None:
        if not text or not self.flow.fields.visible:
            return
        if self.flow.run_style.hidden:
            self.flow.hidden.append(text)
            return
        if self.flow.fields.in_contents:
            self.flow.block_style = Style(name=self.flow.block_style.name, contents=True)
        if not self.flow.run_style.bold and self.flow.bold_end is None and text.strip():
            self.flow.bold_end = self.position + len(text) - len(text.lstrip())
        self.segments.append(Segment(self.position, self.position + len(text), element, skip, last))
        self._add(text)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.position += len(text)


def _without_comments(node: etree._Element) -> None:
    """Join the text of a `w:t` around XML comments, which nobody sees and which split it in two."""
    node.text = (node.text or "") + "".join(child.tail or "" for child in node)
    for inner in list(node):
        node.remove(inner)
