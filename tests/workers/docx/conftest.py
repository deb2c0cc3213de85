"""Small Word packages made of body XML."""

import io
import sys
import zipfile

import pytest

from workers.docx.package import open_package
from workers.docx.reader import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PREFIXES = (
    f'xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package_bytes(body, parts=None, relationships=(), main_type=MAIN, namespace=W, drop=()):
    """A package; `parts` are name -> inner XML of a root of that name (or whole bytes), `relationships` (id, kind, target)."""
    entries = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
        ),
        "_rels/.rels": rels([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{namespace}" {PREFIXES}><w:body>{body}</w:body></w:document>',
    }
    if relationships:
        entries["word/_rels/document.xml.rels"] = rels(relationships)
    entries |= parts or {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            if name not in drop:
                archive.writestr(name, content)
    return buffer.getvalue()


def rels(items):
    inner = "".join(
        f'<Relationship Id="{rid}" Type="{R}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if "://" in target else ""}/>'
        for rid, kind, target in items
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def part(root, inner, namespace=W):
    return f'<w:{root} xmlns:w="{namespace}" {PREFIXES}>{inner}</w:{root}>'


def run(text, properties=""):
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner, properties=""):
    runs = "".join(item if item.startswith("<") else run(item) for item in inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


@pytest.fixture
def make():
    return package_bytes


@pytest.fixture
def read():
    def of(body, **kwargs):
        return read_document(open_package(package_bytes(body, **kwargs))).document

    return of


@pytest.fixture
def xml():
    class Builders:
        p, r, part = staticmethod(paragraph), staticmethod(run), staticmethod(part)
        strict, main_type = STRICT, MAIN

    return Builders


@pytest.fixture
def calls():
    """How many calls, into Python and into C, an action makes: its work, whatever else the machine does meanwhile.

    What grows inside one call is seen by the benchmark alone (tests/benchmarks/bench.py, c).
    """

    def counted(action):
        number = 0

        def called(_frame, event, _argument):
            nonlocal number
            number += event in ("call", "c_call")

        sys.setprofile(called)
        try:
            action()
        finally:
            sys.setprofile(None)
        return number

    return counted
