"""What is read of a document, and what is not."""

import pytest

from models.document import BlockKind, Story
from models.errors import EmptyDocument
from nlp.word_count import count, headline


def field(instruction, result):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def texts(document):
    return [document.text_of(block) for block in document.blocks]


def test_tables_in_tables_are_read_row_by_row(read, xml):
    inner = f"<w:tbl><w:tr><w:tc>{xml.p('c')}</w:tc></w:tr></w:tbl>"
    document = read(f"<w:tbl><w:tr><w:tc>{xml.p('a')}</w:tc><w:tc>{inner}{xml.p('b')}</w:tc></w:tr></w:tbl>")
    assert texts(document) == ["a", "c", "b"]
    assert [(b.cell.table, b.cell.row, b.cell.column) for b in document.blocks] == [(1, 0, 0), (2, 0, 0), (1, 0, 1)]


def test_tracked_changes_read_as_accepted(read, xml):
    body = xml.p(
        "Plans are ",
        f"<w:ins>{xml.r('clear')}</w:ins>",
        "<w:del><w:r><w:delText>vague</w:delText></w:r></w:del>",
        f"<w:moveTo>{xml.r(' now')}</w:moveTo>",
        f"<w:moveFrom>{xml.r(' then')}</w:moveFrom>",
    )
    assert texts(read(body)) == ["Plans are clear now"]


def test_a_paragraph_whose_mark_is_deleted_joins_the_next(read, xml):
    body = xml.p("One ", properties="<w:rPr><w:del/></w:rPr>") + xml.p("two.")
    assert texts(read(body)) == ["One two."]


def test_deleted_rows_and_cells_are_not_read(read, xml):
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
    body = f"<w:tbl>{row.format('<w:trPr><w:del/></w:trPr>', xml.p('gone'))}{row.format('', xml.p('here'))}</w:tbl>"
    assert texts(read(body)) == ["here"]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:hyperlink w:anchor='x'>{}</w:hyperlink>",
        "<w:fldSimple w:instr=' PAGE '>{}</w:fldSimple>",
        "<w:bdo>{}</w:bdo>",
        "<w:customXml>{}</w:customXml>",
    ],
)
def test_text_inside_a_wrapper_is_read(read, xml, wrapper):
    assert texts(read(xml.p("a ", wrapper.format(xml.r("b")), " c"))) == ["a b c"]


def test_a_field_shows_its_result_and_links_where_it_leads(read, xml):
    document = read(xml.p("See ", field(' HYPERLINK "https://example.org/a" ', xml.r("the audit")), "."))
    assert texts(document) == ["See the audit."]
    (link,) = document.links
    assert (document.text[link.start : link.end], link.target, link.internal) == (
        "the audit",
        "https://example.org/a",
        False,
    )


def test_a_field_inside_an_instruction_is_not_seen(read, xml):
    inner = field(" PAGE ", xml.r("7"))
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    rest = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{xml.r("odd")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(read(xml.p(begin, inner, rest))) == ["odd"]


def test_the_contents_page_is_told_apart(read, xml):
    toc = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    document = read(xml.p(toc, "Chapter 1") + xml.p("2", '<w:r><w:fldChar w:fldCharType="end"/></w:r>') + xml.p("Text"))
    assert [block.kind for block in document.blocks] == [BlockKind.CONTENTS, BlockKind.CONTENTS, BlockKind.PARAGRAPH]
    assert count(document).contents == 3


def test_a_text_box_is_read_once_whatever_its_branches(read, xml):
    box = "<w:txbxContent>" + xml.p("She listened.") + "</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(xml.p("Before ", drawing, "after.") + xml.p("Next."))
    assert texts(document) == ["Before after.", "She listened.", "Next."]
    assert document.blocks[1].story is Story.TEXT_BOX


def test_notes_come_at_the_end_in_the_order_of_their_calls(read, xml):
    notes = xml.part(
        "footnotes",
        f'<w:footnote w:id="2">{xml.p("second")}</w:footnote><w:footnote w:id="1">{xml.p("first")}</w:footnote>',
    )
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    document = read(
        xml.p("Of 363", call.format(1), " staff", call.format(2)),
        parts={"word/footnotes.xml": notes},
        relationships=[("rId1", "footnotes", "footnotes.xml")],
    )
    assert texts(document) == ["Of 363 staff", "first", "second"]
    assert [note.at for note in document.notes] == [6, 12]


def test_a_superscript_figure_stays_apart_from_the_figure_before_it(read, xml):
    document = read(xml.p("363", xml.r("1", '<w:vertAlign w:val="superscript"/>'), " staff"))
    assert "3631" not in document.text
    assert count(document).body == 2


def test_hidden_text_and_margins_are_outside_the_text(read, xml):
    document = read(
        xml.p("Seen", xml.r(" unseen words", "<w:vanish/>")),
        parts={"word/header1.xml": xml.part("hdr", xml.p("Draft for comment"))},
        relationships=[("rId1", "header", "header1.xml")],
    )
    assert texts(document) == ["Seen"]
    assert (count(document).hidden, count(document).headers_and_footers) == (2, 3)


def test_equations_are_read_and_not_counted(read, xml):
    document = read(xml.p("Here ", "<m:oMath><m:r><m:t>x + y</m:t></m:r></m:oMath>", " ends"))
    assert texts(document) == ["Here x + y ends"]
    assert headline(count(document)) == 2


def test_outer_white_space_counts_only_where_it_is_kept(read, xml):
    document = read("<w:p><w:r><w:t> a </w:t></w:r><w:r><w:t xml:space='preserve'> b</w:t></w:r></w:p>")
    assert texts(document) == ["a b"]


def test_headings_and_lists_come_from_styles(read, xml):
    styles = xml.part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="H"/><w:name w:val="House heading"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>',
    )
    document = read(
        xml.p("Title", properties='<w:pStyle w:val="Mine"/>') + xml.p("item", properties='<w:pStyle w:val="L"/>'),
        parts={"word/styles.xml": styles},
        relationships=[("rId1", "styles", "styles.xml")],
    )
    assert [(b.kind, b.level) for b in document.blocks] == [(BlockKind.HEADING, 2), (BlockKind.LIST_ITEM, 1)]


def test_strict_documents_read_alike(read, xml):
    assert texts(read(xml.p("Same."), namespace=xml.strict)) == ["Same."]


def test_a_drop_down_shows_its_entry(read, xml):
    form = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/>'
        '<w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(read(xml.p("Seen alone: ", form))) == ["Seen alone: Yes"]


def test_a_document_without_text_is_refused(read, xml):
    with pytest.raises(EmptyDocument):
        read("<w:p/>")


def test_a_relationship_to_a_missing_part_is_no_obstacle(read, xml):
    assert texts(read(xml.p("Here."), relationships=[("rId9", "footnotes", "gone.xml")])) == ["Here."]
