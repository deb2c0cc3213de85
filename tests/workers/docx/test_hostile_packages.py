"""Every way in which a file can be wrong or hostile: one Refusal with the right code, soon, in little memory."""

import io
import json
import random
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.errors import DamagedDocument, Refusal
from workers.docx.package import MAX_PARTS, open_package
from workers.docx.reader import read_document

ROOT = Path(__file__).parents[3]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# A whole reading in a process of its own, so that time and memory are its own.
MEASURED = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30,) * 2)
from models.errors import DamagedDocument, Refusal
from workers.docx.package import open_package
from workers.docx.reader import read_document
content = open(sys.argv[1], "rb").read()
start, code = time.perf_counter(), "read"
try:
    read_document(open_package(content))
except Refusal as refusal:
    code = refusal.code
except BaseException as problem:
    code = type(problem).__name__
took = time.perf_counter() - start
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([code, took, int(peak.split()[1]) / 1024]))
"""


def refusal(content):
    with pytest.raises(Refusal) as caught:
        read_document(open_package(content))
    return caught.value


def outcome(content):
    """ "read", or the code of the refusal."""
    try:
        read_document(open_package(content))
    except Refusal as problem:
        return problem.code
    return "read"


def changed(word, name, content, body=None):
    """A good package with one entry replaced, or left out for None."""
    entries = word.entries(body or word.p("Text"))
    entries.pop(name, None)
    if content is not None:
        entries[name] = content
    return word.zip(entries)


def measured(content, tmp_path):
    """(code, seconds, megabytes) of reading these bytes."""
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    command = [sys.executable, "-c", MEASURED, str(path)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10, check=True)
    except subprocess.TimeoutExpired:
        return "no answer in 10 s", 10, 0
    return json.loads(done.stdout)


def zip_of(entries, *, flags=0, method=8, declared=None, crc=None):
    """A zip written by hand: (name, content) with chosen flags, method, declared size or checksum."""
    out, directory = bytearray(), bytearray()
    for name, content in entries:
        raw = content
        if method == 8:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            raw = packer.compress(content) + packer.flush()
        size = len(content) if declared is None else declared(name, content)
        check = zlib.crc32(content) if crc is None else crc(name, content)
        common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, check, len(raw), size, len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out))
        directory += name.encode()
        out += b"PK\3\4" + common + name.encode() + raw
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return bytes(out + directory + b"PK\5\6" + end)


def raw_entries(word, body=None, **options):
    return [
        (k, v if isinstance(v, bytes) else v.encode())
        for k, v in word.entries(body or word.p("Text"), **options).items()
    ]


# ---- another kind of file


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi x}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "PNG"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "JPEG"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\n <HTML xmlns:w='x'>", "web page"),
        (b"\xef\xbb\xbf<html></html>", "web page"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><w:wordDocument/>', "XML"),
        ("Plain – text".encode(), "text"),
        (b"\0\1\2\3" * 30, "Word document"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), ".doc"),
    ],
)
def test_another_kind_of_file_is_named_with_what_to_do(content, named):
    problem = refusal(content)
    assert (problem.code, problem.status) == ("not-a-docx", 415)
    assert named in problem.title
    assert problem.advice


@pytest.mark.parametrize(
    ("stream", "wrong"), [("Workbook", "Word document (.doc)"), ("PowerPoint Document", "Word document (.doc)")]
)
def test_an_old_workbook_or_presentation_is_not_called_an_old_word_document(stream, wrong):
    problem = refusal(OLE + b"\0" * 600 + stream.encode("utf-16-le"))
    assert problem.code == "not-a-docx"
    assert wrong not in problem.title


@pytest.mark.parametrize("name", ["EncryptedPackage", "ENCRYPTEDPACKAGE", "EncryptionInfo"])
def test_a_document_with_a_password_is_told_from_an_old_document(name):
    problem = refusal(OLE + b"\0" * 1000 + name.encode("utf-16-le") + b"\0" * 1000)
    assert (problem.code, problem.status) == ("encrypted-document", 422)


def office(word, folder, main, kind, extra=""):
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'{extra}<Override PartName="/{folder}/{main}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    )
    rels = word.entries("")["_rels/.rels"].replace("word/document.xml", f"{folder}/{main}")
    return word.zip({"[Content_Types].xml": types, "_rels/.rels": rels, f"{folder}/{main}": "<x/>"})


EMBEDDED = '<Default Extension="{}" ContentType="application/vnd.openxmlformats-officedocument.{}"/>'


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("xl", "workbook.xml", "spreadsheetml.sheet"), "Excel"),
        (("ppt", "presentation.xml", "presentationml.presentation"), "PowerPoint"),
        (
            ("ppt", "presentation.xml", "presentationml.presentation", EMBEDDED.format("xlsx", "spreadsheetml.sheet")),
            "PowerPoint",
        ),
        (
            ("xl", "workbook.xml", "spreadsheetml.sheet", EMBEDDED.format("docx", "wordprocessingml.document")),
            "Excel",
        ),
    ],
)
def test_other_office_files_are_named_also_with_embedded_ones(word, arguments, named):
    problem = refusal(office(word, *arguments))
    assert problem.code == "not-a-docx"
    assert named in problem.title


def test_a_binary_workbook_is_not_called_damaged(word):
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
        '"/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    rels = word.entries("")["_rels/.rels"].replace("word/document.xml", "xl/workbook.bin")
    entries = {"[Content_Types].xml": types, "_rels/.rels": rels, "xl/workbook.bin": b"\x83\1\0"}
    assert refusal(word.zip(entries)).code == "not-a-docx"


@pytest.mark.parametrize(
    ("mimetype", "named"),
    [("application/vnd.oasis.opendocument.text", "ODT"), ("application/epub+zip", "EPUB"), ("x/y", "zip")],
)
def test_other_archives_are_named(word, mimetype, named):
    problem = refusal(word.zip({"mimetype": mimetype, "content.xml": "<x/>"}))
    assert (problem.code, named in problem.title) == ("not-a-docx", True)


def test_an_archive_whose_mimetype_is_damaged_is_still_refused():
    content = zip_of([("mimetype", b"application/vnd.oasis.opendocument.text")], crc=lambda *_: 1)
    assert refusal(content).code in ("not-a-docx", "damaged-document")


def test_an_empty_archive_is_refused(word):
    assert refusal(word.zip({})).code == "not-a-docx"


# ---- damage


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/comments.xml", "word/footnotes.xml"])
@pytest.mark.parametrize("content", [b"", b"<w:document", b"\0\0\0", b"<a><b></a>", b"\xff\xfe<\0a\0", b"<a>&x;</a>"])
def test_malformed_xml_is_damage_that_names_the_part(word, part, content):
    entries = word.entries(
        word.p("Text"), styles=word.style("A"), comments=word.comment(1, "x"), footnotes={1: word.p("x")}
    )
    problem = refusal(word.zip({**entries, part: content}))
    assert problem.code == "damaged-document"
    assert part in problem.title


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"])
def test_malformed_package_parts_are_damage(word, annotated, part):
    with pytest.raises(DamagedDocument, match=re.escape(part)):
        annotated(changed(word, part, b"<nothing"), (0, 4))


def test_a_missing_main_part_or_body_is_damage(word):
    assert "word/document.xml" in refusal(changed(word, "word/document.xml", None)).title
    bare = word.root("document", "")
    assert refusal(changed(word, "word/document.xml", bare)).code == "damaged-document"


def test_missing_content_types_are_damage_that_names_them(word):
    problem = refusal(changed(word, "[Content_Types].xml", None))
    assert (problem.code, "[Content_Types].xml" in problem.title) == ("damaged-document", True)


def test_missing_package_relationships_are_no_reason_to_refuse(word, opened):
    assert opened(changed(word, "_rels/.rels", None)).document.text == "Text\n"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.98])
def test_a_file_that_is_cut_short_is_damage(word, share):
    content = word.package(word.p("Text"), parts={"word/media/a.png": random.Random(1).randbytes(5000)})
    assert refusal(content[: int(len(content) * share)]).code == "damaged-document"


def test_a_wrong_checksum_of_the_main_part_is_damage_that_names_it(word):
    content = zip_of(raw_entries(word), crc=lambda name, c: 7 if name == "word/document.xml" else zlib.crc32(c))
    problem = refusal(content)
    assert (problem.code, "word/document.xml" in problem.title) == ("damaged-document", True)


def test_a_wrong_checksum_of_a_picture_is_a_refusal_when_the_copy_is_written(word, annotated):
    entries = raw_entries(word, parts={"word/media/a.png": b"picture"})
    content = zip_of(entries, crc=lambda name, c: 7 if name.endswith("png") else zlib.crc32(c))
    with pytest.raises(Refusal, match=r"word/media/a\.png"):
        annotated(content, (0, 4))


@pytest.mark.parametrize(
    "encoding", ["foo", "shift_jis", "gb2312", "utf-7", "ebcdic-cp-us", "ucs-4", "idna", "rot13", "base64", "undefined"]
)
def test_an_encoding_that_xml_does_not_have_is_a_refusal(word, encoding):
    content = word.root("document", f"<w:body>{word.p('Text')}</w:body>").replace('"UTF-8"', f'"{encoding}"')
    assert outcome(changed(word, "word/document.xml", content)) in ("read", "damaged-document", "unsafe-document")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1", "windows-1252"])
def test_a_legal_encoding_is_read(word, opened, encoding):
    name = encoding.replace("-sig", "")
    content = word.root("document", f"<w:body>{word.p('Café')}</w:body>").replace('"UTF-8"', f'"{name}"')
    assert opened(changed(word, "word/document.xml", content.encode(encoding))).document.text == "Café\n"


@pytest.mark.parametrize("part", ["_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_xml_comments_in_package_parts_are_harmless(word, annotated, part):
    entries = word.entries(word.p("Text"), styles=word.style("A"))
    head, tail = entries[part].rsplit("</", 1)
    content = word.zip({**entries, part: f"{head}<!-- c --><?pi x?></{tail}"})
    assert annotated(content, (0, 4))


def test_a_broken_lzma_entry_is_a_refusal(word):
    entries = raw_entries(word)
    assert refusal(zip_of(entries, method=14)).code == "damaged-document"
    assert (
        refusal(zip_of([(k, b"\x09\x04\x05\x00\xff" + b"\xff" * 50) for k, _ in entries], method=14)).code
        == "damaged-document"
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_read_or_refused(word, method):
    try:
        document = read_document(open_package(word.zip(word.entries(word.p("Text")), method))).document
    except Refusal:
        return
    assert document.text == "Text\n"


@pytest.mark.parametrize("method", [1, 6, 9, 12, 97, 99])
def test_a_compression_that_nobody_has_is_a_refusal(word, method):
    assert refusal(zip_of(raw_entries(word), method=method)).code == "damaged-document"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes_never_raise_anything_but_a_refusal(word, data):
    content = bytearray(
        word.package(word.p("Text ", word.field(" PAGE ", "1")), styles=word.style("A"), comments=word.comment(1, "x"))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(content))


NAMES = "p r t tbl tr tc sdt sdtContent hyperlink ins del fldSimple fldChar instrText pPr rPr numPr ilvl numId tab br sym ruby rubyBase drawing pict txbxContent footnoteReference bookmarkStart gridSpan tcPr vanish b pStyle outlineLvl object".split()
VALUES = ["", "0", "1", "-1", "²", "x", "99999999999999999999", "begin", "separate", "end", "A", "F0FC"]


def _trees():
    attributes = st.dictionaries(
        st.sampled_from("val id name instr fldCharType char anchor styleId".split()),
        st.sampled_from(VALUES),
        max_size=2,
    )

    def element(children):
        return st.tuples(st.sampled_from(NAMES), attributes, st.lists(children, max_size=4)).map(
            lambda x: f"<w:{x[0]}" + "".join(f' w:{k}="{v}"' for k, v in x[1].items()) + f">{''.join(x[2])}</w:{x[0]}>"
        )

    return st.recursive(st.sampled_from(["a", " b ", "", "1"]), element, max_leaves=25)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=st.lists(_trees(), min_size=1, max_size=6).map("".join))
@example(
    '<w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr></w:tc></w:tr></w:tbl>'
)
def test_well_formed_nonsense_never_raises_anything_but_a_refusal(word, annotated, body):
    content = word.package(word.p("Text") + body)
    try:
        document = read_document(open_package(content)).document
        annotated(content, (0, 4), (0, max(1, len(document.text) - 1)))
    except Refusal:
        pass


# ---- empty


@pytest.mark.parametrize(
    "body", ["", "<w:p/>", "<w:p><w:r><w:t xml:space='preserve'>  \u00a0</w:t><w:tab/></w:r></w:p>"]
)
def test_a_document_without_text_is_empty(word, body):
    problem = refusal(word.package(body, header=word.p("Only a header")))
    assert (problem.code, problem.status) == ("empty-document", 422)


def test_a_document_with_only_deleted_or_hidden_text_is_empty(word):
    assert refusal(word.package(word.p(word.deleted("gone"), word.r("secret", "<w:vanish/>")))).code == "empty-document"


# ---- entities


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/hostname">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % c SYSTEM "http://127.0.0.1:9/x.dtd">%c;]>'
BARE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
@pytest.mark.parametrize("declared", [ENTITIES, EXTERNAL, PARAMETER, BARE], ids="bomb external parameter dtd".split())
def test_a_document_type_is_refused_whatever_hides_it(word, declared, encoding):
    body = f"<w:body>{word.p(word.r(inner='<w:t>&c;</w:t>'))}</w:body>" if "ENTITY c" in declared else word.p("x")
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    name = encoding.replace("-sig", "").replace("-le", "").replace("-be", "")
    xml = word.root("document", body).replace('"UTF-8" standalone="yes"?>\n', f'"{name}"?><!-- c -->{declared}')
    assert refusal(changed(word, "word/document.xml", (mark + xml).encode(encoding))).code == "unsafe-document"


@pytest.mark.parametrize(
    "part",
    [
        "_rels/.rels",
        "word/styles.xml",
        "word/comments.xml",
        "word/header.xml",
        "word/footnotes.xml",
    ],
)
def test_a_document_type_is_refused_in_every_part_that_is_read(word, part):
    entries = word.entries(
        word.p("Text"),
        styles=word.style("A"),
        comments=word.comment(1, "x"),
        header=word.p("x"),
        footnotes={1: word.p("x")},
    )
    content = entries[part].partition("?>")[2].lstrip() if entries[part].startswith("<?xml") else entries[part]
    assert refusal(word.zip({**entries, part: ENTITIES + content})).code == "unsafe-document"


@pytest.mark.parametrize(
    "padding",
    ["<!--" + "x" * 1_100_000 + "-->", " " * 1_100_000, "<?p " + "y" * 1_100_000 + "?>"],
    ids="comment space pi".split(),
)
def test_a_document_type_is_refused_behind_a_long_prolog(word, padding):
    xml = word.root("document", f"<w:body>{word.p('Text')}</w:body>").partition("?>\n")
    assert (
        refusal(changed(word, "word/document.xml", f"{xml[0]}?>{padding}{ENTITIES}{xml[2]}")).code == "unsafe-document"
    )


# ---- bombs


def test_a_declared_bomb_is_refused_before_it_is_unpacked(word):
    content = word.package(word.p("Text"), parts={"word/media/a.bin": b"\0" * 40_000_000})
    assert refusal(content).code in ("unsafe-document", "document-too-large")


@pytest.mark.parametrize("claim", [0, 10, 3_000])
def test_a_bomb_with_a_false_small_size_is_refused(word, claim, tmp_path):
    bomb = word.root("document", f"<w:body>{word.p('Text')}{' ' * 60_000_000}</w:body>").encode()
    entries = [(k, bomb if k == "word/document.xml" else v) for k, v in raw_entries(word)]
    content = zip_of(entries, declared=lambda name, c: claim if name == "word/document.xml" else len(c))
    code, seconds, megabytes = measured(content, tmp_path)
    assert code in ("damaged-document", "unsafe-document", "document-too-large")
    assert seconds < 2
    assert megabytes < 300


def test_a_false_large_size_is_a_refusal(word):
    content = zip_of(raw_entries(word), declared=lambda name, c: 2**31 if name == "word/document.xml" else len(c))
    assert refusal(content).code in ("unsafe-document", "document-too-large")


@pytest.mark.slow
def test_a_bomb_spread_over_many_parts_is_refused(word):
    zeros = b"\0" * (8 * 2**20)
    parts = {f"word/media/{i}.bin": zeros for i in range(100)}
    assert refusal(word.package(word.p("Text"), parts=parts)).code in ("unsafe-document", "document-too-large")


def test_too_many_parts_are_refused(word):
    parts = {f"word/media/{i}.bin": b"x" for i in range(MAX_PARTS)}
    problem = refusal(word.package(word.p("Text"), parts=parts))
    assert (problem.code, problem.status) == ("document-too-large", 413)


@pytest.mark.slow
def test_a_directory_of_a_million_entries_is_refused_soon(tmp_path):
    entry = b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0)
    directory = b"".join(entry + b"%07d" % i for i in range(1_000_000))
    head = b"PK\3\4" + b"\0" * 60
    end64 = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 10**6, 10**6, len(directory), len(head))
    locator = b"PK\6\7" + struct.pack("<IQI", 0, len(head) + len(directory), 1)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    code, seconds, megabytes = measured(head + directory + end64 + locator + end, tmp_path)
    assert code in ("unsafe-document", "document-too-large")
    assert seconds < 2
    assert megabytes < 300


def test_the_same_part_twice_is_refused_also_in_other_letters(word):
    entries = raw_entries(word)
    for name in (
        "word/document.xml",
        "WORD/Document.XML",
        "/word/document.xml",
        "word\\document.xml",
        "word/document%2Exml",
    ):
        assert refusal(zip_of([*entries, (name, b"<x/>")])).code == "unsafe-document"


def test_encrypted_entries_are_a_password(word):
    problem = refusal(zip_of(raw_entries(word), flags=1))
    assert (problem.code, problem.status) == ("encrypted-document", 422)


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil", "..\\evil", "C:\\evil", "word/../../evil", "a\0b"])
def test_a_name_that_climbs_out_is_kept_or_refused_and_never_followed(word, annotated, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    content = zip_of([*raw_entries(word), (name, b"evil")])
    try:
        copy = annotated(content, (0, 4))
    except Refusal:
        copy = None
    if copy is not None:
        with zipfile.ZipFile(io.BytesIO(copy)) as archive:
            assert b"evil" in [archive.read(entry) for entry in archive.infolist()]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "..\\..\\x", "%2e%2e/x"]
)
def test_a_relationship_that_climbs_out_is_dangling(word, opened, target):
    related = [(f"r{i}", kind, target, False) for i, kind in enumerate(("styles", "comments", "footnotes", "header"))]
    assert opened(word.package(word.p("Text"), relationships=related)).document.text == "Text\n"


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:x>", "</w:x>"),
    ],
)
@pytest.mark.parametrize("depth", [300, 3_000, 100_000])
def test_deep_nesting_is_refused(word, opening, closing, depth):
    body = opening * depth + word.p("x") + closing * depth
    assert refusal(word.package(body)).code in ("document-too-large", "unsafe-document")


@pytest.mark.parametrize("wrap", ["ins", "sdt", "smartTag", "box"])
def test_nesting_as_deep_as_the_parser_allows_does_not_exhaust_the_stack(word, wrap):
    inner = word.p("x") if wrap == "box" else word.r("x")
    for _ in range(18 if wrap == "box" else 110):
        match wrap:
            case "sdt":
                inner = word.sdt(inner)
            case "box":
                inner = word.p("x", word.r(inner=word.vml_box(inner)))
            case _:
                inner = f"<w:{wrap} w:id='1'>{inner}</w:{wrap}>"
    content = word.package(inner if wrap == "box" else word.p(inner))
    assert outcome(content) in ("read", "document-too-large", "unsafe-document")


def test_a_long_chain_of_styles_does_not_exhaust_the_stack(word):
    styles = "".join(word.style(f"S{i}", based_on=f"S{i + 1}") for i in range(3_000))
    content = word.package(word.p("x", style="S0"), styles=styles)
    assert outcome(content) in ("read", "document-too-large", "unsafe-document")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["<w:p/>", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"], ids=["empty", "words"])
def test_a_million_paragraphs_are_refused_soon_and_in_little_memory(word, unit, tmp_path):
    body = "".join(unit.format(i * 7919 % 1_000_003) for i in range(1_000_000))
    code, seconds, megabytes = measured(word.package(body), tmp_path)
    assert code in ("document-too-large", "unsafe-document")
    assert seconds < 2
    assert megabytes < 300


@pytest.mark.slow
def test_millions_of_other_elements_are_refused_soon_and_in_little_memory(word, tmp_path):
    body = word.p(*(f"<w:r><w:t>{i * 7919 % 1_000_003}</w:t></w:r>" for i in range(2_500_000)))
    code, seconds, megabytes = measured(word.package(body), tmp_path)
    assert code in ("document-too-large", "unsafe-document")
    assert seconds < 2
    assert megabytes < 300


@pytest.mark.slow
def test_a_chart_that_is_shown_thousands_of_times_cannot_multiply_the_text(word, tmp_path):
    labels = "".join(f"<a:p><a:r><a:t>label {i} of a long chart</a:t></a:r></a:p>" for i in range(20_000))
    chart = f'<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a">{labels}</c:chartSpace>'
    shown = word.p(word.r(inner=word.drawing('<c:chart r:id="rC"/>')))
    content = word.package(
        shown * 3_000,
        relationships=[("rC", "chart", "charts/c.xml", False)],
        parts={"word/charts/c.xml": (chart, "application/xml")},
    )
    code, seconds, megabytes = measured(content, tmp_path)
    assert code in ("read", "document-too-large", "unsafe-document")
    assert seconds < 3
    assert megabytes < 300


@pytest.mark.slow
def test_a_header_that_is_related_thousands_of_times_is_read_once(word, tmp_path):
    parts = {"word/h.xml": (word.root("hdr", word.p("Two words") * 2_000), "application/xml")}
    related = [(f"h{i}", "header", "h.xml", False) for i in range(5_000)]
    code, seconds, _ = measured(word.package(word.p("Body"), parts=parts, relationships=related), tmp_path)
    assert code in ("read", "document-too-large", "unsafe-document")
    assert seconds < 3


@pytest.mark.parametrize("kind", ["attributes", "namespaces", "prefixes in use"])
def test_a_hundred_thousand_names_on_one_element_do_not_take_long(word, kind, tmp_path):
    many = range(100_000)
    xml = word.root("document", f"<w:body>{word.p('Text')}</w:body>")
    match kind:
        case "attributes":
            content = xml.replace("<w:body>", "<w:body " + " ".join(f'a{i}="1"' for i in many) + ">", 1)
        case "namespaces":
            content = xml.replace("<w:body>", "<w:body " + " ".join(f'xmlns:n{i}="u:{i}"' for i in many) + ">", 1)
        case _:
            declared = " ".join(f'xmlns:n{i}="u:{i}"' for i in many)
            used = "".join(f"<n{i}:x/>" for i in range(0, 100_000, 10))
            content = xml.replace("<w:body>", f"<w:body {declared}>{used}", 1)
    code, seconds, _ = measured(changed(word, "word/document.xml", content), tmp_path)
    assert code in ("read", "document-too-large", "unsafe-document", "damaged-document")
    assert seconds < 3


# ---- accepted, never opened


def test_macros_templates_pictures_and_objects_are_accepted_and_kept(word, annotated, part_of):
    parts = {"word/vbaProject.bin": b"\0macro", "word/embeddings/o.bin": b"\0obj", "word/activeX/a.bin": b"\0x"}
    related = [
        ("t", "attachedTemplate", "http://127.0.0.1:9/evil.dotm", True),
        ("i", "image", "http://127.0.0.1:9/x.png", True),
        ("o", "oleObject", "file:///etc/passwd", True),
        ("f", "aFChunk", "http://127.0.0.1:9/x.html", True),
    ]
    content = word.package(word.p("Text"), parts=parts, relationships=related, main_type=word.DOCM)
    with zipfile.ZipFile(io.BytesIO(annotated(content, (0, 4)))) as copy:
        assert {name: copy.read(name) for name in parts} == parts


def test_a_damaged_part_that_is_never_read_is_kept_as_it_is(word, annotated):
    content = word.package(word.p("Text"), parts={"customXml/item1.xml": b"<not xml", "docProps/custom.xml": b"&"})
    with zipfile.ZipFile(io.BytesIO(annotated(content, (0, 4)))) as copy:
        assert copy.read("customXml/item1.xml") == b"<not xml"


def test_no_refusal_tells_text_of_the_document(word):
    secret = "Morag Sutherland"
    for xml in (f"<w:p><w:r><w:t>{secret}</w:t></w:p>", f"<w:p {secret}='1'/>", f"<{secret.replace(' ', '')}>"):
        problem = refusal(word.package(word.p(secret) + xml))
        assert "Morag" not in str(problem)
