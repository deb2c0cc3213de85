"""The API over a real database and real files; the queue is a list, and the worker runs when the test says so."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from workers.store.tables import AccessRow

TEXT = "Our initial response to concerns is robust and effective. See https://example.org/plan for more."
URL = "/api/v1/reviews"


def test_an_upload_is_accepted_reviewed_and_handed_back(service, sheet):
    answer = service.post(sheet())
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{URL}/{answer.json()['id']}"
    assert service.client.get(answer.headers["location"]).json()["state"] == "queued"
    assert service.client.get(answer.headers["location"] + "/document").status_code == 409
    service.work()
    done = service.client.get(answer.headers["location"]).json()
    assert (done["state"], done["progress"], done["review"]["schema"]) == ("done", 1.0, "standpoint.review/1")
    content = service.client.get(answer.headers["location"] + "/document").content
    assert "word/comments.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert service.client.get(answer.headers["location"] + "/original").content == sheet()
    report = service.client.get(answer.headers["location"] + "/report")
    assert "Review of a.docx" in report.text
    assert "sandbox" in report.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"%PDF-1.7", 415, "not-a-docx"),
        (b"", 415, "not-a-docx"),
        (b"PK\x03\x04 cut", 422, "damaged-document"),
    ],
)
def test_what_cannot_be_reviewed_is_refused_at_once_and_nothing_is_kept(service, tmp_path, content, status, kind):
    answer = service.post(content)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:standpoint:{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert service.client.get(URL).json()["reviews"] == []
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_an_empty_document_is_refused(service, word):
    assert service.post(word.package(word.p(""))).json()["type"] == "urn:standpoint:empty-document"


@pytest.mark.parametrize(
    ("kind", "ruleset"), [("poem", None), ("position-statement", "poem"), ("../x", "/etc/passwd.yaml")]
)
def test_unknown_kinds_and_rulesets_are_refused(service, sheet, kind, ruleset):
    data = {"kind": kind} | ({"ruleset": ruleset} if ruleset else {})
    answer = service.client.post(URL, files={"file": ("a.docx", sheet())}, data=data)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:standpoint:bad-ruleset")


def test_the_same_idempotency_key_is_one_review(service, sheet):
    key = {"Idempotency-Key": "abc"}
    first, second = service.post(sheet(), headers=key), service.post(sheet(), headers=key)
    assert first.json()["id"] == second.json()["id"]
    assert len(service.client.get(URL).json()["reviews"]) == 1


def test_too_many_waiting_is_answered_with_a_time_and_keeps_nothing(service, sheet):
    service.context.settings = service.context.settings.model_copy(update={"max_waiting": 1})
    service.post(sheet())
    answer = service.post(sheet())
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    assert len(service.client.get(URL).json()["reviews"]) == 1


def test_decisions_are_kept_with_who_and_when_and_carry_over_to_the_next_version(service, sheet):
    review_id = service.reviewed(sheet())
    finding = service.client.get(f"{URL}/{review_id}").json()["review"]["findings"][0]["id"]
    body = {"state": "dismissed", "reason": "=not ours"}
    answer = service.client.patch(f"{URL}/{review_id}/findings/{finding}", json=body).json()
    assert (answer["state"], answer["by"]) == ("dismissed", "local")
    assert service.client.patch(f"{URL}/{review_id}/findings/{'0' * 12}", json=body).status_code == 404
    assert service.client.patch(f"{URL}/{review_id}/findings/{finding}", json={"state": "maybe"}).status_code == 422
    following = service.reviewed(sheet(TEXT.replace("robust and ", "")), url=f"{URL}/{review_id}/revisions")
    read = service.client.get(f"{URL}/{following}").json()
    assert read["previous"] == review_id
    assert set(read["changes"]) == {"resolved", "silenced", "still_there", "new"}
    assert read["changes"]["resolved"]
    assert set(read["decisions"]) <= {item["id"] for item in read["review"]["findings"]}
    table = list(
        csv.reader(io.StringIO(service.client.get(f"{URL}/{review_id}/findings.csv").content.decode("utf-8-sig")))
    )
    assert "'=not ours" in [row[table[0].index("reason")] for row in table]
    book = zipfile.ZipFile(io.BytesIO(service.client.get(f"{URL}/{review_id}/findings.xlsx").content))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_replies_and_resolved_comments_of_word_are_read_with_the_next_version(service, sheet, word):
    first = service.reviewed(sheet())
    finding = service.client.get(f"{URL}/{first}").json()["review"]["findings"][0]["id"]
    comments = word.comment(7, f"A remark. (a-check · {finding})", "Standpoint", "0A0A0A0A")
    comments += word.comment(8, "We keep this.", "Ann", "0B0B0B0B")
    threads = word.threads(("0A0A0A0A", True, ""), ("0B0B0B0B", False, "0A0A0A0A"))
    content = word.package(word.p(word.commented(7, word.r(TEXT))), comments=comments, commentsExtended=threads)
    second = service.reviewed(content, url=f"{URL}/{first}/revisions")
    read = service.client.get(f"{URL}/{second}").json()
    assert read["threads"] == {finding: {"resolved": True, "replies": [{"author": "Ann", "text": "We keep this."}]}}


def test_deletion_leaves_no_file_and_no_row(service, sheet, tmp_path):
    review_id = service.reviewed(sheet())
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert service.client.delete(f"{URL}/{review_id}").status_code == 204
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert service.client.get(f"{URL}/{review_id}").status_code == 404


def test_files_on_disk_hold_no_readable_text(service, sheet, tmp_path):
    service.reviewed(sheet())
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"robust and effective" not in stored
    assert b"word/document.xml" not in stored


def test_events_end_with_done(service, sheet):
    review_id = service.reviewed(sheet())
    with service.client.stream("GET", f"{URL}/{review_id}/events") as stream:
        text = "".join(stream.iter_text())
    assert text.startswith("event: done\ndata: ")
    assert json.loads(text.split("data: ")[1])["state"] == "done"


# ---- who may see what

SEES = {"statement": {"own"}, "draft": {"inspector", "panel"}}
ROUTES = [
    ("GET", ""), ("GET", "/events"), ("GET", "/document"), ("GET", "/original"), ("GET", "/report"),
    ("GET", "/findings.csv"), ("GET", "/findings.xlsx"), ("PATCH", "/findings/000000000000"), ("POST", "/revisions"),
    ("DELETE", ""),
]  # fmt: skip
PAGES = [
    ("GET", ""), ("GET", "/files/document"), ("GET", "/files/original"), ("GET", "/files/report"),
    ("GET", "/files/findings.csv"), ("GET", "/files/findings.xlsx"), ("POST", "/findings/000000000000"),
    ("GET", "/next"), ("POST", "/next"), ("GET", "/delete"), ("POST", "/delete"),
]  # fmt: skip
PANEL = [
    (URL, "GET", "/benchmark"),
    (URL, "GET", "/benchmark/report"),
    ("/reviews", "GET", "/benchmark"),
]  # test_library.py
EVERY = [(URL, *each) for each in ROUTES] + [("/reviews", *each) for each in PAGES]


def routes_of(router, found):
    """Every path that answers, with the methods."""
    for route in router.routes:
        if hasattr(route, "methods"):
            found.append((route.path, route.methods))
        elif hasattr(route, "original_router"):  # FastAPI keeps a router that was included
            routes_of(route.original_router, found)
    return found


def test_the_list_of_routes_is_whole(service):
    there = {
        (method, path.replace("{finding}", "0" * 12))
        for path, methods in routes_of(service.client.app, [])
        for method in methods - {"HEAD"}
        if "{review_id}" in path and "{name}" not in path
    }
    assert there == {
        (method, f"{base}/{{review_id}}{route}") for base, method, route in EVERY + PANEL if "/files/" not in route
    }


@pytest.mark.slow
@pytest.mark.parametrize(("base", "method", "route"), EVERY)
@pytest.mark.parametrize("what", SEES)
def test_every_route_refuses_whoever_may_not_use_it(service, sheet, people, base, method, route, what):
    sender, kind = {"statement": ("own", "position-statement"), "draft": ("inspector", "draft-report")}[what]
    options = {
        "PATCH": {"json": {"state": "open"}},
        "POST": {"files": {"file": ("a.docx", sheet())}, "data": {"state": "open"}},
    }.get(method, {})
    for person, head in people.items():
        if person in SEES[what] and route == "/events":
            continue  # waits for the end, which nobody works on here
        url = f"{base}/{service.post(sheet(), kind=kind, headers=people[sender]).json()['id']}{route}"
        answer = service.client.request(method, url, headers=head, **options)
        if person in SEES[what]:
            assert answer.status_code in (200, 202, 204, 409)
        else:
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:standpoint:not-found")
        with service.context.sessions() as session:
            logged = session.scalars(
                select(AccessRow)
                .where(AccessRow.who == service.names[head["authorization"].split("_")[1]])
                .order_by(AccessRow.id.desc())
            )
            assert logged.first().allowed is (person in SEES[what])


@pytest.mark.parametrize("kind", ["position-statement", "draft-report"])
def test_only_some_may_send_each_kind(service, sheet, people, kind):
    allowed = {
        "position-statement": {"own", "other", "inspector", "elsewhere"},
        "draft-report": {"inspector", "elsewhere", "panel"},
    }
    for person, head in people.items():
        assert service.post(sheet(), kind=kind, headers=head).status_code == (202 if person in allowed[kind] else 403)


def test_a_listing_holds_only_what_the_caller_may_see(service, sheet, people):
    statement = service.post(sheet(), headers=people["own"]).json()["id"]
    draft = service.post(sheet(), kind="draft-report", headers=people["inspector"]).json()["id"]
    listed = {
        name: {row["id"] for row in service.client.get(URL, headers=head).json()["reviews"]}
        for name, head in people.items()
    }
    assert listed == {
        "own": {statement}, "other": set(), "inspector": {draft}, "elsewhere": set(), "panel": {draft}, "administrator": set(),
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [{"authorization": "Bearer nonsense"}, {"authorization": "Basic abc"}, {"authorization": "Bearer sp_x_y"}],
)
def test_a_wrong_token_is_no_way_in_even_from_this_machine(service, header):
    assert service.client.get(URL, headers=header).status_code == 401


def test_expired_and_revoked_tokens_are_no_way_in(service):
    assert service.client.get(URL, headers=service.token("panel", expires=timedelta(days=-1))).status_code == 401
    assert service.client.get(URL, headers=service.token("panel", inspection="x", revoked=True)).status_code == 401


@pytest.mark.parametrize(
    "header", [{"host": "evil.example"}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_cannot_use_the_local_user(service, sheet, header):
    assert service.post(sheet(), headers=header).status_code == 401


def test_without_a_local_user_everybody_needs_a_token(service, sheet):
    service.context.local = False
    assert service.post(sheet()).status_code == 401
    assert service.client.get(URL).status_code == 401
    assert service.client.get("/healthz").status_code == 200


def test_wrong_methods_and_unknown_addresses_are_problems_too(service):
    for method, url, status in (("PUT", URL, 405), ("GET", "/nowhere", 404), ("GET", f"{URL}/not-an-id", 404)):
        answer = service.client.request(method, url)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_too_many_requests_of_one_caller_are_told_to_wait(service):
    service.context.settings = service.context.settings.model_copy(update={"requests_a_minute": 3})
    assert [service.client.get(URL).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_metrics_count_reviews_by_state_and_time_their_stages(service, sheet):
    service.reviewed(sheet())
    told = service.client.get("/metrics").text
    assert 'standpoint_reviews{state="done"} 1.0' in told
    assert 'standpoint_recent_wait_seconds{quantile="0.5"}' in told
    for stage in ("fetching", "opening", "reading", "checking", "commenting", "reporting", "keeping"):
        assert f'standpoint_recent_stage_seconds{{quantile="0.95",stage="{stage}"}}' in told
