"""Each check on what it must find and on what it must leave alone."""

import pytest

import nlp.check
from models.document import Link
from nlp.check import Hit, run_checks


def found(reading, check):
    return [finding for finding in run_checks(reading) if finding.check == check]


def with_links(reading, *links):
    object.__setattr__(reading.document, "links", tuple(links))
    return reading


def test_the_word_limit_is_marked_on_the_first_word_over_it(reading_of):
    reading = reading_of("# Statement 1\n" + "\n".join("word " * 500 for _ in range(10)))
    (finding,) = found(reading, "word-limit")
    assert finding.quote == "word"
    assert len(reading.text(0, finding.end).split()) == 5001
    assert "5,002" in finding.message


def test_a_document_of_just_the_limit_is_not_over(reading_of):
    assert not found(reading_of("\n".join("word " * 500 for _ in range(10))), "word-limit")


def test_a_document_on_another_matter_is_told_so_once(reading_of):
    (finding,) = found(reading_of("The bakery opens at nine."), "coverage-missing")
    assert "Nothing was found" in finding.message


def test_empty_cells_are_reported_once_a_statement(reading_of):
    findings = found(reading_of("# Statement 1\n## How good are we now?\nOur work is effective."), "coverage-missing")
    assert [finding.statement for finding in findings] == [1, 2, 3, 4]
    assert "How good are we now?" not in findings[0].message
    assert len({finding.id for finding in findings}) == 4


def test_a_thin_answer_is_reported_where_the_document_has_a_place_for_it(reading_of):
    structured = "# Statement 1\n## What do we plan to do next?\nWe will publish a plan."
    assert len(found(reading_of(structured), "coverage-thin")) == 1
    assert not found(reading_of("We will publish a plan to keep children safe from risk."), "coverage-thin")


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("file:///S:/evidence/audit.docx", "error"),
        ("\\\\server\\share\\audit.docx", "error"),
        ("S:\\evidence\\audit.docx", "error"),
        ("https://strathcarron.sharepoint.com/sites/x", "advice"),
        ("http://intranet/audit", "advice"),
        ("https://www.example.org/audit.pdf", None),
        ("mailto:team@example.org", None),
    ],
)
def test_links_that_only_the_writers_can_open_are_reported(reading_of, target, severity):
    reading = with_links(reading_of("See the audit for more."), Link(8, 13, target, internal=False))
    assert [finding.severity.value for finding in found(reading, "local-link")] == ([severity] if severity else [])


def test_a_link_to_a_bookmark_that_is_not_there_is_reported(reading_of):
    reading = with_links(reading_of("See the audit for more."), Link(8, 13, "_Ref1", internal=True))
    assert [finding.quote for finding in found(reading, "broken-bookmark")] == ["audit"]


@pytest.mark.parametrize(("words", "empty"), [("here", True), ("Click here", True), ("case file audit 2026", False)])
def test_link_text_that_says_nothing_is_reported(reading_of, words, empty):
    reading = reading_of(f"{words} is more.")
    reading = with_links(reading, Link(0, len(words), "https://example.org", internal=False))
    assert bool(found(reading, "empty-link-text")) is empty


def test_an_address_in_the_text_is_reported_without_its_full_stop(reading_of):
    (finding,) = found(reading_of("It is at https://example.org/a/b."), "bare-url")
    assert finding.quote == "https://example.org/a/b"


LIST = "\n# Evidence list\n| No. | Document |\n| E1 | Audit |\n| E2 | Survey |\n| E2 | Minutes |\n| E3 | Plan |"


def test_the_evidence_list_is_held_against_the_text(reading_of):
    reading = reading_of("Plans are good [E1]. Families say so [E2]. It is known [E7]. Again [E7]." + LIST)
    assert [finding.quote for finding in found(reading, "evidence-not-listed")] == ["[E7]"]
    assert [finding.quote for finding in found(reading, "evidence-not-cited")] == ["E3"]
    assert [finding.quote for finding in found(reading, "evidence-number-twice")] == ["E2"]


def test_a_document_without_any_evidence_is_told_so(reading_of):
    assert found(reading_of("Our work is effective."), "no-evidence-marked")
    assert not found(reading_of("Our work is effective [E1]."), "no-evidence-marked")


def test_mixed_markers_are_reported_and_one_convention_is_not(reading_of):
    mixed = "a [E1]. b [E2]. c (E3). d (E4). e Appendix F."
    assert found(reading_of(mixed), "evidence-form")
    assert not found(reading_of("a [E1]. b [E2]. c [E3]. d [E4]. e [E5]. f Appendix F."), "evidence-form")


def test_a_judgement_without_evidence_is_reported_once_a_paragraph(reading_of):
    reading = reading_of(
        "Our initial response is robust and effective. Planning is strong.\nMeetings are held monthly."
    )
    assert [finding.quote for finding in found(reading, "unsupported-judgement")] == [
        "Our initial response is robust and effective."
    ]


def test_evidence_in_the_paragraph_supports_a_judgement(reading_of):
    reading = reading_of("Our initial response is robust. An audit in March found 49 of 60 records to be so.")
    assert not found(reading, "unsupported-judgement")


def test_the_matching_part_on_how_we_know_supports_a_judgement_on_the_same_matter(reading_of):
    script = (
        "# Statement 1\n## How good are we now?\nOur chronologies are robust.\nOur advocacy offer is strong.\n"
        "## How do we know?\nAn audit of chronologies found 40 of 50 to be sound."
    )
    assert [finding.quote for finding in found(reading_of(script), "unsupported-judgement")] == [
        "Our advocacy offer is strong."
    ]


def test_a_run_of_description_is_reported_under_the_first_question_only(reading_of):
    lines = "The group meets monthly. It is chaired by the head of service. Police, health and education attend."
    assert found(reading_of(f"# Statement 1\n## How good are we now?\n{lines}"), "descriptive-run")
    assert not found(reading_of(f"# Statement 1\n## How do we know?\n{lines}"), "descriptive-run")


def test_the_id_of_a_finding_stays_when_text_before_it_changes(reading_of):
    first = found(reading_of("Our initial response is robust."), "unsupported-judgement")
    second = found(reading_of("The group meets monthly.\nOur initial response is robust."), "unsupported-judgement")
    assert [finding.id for finding in first] == [finding.id for finding in second]


def test_a_hit_on_no_character_is_about_the_whole_document(reading_of, monkeypatch):
    def on_no_character(*_):
        yield Hit("twice", 3, 3, {"marker": "E1"})

    def silent(*_):
        return []

    reading = reading_of("# Statement 1\nWords.")
    checks = dict.fromkeys(reading.ruleset.rules.checks, silent) | {"evidence-number-twice": on_no_character}
    monkeypatch.setattr(nlp.check, "all_checks", lambda: checks)
    (finding,) = run_checks(reading)
    assert (finding.start, finding.end, finding.quote) == (None, None, None)
