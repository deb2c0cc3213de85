"""Comments from outside: exactly their characters, nothing else touched, people's own comments kept."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.docx.annotator import Remark

WORDS = st.text(st.sampled_from(["a", "b", " ", "é", "🧒", "\u00a0", "1", ".", "&", "\u2019"]), min_size=1, max_size=6)
OURS = "We looked. (a-check · {})"


def remark(start, end, number=0, line="Look here."):
    return Remark(f"{number:012x}", "a-check", start, end, (line,))


def at(document, quote, number=0):
    start = document.text.index(quote)
    return remark(start, start + len(quote), number)


def by_line(comments):
    """First line of each comment -> its id."""
    return {text.split("\n")[0]: number for number, (_, text) in comments.items()}


def loose(text):
    """Text without what ends blocks."""
    return "".join(text.split())


# ---- random documents


def _inline(word):
    properties = st.sampled_from(["", "", "<w:b/>", "<w:i/>", '<w:color w:val="FF0000"/>'])
    marks = st.sampled_from(
        ["<w:tab/>", "<w:br/>", "<w:noBreakHyphen/>", "<w:lastRenderedPageBreak/>", "<w:softHyphen/>"]
    )
    text = st.tuples(WORDS, st.booleans()).map(lambda x: word.t(*x))
    run = st.tuples(properties, st.lists(st.one_of(text, text, marks), min_size=1, max_size=4)).map(
        lambda x: word.r(properties=x[0], inner="".join(x[1]))
    )
    still = st.sampled_from(
        [
            "<w:proofErr w:type='spellStart'/>",
            '<w:bookmarkStart w:id="7" w:name="b"/><w:bookmarkEnd w:id="7"/>',
            word.deleted("gone"),
            word.r("hidden", "<w:vanish/>"),
            word.field(' XE "entry" '),
        ]
    )
    wraps = st.sampled_from(
        [
            lambda x: f'<w:hyperlink w:anchor="b">{x}</w:hyperlink>',
            lambda x: word.tracked("ins", x),
            lambda x: word.tracked("moveTo", x),
            word.sdt,
            lambda x: f'<w:smartTag w:uri="u" w:element="e">{x}</w:smartTag>',
            lambda x: f'<w:fldSimple w:instr=" AUTHOR ">{x}</w:fldSimple>',
            lambda x: word.field(" REF x ", x),
        ]
    )
    return st.recursive(
        st.one_of(run, run, still),
        lambda inner: st.tuples(wraps, st.lists(inner, min_size=1, max_size=3)).map(lambda x: x[0]("".join(x[1]))),
        max_leaves=8,
    )


@st.composite
def bodies(draw, word):
    paragraphs = draw(
        st.lists(st.lists(_inline(word), min_size=1, max_size=6).map(lambda x: word.p(*x)), min_size=1, max_size=3)
    )
    if draw(st.booleans()):
        paragraphs.append(word.tbl(word.tr(word.tc(paragraphs[0]), word.tc(word.p("cell")))))
    return word.p("First words.") + "".join(paragraphs) + word.p("Last words.")


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_visible_text_between_the_anchors_is_the_quote(word, opened, annotated, covered, faults, comments_of, data):
    content = word.package(data.draw(bodies(word)))
    before = opened(content).document
    remarks = []
    for number in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(before.text) - 2))
        end = data.draw(st.integers(start + 1, len(before.text) - 1))
        if data.draw(st.booleans()):  # most findings lie in one block
            end = min(end, before.blocks[before.block_at(start)].end)
        if before.text[start:end].strip(" \n"):
            remarks.append(remark(start, end, number, f"n{number}"))
    copy = annotated(content, *remarks)
    after = opened(copy).document
    assert (after.text, after.blocks, after.links) == (before.text, before.blocks, before.links)
    if not remarks:
        return
    numbers, ranges = by_line(comments_of(copy)), covered(copy)
    for item in remarks:
        quote = before.text[item.start : item.end]
        left, inside = ranges[numbers[item.lines[0]]]
        if "\n" in quote:
            assert loose(inside) == loose(quote)
        else:
            assert inside == quote
        assert loose(left) == loose(before.text[: item.start])
    assert faults(content, copy) == {}
    again = annotated(copy, *remarks)
    assert comments_of(again) == comments_of(copy)
    assert covered(again) == ranges


# ---- awkward runs


def sound(word, opened, annotated, covered, comments_of, faults, body, quotes, **options):
    """Comment each quote; every one must be exact and the copy sound."""
    content = word.package(body, **options)
    document = opened(content).document
    remarks = [
        Remark(f"{i:012x}", "a-check", *(document.text.index(q), document.text.index(q) + len(q)), (f"n{i}",))
        for i, q in enumerate(quotes)
    ]
    copy = annotated(content, *remarks)
    assert opened(copy).document.text == document.text
    assert faults(content, copy) == {}
    numbers, ranges = by_line(comments_of(copy)), covered(copy)
    assert [ranges[numbers[f"n{i}"]][1] for i in range(len(quotes))] == list(quotes)


@pytest.fixture
def exact(word, opened, annotated, covered, comments_of, faults):
    return lambda body, *quotes, **options: sound(
        word, opened, annotated, covered, comments_of, faults, body, quotes, **options
    )


def test_overlapping_nested_and_equal_ranges_each_keep_their_own(word, exact):
    quotes = ("One two three four", "two three", "three four five", "two three", "e", "five six.")
    exact(word.p("One tw", word.r("o thr", "<w:b/>"), "ee four ", word.r("five six.", "<w:i/>")), *quotes)


def test_a_quote_inside_a_hyperlink_control_or_insertion_is_exact(word, exact):
    body = word.p(
        f'<w:hyperlink w:anchor="b">{word.r("the link text")}</w:hyperlink> '.strip(),
        word.sdt(word.r(" the control text ")),
        word.tracked("ins", word.r("the inserted text")),
        f'<w:fldSimple w:instr=" REF x ">{word.r(" the field text")}</w:fldSimple>',
    )
    exact(body, "link", "control", "inserted", "field", "text the control", "the link text", "the inserted text")


def test_a_quote_in_cells_controls_and_nested_tables_is_exact(word, exact):
    inner = word.tbl(word.tr(word.sdt(word.tc(word.p("inner cell words")))))
    body = word.tbl(word.sdt(word.tr(word.tc(word.sdt(word.p("block control words")) + inner + word.p("after")))))
    exact(body, "control", "cell", "inner cell words", "after")


def test_a_quote_before_a_field_that_begins_in_its_own_run_ends_before_the_field(word, exact):
    begin = word.r("See page ", inner='<w:fldChar w:fldCharType="begin"/>')
    rest = (
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + word.r("7")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    exact(word.p(begin, rest, " for more"), "See page ", "page")


def test_a_quote_that_is_a_field_result_in_the_run_of_its_code_starts_after_the_code(word, exact):
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    code = '<w:r><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>seven</w:t></w:r>'
    exact(word.p("page ", begin, code, '<w:r><w:fldChar w:fldCharType="end"/></w:r>', " of"), "seven", "sev")


def test_a_whole_field_in_one_run_can_be_quoted(word, exact):
    run = (
        '<w:r><w:t xml:space="preserve">See </w:t><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>seven</w:t><w:fldChar w:fldCharType="end"/><w:t>!</w:t></w:r>'
    )
    exact(word.p(run), "See ", "See seven", "seven", "!")


@pytest.mark.parametrize("between", ["ruby", "alternate", "form"])
def test_texts_on_both_sides_of_something_in_one_run_can_both_be_quoted(word, exact, between):
    inner = {
        "ruby": f"<w:ruby><w:rubyPr/><w:rt>{word.r('x')}</w:rt><w:rubyBase>{word.r('mid')}</w:rubyBase></w:ruby>",
        "alternate": '<mc:AlternateContent><mc:Choice Requires="w14"><w:t>mid</w:t></mc:Choice></mc:AlternateContent>',
        "form": '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>'
        '</w:fldChar><w:instrText> FORMCHECKBOX </w:instrText><w:fldChar w:fldCharType="end"/>',
    }[between]
    exact(word.p(f"<w:r><w:t>left words</w:t>{inner}<w:t>right words</w:t></w:r>"), "left", "right", "words")


def test_an_xml_comment_inside_a_text_does_not_move_its_words(word, opened, annotated, faults):
    content = word.package(word.p(word.r(inner="<w:t>Hello<!-- c --> world</w:t>"), " and all"))
    assert faults(content, annotated(content, (1, 3))) == {}


def test_a_split_never_shows_space_that_word_did_not_show(word, annotated, opened, faults):
    content = word.package(word.p(word.r(inner="<w:t>  one two  </w:t>"), word.r(inner="<w:t> three </w:t>")))
    copy = annotated(content, (0, 3), (2, 5), (4, 9))
    assert opened(copy).document.text == "one twothree\n"
    assert faults(content, copy) == {}


def test_a_quote_over_a_typed_superscript_mark_is_covered(word, opened, annotated, covered):
    content = word.package(word.p("All 363", word.r("1", '<w:vertAlign w:val="superscript"/>'), " families"))
    document = opened(content).document
    for start, end in ((4, 9), (4, 8), (7, 9), (8, 9)):
        (pair,) = covered(annotated(content, (start, end))).values()
        assert pair[1] in ("3631", "363", "1")
        assert document.text[start:end].replace("\u2060", "") in pair[1]


def test_a_quote_that_touches_an_equation_takes_it_whole_and_stays_outside(word, opened, annotated, faults):
    content = word.package(word.p("Let ", word.equation("E=mc"), " hold"))
    assert opened(content).document.text == "Let E=mc hold\n"
    assert faults(content, annotated(content, (0, 6), (5, 7), (6, 13))) == {}


def test_a_form_field_can_be_quoted(word, annotated, faults, opened):
    data = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    field = (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    content = word.package(word.p("Agreed ", field, " by all"))
    start = opened(content).document.text.index("☒")
    assert faults(content, annotated(content, (start, start + 1), (0, start + 3))) == {}


# ---- where Word allows no comment


NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


@pytest.mark.parametrize(
    ("make", "options", "place"),
    [
        (lambda w: w.p("Body ", w.box(w.p("The quoted words")), " end"), {}, "text box"),
        (lambda w: w.p("Body ", w.r(inner=w.vml_box(w.p("The quoted words"))), " end"), {}, "text box"),
        (lambda w: w.p(w.box(w.p("The quoted words"))) + w.p("Body"), {}, "text box"),
        (lambda w: w.p(w.box(w.p("x", w.box(w.p("The quoted words"))))), {}, "text box"),
        (lambda w: w.tbl(w.tr(w.tc(w.p("Body", w.box(w.p("The quoted words")))))), {}, "text box"),
        (lambda w: w.p("Body", NOTE, " end"), {"footnotes": "The quoted words"}, "footnote"),
        (lambda w: w.p("Body", NOTE.replace("foot", "end")), {"endnotes": "The quoted words"}, "endnote"),
        (lambda w: w.p("Body", w.tracked("ins", NOTE)), {"footnotes": "The quoted words"}, "footnote"),
        (
            lambda w: w.p(f'<w:hyperlink w:anchor="b">{w.r("B")}{NOTE}</w:hyperlink>'),
            {"footnotes": "The quoted words"},
            "footnote",
        ),
        (lambda w: w.tbl(w.tr(w.tc(w.p("Body", w.sdt(NOTE))))), {"footnotes": "The quoted words"}, "footnote"),
    ],
)
def test_text_that_cannot_be_commented_is_commented_at_what_holds_it_and_the_comment_says_where(
    word, opened, annotated, faults, comments_of, covered, make, options, place
):
    stories = {kind: {1: word.p(text)} for kind, text in options.items()}
    content = word.package(make(word), **stories)
    copy = annotated(content, at(opened(content).document, "quoted"))
    ((_, text),) = comments_of(copy).values()
    assert text.startswith(f"In the {place} here: “quoted”\n")
    assert len(covered(copy)) == 1
    assert faults(content, copy) == {}
    assert comments_of(annotated(copy, at(opened(copy).document, "quoted"))) == comments_of(copy)


def test_text_in_alternate_content_between_paragraphs_is_commented_nearby(word, opened, annotated, faults, covered):
    alternate = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{word.p("The quoted words")}</mc:Choice>'
        f"<mc:Fallback>{word.p('old')}</mc:Fallback></mc:AlternateContent>"
    )
    for body in (word.p("Body") + alternate, alternate + word.p("Body")):
        content = word.package(body)
        copy = annotated(content, at(opened(content).document, "quoted"))
        assert faults(content, copy) == {}
        assert len(covered(copy)) == 1


def test_words_of_a_chart_are_commented_at_its_drawing(word, opened, annotated, faults, comments_of):
    chart = (
        '<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><a:p><a:r><a:t>The quoted words</a:t></a:r></a:p></c:chartSpace>'
    )
    content = word.package(
        word.p("Body", word.r(inner=word.drawing('<c:chart r:id="rC"/>'))),
        relationships=[("rC", "chart", "charts/c.xml", False)],
        parts={"word/charts/c.xml": (chart, "application/xml")},
    )
    copy = annotated(content, at(opened(content).document, "quoted"))
    assert faults(content, copy) == {}
    assert "In the chart or diagram here: “quoted”" in str(comments_of(copy))


def test_a_remark_on_the_whole_stands_on_the_first_paragraph(word, annotated, covered, faults):
    body = word.p() + word.p("First ", word.r("paragraph", "<w:b/>"), word.box(word.p("box"))) + word.p("Second")
    content = word.package(body)
    copy = annotated(content, Remark("0" * 12, "summary", None, None, ("All.",)))
    assert [inside for _, inside in covered(copy).values()] == ["First paragraph"]
    assert faults(content, copy) == {}


# ---- the comments themselves


def test_a_comment_says_who_when_what_and_which_check(word, annotated, part_of):
    copy = annotated(
        word.package(word.p("Text")), Remark("0123456789ab", "word-limit", 0, 4, ("A message.", "Advice & <more>."))
    )
    (comment,) = part_of(copy, "word/comments.xml")
    name = comment.tag.removesuffix("comment")
    values = {key.removeprefix(name): value for key, value in comment.attrib.items()}
    assert values == {"id": "0", "author": "Standpoint", "initials": "SP", "date": "2026-03-02T09:30:00Z"}
    lines = ["".join(p.itertext(f"{name}t")) for p in comment.iter(f"{name}p")]
    assert lines == ["A message.", "Advice & <more>.", "(word-limit · 0123456789ab)"]


@pytest.mark.parametrize("strict", [False, True])
def test_strict_and_transitional_documents_get_comments_of_their_own_namespace(
    word, annotated, part_of, strict, faults
):
    content = word.package(word.p("Text"), strict=strict)
    copy = annotated(content, (1, 3))
    assert (
        part_of(copy, "word/comments.xml").tag[1:].split("}")[0]
        == part_of(copy, "word/document.xml").tag[1:].split("}")[0]
    )
    assert faults(content, copy) == {}


def test_the_reference_mark_stands_outside_changes_links_and_controls(word, annotated, part_of):
    body = word.p(
        word.tracked("ins", word.r("inserted words")),
        f'<w:hyperlink w:anchor="b">{word.r("link words")}</w:hyperlink>',
        word.sdt(word.r("control words")),
    )
    root = part_of(annotated(word.package(body), (2, 5), (15, 17), (26, 28)), "word/document.xml")
    marks = [node for node in root.iter() if str(node.tag).endswith("}commentReference")]
    assert [[x.tag.split("}")[1] for x in node.iterancestors()] for node in marks] == [
        ["r", "p", "body", "document"]
    ] * 3


def with_comments(word, *comments, threads=(), plain=True):
    """A document with a word for each comment: (number, text, author, paraId)."""
    runs = [word.commented(number, word.r(f"word{number} ")) for number, *_ in comments]
    more = {"commentsExtended": word.threads(*threads)} if threads else {}
    return word.package(
        word.p(*runs, word.r("tail")),
        comments="".join(word.comment(n, text, author, paragraph) for n, text, author, paragraph in comments),
        **more,
    )


def test_existing_comments_replies_and_their_state_stay(word, annotated, comments_of, covered, part_of, faults):
    threads = [("0000000A", True, ""), ("0000000B", False, "0000000A"), ("0000000C", False, "")]
    content = with_comments(
        word,
        (3, "Why?", "Anna", "0000000A"),
        (4, "Because.", "Ben", "0000000B"),
        (9, "Other", "Anna", "0000000C"),
        threads=threads,
    )
    copy = annotated(content, (0, 4), (2, 9))
    before, after = comments_of(content), comments_of(copy)
    assert {key: after[key] for key in before} == before
    assert len(after) == 5
    assert {key: covered(copy)[key][1] for key in before} == {"3": "word3 ", "4": "word4 ", "9": "word9 "}
    assert faults(content, copy) == {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        assert new.read("word/commentsExtended.xml") == old.read("word/commentsExtended.xml")


def test_a_comment_of_ours_that_is_out_of_date_goes_with_its_anchors(word, annotated, comments_of, covered, opened):
    content = with_comments(word, (1, OURS.format("a" * 12), "Standpoint", ""), (2, "Mine", "Anna", ""))
    copy = annotated(content, (0, 3))
    assert [text for _, text in comments_of(copy).values()] == ["Mine", "Remark 0.\n(a-check · 000000000000)"]
    assert set(covered(copy)) == set(comments_of(copy))
    assert opened(copy).document.text == opened(content).document.text


@pytest.mark.parametrize("taken_up", ["answered", "resolved"])
def test_a_comment_of_ours_that_people_took_up_stays_and_is_not_said_again(word, annotated, comments_of, taken_up):
    threads = [
        ("0000000A", taken_up == "resolved", ""),
        ("0000000B", False, "0000000A" if taken_up == "answered" else ""),
    ]
    ours = (1, OURS.format("0" * 12), "Standpoint", "0000000A")
    content = with_comments(word, ours, (2, "A reply", "Anna", "0000000B"), threads=threads)
    assert comments_of(annotated(content, (0, 3))) == comments_of(content)
    assert comments_of(annotated(content)) == comments_of(content)


@pytest.mark.parametrize("author", ["Anna", "", "standpoint fan"])
def test_a_comment_that_a_person_wrote_never_goes_whatever_it_quotes(word, annotated, comments_of, author):
    content = with_comments(word, (1, "Do you agree? " + OURS.format("a" * 12), author, ""))
    assert comments_of(annotated(content, (0, 3)))["1"] == comments_of(content)["1"]


def test_a_changed_message_replaces_the_old_comment(word, annotated, comments_of):
    content = word.package(word.p("Some text"))
    once = annotated(content, remark(0, 4, line="Old wording."))
    twice = annotated(once, remark(0, 4, line="New wording."))
    assert [text.split("\n")[0] for _, text in comments_of(twice).values()] == ["New wording."]


def test_new_ids_are_new_to_comments_and_to_lonely_anchors(word, annotated, comments_of, faults):
    lonely = '<w:commentRangeStart w:id="40"/>' + word.r("a ") + '<w:commentRangeEnd w:id="40"/>'
    content = word.package(word.p(lonely, word.commented(7, word.r("b"))), comments=word.comment(7, "x"))
    copy = annotated(content, (0, 1))
    assert set(comments_of(copy)) == {"7", "41"}
    assert faults(content, copy) == {}


@pytest.mark.parametrize("number", ["2147483647", "99999999999999999999", "-5", "x"])
def test_new_ids_are_numbers_that_word_can_hold(word, annotated, comments_of, number):
    content = word.package(word.p(word.commented(number, word.r("Text"))), comments=word.comment(number, "x"))
    (new,) = set(comments_of(annotated(content, (0, 2)))) - {number}
    assert 0 <= int(new) < 2**31


def test_reading_twice_and_annotating_twice_gives_the_same_bytes(word, annotated):
    content = word.package(word.p("Some text"))
    assert annotated(content, (0, 4)) == annotated(content, (0, 4))


# ---- the package


def bytes_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_parts_that_needed_no_change_keep_every_byte_and_their_order(word, annotated, faults):
    parts = {
        "word/media/image1.png": bytes(range(256)),
        "word/vbaProject.bin": b"\0macro",
        "customXml/item1.xml": b"<a   b='1'/>\r\n<!-- x -->",
        "word/orphan.xml": b"<nobody relates='me'/>",
        "docProps/custom.xml": b"<not well formed",
        "word/empty.bin": b"",
    }
    content = word.package(
        word.p("Some text", NOTE),
        parts=parts,
        styles=word.style("A"),
        header=word.p("head"),
        footer=word.p("foot"),
        footnotes={1: word.p("note words")},
        main_type=word.DOCM,
    )
    before, after = bytes_of(content), bytes_of(annotated(content, (0, 4), (10, 14)))
    written = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {k: v for k, v in after.items() if k in before and k not in written} == {
        k: v for k, v in before.items() if k not in written
    }
    assert [*after][: len(before)] == [*before]
    assert [*after][len(before) :] == ["word/comments.xml"]
    assert faults(content, annotated(content, (0, 4))) == {}


@pytest.mark.parametrize(
    "relationships",
    [
        [("d", "comments", "comments9.xml", False)],
        [("d", "comments", "http://example.org/comments.xml", True)],
        [("d", "comments", "", False)],
        [("rId1", "theme", "gone.xml", False), ("rId2", "theme", "gone.xml", False)],
        [],
    ],
    ids=["dangling", "external", "no target", "taken ids", "none"],
)
@pytest.mark.parametrize("orphan", [False, True], ids=["", "orphan comments part"])
def test_the_new_comments_part_is_always_related(word, annotated, opened, faults, relationships, orphan):
    parts = {"word/comments.xml": (word.root("comments", ""), "application/xml")} if orphan else {}
    content = word.package(word.p("Some text"), relationships=relationships, parts=parts)
    copy = annotated(content, (0, 4))
    assert len(opened(copy).document.comments) == 1
    assert faults(content, copy) == {}


def test_the_main_part_may_have_any_name(word, annotated, opened, faults):
    entries = {
        k.replace("word/document.xml", "doc.xml"): v.replace("word/document.xml", "doc.xml")
        for k, v in word.entries(word.p("Some text")).items()
    }
    content = word.zip(entries)
    copy = annotated(content, (0, 4))
    assert len(opened(copy).document.comments) == 1
    assert faults(content, copy) == {}


# ---- size


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape", ["a run a paragraph", "one run", "many runs", "in notes", "in boxes", "one run of many texts"]
)
def test_the_work_of_annotating_is_linear_in_comments(word, annotated, opened, calls, shape):
    def made(count):
        words = [f"word{i:05} " for i in range(count)]
        more = {}
        match shape:
            case "a run a paragraph":
                body = "".join(word.p(f"{x}{x}") for x in words)
            case "one run":
                body = word.p("".join(words))
            case "many runs":
                body = word.p(*words)
            case "in boxes":
                body = "".join(word.p("x", word.box(word.p(x))) for x in words)
            case "one run of many texts":
                body = word.p(word.r(inner="<w:br/>".join(word.t(x) for x in words)))
            case _:
                body = "".join(word.p("x", NOTE.replace('"1"', f'"{i}"')) for i in range(count))
                more = {"footnotes": {i: word.p(x) for i, x in enumerate(words)}}
        content = word.package(body, **more)
        text = opened(content).document.text
        return content, [remark(s + 1, s + 7, i) for i, s in enumerate(_starts(text))]

    small, large = made(500), made(2_000)
    assert len(large[1]) == 2_000
    assert calls(lambda: annotated(large[0], *large[1])) < 4.5 * calls(lambda: annotated(small[0], *small[1]))


def _starts(text):
    """Where each numbered word first stands."""
    found, seen, place = [], set(), text.find("word")
    while place >= 0:
        if text[place : place + 9] not in seen:
            seen.add(text[place : place + 9])
            found.append(place)
        place = text.find("word", place + 1)
    return found
