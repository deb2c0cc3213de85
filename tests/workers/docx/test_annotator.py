"""Comments stand on exactly their characters, and nothing else changes."""

import hashlib
import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from workers.docx.annotator import Remark, annotate
from workers.docx.package import open_package
from workers.docx.reader import read_document
from workers.docx.shapes import preserves_space
from workers.docx.xml import attribute, local

TOOLS = Path(__file__).parents[4] / "shared" / "tools"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def remark(start, end, text="Look here."):
    ref = hashlib.sha256(f"{start}-{end}-{text}".encode()).hexdigest()[:12]
    return Remark(ref, "a-check", start, end, (text,))


def annotated(content, remarks):
    package = open_package(content)
    docx = read_document(package)
    return annotate(package, docx.document, docx.text_map, remarks, WHEN)


def covered(content):
    """Comment text -> the characters between its marks."""
    package = open_package(content)
    main, comments = package.tree(package.main), package.tree(package.related("comments"))
    names = {
        attribute(node, "id"): "".join(t.text or "" for t in node.iter() if local(t.tag) == "t")
        for node in comments
        if local(node.tag) == "comment"
    }
    open_ids, found = set(), {}
    for node in main.iter():
        name, ident = local(node.tag), attribute(node, "id") if isinstance(node.tag, str) else None
        if name == "commentRangeStart":
            open_ids.add(ident)
            found[ident] = ""
        elif name == "commentRangeEnd":
            open_ids.discard(ident)
        elif name == "t":
            for ident in open_ids:
                found[ident] += (node.text or "") if preserves_space(node) else (node.text or "").strip()
    return {names[ident]: text for ident, text in found.items()}


def sound(original, copy, tmp_path):
    if not TOOLS.exists():
        return True
    sys.path.insert(0, str(TOOLS))
    import docx_integrity

    (tmp_path / "o.docx").write_bytes(original)
    (tmp_path / "a.docx").write_bytes(copy)
    schema = TOOLS.parent / "data" / "xsd"
    return docx_integrity.compare(str(tmp_path / "o.docx"), str(tmp_path / "a.docx"), xsd=str(schema))["ok"]


WORDS = st.text(st.sampled_from("ab \u00e9\u2019"), min_size=1, max_size=9)


@st.composite
def paragraphs(draw):
    def piece():
        text = draw(WORDS)
        keep = draw(st.sampled_from([' xml:space="preserve"', ""]))
        node = f"<w:r><w:t{keep}>{text}</w:t></w:r>"
        wrap = draw(st.sampled_from(["", "", "ins", "hyperlink", "smartTag", "tab", "sdt"]))
        if wrap == "tab":
            return f"<w:r><w:t{keep}>{text}</w:t><w:tab/><w:t{keep}>{draw(WORDS)}</w:t></w:r>"
        if wrap == "sdt":
            return f"<w:sdt><w:sdtContent>{node}</w:sdtContent></w:sdt>"
        if wrap == "ins":
            return f'<w:ins w:id="7" w:author="a" w:date="2026-01-01T00:00:00Z">{node}</w:ins>'
        if wrap == "hyperlink":
            return f'<w:hyperlink w:anchor="x">{node}</w:hyperlink>'
        return f"<w:smartTag w:element='a' w:uri='b'>{node}</w:smartTag>" if wrap else node

    count = draw(st.integers(1, 3))
    return "".join(f"<w:p>{''.join(piece() for _ in range(draw(st.integers(1, 6))))}</w:p>" for _ in range(count))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_comment_covers_exactly_its_characters(make, tmp_path, data):
    content = make(data.draw(paragraphs()) + "<w:p><w:r><w:t>end</w:t></w:r></w:p>")
    docx = read_document(open_package(content))
    text = docx.document.text
    remarks = []
    for number in range(data.draw(st.integers(1, 5))):
        block = data.draw(st.sampled_from(docx.document.blocks))
        start = data.draw(st.integers(block.start, block.end - 1))
        end = data.draw(st.integers(start + 1, block.end))
        if text[start:end].strip():
            remarks.append(remark(start, end, f"Remark {number}"))
    copy = annotated(content, remarks)
    again = read_document(open_package(copy)).document if remarks else docx.document
    assert again.text == text
    assert again.blocks == docx.document.blocks
    if remarks:
        found = covered(copy)
        for item in remarks:
            wanted = text[item.start : item.end].replace("\t", "")
            assert found[f"{item.lines[0]}(a-check · {item.ref})"] == wanted
        assert sound(content, copy, tmp_path)


def test_overlapping_and_nested_comments_keep_their_own_ranges(make, xml):
    content = make(xml.p("abcdef", "ghijkl"))
    found = covered(
        annotated(content, [remark(0, 12, "all"), remark(2, 8, "mid"), remark(3, 4, "one"), remark(8, 12, "end")])
    )
    assert sorted(found.values()) == ["abcdefghijkl", "cdefgh", "d", "ijkl"]


def test_other_parts_keep_every_byte(make, xml):
    parts = {"word/media/p.png": b"\x89PNG\0\1", "customXml/item1.xml": "<a  b='1'/>", "word/vbaProject.bin": b"\0\1"}
    content = make(xml.p("abc"), parts=parts)
    with zipfile.ZipFile(io.BytesIO(annotated(content, [remark(0, 3)]))) as archive:
        assert {name: archive.read(name) for name in parts} == {
            k: v.encode() if isinstance(v, str) else v for k, v in parts.items()
        }


def test_annotating_the_copy_again_doubles_nothing(make, xml):
    content = make(xml.p("abcdef"))
    once = annotated(content, [remark(1, 3)])
    assert covered(annotated(once, [remark(1, 3)])) == covered(once)


COMMENTS = (
    '<w:comment w:id="4" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:p w14:paraId="00000A01"><w:r><w:t>Mine</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="5" w:author="Standpoint" w:date="2026-01-01T00:00:00Z"><w:p w14:paraId="00000A02"><w:r><w:t>Old (a-check · 0123456789ab)</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="6" w:author="Ann" w:date="2026-01-01T00:00:00Z"><w:p w14:paraId="00000A03"><w:r><w:t>Reply</w:t></w:r></w:p></w:comment>'
)


def with_comments(make, xml, *, answered=False, resolved=False):
    extended = (
        f'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:commentEx w15:paraId="00000A02" w15:done="{int(resolved)}"/>'
        + ('<w15:commentEx w15:paraId="00000A03" w15:paraIdParent="00000A02" w15:done="0"/>' if answered else "")
        + "</w15:commentsEx>"
    )
    body = "".join(
        f'<w:commentRangeStart w:id="{i}"/><w:r><w:t>ab{i}</w:t></w:r><w:commentRangeEnd w:id="{i}"/><w:r><w:commentReference w:id="{i}"/></w:r>'
        for i in (4, 5, 6)
    )
    return make(
        f"<w:p>{body}</w:p>",
        parts={"word/comments.xml": xml.part("comments", COMMENTS), "word/commentsExtended.xml": extended},
        relationships=[("rId1", "comments", "comments.xml"), ("rId2", "commentsExtended", "commentsExtended.xml")],
    )


def authors(content):
    return sorted((item.author, item.text) for item in read_document(open_package(content)).document.comments)


def test_peoples_comments_stay_and_an_outdated_one_of_ours_goes(make, xml):
    assert authors(annotated(with_comments(make, xml), [])) == [("Ann", "Mine"), ("Ann", "Reply")]


@pytest.mark.parametrize("state", ["answered", "resolved"])
def test_a_comment_of_ours_that_people_took_up_stays(make, xml, state):
    left = authors(annotated(with_comments(make, xml, **{state: True}), []))
    assert ("Standpoint", "Old (a-check · 0123456789ab)") in left


def test_text_in_a_box_is_commented_at_its_drawing_and_the_comment_says_where(make, xml):
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{xml.p('She listened.')}</w:txbxContent></v:textbox></w:pict></w:r>"
    content = make(xml.p("Before ", box, " after."))
    text = read_document(open_package(content)).document.text
    start = text.index("She")
    copy = annotated(content, [remark(start, start + 13)])
    (comment,) = read_document(open_package(copy)).document.comments
    assert comment.text.startswith("In the text box here: “She listened.”")
    tree = open_package(copy).tree("word/document.xml")
    (mark,) = [node for node in tree.iter() if local(node.tag) == "commentRangeStart"]
    assert not [above for above in mark.iterancestors() if local(above.tag) == "txbxContent"]


def test_a_strict_document_gets_strict_comments(make, xml):
    copy = annotated(make(xml.p("abc"), namespace=xml.strict), [remark(0, 3)])
    assert etree.QName(open_package(copy).tree("word/comments.xml")).namespace == xml.strict


def test_a_document_wide_remark_stands_on_the_first_paragraph(make, xml):
    copy = annotated(make(xml.p("Title") + xml.p("Text")), [Remark("0" * 12, "summary", None, None, ("All in all.",))])
    assert list(covered(copy).values()) == ["Title"]
