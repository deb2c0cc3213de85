"""Complex fields: which part of one a reader sees, and where a HYPERLINK or cross-reference leads.

A field is `begin`, instruction, `separate`, result, `end`, in runs of their own and across paragraphs; fields
nest. Only results are seen, and only where no field around them is still in its instruction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from models.document import Link
from workers.docx.xml import attribute, child, is_on, local, whole_number

_HYPERLINK = re.compile(r'^\s*HYPERLINK\s+(?:"([^"]*)"|(?!\\)(\S+))?(.*)$', re.IGNORECASE | re.DOTALL)
_BOOKMARK_SWITCH = re.compile(r'\\l\s+"?([^"\s]+)"?', re.IGNORECASE)
_REFERENCE = re.compile(r"^\s*(?:REF|PAGEREF|NOTEREF)\s+\"?([^\s\"\\]+)", re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*TOC\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A form field that keeps what it shows in its properties: the character or entry, and its first element."""

    shows: str
    element: etree._Element


@dataclass(slots=True)
class _Open:
    form: Form | None
    instruction: list[str] = field(default_factory=list)
    result_start: int | None = None

    @property
    def is_contents(self) -> bool:
        """True for a table of contents."""
        return bool(_CONTENTS.match("".join(self.instruction)))


class FieldStack:
    """The fields open at the current place of one story."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._instructing = 0
        self._contents = 0

    @property
    def visible(self) -> bool:
        """True where text is seen: every open field has reached its result."""
        return self._instructing == 0

    @property
    def in_contents(self) -> bool:
        """True within the result of a table of contents."""
        return self._contents > 0

    def begin(self, character: etree._Element) -> None:
        """`w:fldChar` of type begin."""
        shows = _form_value(character)
        self._open.append(_Open(Form(shows, character) if shows else None))
        self._instructing += 1

    def instruction(self, text: str) -> None:
        """`w:instrText`."""
        if self._open and self._open[-1].result_start is None:
            self._open[-1].instruction.append(text)

    def separate(self, at: int) -> None:
        """`w:fldChar` of type separate: the result starts at offset `at`."""
        if self._open and self._open[-1].result_start is None:
            self._open[-1].result_start = at
            self._instructing -= 1
            self._contents += self._open[-1].is_contents

    def end(self, at: int) -> Link | Form | None:
        """`w:fldChar` of type end; the link that the field made, or the form value that it shows."""
        if not self._open:
            return None
        item = self._open.pop()
        if item.result_start is None:
            self._instructing -= 1
            return item.form
        self._contents -= item.is_contents
        if item.result_start >= at:
            return item.form
        return link_of("".join(item.instruction), item.result_start, at)


def _form_value(character: etree._Element) -> str:
    """What a check box or drop-down list of a form shows; "" for other fields."""
    data = child(character, "ffData")
    if data is None:
        return ""
    box, entries = child(data, "checkBox"), child(data, "ddList")
    if box is not None:
        state = child(box, "checked")
        return "\u2612" if is_on(state if state is not None else child(box, "default")) else "\u2610"
    if entries is None:
        return ""
    choices = [attribute(node, "val") or "" for node in entries if local(node.tag) == "listEntry"]
    result = child(entries, "result")
    chosen = (attribute(result, "val") or "0") if result is not None else "0"
    place = whole_number(chosen, 0)
    return choices[place] if place < len(choices) else ""


def link_of(instruction: str, start: int, end: int) -> Link | None:
    """The link of a field's instruction over its result."""
    if match := _REFERENCE.match(instruction):
        return Link(start, end, match[1], internal=True)
    match = _HYPERLINK.match(instruction)
    if not match:
        return None
    address = match[1] or match[2] or ""
    bookmark = _BOOKMARK_SWITCH.search(match[3] or "")
    if address:
        return Link(start, end, address, internal=False)
    return Link(start, end, bookmark[1] if bookmark else "", internal=True)
