"""A Word document as text: what a reader sees, in reading order, with the place of everything.

All places are half-open character ranges (`start`, `end`) of `Document.text`, counted in Unicode code
points. Nothing here knows about XML.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from enum import StrEnum

# Kept between a figure and the superscript mark after it, so that "363" and note "1" never read "3631".
WORD_JOINER = "\u2060"
# Stands for a symbol whose character only its font knows.
OBJECT = "\ufffc"


class Story(StrEnum):
    """Which of Word's text flows a block belongs to."""

    BODY = "body"
    TEXT_BOX = "text box"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    GRAPHIC = "chart or diagram"


class BlockKind(StrEnum):
    """What a paragraph is to its reader."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    CAPTION = "caption"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Cell:
    """The innermost table cell of a block; `row` and `column` count from 0, `column` in grid columns."""

    table: int
    row: int
    column: int
    header: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph with text. `level` is the outline level of a heading or the depth of a list item."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    story: Story = Story.BODY
    cell: Cell | None = None
    bold_end: int = 0  # the text from start to here is bold (run-in headings)
    style: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink, or a cross-reference field: its text and where it leads."""

    start: int
    end: int
    target: str  # an address, or the name of a bookmark when `internal`
    internal: bool


@dataclass(frozen=True, slots=True)
class NoteReference:
    """Where a footnote or endnote is called, and the range of its text."""

    at: int
    start: int
    end: int
    story: Story


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is already in the document; `start` and `end` are the range it stands on, None without one."""

    id: str
    author: str
    text: str
    resolved: bool
    parent: str | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at a place in the text, with its alternative text ("" for none)."""

    at: int
    alternative: str
    decorative: bool


class Unseen(StrEnum):
    """Where text stands that a reader of the page does not see, and that still travels with the file."""

    DELETED = "a tracked deletion"
    HIDDEN = "hidden text"
    MARGIN = "a header or footer"
    PROPERTY = "the document's properties"


@dataclass(frozen=True, slots=True)
class UnseenText:
    """A piece of such text; `name` is the property's name, "" elsewhere."""

    where: Unseen
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Features:
    """What a package holds besides text; counted, never opened or fetched."""

    macros: bool = False
    embedded_objects: int = 0
    external_targets: int = 0
    tracked_changes: int = 0
    pages: int | None = None  # as the program that last saved the file counted them


@dataclass(frozen=True, eq=False, slots=True)
class Document:
    """The reading of one document. Compared by identity, so that what is worked out of one can be kept."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    notes: tuple[NoteReference, ...] = ()
    bookmarks: frozenset[str] = frozenset()
    comments: tuple[Comment, ...] = ()
    pictures: tuple[Picture, ...] = ()
    unseen: tuple[UnseenText, ...] = ()
    uncounted: tuple[tuple[int, int], ...] = ()  # equations: text that Word does not count
    hidden_words: int = 0
    marginal_words: int = 0  # headers and footers
    features: Features = field(default_factory=Features)

    def text_of(self, block: Block) -> str:
        """The characters of a block."""
        return self.text[block.start : block.end]

    def block_at(self, offset: int) -> int:
        """Index of the block that holds a character of the text, or that ends just before it."""
        return max(0, bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1)


def count_words(text: str) -> int:
    """Words by rule R0: what stands between white space; "and/or" and "well-kept" are one word each.

    Source: measured against Word-written files whose stored count is a true one; a lone dash counts.
    """
    if WORD_JOINER in text or OBJECT in text:
        text = text.replace(WORD_JOINER, "").replace(OBJECT, "")
    return len(text.split())
