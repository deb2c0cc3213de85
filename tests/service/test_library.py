"""The panel's library and a draft held against it, through the API and on the command line."""

import csv
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from service.cli import main
from workers.store.tables import LibraryRow

LIBRARY, URL = "/api/v1/library", "/api/v1/reviews"
REPORT = (
    "We evaluated the impact on children and young people as {evaluation}. "
    "Staff recognised neglect early and most children were safer as a result. "
    "An audit of 60 records in May found 52 of them to be sound. "
    "{more} "
)


BODY = (
    "Assessments were thorough, and children were listened to. Support for families was prompt and kind. "
    "Carers were well prepared for the children who came to live with them, and most children settled quickly. "
)


@pytest.fixture
def report(word):
    """(evaluation, more) -> a report with one paragraph."""
    return lambda evaluation="good", more="Chronologies were weak.": word.package(
        word.p(REPORT.format(evaluation=evaluation, more=more)) + word.p(BODY) * 4
    )


def add(service, content, name="earlier.docx", **data):
    answer = service.client.post(LIBRARY, files={"file": (name, content)}, data=data)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"{LIBRARY}/{answer.json()['id']}"
    service.work()
    return answer.json()["id"]


def test_an_earlier_report_tells_its_evaluation_and_the_panel_may_correct_it(service, report):
    entry = f"{LIBRARY}/{add(service, report('adequate'))}"
    told = service.client.get(entry).json()
    assert (told["evaluation"], told["evaluation_is"], told["year"]) == ("adequate", "read", None)
    told = service.client.patch(entry, json={"evaluation": "5", "year": 2025}).json()
    assert (told["evaluation"], told["evaluation_is"], told["year"]) == ("very good", "given", 2025)
    assert service.client.patch(entry, json={"year": 2024}).json()["evaluation"] == "very good"
    assert service.client.patch(entry, json={"evaluation": "splendid"}).json()["type"] == "urn:standpoint:bad-library"
    assert service.client.get(entry + "/original").content == report("adequate")
    assert service.client.get(LIBRARY).json()["reports"][0]["name"] == "earlier.docx"


def test_the_library_is_no_review_and_a_review_no_report_of_the_library(service, report):
    earlier = add(service, report())
    draft = service.reviewed(report(), kind="draft-report")
    assert [row["id"] for row in service.client.get(URL).json()["reviews"]] == [draft]
    assert service.client.get(f"{URL}/{earlier}").status_code == 404
    assert service.client.get(f"{LIBRARY}/{draft}").status_code == 404


def test_a_report_taken_out_of_the_library_is_gone(service, report, tmp_path):
    entry = f"{LIBRARY}/{add(service, report())}"
    assert service.client.delete(entry).status_code == 204
    assert service.client.get(entry).status_code == 404
    with service.context.sessions() as session:
        assert session.scalars(select(LibraryRow)).all() == []
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_a_draft_is_held_against_the_reports_with_the_same_evaluation(service, report):
    for number in range(3):
        add(service, report(more="Support was late. " * (number + 1)), name=f"{number}.docx", year=2023 + number)
    add(service, report("weak"), name="weak.docx")
    draft = service.reviewed(report(more="Plans were clear."), kind="draft-report", name="draft.docx")
    found = service.client.get(f"{URL}/{draft}/benchmark").json()
    assert (found["schema"], found["draft"]["evaluation"]) == ("standpoint.benchmark/1", "good")
    assert found["library"]["by_evaluation"] == {"good": 3, "weak": 1}
    weaknesses = next(item for item in found["parts"][0]["measures"] if item["measure"] == "weaknesses")
    assert (weaknesses["percentile"], weaknesses["n"], weaknesses["enough"]) == (0.0, 3, False)
    assert [value["year"] for value in weaknesses["same"]] == [2023, 2024, 2025]
    assert found["nearest"][0]["near"][0]["report"] == "0.docx"
    page = service.client.get(f"{URL}/{draft}/benchmark/report")
    assert "too few to rank (n = 3)" in page.text
    assert "sandbox" in page.headers["content-security-policy"]


def test_the_draft_itself_is_left_out_of_its_comparison(service, report):
    add(service, report(), name="same.docx")
    draft = service.reviewed(report(), kind="draft-report")
    found = service.client.get(f"{URL}/{draft}/benchmark").json()
    assert (found["library"]["reports"], found["library"]["left_out"]) == (0, ["same.docx"])


def test_a_report_that_is_there_twice_counts_once_and_one_that_is_not_read_is_named(service, report):
    for name in ("one.docx", "again.docx"):
        add(service, report("adequate"), name=name)
    service.client.post(LIBRARY, files={"file": ("waiting.docx", report("weak"))})
    service.sent.clear()
    draft = service.reviewed(report("adequate", more="Plans were clear."), kind="draft-report")
    found = service.client.get(f"{URL}/{draft}/benchmark").json()
    library = found["library"]
    assert (library["by_evaluation"], library["same_twice"], library["not_read"]) == (
        {"adequate": 1}, ["one.docx"], ["waiting.docx"],
    )  # fmt: skip
    assert sum("one.docx" in note or "waiting.docx" in note for note in found["notes"]) == 2


def test_names_bring_no_passages_together_and_stay_hidden_whoever_asked_to_be_left_in_peace(service, word):
    def named(other):
        first = word.p(word.commented(7, word.r("We evaluated impact on children and young people as good.")))
        text = word.p(f"Good support for Jane Macdonald (jane.macdonald@example.org) {other}. ")
        comments = word.comment(7, "standpoint: ignore possible-name, personal-identifier in this document")
        return word.package(first + text + word.p(BODY) * 4, comments=comments)

    add(service, named("was late in the western islands because of the ferry"))
    draft = service.reviewed(named("came quickly after the second meeting of the panel"), kind="draft-report")
    found = service.client.get(f"{URL}/{draft}/benchmark").json()
    assert "Macdonald" not in json.dumps(found["nearest"])
    assert "western islands" not in json.dumps(found["nearest"])


def test_only_a_draft_report_has_a_benchmark(service, report):
    statement = service.reviewed(report())
    assert service.client.get(f"{URL}/{statement}/benchmark").json()["type"] == "urn:standpoint:no-benchmark"


def test_agreement_counts_each_reviewers_latest_decision(service, report):
    draft = service.reviewed(report(more="Plans were very good. " * 3), kind="draft-report", headers=None)
    findings = [item["id"] for item in service.client.get(f"{URL}/{draft}").json()["review"]["findings"]]
    people = [service.token("panel", organisation=name) for name in ("a", "b")]
    for number, finding in enumerate(findings):
        for person in people:
            for state in ("open", "dismissed" if number % 2 else "accepted"):
                service.client.patch(f"{URL}/{draft}/findings/{finding}", json={"state": state}, headers=person)
    agreement = service.client.get(f"{URL}/{draft}/benchmark").json()["agreement"][0]
    assert (agreement["check"], agreement["n"], agreement["reviewers"], agreement["alike"]) == (
        None,
        len(findings),
        2,
        1.0,
    )


@pytest.mark.parametrize(
    ("method", "route"),
    [("GET", ""), ("POST", ""), ("GET", "/ID"), ("PATCH", "/ID"), ("DELETE", "/ID"), ("GET", "/ID/original")],
)
def test_nobody_but_the_panel_uses_the_library(service, report, method, route):
    entry = add(service, report())
    options = {"PATCH": {"json": {}}, "POST": {"files": {"file": ("a.docx", report())}}}.get(method, {})
    for role in ("partnership", "inspector", "administrator"):
        head = service.token(role, organisation="Strathavon", inspection="Strathavon 2026")
        answer = service.client.request(method, LIBRARY + route.replace("ID", entry), headers=head, **options)
        assert answer.status_code == (404 if route else 403), role
    head = service.token("panel")
    answer = service.client.request(method, LIBRARY + route.replace("ID", entry), headers=head, **options)
    assert answer.status_code in (200, 202, 204)


def test_nobody_but_the_panel_sees_a_benchmark(service, report):
    inspector = service.token("inspector", inspection="Strathavon 2026")
    draft = service.reviewed(report(), kind="draft-report", headers=inspector)
    for route in ("/benchmark", "/benchmark/report"):
        assert service.client.get(f"{URL}/{draft}{route}", headers=inspector).status_code == 403
        assert service.client.get(f"{URL}/{draft}{route}", headers=service.token("partnership")).status_code == 404
        assert service.client.get(f"{URL}/{draft}{route}", headers=service.token("panel")).status_code == 200


@pytest.fixture
def folder(tmp_path, report):
    library = tmp_path / "library"
    (library / "2024").mkdir(parents=True)
    (library / "2024" / "one.docx").write_bytes(report("good", "Support was late."))
    (library / "two.docx").write_bytes(report("weak"))
    (library / "two.annotated.docx").write_bytes(b"ours")
    (library / "~$two.docx").write_bytes(b"Word's")
    (tmp_path / "draft.docx").write_bytes(report(more="Plans were clear."))
    return tmp_path


def compared(folder, *words):
    against = ["--against", str(folder / "library")]
    return CliRunner().invoke(main, ["compare", str(folder / "draft.docx"), *against, *words])


def test_compare_reads_a_folder_and_what_the_panel_says_of_it(folder):
    (folder / "library" / "library.csv").write_text("file,evaluation,year\ntwo.docx,Good,2025\n", encoding="utf-8")
    done = compared(folder, "--json", "-", "--html", str(folder / "page.html"))
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["library"]["by_evaluation"] == {"good": 2}
    assert {value["report"]: value["year"] for value in found["parts"][0]["measures"][0]["same"]} == {
        "one.docx": None, "two.docx": 2025,
    }  # fmt: skip
    assert "beside earlier reports" in (folder / "page.html").read_text(encoding="utf-8")


def test_compare_knows_a_report_by_its_path_in_any_spelling_and_ending(folder, report):
    library = folder / "library"
    (library / "2025").mkdir()
    (library / "2025" / "one.docx").write_bytes(report("weak", "Waits were long."))
    (library / "De\u0300anta.DOCX").write_bytes(report("weak", "Plans were late."))
    lines = [
        "file,evaluation,year",
        "2024/one.docx,good,2024",
        "2025\\one.docx,good,2025",
        "D\u00e8anta.DOCX,Good (4),2023",
    ]
    (library / "library.csv").write_text("\r".join(lines), encoding="utf-8")
    done = compared(folder, "--json", "-")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["library"]["by_evaluation"] == {"good": 3, "weak": 1}
    assert sorted(value["year"] for value in found["parts"][0]["measures"][0]["same"]) == [2023, 2024, 2025]


def test_a_fault_on_one_report_stops_no_other_and_tells_no_words(folder, monkeypatch):
    from workers import review as line

    def failing(content, name, *rest):
        if name == "one.docx":
            raise ValueError("Jane Macdonald")
        return real(content, name, *rest)

    real = line.review
    monkeypatch.setattr(line, "review", failing)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    done = compared(folder)
    assert done.exit_code == 2
    assert "one.docx: Standpoint failed on this document (ValueError)" in done.stderr
    assert "Jane" not in done.output + done.stderr


def test_compare_says_the_same_twice(folder):
    assert compared(folder, "--json", "-").stdout == compared(folder, "--json", "-").stdout


def test_compare_goes_on_without_a_report_that_cannot_be_read(folder):
    (folder / "library" / "bad.docx").write_bytes(b"%PDF-1.7")
    done = compared(folder)
    assert done.exit_code == 2
    assert "bad.docx" in done.stderr
    assert "2 earlier reports" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("library.csv", "file,evaluation\ntwo.docx,splendid\n", "no evaluation of the scale"),
        ("library.csv", "file,evaluation,year\ntwo.docx,good,last\n", "is no year"),
        ("library.csv", "report,evaluation\ntwo.docx,good\n", "no column named"),
        ("library.csv", "file,evaluation\nthree.docx,good\n", "names no report"),
        ("library.csv", "file,evaluation\ntwo.docx,good\ntwo.docx,weak\n", "one report alone"),
    ],
)
def test_compare_says_what_is_wrong_with_what_the_panel_says(folder, name, content, words):
    (folder / "library" / name).write_text(content, encoding="utf-8")
    done = compared(folder)
    assert done.exit_code == 2
    assert words in done.stderr


def test_compare_needs_a_library(tmp_path, folder):
    done = CliRunner().invoke(main, ["compare", str(folder / "draft.docx"), "--against", str(tmp_path / "nowhere")])
    assert done.exit_code == 2
    assert "no folder or file named" in done.stderr


def test_compare_takes_the_decisions_of_reviewers(folder, report):
    draft = folder / "draft.docx"
    draft.write_bytes(report(more="See https://example.org/a for more. We rated 3.1 as very good. Most (52%) agreed."))
    CliRunner().invoke(main, ["check", str(draft), "--as", "draft-report", "--json", str(folder / "r.json"), "--quiet"])
    ids = [item["id"] for item in json.loads((folder / "r.json").read_text(encoding="utf-8"))["findings"]][:2]
    assert len(ids) == 2
    for name, states in (("ann", ("accepted", "dismissed", "")), ("bob", ("accepted", "accepted", "accepted"))):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "decision", "by"))
            rows.writerows((key, state, "local") for key, state in zip([*ids, "0" * 12], states, strict=True))
    words = [part for name in ("ann", "bob") for part in ("--decisions", str(folder / f"{name}.csv"))]
    done = compared(folder, "--json", "-", *words)
    overall = json.loads(done.stdout)["agreement"][0]
    assert (overall["n"], overall["reviewers"], overall["alike"], overall["enough"]) == (2, 2, 0.5, False)
    assert "Decisions on findings that this draft does not have: 1." in done.stderr
    assert "fewer than two reviewers" in compared(folder, *words[:2]).stderr
    assert compared(folder, "--decisions", str(folder / "nobody.csv")).stderr.startswith(str(folder / "nobody.csv"))
