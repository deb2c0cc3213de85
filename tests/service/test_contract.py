"""Every call and every error of the interface, from outside, against `standpoint serve` as a user starts it."""

import contextlib
import io
import json
import socket
import subprocess
import sys
import time
import zipfile

import httpx
import psutil
import pytest

pytestmark = pytest.mark.slow
URL = "/api/v1/reviews"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096
TEXT = "Our initial response to concerns is robust and effective. See https://example.org/plan for more."


@contextlib.contextmanager
def serving(data):
    """`standpoint serve` on a folder: a client, and the process."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    words = [sys.executable, "-m", "service.cli", "serve", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            end = time.monotonic() + 60
            while time.monotonic() < end:
                try:
                    if client.get("/readyz").status_code == 200:
                        break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield client, process
    finally:
        process.terminate()
        code = process.wait(60)
    assert code == 0


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("serve")) as (client, _):
        yield client


@pytest.fixture(scope="module")
def sheet(word):
    return word.package(word.p(TEXT))


def send(service, content, kind="position-statement", url=URL, **options):
    return service.post(url, files={"file": ("a.docx", content)}, data={"kind": kind}, **options)


def until(condition):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def ended(service, review_id):
    until(lambda: service.get(f"{URL}/{review_id}").json()["state"] in ("done", "failed"))
    return service.get(f"{URL}/{review_id}").json()


def test_the_whole_way_of_a_document(service, sheet):
    answer = send(service, sheet, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 202
    review_id = answer.json()["id"]
    assert send(service, sheet, headers={"Idempotency-Key": "k"}).json()["id"] == review_id
    with service.stream("GET", f"{URL}/{review_id}/events") as stream:
        events = [line for line in stream.iter_lines() if line.startswith("event:")]
    assert events[-1] == "event: done"
    review = ended(service, review_id)["review"]
    assert review["schema"] == "standpoint.review/1"
    assert all(f["start"] is None or f["quote"] for f in review["findings"])
    for path, kind in (("document", "wordprocessingml"), ("original", "wordprocessingml"), ("report", "text/html"),
                       ("findings.csv", "text/csv"), ("findings.xlsx", "spreadsheetml")):  # fmt: skip
        got = service.get(f"{URL}/{review_id}/{path}")
        assert (got.status_code, kind in got.headers["content-type"]) == (200, True), path
    finding = review["findings"][0]["id"]
    decided = service.patch(f"{URL}/{review_id}/findings/{finding}", json={"state": "accepted", "reason": "yes"}).json()
    assert (decided["state"], decided["by"]) == ("accepted", "local")
    following = send(service, sheet, url=f"{URL}/{review_id}/revisions").json()["id"]
    second = ended(service, following)
    assert (second["decisions"][finding]["state"], second["changes"]["new"]) == ("accepted", [])
    assert {row["id"] for row in service.get(URL).json()["reviews"]} >= {review_id, following}
    assert service.delete(f"{URL}/{review_id}").status_code == 204
    assert service.get(f"{URL}/{review_id}/original").status_code == 404


def test_the_whole_way_of_an_earlier_report_and_of_a_benchmark(service, word):
    library = "/api/v1/library"
    content = word.package(word.p("We evaluated impact on children and young people as good. Support was often late."))
    answer = service.post(library, files={"file": ("2024.docx", content)}, data={"year": "2024"})
    assert answer.status_code == 202
    entry = answer.headers["location"]
    until(lambda: service.get(entry).json()["state"] == "done")
    told = service.get(entry).json()
    assert (told["evaluation"], told["evaluation_is"], told["year"]) == ("good", "read", 2024)
    assert service.patch(entry, json={"evaluation": "adequate"}).json()["evaluation"] == "adequate"
    assert entry.endswith(service.get(library).json()["reports"][0]["id"])
    assert service.get(f"{entry}/original").content == content
    draft = send(service, word.package(word.p("We evaluated impact as adequate.")), kind="draft-report").json()["id"]
    ended(service, draft)
    found = service.get(f"{URL}/{draft}/benchmark").json()
    assert (found["schema"], found["library"]["by_evaluation"]) == ("standpoint.benchmark/1", {"adequate": 1})
    assert "beside earlier reports" in service.get(f"{URL}/{draft}/benchmark/report").text
    assert service.delete(entry).status_code == 204
    assert service.get(entry).status_code == 404
    assert service.post(library, files={"file": ("a.docx", b"%PDF-1.7")}).status_code == 415
    assert service.post(library, files={"file": ("a.docx", content)}, data={"evaluation": "fine"}).status_code == 422


def test_the_pages_for_those_who_run_it(service):
    assert service.get("/healthz").json() == {"status": "ok"}
    assert service.get("/readyz").json()["status"] == "ready"
    assert "standpoint_reviews" in service.get("/metrics").text
    assert service.get("/docs").status_code == 200
    assert f"{URL}/{{review_id}}" in service.get("/openapi.json").json()["paths"]


def archive(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def changed(content, **parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            key = name.replace("/", "__").replace(".", "_dot_")
            if parts.get(key, b"") is not None:
                made.writestr(name, parts.get(key) or source.read(name))
    return buffer.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BAD = {
    "pdf": (lambda _: b"%PDF-1.7\n", 415, "not-a-docx"),
    "text": (lambda _: b"Just some text.", 415, "not-a-docx"),
    "picture": (lambda _: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, 415, "not-a-docx"),
    "legacy doc": (lambda _: OLE + "WordDocument".encode("utf-16-le"), 415, "not-a-docx"),
    "odt": (lambda _: archive(mimetype=b"application/vnd.oasis.opendocument.text", content_dot_xml=b"<x/>"), 415, "not-a-docx"),
    "password": (lambda _: OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512, 422, "encrypted-document"),
    "cut short": (lambda good: good[: len(good) // 2], 422, "damaged-document"),
    "broken XML": (lambda good: changed(good, word__document_dot_xml=b"<w:document"), 422, "damaged-document"),
    "no main part": (lambda good: changed(good, word__document_dot_xml=None), 422, "damaged-document"),
    "entities": (lambda good: changed(good, word__document_dot_xml=f"{BOMB}<x>&b;</x>".encode()), 422, "unsafe-document"),
    "archive bomb": (lambda good: changed(good, _rels___dot_rels=b" " * 600_000_000), 422, "unsafe-document"),
    "too large": (lambda good: good + b"\0" * (51 * 2**20), 413, "document-too-large"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_every_bad_input_has_its_answer_in_little_time(service, sheet, name):
    make, status, kind = BAD[name]
    content = make(sheet)
    start = time.monotonic()
    answer = send(service, content)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:standpoint:{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert "initial response" not in answer.text
    assert time.monotonic() - start < 10


def test_an_empty_document_and_wrong_calls_have_their_answers(service, word, sheet):
    assert send(service, word.package(word.p(""))).json()["type"] == "urn:standpoint:empty-document"
    assert send(service, sheet, kind="poem").status_code == 422
    assert service.post(URL, data={"kind": "position-statement"}).status_code == 422
    assert service.get(f"{URL}/{'0' * 32}").status_code == 404
    assert service.put(URL).status_code == 405
    assert json.loads(service.get("/nothing").text)["type"] == "urn:standpoint:not-found"


def test_macros_and_outside_content_are_accepted_reported_and_kept(service, word):
    content = word.package(word.p(TEXT), parts={"word/vbaProject.bin": b"macro"}, main_type=word.DOCM)
    review = ended(service, send(service, content).json()["id"])
    assert "active-content" in {finding["check"] for finding in review["review"]["findings"]}
    kept = service.get(f"{URL}/{review['id']}/document").content
    assert zipfile.ZipFile(io.BytesIO(kept)).read("word/vbaProject.bin") == b"macro"


def test_a_worker_or_a_queue_that_is_killed_is_started_again_and_nothing_is_lost(tmp_path, word):
    with serving(tmp_path) as (client, process):
        for child in psutil.Process(process.pid).children():
            child.kill()
        done = ended(client, send(client, word.package(word.p(TEXT))).json()["id"])
        assert done["state"] == "done"
