"""`standpoint verify`: the same review again, or what is different."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "strathcarron-draft-report.docx"


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify")
    path = folder / "a.json"
    CliRunner().invoke(main, ["check", str(EXAMPLE), "--json", str(path), "--out", str(folder / "a.docx")])
    return path


@pytest.mark.slow
def test_a_review_made_again_agrees_byte_for_byte(stored):
    result = CliRunner().invoke(main, ["verify", str(stored), str(EXAMPLE)])
    assert (result.exit_code, "byte for byte" in result.output) == (0, True)


@pytest.mark.slow
def test_another_document_and_a_changed_finding_are_told_apart(stored, tmp_path, word):
    other = tmp_path / "other.docx"
    other.write_bytes(word.package(word.p("Our response is robust.")))
    result = CliRunner().invoke(main, ["verify", str(stored), str(other)])
    assert result.exit_code == 1
    assert "not the document" in result.output
    data = json.loads(stored.read_text())
    data["findings"][0]["message"] = "Something else."
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(data))
    result = CliRunner().invoke(main, ["verify", str(changed), str(EXAMPLE)])
    assert (result.exit_code, "review.findings[0].message" in result.output) == (1, True)


def test_a_file_that_is_no_review_is_refused_in_one_line(tmp_path):
    path = tmp_path / "no.json"
    path.write_text("{}")
    result = CliRunner().invoke(main, ["verify", str(path), str(EXAMPLE)])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
