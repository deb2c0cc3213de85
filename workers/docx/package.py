"""The zip archive of a Word document: what may be opened, its parts and their relationships.

Parts are found by name without regard to case, as Word finds them. Only the parts that are read are ever
decompressed before a copy is written; `Package.rewritten` copies every other part as it is.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from models.errors import DamagedDocument, DocumentTooLarge, EncryptedDocument, UnsafeDocument
from workers.docx import kinds
from workers.docx.xml import WORD, child, parse

MAX_FILE = 200 * 2**20
MAX_PARTS = 10_000
MAX_XML_PART = 128 * 2**20
MAX_UNPACKED = 1024 * 2**20
# XML packs 10 to 40 times, runs of zeros a thousand times.
MAX_RATIO = 250
RATIO_FROM = 8 * 2**20

READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError, ValueError,
)  # fmt: skip
_END = b"PK\x05\x06"
MAX_DIRECTORY = 400 * MAX_PARTS


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part; `target` is a part name, or an address when `external`."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type: `hyperlink`, `comments`, `footnotes`."""
        return self.type.rsplit("/", 1)[-1]


class Package:
    """A Word document's archive, opened and found safe. Made by `open_package`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = {_key(info.filename): info for info in archive.infolist() if not info.filename.endswith("/")}
        self._trees: dict[str, etree._Element] = {}
        self.main = self._find_main()
        if child(self.tree(self.main), "body") is None:
            raise DamagedDocument(f"The main part {self.main} holds no document body.")

    def find(self, name: str) -> str | None:
        """The name of a part as the archive spells it, or None."""
        info = self._infos.get(_key(name))
        return info.filename if info else None

    def names(self) -> list[str]:
        """The names of all parts, in the archive's order."""
        return [info.filename for info in self._infos.values()]

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises DamagedDocument, DocumentTooLarge."""
        info = self._infos.get(_key(name))
        if info is None:
            raise DamagedDocument(f"The part {name} is missing.")
        if info.file_size > MAX_XML_PART:
            raise DocumentTooLarge(f"The part {info.filename} is larger than {MAX_XML_PART // 2**20} MB.")
        return _read(self._archive, info)

    def tree(self, name: str) -> etree._Element:
        """The root element of a part; parsed once, so that all who change it change the same tree."""
        key = _key(name)
        if key not in self._trees:
            self._trees[key] = parse(self.read(name), name)
        return self._trees[key]

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part, or of the package for ""; those to missing parts included."""
        name = self.find(relationships_name(part))
        if name is None:
            return []
        found = []
        for node in self.tree(name):
            if not isinstance(node.tag, str):
                continue
            target, external = node.get("Target", ""), node.get("TargetMode") == "External"
            if not external:
                target = _resolve(part, target)
            found.append(Relationship(node.get("Id", ""), node.get("Type", ""), target, external))
        return found

    def related(self, kind: str) -> str | None:
        """The name of the part that the main part relates to as that kind, or None."""
        for relationship in self.relationships(self.main):
            if relationship.kind == kind and not relationship.external:
                name = self.find(relationship.target)
                if name is not None:
                    return name
        return None

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """A copy of the archive with some parts replaced or added; all else keeps its bytes and order.

        Raises DamagedDocument for a part that cannot be copied because its stored checksum is wrong.
        """
        left = {_key(name): (name, content) for name, content in changed.items()}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
            copy.comment = self._archive.comment
            for info in self._archive.infolist():
                replaced = left.pop(_key(info.filename), None)
                content = replaced[1] if replaced else _read(self._archive, info)
                copy.writestr(_entry(info), content)
            for name, content in left.values():
                copy.writestr(_entry(zipfile.ZipInfo(name)), content)
        return buffer.getvalue()

    def _find_main(self) -> str:
        types = None
        if self.find("[Content_Types].xml"):
            types = self.read("[Content_Types].xml")
            self.tree("[Content_Types].xml")
        main = next(
            (
                name
                for relationship in self.relationships("")
                if relationship.kind == "officeDocument" and (name := self.find(relationship.target))
            ),
            None,
        ) or self.find("word/document.xml")
        if main is None:
            if types is not None and b"wordprocessingml" in types:
                raise DamagedDocument("The main part of the document (word/document.xml) is missing.")
            raise kinds.not_a_word_package(self._archive, types)
        if types is not None and b"wordprocessingml" not in types and b"ms-word" not in types:
            raise kinds.not_a_word_package(self._archive, types)
        root = self.tree(main)
        if etree.QName(root).namespace not in WORD or etree.QName(root).localname != "document":
            raise kinds.not_a_word_package(self._archive, types)
        if types is None:
            raise DamagedDocument("The part [Content_Types].xml is missing.")
        return main


def open_package(content: bytes) -> Package:
    """Open the bytes of an upload as a Word document.

    Raises a Refusal that says what is wrong: another kind of file, a password, damage, or a size or shape
    that no document has.
    """
    if len(content) > MAX_FILE:
        raise DocumentTooLarge(f"The file is larger than {MAX_FILE // 2**20} MB.")
    if not content.startswith(b"PK"):
        raise kinds.not_a_zip(content)
    _refuse_directory(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except READ_ERRORS:
        raise DamagedDocument("The file is cut short or damaged: its archive cannot be opened.") from None
    _refuse_unsafe(archive)
    return Package(archive)


def _refuse_directory(content: bytes) -> None:
    """Refuse a directory of too many parts before Python reads it entry by entry."""
    end = content.rfind(_END, max(0, len(content) - 65_557))
    if end < 0 or len(content) < end + 22:
        return
    parts, size = struct.unpack_from("<HI", content, end + 10)
    if parts > MAX_PARTS or size > MAX_DIRECTORY:
        raise DocumentTooLarge(f"The document has more than {MAX_PARTS:,} parts.")


def _refuse_unsafe(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise DocumentTooLarge(f"The document has more than {MAX_PARTS} parts.")
    seen: set[str] = set()
    unpacked = packed = 0
    for info in infos:
        if info.flag_bits & 1:
            raise EncryptedDocument("The document is protected by a password.")
        if _key(info.filename) in seen:
            raise UnsafeDocument(f"The part {info.filename} is stored twice.")
        seen.add(_key(info.filename))
        unpacked += info.file_size
        packed += info.compress_size
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnsafeDocument(f"The part {info.filename} unpacks to far more than any document needs.")
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(1, packed):
        raise UnsafeDocument("The document unpacks to far more than any document needs.")
    if unpacked > MAX_UNPACKED:
        raise DocumentTooLarge(f"The document unpacks to more than {MAX_UNPACKED // 2**20} MB.")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read no more than the archive declares, so that a false size cannot hide a bomb."""
    try:
        with archive.open(info) as stream:
            content = stream.read(info.file_size + 1)
    except READ_ERRORS:
        raise DamagedDocument(f"The part {info.filename} is damaged and cannot be unpacked.") from None
    if len(content) != info.file_size:
        raise DamagedDocument(f"The part {info.filename} is not of the size that the archive declares.")
    return content


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A fresh directory entry: name, date and attributes of the old, sizes and offsets left to the writer."""
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    entry.external_attr = info.external_attr
    entry.comment = info.comment
    return entry


def relationships_name(part: str) -> str:
    """Where the relationships of a part are kept: `word/_rels/document.xml.rels`."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels") if part else "_rels/.rels"


def _resolve(part: str, target: str) -> str:
    path = target.split("#", 1)[0].replace("\\", "/")
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(part), path)
    return posixpath.normpath(joined).lstrip("/") if path else ""


def _key(name: str) -> str:
    return unquote(name).lstrip("/").replace("\\", "/").lower()


def content_type_nodes(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """(part name in lower case, content type) of every override."""
    for node in tree:
        if isinstance(node.tag, str) and etree.QName(node).localname == "Override":
            yield _key(node.get("PartName", "")), node.get("ContentType", "")
