"""Word packages made from a few lines of XML, read, annotated and looked at from outside."""

import importlib.util
import io
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import etree

from workers.docx.annotator import Remark, annotate
from workers.docx.package import open_package
from workers.docx.reader import read_document

SHARED = Path(__file__).parents[1] / ".." / "shared"
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": OFFICE + "relationships",
    "m": OFFICE + "math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
STRICT = {
    NAMESPACES["w"]: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    NAMESPACES["m"]: "http://purl.oclc.org/ooxml/officeDocument/math",
    NAMESPACES["r"]: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCX, DOTX = WORD + "document.main+xml", WORD + "template.main+xml"
DOCM, DOTM = (f"application/vnd.ms-word.{kind}.macroEnabled.main+xml" for kind in ("document", "template"))
W = "{" + NAMESPACES["w"] + "}"


class Word:
    """The small pieces of WordprocessingML, and a package around them."""

    DOCX, DOTX, DOCM, DOTM = DOCX, DOTX, DOCM, DOTM

    @staticmethod
    def t(text, preserve=True):
        mode = ' xml:space="preserve"' if preserve else ""
        return f"<w:t{mode}>{escape(text)}</w:t>"

    @classmethod
    def r(cls, text="", properties="", inner=""):
        """A run: escaped text, then XML."""
        return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{cls.t(text) if text else ''}{inner}</w:r>"

    @classmethod
    def p(cls, *content, properties="", style=""):
        """A paragraph; content that is no XML becomes a run."""
        runs = "".join(item if item.startswith("<") else cls.r(item) for item in content)
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p>{f'<w:pPr>{named}{properties}</w:pPr>' if named or properties else ''}{runs}</w:p>"

    @classmethod
    def field(cls, instruction, *result):
        """A complex field in runs of its own."""
        shown = "".join(item if item.startswith("<") else cls.r(item) for item in result)
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{x}"/></w:r>' for x in ("begin", "separate", "end"))
        instruct = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        return begin + instruct + separate + shown + end

    @staticmethod
    def tracked(name, content, number=90):
        return f'<w:{name} w:id="{number}" w:author="A" w:date="2026-01-01T00:00:00Z">{content}</w:{name}>'

    @classmethod
    def deleted(cls, text, number=91):
        return cls.tracked("del", f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>', number)

    @staticmethod
    def sdt(content, properties=""):
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    @staticmethod
    def tc(content, properties=""):
        return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{content}</w:tc>"

    @staticmethod
    def tr(*cells, properties=""):
        return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"

    @staticmethod
    def tbl(*rows):
        return (
            '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>'
            + "".join(rows)
            + "</w:tbl>"
        )

    @staticmethod
    def drawing(inner):
        return (
            '<w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="d"/>'
            f'<a:graphic><a:graphicData uri="x">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing>'
        )

    @classmethod
    def vml_box(cls, content):
        return f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"

    @classmethod
    def box(cls, content):
        """A text box as Word writes it: the shape, and the same text again as VML for old programs."""
        shape = cls.drawing(f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>")
        return (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
            f"<mc:Fallback>{cls.vml_box(content)}</mc:Fallback></mc:AlternateContent></w:r>"
        )

    @staticmethod
    def equation(text):
        return f"<m:oMath><m:r><m:t>{escape(text)}</m:t></m:r></m:oMath>"

    @staticmethod
    def root(name, content, prefix="w"):
        declared = " ".join(f"xmlns:{key}={quoteattr(uri)}" for key, uri in NAMESPACES.items())
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<{prefix}:{name} {declared} mc:Ignorable="w14 w15">{content}</{prefix}:{name}>'
        )

    @classmethod
    def style(cls, identity, name="", paragraph="", run="", based_on="", kind="paragraph", default=False):
        return (
            f'<w:style w:type="{kind}" w:default="{int(default)}" w:styleId="{identity}">'
            f'<w:name w:val="{name or identity}"/>'
            + (f'<w:basedOn w:val="{based_on}"/>' if based_on else "")
            + f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
        )

    @classmethod
    def comment(cls, number, text, author="Anna", paragraph=""):
        identity = f' w14:paraId="{paragraph}"' if paragraph else ""
        return (
            f'<w:comment w:id="{number}" w:author="{author}" w:date="2026-01-01T00:00:00Z" w:initials="A">'
            f"<w:p{identity}>{cls.r(text)}</w:p></w:comment>"
        )

    @classmethod
    def commented(cls, number, content):
        """Runs with the anchors of a comment around them."""
        return (
            f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    @classmethod
    def threads(cls, *entries):
        """The part commentsExtended: (paraId, done, paraId of the parent or "")."""
        lines = (
            f'<w15:commentEx w15:paraId="{own}" w15:done="{int(done)}"'
            + (f' w15:paraIdParent="{up}"/>' if up else "/>")
            for own, done, up in entries
        )
        return cls.root("commentsEx", "".join(lines), prefix="w15")

    @staticmethod
    def zip(entries, compression=zipfile.ZIP_DEFLATED):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", compression) as archive:
            for name, content in dict(entries).items():
                entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                entry.compress_type = compression
                archive.writestr(entry, content)
        return buffer.getvalue()

    @classmethod
    def entries(cls, body, *, styles="", parts=None, relationships=(), strict=False, main_type=DOCX, **stories):
        """The entries of a package, by name.

        `stories`: footnotes, endnotes {id: XML}, comments, commentsExtended, header, footer: XML.
        `relationships`: (id, kind, target, external). `parts`: {name: content or (content, content type)}.
        """
        related = [*relationships]
        files, types = {}, {}
        stories = {"styles": styles, **stories}
        for kind, content in stories.items():
            if not content:
                continue
            match kind:
                case "footnotes" | "endnotes":
                    notes = (f'<w:{kind[:-1]} w:id="{i}">{x}</w:{kind[:-1]}>' for i, x in content.items())
                    xml = cls.root(kind, "".join(notes))
                case "header" | "footer":
                    xml = cls.root({"header": "hdr", "footer": "ftr"}[kind], content)
                case "commentsExtended":
                    xml = content
                case _:
                    xml = cls.root(kind, content)
            files[f"word/{kind}.xml"], types[f"word/{kind}.xml"] = xml, f"{WORD}{kind}+xml"
            related.append((f"own{len(related)}", kind, f"{kind}.xml", False))
        for name, content in (parts or {}).items():
            files[name] = content[0] if isinstance(content, tuple) else content
            types[name] = content[1] if isinstance(content, tuple) else "application/octet-stream"
        main = cls.root("document", f"<w:body>{body}<w:sectPr/></w:body>")
        overrides = "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in types.items())
        kinds = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
        lines = "".join(
            f'<Relationship Id="{i}" Type="{kinds if kind == "commentsExtended" else NAMESPACES["r"] + "/" + kind}" '
            f'Target={quoteattr(target)} TargetMode="{"External" if external else "Internal"}"/>'
            for i, kind, target, external in related
        )
        head = f'<Relationships xmlns="{PACKAGE}relationships">'
        everything = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>',
            "_rels/.rels": f'{head}<Relationship Id="rId1" Type="{NAMESPACES["r"]}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": main,
            **({"word/_rels/document.xml.rels": f"{head}{lines}</Relationships>"} if lines else {}),
            **files,
        }
        if strict:
            for name, content in everything.items():
                if isinstance(content, str):
                    for old, new in STRICT.items():
                        content = content.replace(f'"{old}', f'"{new}')
                    everything[name] = content
        return everything

    @classmethod
    def package(cls, body, **options):
        return cls.zip(cls.entries(body, **options))


def _read(content):
    return read_document(open_package(content))


def _annotate(content, *remarks):
    """Annotate; a remark is a Remark, or a (start, end) range that makes one."""
    made = [
        item if isinstance(item, Remark) else Remark(f"{i:012x}", "a-check", *item, (f"Remark {i}.",))
        for i, item in enumerate(remarks)
    ]
    package = open_package(content)
    reading = read_document(package)
    return annotate(package, reading.document, reading.text_map, made, WHEN)


def _part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name)) if name in archive.namelist() else None


def _comments(content, name="word/comments.xml"):
    """id -> (author, text) of the comments of a package."""
    root = _part(content, name)
    return {
        node.get(f"{W}id"): (
            node.get(f"{W}author"),
            "\n".join("".join(p.itertext(f"{W}t")) for p in node.iter(f"{W}p")),
        )
        for node in (root if root is not None else ())
    }


class _Seen:
    """What stands before and between the anchors of each comment, by an eye that shares no code with the product."""

    def __init__(self, root):
        self.text, self.starts, self.ranges, self.references, self.fields = [], {}, {}, {}, []
        self.walk(root.find(f"{W}body"))

    def walk(self, node):
        for item in node:
            name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
            if name in ("del", "moveFrom", "Fallback", "txbxContent", "rPr", "pPr", "sdtPr", "sectPr", "rt"):
                continue
            at = sum(map(len, self.text))
            if name == "commentRangeStart":
                self.starts[item.get(f"{W}id")] = at
            elif name == "commentRangeEnd":
                self.ranges[item.get(f"{W}id")] = (self.starts[item.get(f"{W}id")], at)
            elif name == "commentReference":
                self.references[item.get(f"{W}id")] = [x.tag.rpartition("}")[2] for x in item.iterancestors()]
            elif name == "fldChar":
                kind = item.get(f"{W}fldCharType")
                if kind == "begin":
                    self.fields.append(False)
                elif kind == "separate":
                    self.fields[-1] = True
                else:
                    self.fields.pop()
            elif name == "r" and item.find(f"{W}rPr/{W}vanish") is not None:
                continue
            elif all(self.fields):
                self.character(item, name)
            self.walk(item)
            if name == "p":
                self.text.append("\n")

    def character(self, item, name):
        if name == "t":
            raw = "".join(item.itertext())
            kept = item.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            self.text.append(raw if kept else raw.strip(" \t\r\n"))
        elif name in ("tab", "br", "noBreakHyphen") and item.getparent().tag == f"{W}r":
            self.text.append({"tab": "\t", "br": "\n"}.get(name, "\u2011"))


def _covered(content):
    """comment id -> (visible text before its range, visible text in it)."""
    seen = _Seen(_part(content, "word/document.xml"))
    text = "".join(seen.text)
    assert set(seen.starts) == set(seen.ranges) == set(seen.references), "a comment lacks one of its three anchors"
    return {key: (text[:start], text[start:end]) for key, (start, end) in seen.ranges.items()}


def _checker():
    path = SHARED / "tools" / "docx_integrity.py"
    if not path.exists():
        pytest.skip("../shared with the integrity checker is not on this machine")
    spec = importlib.util.spec_from_file_location("docx_integrity", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def compare(original, annotated):
        """The checks that failed, with what they said: {} is sound."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("original.docx", "annotated.docx")]
            for path, content in zip(paths, (original, annotated), strict=True):
                path.write_bytes(content)
            result = module.compare(*map(str, paths), xsd=str(SHARED / "data" / "xsd"))
        assert result["ok"] is not None, result.get("unreadable_original")
        return {name: result["checks"][name] for name in result.get("failed", ())}

    return compare


@pytest.fixture(scope="session")
def word():
    return Word


@pytest.fixture(scope="session")
def opened():
    """Bytes -> DocxReading."""
    return _read


@pytest.fixture(scope="session")
def document_of():
    """Body XML and the options of Word.package -> Document."""
    return lambda body, **options: _read(Word.package(body, **options)).document


@pytest.fixture(scope="session")
def lines_of(document_of):
    """Body XML -> the text, a line a block."""
    return lambda body, **options: document_of(body, **options).text.removesuffix("\n").split("\n")


@pytest.fixture(scope="session")
def annotated():
    return _annotate


@pytest.fixture(scope="session")
def comments_of():
    return _comments


@pytest.fixture(scope="session")
def covered():
    return _covered


@pytest.fixture(scope="session")
def part_of():
    return _part


@pytest.fixture(scope="session")
def faults():
    """(original, annotated) -> the integrity checks that fail. Skips where the checker is not there."""
    return _checker()
