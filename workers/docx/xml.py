"""XML as parts of a package hold it: parsed without entities, network or unbounded depth.

WordprocessingML comes in two namespaces, transitional and strict, with the same names. `local` gives the
name without either; `WORD` are both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from lxml import etree

from models.errors import DamagedDocument, DocumentTooLarge, UnsafeDocument

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD = frozenset({TRANSITIONAL, STRICT})
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    }
)
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# 500,000 words of ordinary text need well under a million elements.
MAX_TAGS = 3_000_000
MAX_PARAGRAPHS = 200_000
_PROLOG = 1_000_000
_CHUNK = 65_536
_PARAGRAPH = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?p[\s/>]")


@lru_cache(maxsize=4096)
def local(tag: object) -> str:
    """The name of a WordprocessingML element; "" for a comment, a processing instruction or another
    vocabulary, except `mc:AlternateContent` and equations, which keep theirs."""
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, name = tag[1:].partition("}")
    if namespace in WORD:
        return name
    if namespace == MC and name == "AlternateContent":
        return name
    if namespace in MATH and name in ("oMath", "oMathPara"):
        return name
    return ""


def attribute(element: etree._Element, name: str) -> str | None:
    """A WordprocessingML attribute in either namespace."""
    namespace = element.tag[1:].partition("}")[0] if isinstance(element.tag, str) else ""
    value = element.get(f"{{{namespace}}}{name}")
    if value is None:
        for other in WORD:
            value = element.get(f"{{{other}}}{name}")
            if value is not None:
                break
    return value


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that WordprocessingML name."""
    for node in element:
        if local(node.tag) == name:
            return node
    return None


def is_on(element: etree._Element | None) -> bool:
    """The value of a toggle such as `w:b`: there and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def whole_number(value: str | None, default: int) -> int:
    """A number of up to nine decimal digits; anything else is the default."""
    return int(value) if value and len(value) <= 9 and value.isascii() and value.isdecimal() else default


def parse(content: bytes, part: str) -> etree._Element:
    """The root element of a part.

    Raises UnsafeDocument for a document type declaration (OPC forbids them; entities hide in them),
    DocumentTooLarge for depth or number of elements, DamagedDocument for XML that is not well-formed.
    """
    _refuse_declarations(content, part)
    if content.count(b"<") > MAX_TAGS:
        raise DocumentTooLarge(f"The part {part} holds too many elements.")
    if sum(1 for _ in _PARAGRAPH.finditer(content)) > MAX_PARAGRAPHS:
        raise DocumentTooLarge(f"The document has more than {MAX_PARAGRAPHS:,} paragraphs.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        message = str(problem)
        if "xcessive depth" in message or "huge" in message.lower() or "too long" in message.lower():
            raise DocumentTooLarge(f"The part {part} is nested too deeply or holds too long a text.") from None
        raise DamagedDocument(f"The part {part} is damaged: it is not well-formed XML.") from None


class _Seen(Exception):
    """The first element was reached."""


def _refuse_declarations(content: bytes, part: str) -> None:
    """Read the prolog only; expat knows the encodings that hide `<!DOCTYPE` from a search for bytes."""
    probe = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise UnsafeDocument(f"The part {part} declares a document type, which Word documents may not.")

    def element(*_: object) -> None:
        raise _Seen

    probe.StartDoctypeDeclHandler = declared
    probe.StartElementHandler = element
    try:
        for start in range(0, min(len(content), _PROLOG), _CHUNK):
            probe.Parse(content[start : start + _CHUNK], False)
    except _Seen:
        return
    except (expat.ExpatError, LookupError, ValueError):  # also encodings that no XML part may have
        raise DamagedDocument(f"The part {part} is damaged: it is not well-formed XML.") from None
    if len(content) > _PROLOG:
        raise UnsafeDocument(f"The part {part} starts with more than any document needs.")
