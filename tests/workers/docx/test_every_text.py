"""Every kind of text that a Word document holds: read once, in order, with its place; and what is not text."""

import dataclasses

import pytest

from models.document import OBJECT, WORD_JOINER, BlockKind, Link, Story
from nlp.word_count import count, headline

LINK = "https://example.org/audit"
NOTE_CALL = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{id}"/></w:r>'
CHART = (
    '<?xml version="1.0"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r>'
    "<a:t>Children registered</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx>"
    "<c:strRef><c:strCache><c:pt><c:v>Quarter one</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser></c:barChart>"
    "</c:plotArea></c:chart></c:chartSpace>"
)


def call(kind, number):
    return NOTE_CALL.format(kind=kind, id=number)


def chart_run(word, identity="rChart"):
    return word.r(inner=word.drawing(f'<c:chart r:id="{identity}"/>'))


def with_chart(**more):
    return {
        "relationships": [("rChart", "chart", "charts/chart1.xml", False)],
        "parts": {
            "word/charts/chart1.xml": (CHART, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
        },
        **more,
    }


# ---- body


def test_paragraphs_are_read_in_order_one_line_each(word, lines_of):
    assert lines_of(word.p("One.") + word.p() + word.p("   ") + word.p("Two", " and three.")) == [
        "One.",
        "Two and three.",
    ]


def test_every_block_holds_its_own_characters(word, document_of):
    document = document_of(word.p("One.") + word.tbl(word.tr(word.tc(word.p("Cell")))) + word.p("Ünïcode 🧒🏽 end"))
    assert [document.text_of(block) for block in document.blocks] == ["One.", "Cell", "Ünïcode 🧒🏽 end"]
    assert all(document.text[block.end] == "\n" for block in document.blocks)


def test_headings_lists_and_captions_are_told_by_style_and_numbering(word, document_of):
    styles = (
        word.style("H2", "heading 2", paragraph='<w:outlineLvl w:val="1"/>')
        + word.style("Own", "My heading", based_on="H2")
        + word.style("T", "Title")
        + word.style("Cap", "caption")
        + word.style("LB", "List Bullet", paragraph='<w:numPr><w:numId w:val="3"/></w:numPr>')
    )
    deep = '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="3"/></w:numPr>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    document = document_of(
        word.p("Title", style="T")
        + word.p("Two", style="H2")
        + word.p("Inherited", style="Own")
        + word.p("Outline", properties='<w:outlineLvl w:val="2"/>')
        + word.p("Table 1", style="Cap")
        + word.p("Bullet", style="LB")
        + word.p("Deep", properties=deep)
        + word.p("No bullet", style="LB", properties=none)
        + word.p("Body", properties='<w:outlineLvl w:val="9"/>'),
        styles=styles,
    )
    kinds = [(block.kind, block.level) for block in document.blocks]
    assert kinds == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 2),
        (BlockKind.HEADING, 2),
        (BlockKind.HEADING, 3),
        (BlockKind.CAPTION, 0),
        (BlockKind.LIST_ITEM, 0),
        (BlockKind.LIST_ITEM, 2),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.PARAGRAPH, 0),
    ]


def test_a_paragraph_without_a_style_has_the_default_style(word, document_of):
    styles = word.style("Normal", run="<w:b/>", default=True)
    for body in (word.p("All bold"), word.p("All bold", properties='<w:jc w:val="left"/>')):
        block = document_of(body, styles=styles).blocks[0]
        assert block.bold_end == block.end


def test_styles_that_are_based_on_each_other_in_a_circle_do_not_stop_the_reading(word, lines_of):
    styles = word.style("A", based_on="B") + word.style("B", based_on="A")
    assert lines_of(word.p("x", style="A"), styles=styles) == ["x"]


def test_a_run_in_heading_ends_where_the_bold_ends(word, document_of):
    document = document_of(word.p(word.r("Strengths. ", "<w:b/>"), word.r("We know", '<w:b w:val="0"/>')))
    assert document.text[: document.blocks[0].bold_end] == "Strengths. "


def test_cells_are_read_row_by_row_and_nested_tables_in_their_cell(word, document_of):
    inner = word.tbl(word.tr(word.tc(word.p("in 1")), word.tc(word.p("in 2"))))
    document = document_of(
        word.tbl(
            word.tr(word.tc(word.p("Head"), '<w:gridSpan w:val="2"/>'), properties="<w:tblHeader/>"),
            word.tr(word.tc(word.p("before") + inner + word.p("after")), word.tc(word.p("last"))),
        )
        + word.p("Body")
    )
    seen = [
        (document.text_of(b), b.cell and (b.cell.table, b.cell.row, b.cell.column, b.cell.header))
        for b in document.blocks
    ]
    assert seen == [
        ("Head", (1, 0, 0, True)),
        ("before", (1, 1, 0, False)),
        ("in 1", (2, 0, 0, False)),
        ("in 2", (2, 0, 1, False)),
        ("after", (1, 1, 0, False)),
        ("last", (1, 1, 1, False)),
        ("Body", None),
    ]


@pytest.mark.parametrize("value", ["²", "9" * 5000, "-1", "x", ""])
def test_a_nonsense_span_of_columns_does_not_stop_the_reading(word, lines_of, value):
    cell = word.tc(word.p("x"), f'<w:gridSpan w:val="{value}"/>')
    assert lines_of(word.tbl(word.tr(cell, word.tc(word.p("y"))))) == ["x", "y"]


# ---- wrappers


@pytest.mark.parametrize(
    "wrap",
    [
        lambda w, x: w.sdt(x),
        lambda w, x: f'<w:smartTag w:uri="u" w:element="place">{x}</w:smartTag>',
        lambda w, x: f'<w:customXml w:element="e">{x}</w:customXml>',
        lambda w, x: f'<w:hyperlink w:anchor="b">{x}</w:hyperlink>',
        lambda w, x: f'<w:fldSimple w:instr=" AUTHOR ">{x}</w:fldSimple>',
        lambda w, x: w.field(" AUTHOR ", x),
        lambda w, x: w.tracked("ins", x),
        lambda w, x: w.tracked("moveTo", x),
        lambda w, x: f'<w:dir w:val="rtl">{x}</w:dir>',
        lambda w, x: f'<w:bdo w:val="rtl">{x}</w:bdo>',
        lambda w, x: w.sdt(f'<w:smartTag w:element="e">{w.tracked("ins", w.sdt(x))}</w:smartTag>'),
    ],
    ids="control smartTag customXml hyperlink simpleField field insertion move dir bdo nested".split(),
)
def test_text_in_a_wrapper_is_read_once_and_in_place(word, lines_of, wrap):
    assert lines_of(word.p("a ", wrap(word, word.r("wrapped")), " z")) == ["a wrapped z"]


def test_content_controls_around_blocks_rows_and_cells_are_read(word, document_of):
    document = document_of(
        word.sdt(word.p("block"))
        + word.tbl(
            word.sdt(word.tr(word.tc(word.p("row")))),
            word.tr(word.sdt(word.tc(word.p("cell"))), word.tc(word.sdt(word.p("inner")))),
        )
    )
    seen = [(document.text_of(b), b.cell and (b.cell.row, b.cell.column)) for b in document.blocks]
    assert seen == [("block", None), ("row", (0, 0)), ("cell", (1, 0)), ("inner", (1, 1))]


def test_a_control_without_content_is_nothing(word, lines_of):
    assert lines_of(word.p("a", "<w:sdt><w:sdtPr/></w:sdt>", "b") + "<w:sdt/>") == ["ab"]


# ---- links and fields


def test_a_relationship_hyperlink_leads_to_its_address(word, document_of):
    link = f'<w:hyperlink r:id="rL">{word.r("the ")}{word.r("audit")}</w:hyperlink>'
    document = document_of(word.p("See ", link, "."), relationships=[("rL", "hyperlink", LINK, True)])
    assert document.text == "See the audit.\n"
    assert document.links == (Link(4, 13, LINK, internal=False),)


def test_a_bookmark_hyperlink_is_internal_and_the_bookmark_is_known(word, document_of):
    document = document_of(
        word.p('<w:bookmarkStart w:id="1" w:name="_Ref1"/>', "There", '<w:bookmarkEnd w:id="1"/>')
        + word.p('<w:hyperlink w:anchor="_Ref1">' + word.r("go") + "</w:hyperlink>")
    )
    assert document.links == (Link(6, 8, "_Ref1", internal=True),)
    assert "_Ref1" in document.bookmarks


@pytest.mark.parametrize("place", ["table", "row", "control", "body", "box", "cell"])
def test_a_bookmark_is_known_wherever_it_stands(word, document_of, place):
    mark = '<w:bookmarkStart w:id="1" w:name="target"/><w:bookmarkEnd w:id="1"/>'
    at = {name: mark if name == place else "" for name in ("table", "row", "control", "body", "cell", "box")}
    body = (
        at["body"]
        + word.tbl(at["table"], word.tr(at["row"], word.tc(at["cell"] + word.p("x"))))
        + word.sdt(at["control"] + word.p("y"))
        + word.p(word.box(at["box"] + word.p("z")))
    )
    assert "target" in document_of(body).bookmarks


def test_field_code_hyperlinks_have_address_or_bookmark(word, document_of):
    document = document_of(
        word.p(
            word.field(f' HYPERLINK "{LINK}" \\o "tip" ', "one"),
            " ",
            word.field(' HYPERLINK \\l "there" ', "two"),
            " ",
            word.field(" REF _Ref9 \\h ", "three"),
        )
    )
    assert document.text == "one two three\n"
    assert [(link.target, link.internal) for link in document.links] == [
        (LINK, False),
        ("there", True),
        ("_Ref9", True),
    ]


def test_a_hyperlink_around_nothing_visible_does_not_lie_on_other_text(word, document_of):
    link = f'<w:hyperlink r:id="rL">{word.r(" ")}</w:hyperlink>'
    document = document_of(
        word.p("First.") + word.p(link) + word.p("Second."), relationships=[("rL", "hyperlink", LINK, True)]
    )
    assert document.text == "First.\nSecond.\n"
    assert document.links == ()


def test_field_instructions_are_not_text_and_nested_results_are(word, lines_of):
    nested = word.field(" IF ", word.field(" PAGE ", "7"), " of ", word.field(" NUMPAGES ", "9"))
    assert lines_of(word.p("Page ", nested, ".")) == ["Page 7 of 9."]


def test_a_field_in_an_instruction_is_not_text(word, lines_of):
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    inner = word.field(" DOCPROPERTY x ", "invisible")
    field = begin + "<w:r><w:instrText> IF </w:instrText></w:r>" + inner + separate + word.r("seen") + end
    assert lines_of(word.p("a ", field, " b")) == ["a seen b"]


def test_a_field_may_run_over_paragraphs(word, lines_of):
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r>"
    assert lines_of(word.p("a ", begin, code, separate, "b") + word.p("c") + word.p("d", end, " e")) == [
        "a b",
        "c",
        "d e",
    ]


def test_an_end_without_a_field_and_a_field_without_a_result_are_harmless(word, lines_of):
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    no_result = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> XE "a" </w:instrText></w:r>' + end
    assert lines_of(word.p(end, "a", no_result, "b")) == ["ab"]


def toc(word, *, before="", after=""):
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" </w:instrText></w:r>'
    return (
        word.p(before or "<w:r/>", begin, code, separate, "Entry one", word.r(inner="<w:tab/>"), "1")
        + word.p("Entry two", word.r(inner="<w:tab/>"), "2")
        + word.p(end, after or "<w:r/>")
    )


def test_all_entries_of_a_contents_field_are_contents_also_without_styles(word, document_of):
    document = document_of(toc(word) + word.p("Text"))
    assert [(document.text_of(b), b.kind) for b in document.blocks] == [
        ("Entry one\t1", BlockKind.CONTENTS),
        ("Entry two\t2", BlockKind.CONTENTS),
        ("Text", BlockKind.PARAGRAPH),
    ]


def test_text_after_the_end_of_the_contents_field_in_its_last_paragraph_is_no_contents(word, document_of):
    document = document_of(toc(word, after=word.r("The partnership knows its children.")))
    assert document.blocks[-1].kind is BlockKind.PARAGRAPH


def test_a_contents_control_and_contents_styles_are_contents(word, document_of):
    properties = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    document = document_of(
        word.sdt(word.p("Contents", style="H") + word.p("One 1"), properties)
        + word.p("Styled 2", style="TOC1")
        + word.p("Text"),
        styles=word.style("TOC1", "toc 1") + word.style("H", "heading 1"),
    )
    assert [b.kind for b in document.blocks] == [BlockKind.CONTENTS] * 3 + [BlockKind.PARAGRAPH]


def test_form_fields_show_their_state(word, lines_of):
    def form(data, result=""):
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        separate = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{word.r(result)}' if result else ""
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return begin + "<w:r><w:instrText> FORM </w:instrText></w:r>" + separate + end

    entries = '<w:listEntry w:val="Red"/><w:listEntry w:val="Green"/>'
    assert lines_of(
        word.p(
            form('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'),
            form('<w:checkBox><w:default w:val="1"/></w:checkBox>'),
            form('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'),
            form(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>'),
            form(f"<w:ddList>{entries}</w:ddList>"),
            form(f'<w:ddList><w:result w:val="7"/>{entries}</w:ddList>'),
            form("<w:textInput/>", "typed"),
        )
    ) == ["☒☒☐GreenRedtyped"]


@pytest.mark.parametrize("value", ["²", "9" * 5000])
def test_a_nonsense_choice_in_a_list_does_not_stop_the_reading(word, lines_of, value):
    data = f'<w:ffData><w:ddList><w:result w:val="{value}"/><w:listEntry w:val="Red"/></w:ddList></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    assert lines_of(word.p("a", begin, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))[0].startswith("a")


# ---- tracked changes


def test_a_tracked_deletion_is_not_read(word, lines_of):
    assert lines_of(word.p("We are ", word.deleted("very "), "good.")) == ["We are good."]


def test_a_tracked_insertion_and_what_is_moved_here_are_read(word, lines_of):
    inserted = word.tracked("ins", word.r("very "))
    moved = '<w:moveToRangeStart w:id="1" w:name="m"/>' + word.tracked("moveTo", word.r("good."))
    assert lines_of(word.p("We are ", inserted, moved)) == ["We are very good."]


def test_what_is_moved_from_here_is_not_read(word, lines_of):
    moved = word.tracked("moveFrom", word.r("old place "))
    assert lines_of(word.p("a ", moved, "b")) == ["a b"]


def test_a_deletion_inside_an_insertion_is_not_read(word, lines_of):
    both = word.tracked("ins", word.r("new") + word.deleted("gone") + word.r(" words"))
    assert lines_of(word.p(both)) == ["new words"]


def test_a_hyperlink_in_a_deletion_leaves_no_link(word, document_of):
    link = f'<w:hyperlink w:anchor="b"><w:del w:id="1">{word.r("gone")}</w:del></w:hyperlink>'
    assert document_of(word.p("a", link)).links == ()


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_deleted_paragraph_mark_joins_the_paragraphs(word, lines_of, mark):
    gone = f'<w:rPr><w:{mark} w:id="1" w:author="A"/></w:rPr>'
    assert lines_of(word.p("One ", properties=gone) + word.p("two.") + word.p("Three.")) == ["One two.", "Three."]


def test_an_inserted_paragraph_mark_parts_the_paragraphs(word, lines_of):
    new = '<w:rPr><w:ins w:id="1" w:author="A"/></w:rPr>'
    assert lines_of(word.p("One", properties=new) + word.p("two")) == ["One", "two"]


def test_a_heading_that_is_wholly_deleted_does_not_make_the_next_paragraph_a_heading(word, document_of):
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    document = document_of(
        word.p(word.deleted("Old heading"), style="H1", properties=gone) + word.p("Body text."),
        styles=word.style("H1", "heading 1"),
    )
    assert [(document.text_of(b), b.kind) for b in document.blocks] == [("Body text.", BlockKind.PARAGRAPH)]


def test_paragraphs_do_not_join_out_of_a_cell(word, lines_of):
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    table = word.tbl(word.tr(word.tc(word.p("one", properties=gone)), word.tc(word.p("two", properties=gone))))
    assert lines_of(table + word.p("three")) == ["one", "two", "three"]


def test_deleted_rows_and_cells_are_not_read(word, lines_of):
    gone = '<w:del w:id="1" w:author="A"/>'
    table = word.tbl(
        word.tr(word.tc(word.p("kept")), word.tc(word.p("cell gone"), '<w:cellDel w:id="2"/>')),
        word.tr(word.tc(word.p("row gone")), properties=gone),
        word.tr(word.tc(word.p("new row")), properties='<w:ins w:id="3"/>'),
    )
    assert lines_of(table) == ["kept", "new row"]


def test_former_properties_do_not_count(word, document_of):
    former = '<w:pPrChange w:id="1"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    assert document_of(word.p("Body", properties=former)).blocks[0].kind is BlockKind.PARAGRAPH


# ---- boxes, charts, notes


def test_a_text_box_with_its_fallback_is_read_once_after_its_paragraph(word, document_of):
    document = document_of(word.p("Before ", word.box(word.p("In box") + word.p("two")), "after") + word.p("Next"))
    assert [(document.text_of(b), b.story) for b in document.blocks] == [
        ("Before after", Story.BODY),
        ("In box", Story.TEXT_BOX),
        ("two", Story.TEXT_BOX),
        ("Next", Story.BODY),
    ]


def test_a_vml_text_box_alone_is_read(word, lines_of):
    assert lines_of(word.p("a", word.r(inner=word.vml_box(word.p("box"))))) == ["a", "box"]


def test_boxes_in_boxes_and_tables_in_boxes_are_read_once(word, lines_of):
    inner = word.p("outer", word.box(word.p("inner"))) + word.tbl(word.tr(word.tc(word.p("cell"))))
    assert lines_of(word.p(word.box(inner))) == ["outer", "inner", "cell"]


def test_a_box_in_a_field_code_or_cell_keeps_its_own_flow(word, document_of):
    document = document_of(word.tbl(word.tr(word.tc(word.p("c", word.box(word.p("b")))))))
    assert [(document.text_of(b), b.cell is None) for b in document.blocks] == [("c", False), ("b", True)]


def test_a_text_box_is_not_lost_with_a_deleted_paragraph_mark(word, lines_of):
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    assert sorted(lines_of(word.p("a", word.box(word.p("box")), properties=gone))) == ["a", "box"]


def test_the_words_of_a_chart_are_read_once(word, document_of):
    document = document_of(word.p("See", chart_run(word)), **with_chart())
    assert [(document.text_of(b), b.story) for b in document.blocks] == [
        ("See", Story.BODY),
        ("Children registered", Story.GRAPHIC),
        ("Quarter one", Story.GRAPHIC),
    ]


def test_a_chart_in_a_text_box_is_read_once(word, lines_of):
    lines = lines_of(word.p("See", word.box(word.p("Box", chart_run(word)))), **with_chart())
    assert sorted(lines) == ["Box", "Children registered", "Quarter one", "See"]


def test_notes_follow_the_text_in_the_order_in_which_they_are_called(word, document_of):
    document = document_of(
        word.p("One", call("footnote", 5), " two", call("endnote", 8), " three", call("footnote", 2)),
        footnotes={-1: word.p("separator"), 2: word.p("Second foot"), 5: word.p("First foot"), 6: word.p("uncalled")},
        endnotes={8: word.p("End ") + word.p("of it")},
    )
    assert document.text == "One two three\nFirst foot\nSecond foot\nEnd \nof it\n"
    assert [(n.at, document.text[n.start : n.end], n.story) for n in document.notes] == [
        (3, "First foot\n", Story.FOOTNOTE),
        (13, "Second foot\n", Story.FOOTNOTE),
        (7, "End \nof it\n", Story.ENDNOTE),
    ]


def test_a_link_in_a_note_uses_the_relationships_of_the_notes(word, document_of):
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rL" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        f'Target="{LINK}" TargetMode="External"/></Relationships>'
    )
    document = document_of(
        word.p("a", call("footnote", 1)),
        footnotes={1: word.p(f'<w:hyperlink r:id="rL">{word.r("audit")}</w:hyperlink>')},
        relationships=[("rL", "hyperlink", "https://example.org/wrong", True)],
        parts={"word/_rels/footnotes.xml.rels": rels},
    )
    assert [link.target for link in document.links] == [LINK]


def test_a_note_whose_call_is_deleted_is_not_read(word, lines_of):
    gone = word.tracked("del", call("footnote", 1))
    assert lines_of(word.p("a", gone), footnotes={1: word.p("note")}) == ["a"]


def test_a_call_of_a_note_that_is_not_there_is_harmless(word, lines_of):
    assert lines_of(word.p("a", call("footnote", 9), call("endnote", 9)), footnotes={1: word.p("x")}) == ["a"]


# ---- characters


def test_tabs_breaks_and_hyphens_are_characters(word, document_of):
    marks = "<w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t><w:cr/>"
    assert document_of(word.p(word.r("a", inner=marks + '<w:br w:type="page"/>'))).text == "a\tb\nc\u2011de\n\n\n"


def test_outer_space_is_dropped_unless_it_is_preserved(word, lines_of):
    plain = [word.r(inner=word.t(text, preserve=False)) for text in (" a ", " b ")]
    assert lines_of(word.p(*plain, word.r(" c "), word.r("d"))) == ["ab c d"]


def test_space_is_preserved_from_an_element_above_and_switched_off_below(word, lines_of):
    paragraph = word.p(word.r(inner="<w:t> a </w:t>"), word.r(inner='<w:t xml:space="default"> b </w:t>'), "c")
    assert lines_of(paragraph.replace("<w:p>", '<w:p xml:space="preserve">', 1)) == [" a bc"]


def test_line_ends_and_tabs_inside_a_text_are_spaces(word, lines_of):
    assert lines_of(word.p(word.r(inner='<w:t xml:space="preserve">a\nb\tc</w:t>'))) == ["a b c"]


def test_a_no_break_space_is_never_dropped(word, lines_of):
    assert lines_of(word.p(word.r(inner="<w:t>\u00a0a\u00a0</w:t>"), "b")) == ["\u00a0a\u00a0b"]


def test_an_xml_comment_inside_a_text_does_not_swallow_what_follows(word, lines_of):
    assert lines_of(word.p(word.r(inner="<w:t>one<!-- c --> two<?pi x?> three</w:t>"))) == ["one two three"]


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [
        ("Symbol", "2192", "→"),
        ("Wingdings", "F0FC", OBJECT),
        ("Wingdings", "00FC", OBJECT),
        ("Wingdings", "zz", OBJECT),
        ("Wingdings", "0000", OBJECT),
        ("Wingdings", "D800", OBJECT),
        ("Wingdings", "110000", OBJECT),
    ],
)
def test_a_symbol_is_its_character_or_the_object_mark(word, lines_of, font, char, shown):
    assert lines_of(word.p("a", word.r(inner=f'<w:sym w:font="{font}" w:char="{char}"/>'), "b")) == [f"a{shown}b"]


def test_a_typed_superscript_figure_is_kept_apart_from_the_figure_before(word, lines_of):
    raised = '<w:vertAlign w:val="superscript"/>'
    assert lines_of(word.p("363", word.r("1", raised), " families")) == [f"363{WORD_JOINER}1 families"]
    assert lines_of(word.p("m", word.r("2", raised))) == ["m2"]
    assert lines_of(word.p("20", word.r("th", raised))) == ["20th"]


def test_a_figure_that_a_style_raises_is_kept_apart_too(word, lines_of):
    styles = word.style("Ref", "endnote reference", run='<w:vertAlign w:val="superscript"/>', kind="character")
    assert lines_of(word.p("363", word.r("1", '<w:rStyle w:val="Ref"/>')), styles=styles) == [f"363{WORD_JOINER}1"]


@pytest.mark.parametrize("wrap", ["ins", "smartTag"])
def test_a_superscript_figure_is_kept_apart_across_wrappers(word, lines_of, wrap):
    run = word.r("1", '<w:vertAlign w:val="superscript"/>')
    assert lines_of(word.p("363", f'<w:{wrap} w:id="1">{run}</w:{wrap}>')) == [f"363{WORD_JOINER}1"]


def test_hidden_text_is_not_read_whatever_hides_it(word, lines_of):
    styles = word.style("Secret", run="<w:vanish/>", kind="character") + word.style("Gone", run="<w:vanish/>")
    lines = lines_of(
        word.p("a", word.r("direct", "<w:vanish/>"), word.r("styled", '<w:rStyle w:val="Secret"/>'))
        + word.p("paragraph", style="Gone")
        + word.p(word.r("shown again", '<w:vanish w:val="0"/>'), style="Gone"),
        styles=styles,
    )
    assert lines == ["a", "shown again"]


def test_an_equation_is_read_and_not_hidden_by_the_run_before_it(word, lines_of):
    hidden = word.r("x", "<w:vanish/>")
    assert lines_of(word.p("so ", word.equation("E=mc"))) == ["so E=mc"]
    assert lines_of(word.p("so ", hidden, word.equation("E=mc"))) == ["so E=mc"]
    assert lines_of(word.p("so ", hidden) + word.p(word.equation("E=mc"))) == ["so ", "E=mc"]


def test_ruby_shows_its_base_and_not_its_reading(word, lines_of):
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{word.r('reading')}</w:rt><w:rubyBase>{word.r('base')}</w:rubyBase></w:ruby>"
    assert lines_of(word.p("a ", word.r(inner=ruby), " b")) == ["a base b"]


# ---- outside the text


def test_headers_and_footers_are_outside_the_text_and_counted_apart(word, document_of):
    document = document_of(word.p("Body"), header=word.p("Three header words"), footer=word.p("Page", " 1"))
    assert document.text == "Body\n"
    assert document.marginal_words == 5


def test_a_header_that_is_related_twice_is_counted_once(word, document_of):
    parts = {"word/h.xml": (word.root("hdr", word.p("Two words")), "application/xml")}
    related = [(f"h{i}", "header", "h.xml", False) for i in range(3)]
    assert document_of(word.p("Body"), parts=parts, relationships=related).marginal_words == 2


def test_comments_are_not_text_and_are_listed_with_thread_and_state(word, document_of):
    document = document_of(
        word.p(word.commented(1, word.r("Text"))),
        comments=word.comment(1, "Why?", paragraph="0000000A") + word.comment(2, "So.", "Ben", paragraph="0000000B"),
        commentsExtended=word.threads(("0000000a", True, ""), ("0000000B", False, "0000000A")),
    )
    assert document.text == "Text\n"
    assert [(c.id, c.author, c.text, c.resolved, c.parent) for c in document.comments] == [
        ("1", "Anna", "Why?", True, None),
        ("2", "Ben", "So.", False, "1"),
    ]


def test_what_a_package_holds_besides_text_is_counted(word, document_of):
    document = document_of(
        word.p("a", word.tracked("ins", word.r("b")), word.deleted("c")),
        relationships=[
            ("t", "attachedTemplate", "file:///x.dotm", True),
            ("i", "image", "http://example.org/x.png", True),
            ("l", "hyperlink", LINK, True),
        ],
        parts={"word/vbaProject.bin": b"\0macro", "word/embeddings/o.bin": b"\0", "word/activeX/a.bin": b"\0"},
    )
    features = document.features
    assert (features.macros, features.embedded_objects, features.external_targets, features.tracked_changes) == (
        True,
        2,
        2,
        2,
    )


def test_the_strict_namespace_reads_the_same(word, opened):
    body = (
        word.p("One ", word.tracked("ins", word.r("two")), word.deleted("no"), call("footnote", 1), word.equation("x"))
        + word.tbl(word.tr(word.tc(word.p("cell"))))
        + word.p(f'<w:hyperlink r:id="rL">{word.r("link")}</w:hyperlink>', word.box(word.p("box")))
        + word.p(chart_run(word))
    )
    options = {"footnotes": {1: word.p("note")}, **with_chart()}
    options["relationships"] = [*options["relationships"], ("rL", "hyperlink", LINK, True)]
    loose, strict = (opened(word.package(body, strict=strict, **options)).document for strict in (False, True))
    assert dataclasses.asdict(strict) == dataclasses.asdict(loose)
    assert len(strict.blocks) == 7


@pytest.mark.parametrize("kind", ["DOCX", "DOTX", "DOCM", "DOTM"])
def test_templates_and_macro_documents_are_read(word, lines_of, kind):
    assert lines_of(word.p("Text"), main_type=getattr(word, kind)) == ["Text"]


def test_dangling_relationships_are_harmless(word, lines_of):
    kinds = "styles footnotes endnotes header comments commentsExtended chart image hyperlink numbering".split()
    related = [(f"d{i}", kind, f"not/there{i}.xml", False) for i, kind in enumerate(kinds)]
    related += [("d90", "hyperlink", "#anchor", False), ("d91", "image", "", False), ("d92", "image", "NULL", False)]
    body = word.p("Text", call("footnote", 1), '<w:hyperlink r:id="d90"><w:r/></w:hyperlink>', chart_run(word, "d6"))
    assert lines_of(body, relationships=related) == ["Text"]


def test_block_level_alternate_content_is_read_once(word, lines_of):
    alternate = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{word.p("new")}</mc:Choice>'
        f"<mc:Fallback>{word.p('old')}</mc:Fallback></mc:AlternateContent>"
    )
    assert lines_of(word.p("a") + alternate) == ["a", "new"]


def test_xml_comments_and_instructions_between_elements_are_harmless(word, lines_of):
    noise = "<!-- c --><?pi x?>"
    body = (
        noise + word.p(noise, word.r("a", inner=noise), noise) + word.tbl(noise, word.tr(noise, word.tc(word.p("b"))))
    )
    assert lines_of(body, styles=noise + word.style("A"), footnotes={1: noise}) == ["a", "b"]


# ---- the count


def test_words_are_what_stands_between_white_space(word, document_of):
    document = document_of(word.p("and/or well-kept – lone\u00a0dash a", word.r(inner="<w:tab/>"), "b", "c"))
    assert count(document).body == 7


def test_the_count_is_itemised_and_the_headline_is_body_headings_and_tables(word, document_of):
    properties = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    document = document_of(
        word.p("A heading", style="H1")
        + word.sdt(word.p("Contents page entry 4"), properties)
        + word.p(
            "Body of ",
            word.tracked("ins", word.r("five ")),
            word.deleted("deleted words here "),
            word.sdt(word.r("words ")),
            word.field(" SEQ x ", "12"),
            word.r("hidden words", "<w:vanish/>"),
            call("footnote", 1),
        )
        + word.p("Sum: ", word.equation("a + b = c"))
        + word.tbl(word.tr(word.tc(word.p("Three table", style="H1")), word.tc(word.p("words"))))
        + word.p("one", word.box(word.p("Four words in box")))
        + word.p("one", chart_run(word)),
        styles=word.style("H1", "heading 1"),
        header=word.p("Six marginal words"),
        footer=word.p("in all, counted"),
        footnotes={1: word.p("Note of four words")},
        **with_chart(),
    )
    counts = count(document)
    assert counts.model_dump() == {
        "body": 5 + 1 + 2,
        "headings": 2,
        "tables": 3,
        "text_boxes": 4,
        "notes": 4,
        "contents": 4,
        "hidden": 2,
        "headers_and_footers": 6,
    }
    assert headline(counts) == 13


def test_a_word_over_several_runs_is_one_word_hidden_or_not(word, document_of):
    hidden = "<w:vanish/>"
    document = document_of(
        word.p("safe", word.r("guard", "<w:b/>"), "ing") + word.p("x", word.r("a", hidden), word.r("b", hidden))
    )
    assert count(document).body == 2
    assert document.hidden_words == 1


def test_a_superscript_mark_does_not_make_a_word_more(word, document_of):
    raised = '<w:vertAlign w:val="superscript"/>'
    assert count(document_of(word.p("363", word.r("1", raised), " families"))).body == 2


def test_a_symbol_alone_is_no_word(word, document_of):
    assert count(document_of(word.p("a ", word.r(inner='<w:sym w:font="Wingdings" w:char="F0FC"/>'), " b"))).body == 2


# ---- size


@pytest.mark.slow
def test_reading_is_linear_in_paragraphs_and_runs(word, opened, calls):
    def content(n):
        return word.package("".join(word.p("some ", "words ", word.r("in bold", "<w:b/>"), " here.") for _ in range(n)))

    small, large = content(2_000), content(8_000)
    assert calls(lambda: opened(large)) < 4.5 * calls(lambda: opened(small))


@pytest.mark.slow
def test_fields_that_never_end_do_not_make_the_reading_quadratic(word, opened, calls):
    begin, separate = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate"))
    one = word.p(begin, "<w:r><w:instrText>REF x</w:instrText></w:r>", separate, "words")
    small, large = word.package(one * 1_000), word.package(one * 4_000)
    assert calls(lambda: opened(large)) < 4.5 * calls(lambda: opened(small))


@pytest.mark.slow
def test_counting_words_is_linear_in_equations(word, document_of, calls):
    one = word.p("so ", word.equation("x"))
    small, large = document_of(one * 1_000), document_of(one * 4_000)
    assert calls(lambda: count(large)) < 4.5 * calls(lambda: count(small))
