"""The command line from outside: exit codes, files, one plain line for what went wrong."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = EXAMPLES / "strathcarron-position-statement.docx"
REPORT = EXAMPLES / "strathcarron-draft-report.docx"


@pytest.fixture
def run():
    return lambda *arguments, **kwargs: CliRunner().invoke(main, [str(item) for item in arguments], **kwargs)


@pytest.fixture
def statement(tmp_path):
    return shutil.copy(STATEMENT, tmp_path / "a.docx")


def test_the_annotated_copy_lies_beside_the_original_which_stays_as_it_was(run, statement):
    before = statement.read_bytes()
    result = run("check", statement)
    assert result.exit_code == 1
    assert statement.read_bytes() == before
    assert (statement.parent / "a.annotated.docx").exists()
    assert "4,8" in result.stdout


def test_fail_on_never_exits_with_0(run, statement):
    assert run("check", statement, "--fail-on", "never", "--quiet").exit_code == 0


def test_the_same_file_gives_the_same_json_and_every_quote_stands_where_it_says(run, statement):
    first = run("check", statement, "--json", "-", "--quiet")
    second = run("check", statement, "--json", "-", "--quiet")
    assert first.stdout_bytes == second.stdout_bytes
    review = json.loads(first.stdout)
    text = run("text", statement).stdout_bytes.decode()
    assert review["findings"]
    assert all(f["quote"] == text[f["start"] : f["end"]] for f in review["findings"] if f["start"] is not None)
    assert all(s["text"] == text[s["start"] : s["end"]] for s in review["sentences"])


def test_the_kind_is_found_from_the_wording(run, tmp_path):
    report = shutil.copy(REPORT, tmp_path / "r.docx")
    assert json.loads(run("check", report, "--json", "-", "--quiet").stdout)["document"]["kind"] == "draft-report"


def test_the_report_is_one_page_that_escapes_what_the_document_says(run, statement, tmp_path):
    assert run("check", statement, "--html", tmp_path / "a.html", "--highlight", "roles", "--quiet").exit_code == 1
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "The text by what each sentence does" in page
    assert re.search(r"Under “[^”]+” · Statement \d", page)


def test_one_bad_file_does_not_stop_the_others(run, statement, tmp_path):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"%PDF-1.7")
    result = run("check", bad, statement)
    assert result.exit_code == 2
    assert (tmp_path / "a.annotated.docx").exists()
    assert not (tmp_path / "bad.annotated.docx").exists()
    assert result.stderr.count("\n") == 1
    assert "PDF" in result.stderr


def test_a_file_that_is_not_there_is_one_plain_line(run, tmp_path):
    result = run("check", tmp_path / "none.docx")
    assert result.exit_code == 2
    assert "no such file" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_original_is_never_overwritten(run, statement):
    before = statement.read_bytes()
    assert run("check", statement, "--out", statement).exit_code == 2
    assert statement.read_bytes() == before


def test_an_output_folder_that_is_not_there_is_said_plainly(run, statement, tmp_path):
    result = run("check", statement, "--out", tmp_path / "no" / "b.docx")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_outputs_of_one_name_for_several_files_are_refused(run, statement):
    assert run("check", statement, statement, "--out", "x.docx").exit_code == 2


def test_an_unknown_ruleset_is_refused_before_any_file(run, statement):
    result = run("check", statement, "--ruleset", "nonsense")
    assert result.exit_code == 2
    assert "position-statement" in result.stderr


def test_rules_are_listed_for_people_and_machines(run):
    assert "word-limit" in run("rules").stdout
    listed = json.loads(run("rules", "--json").stdout)
    assert {"id", "severity", "source", "looks_for"} <= set(listed["checks"][0])


def test_labels_come_in_the_order_of_the_sentences(run):
    lines = '{"id": "b", "text": "Our response is prompt."}\n\n{"id": "a", "text": "The group meets monthly."}\n'
    result = run("label", input=lines)
    labels = [json.loads(line) for line in result.stdout.splitlines()]
    assert [item["id"] for item in labels] == ["b", "a"]
    assert labels[0]["evaluative"] >= 0.5 > labels[1]["evaluative"]


def test_a_probability_is_given_to_four_places(run):
    labels = json.loads(run("label", input='{"id": "a", "text": "Families waited, which is not good enough."}').stdout)
    for name in ("evaluative", "impact", "evidence", "plan", "descriptive"):
        assert labels[name] == round(labels[name], 4)


@pytest.mark.parametrize("line", ["nonsense", "[1]", '{"id": 1}'])
def test_a_line_that_is_no_sentence_is_refused_with_its_number(run, line):
    result = run("label", input=f'{{"id": "a", "text": "It works."}}\n{line}\n')
    assert result.exit_code == 2
    assert "Line 2" in result.stderr
