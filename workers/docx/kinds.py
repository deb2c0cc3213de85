"""What a file that is no DOCX looks like, for a refusal that helps."""

from __future__ import annotations

import zipfile

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
    (b"spreadsheetml", "an Excel workbook"),
    (b"presentationml", "a PowerPoint presentation"),
    (b"visio", "a Visio drawing"),
)


def not_a_zip(content: bytes) -> Refusal:
    """The refusal for content that is no zip archive at all."""
    if not content:
        return NotADocx("The file is empty (0 bytes).", "Save the document in Word again and send the new file.")
    if content.startswith(_OLE):
        return _ole(content)
    head = content[:512].lstrip().lower()
    for signature, kind in _SIGNATURES:
        if head.startswith(signature.lower()):
            return NotADocx(f"This looks like {kind}, not a Word document.")
    if b"\0" not in content[:4096]:
        return NotADocx("This looks like plain text, not a Word document.")
    return NotADocx("This is not a Word document.")


def _ole(content: bytes) -> Refusal:
    """Old Word files and encrypted new ones share a container; its stream names tell them apart."""
    names = content.lower()
    if "encryptedpackage".encode("utf-16-le") in names or "encryptioninfo".encode("utf-16-le") in names:
        return EncryptedDocument("The document is protected by a password.")
    return NotADocx("This looks like an old Word document (.doc), not a .docx.")


def not_a_word_package(archive: zipfile.ZipFile, content_types: bytes | None) -> Refusal:
    """The refusal for a zip archive without a Word document in it."""
    names = set(archive.namelist())
    if "mimetype" in names:
        kind = archive.read("mimetype")[:80]
        if b"opendocument" in kind:
            return NotADocx("This looks like an OpenDocument file (ODT), not a .docx.")
        if b"epub" in kind:
            return NotADocx("This looks like an e-book (EPUB), not a Word document.")
    for mark, kind_name in _MAIN_TYPES:
        if content_types and mark in content_types:
            return NotADocx(f"This looks like {kind_name}, not a Word document.")
    if content_types is None:
        return NotADocx("This looks like a zip archive, not a Word document.")
    return NotADocx("This package holds no Word document.")
