"""The whole line: bytes in, a review and a commented copy out, or a refusal."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import ruleset
from models.errors import Refusal
from nlp.engine import load
from workers.review import review

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.docx"))
CORPUS = ROOT / ".." / "shared" / "data" / "docx"
FILES = sorted(path for path in CORPUS.glob("*.do[ct][xm]")) if CORPUS.exists() else []
RULESETS = ("position-statement", "draft-report")
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

STATEMENT = "Joint leadership is excellent and highly effective. Children are very well supported by all partners."


@pytest.fixture(scope="module")
def engine():
    return load()


@pytest.fixture(scope="module")
def reviewed(engine):
    done = {}

    def of(path):
        if path not in done:
            done[path] = review(path.read_bytes(), path.name, WHEN, engine=engine)
        return done[path]

    return of


@pytest.fixture
def quick(word, engine):
    """Body XML -> (content, Reviewed)."""

    def of(body, name="position-statement", **options):
        content = word.package(body, **options)
        return content, review(content, "a.docx", WHEN, ruleset.load(name), engine)

    return of


def visible(finding):
    return (finding.id, finding.check, finding.start, finding.end, finding.quote, finding.message)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_reviewed_and_its_copy_is_sound(path, reviewed, faults, comments_of, opened, covered):
    content, done = path.read_bytes(), reviewed(path)
    text = opened(content).document.text
    assert faults(content, done.annotated) == {}
    placed = [item for item in done.review.findings if item.start is not None]
    assert placed
    assert all(item.quote == text[item.start : item.end] for item in placed)
    assert all(item.text == text[item.start : item.end] for item in done.review.sentences)
    comments, ranges = comments_of(done.annotated), covered(done.annotated)
    assert [author for author, _ in comments.values()].count("Standpoint") == len(placed) + 1
    theirs = {key: said for key, said in comments_of(content).items() if said[0] != "Standpoint"}
    assert {key: comments[key] for key in theirs} == theirs
    for item in placed:
        (number,) = [key for key, (_, said) in comments.items() if said.endswith(f"({item.check} · {item.id})")]
        elsewhere = comments[number][1].startswith("In the ")
        assert elsewhere or "".join(ranges[number][1].split()) == "".join(item.quote.split()).replace("\u2060", "")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.slow
def test_reviewing_the_copy_again_finds_the_same_and_doubles_nothing(path, reviewed, engine, comments_of):
    once = reviewed(path)
    again = review(once.annotated, path.name, WHEN, once.ruleset, engine)
    assert [visible(item) for item in again.review.findings] == [visible(item) for item in once.review.findings]
    assert again.review.document.words == once.review.document.words
    assert comments_of(again.annotated) == comments_of(once.annotated)


def test_the_same_input_gives_the_same_review_and_the_same_bytes(quick, word):
    first, second = (quick(word.p(STATEMENT))[1] for _ in range(2))
    assert first.review.model_dump_json() == second.review.model_dump_json()
    assert first.annotated == second.annotated


def test_progress_is_told_in_order_from_opening_to_commenting(word, engine):
    told = []
    review(word.package(word.p(STATEMENT)), "a.docx", WHEN, None, engine, lambda *step: told.append(step))
    assert told[0] == ("opening", 0.0)
    assert told[-1] == ("commenting", 0.85)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_tracked_changes_notes_and_boxes_are_counted_as_the_contract_says(quick, word):
    body = word.p(
        "Five words of body text ",
        word.tracked("ins", word.r("and inserted words ")),
        word.deleted("not these deleted words "),
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
        word.box(word.p("words in a box")),
    )
    _, done = quick(body, footnotes={1: word.p("a note of five words")})
    counts = json.loads(done.review.model_dump_json())["document"]["counts"]
    assert (counts["body"], counts["text_boxes"], counts["notes"]) == (8, 4, 5)
    assert done.review.document.words == done.review.summary.words.count == 8


def test_macros_remote_templates_and_external_pictures_are_accepted_reported_and_kept(quick, word):
    content, done = quick(
        word.p(STATEMENT),
        main_type=word.DOCM,
        parts={"word/vbaProject.bin": b"\0macro", "word/embeddings/o.bin": b"\0object"},
        relationships=[
            ("t", "attachedTemplate", "http://127.0.0.1:9/x.dotm", True),
            ("i", "image", "http://127.0.0.1:9/x.png", True),
        ],
    )
    told = " ".join(f"{item.message} {item.advice}" for item in done.review.findings).lower()
    assert "macro" in told
    assert "embedded" in told or "object" in told
    assert "external" in told or "outside" in told or "elsewhere" in told
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(done.annotated)) as new:
        for name in ("word/vbaProject.bin", "word/embeddings/o.bin"):
            assert new.read(name) == old.read(name)


@pytest.mark.parametrize("name", RULESETS)
@pytest.mark.parametrize("kind", ["strict", "DOTX", "DOCM", "DOTM"])
def test_every_kind_of_word_document_is_reviewed_and_sound(quick, word, faults, name, kind):
    options = {"strict": True} if kind == "strict" else {"main_type": getattr(word, kind)}
    body = word.p(STATEMENT, word.box(word.p(STATEMENT)), '<w:r><w:endnoteReference w:id="1"/></w:r>')
    content, done = quick(body, name, endnotes={1: word.p(STATEMENT)}, **options)
    assert faults(content, done.annotated) == {}


def test_a_comment_goes_when_its_words_are_gone_and_a_reply_keeps_it(word, quick, engine, comments_of):
    _, done = quick(word.p(STATEMENT) + word.p("Plain facts."))
    ours = [text for _, text in comments_of(done.annotated).values() if "(summary · " not in text]
    assert ours
    with zipfile.ZipFile(io.BytesIO(done.annotated)) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    body = (
        entries["word/document.xml"].replace(b"excellent", b"described").replace(b"highly effective", b"written down")
    )
    entries["word/document.xml"] = body.replace(b"very well supported", b"listed").replace(b"effective", b"written")
    rules = ruleset.load("position-statement")
    later = review(word.zip(entries), "a.docx", WHEN, rules, engine)
    wanted = {item.id for item in later.review.findings if item.start is not None}
    left = [text for _, text in comments_of(later.annotated).values() if "(summary · " not in text]
    assert {text.rsplit(" ", 1)[1].rstrip(")") for text in left} == wanted


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\3\4", b"PK\5\6" + b"\0" * 18], ids="nothing pdf cut empty".split()
)
def test_what_cannot_be_reviewed_is_refused_with_code_status_title_and_advice(content, engine):
    with pytest.raises(Refusal) as caught:
        review(content, "a.docx", WHEN, engine=engine)
    problem = caught.value
    assert problem.status in (413, 415, 422)
    assert problem.title
    assert problem.advice


def test_damaged_content_types_are_refused_before_the_language_is_read(word):
    told = []
    entries = {**word.entries(word.p(STATEMENT)), "[Content_Types].xml": "<nothing"}
    with pytest.raises(Refusal):
        review(word.zip(entries), "a.docx", WHEN, None, None, lambda stage, _: told.append(stage))
    assert told == ["opening"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "path"),
    [*enumerate(FILES)]
    or [pytest.param(0, None, marks=pytest.mark.skip("../shared/data/docx is not on this machine"))],
    ids=lambda value: value.name if isinstance(value, Path) else str(value),
)
def test_a_real_document_is_reviewed_and_sound_or_refused(number, path, engine, faults, opened):
    content = path.read_bytes()
    try:
        done = review(content, path.name, WHEN, ruleset.load(RULESETS[number % 2]), engine)
    except Refusal as refusal:
        assert refusal.advice  # noqa: PT017 - a refusal is one of the two right answers
        return
    assert faults(content, done.annotated) == {}
    before, after = opened(content).document, opened(done.annotated).document
    assert (after.text, after.blocks, after.links, after.notes) == (
        before.text,
        before.blocks,
        before.links,
        before.notes,
    )
    text = before.text
    assert all(item.quote == text[item.start : item.end] for item in done.review.findings if item.start is not None)
    assert [item for item in after.comments if item.author == "Standpoint"]


def test_a_document_that_reads_as_another_kind_says_so(word, engine):
    content = word.package(word.p("We evaluated impact on children as good. Inspectors found strengths. Key messages."))
    for name, reads_as in (("position-statement", "draft-report"), ("draft-report", None)):
        done = review(content, "a.docx", WHEN, ruleset.load(name), engine)
        assert done.review.document.reads_as == reads_as


def test_a_draft_report_is_not_held_against_the_questions_of_a_statement(word, engine):
    content = word.package(word.p("We evaluated impact on children as good."))
    for name, told in (("position-statement", True), ("draft-report", False)):
        done = review(content, "a.docx", WHEN, ruleset.load(name), engine)
        comments = zipfile.ZipFile(io.BytesIO(done.annotated)).read("word/comments.xml").decode()
        assert ("How good are we now?" in comments) is told
