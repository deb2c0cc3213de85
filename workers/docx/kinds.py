"""What a file that is no DOCX looks like, for a refusal that helps."""

from __future__ import annotations

import re
import zipfile
import zlib

from models.errors import EncryptedDocument, NotADocx, Refusal

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_MAIN_TYPES = (
    (rb"(?:presentationml|powerpoint)[^\"']*main\+xml", "a PowerPoint presentation"),
    (rb"(?:spreadsheetml|excel)[^\"']*main(?:\+xml|\b)", "an Excel workbook"),
    (rb"visio[^\"']*main\+xml", "a Visio drawing"),
)
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)"),
    ("Workbook", "an old Excel workbook (.xls)"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)"),
    ("__substg1.0", "an Outlook message (.msg)"),
)


def not_a_zip(content: bytes) -> Refusal:
    """The refusal for content that is no zip archive at all."""
    if not content:
        return NotADocx("The file is empty (0 bytes).", "Save the document in Word again and send the new file.")
    if content.startswith(_OLE):
        return _ole(content)
    head = _as_bytes(content[:1024]).lstrip().lower()
    for signature, kind in _SIGNATURES:
        if head.startswith(signature.lower()):
            return NotADocx(f"This looks like {kind}, not a Word document.")
    if b"\0" not in _as_bytes(content[:4096]):
        return NotADocx("This looks like plain text, not a Word document.")
    return NotADocx("This is not a Word document.")


def _ole(content: bytes) -> Refusal:
    """Old Word files and encrypted new ones share a container; its stream names tell them apart."""
    names = content.lower()
    if "encryptedpackage".encode("utf-16-le") in names or "encryptioninfo".encode("utf-16-le") in names:
        return EncryptedDocument("The document is protected by a password.")
    for stream, kind in _OLE_STREAMS:
        if stream.lower().encode("utf-16-le") in names:
            return NotADocx(f"This looks like {kind}, not a .docx.")
    return NotADocx("This looks like an old Office document, not a .docx.")


def _as_bytes(content: bytes) -> bytes:
    """Text of any encoding with a byte order mark, as UTF-8 without it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "ignore").encode()
    return content


def not_a_word_package(archive: zipfile.ZipFile, content_types: bytes | None) -> Refusal:
    """The refusal for a zip archive without a Word document in it."""
    names = set(archive.namelist())
    if "mimetype" in names:
        kind = _mimetype(archive)
        if b"opendocument" in kind:
            return NotADocx("This looks like an OpenDocument file (ODT), not a .docx.")
        if b"epub" in kind:
            return NotADocx("This looks like an e-book (EPUB), not a Word document.")
    for mark, kind_name in _MAIN_TYPES:
        if content_types and re.search(mark, content_types, re.IGNORECASE):
            return NotADocx(f"This looks like {kind_name}, not a Word document.")
    if content_types is None:
        return NotADocx("This looks like a zip archive, not a Word document.")
    return NotADocx("This package holds no Word document.")


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("mimetype") as stream:
            return stream.read(80)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        return b""
