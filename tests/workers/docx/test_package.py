"""Files that are no Word document, damaged, or made to harm: refused with a code and a plain reason."""

import io
import zipfile

import pytest

from models.errors import Refusal
from workers.docx.package import open_package
from workers.docx.reader import read_document


def refusal(content):
    with pytest.raises(Refusal) as caught:
        read_document(open_package(content))
    return caught.value.code


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        (b"", "not-a-docx", "empty"),
        (b"%PDF-1.7 x", "not-a-docx", "PDF"),
        (b"{\\rtf1 x}", "not-a-docx", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0", "not-a-docx", "PNG"),
        (b"<html>x</html>", "not-a-docx", "web page"),
        (b"Just text.", "not-a-docx", "plain text"),
        (OLE, "not-a-docx", ".doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted-document", "password"),
        (b"PK\x03\x04broken", "damaged-document", "archive"),
    ],
)
def test_another_kind_of_file_is_named(content, code, named):
    with pytest.raises(Refusal) as caught:
        open_package(content)
    assert caught.value.code == code
    assert named in str(caught.value)
    assert caught.value.advice


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_other_archives_are_named():
    assert refusal(zipped(mimetype="application/vnd.oasis.opendocument.text")) == "not-a-docx"
    assert refusal(zipped(**{"a.txt": "x"})) == "not-a-docx"


def test_a_missing_main_part_is_damage(make, xml):
    assert refusal(make(xml.p("x"), drop=("word/document.xml",))) == "damaged-document"


def test_malformed_xml_is_damage_and_names_the_part(make, xml):
    with pytest.raises(Refusal, match=r"word/document\.xml"):
        open_package(make("<w:p>"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(make, xml, encoding):
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert refusal(make("", parts={"word/document.xml": bomb.encode(encoding)})) == "unsafe-document"


def test_an_archive_bomb_is_refused_before_it_is_unpacked(make, xml):
    content = make(xml.p("x"), parts={"word/media/b.bin": b"\0" * 50_000_000})
    assert refusal(content) == "unsafe-document"


def test_a_part_stored_twice_is_refused(make, xml):
    buffer = io.BytesIO(make(xml.p("x")))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(buffer.getvalue()) == "unsafe-document"


def test_deep_nesting_is_refused(make, xml):
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + xml.p("x") + "</w:tc></w:tr></w:tbl>" * 3000
    assert refusal(make(deep)) in ("document-too-large", "damaged-document")


def test_too_many_paragraphs_are_refused(make, xml):
    assert refusal(make("<w:p/>" * 200_001)) == "document-too-large"


@pytest.mark.parametrize("kind", ["template", "document.macroEnabled", "template.macroEnabledTemplate"])
def test_templates_and_macro_documents_are_read(make, xml, kind):
    main_type = f"application/vnd.ms-word.{kind}.main+xml"
    assert read_document(open_package(make(xml.p("Read."), main_type=main_type))).document.text == "Read.\n"


def test_a_name_that_climbs_out_is_never_written_to_disk(make, xml):
    content = make(xml.p("Read."), parts={"../../evil.txt": b"x"})
    assert "../../evil.txt" in open_package(content).rewritten({}).decode("latin-1")
