"""PostgreSQL as the truth, a database that goes away, a disk that is full, a clock that jumps."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from service.api.access import Caller, record
from service.settings import Settings
from workers.queue import make_queue
from workers.reconciler import purge, reconcile
from workers.store import reviews
from workers.store.database import connect, migrate
from workers.store.files import BucketFiles, FolderFiles
from workers.store.reviews import ATTEMPTS, LEASE, Upload
from workers.store.tables import AccessRow

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def upload(**changes):
    given = {
        "owner": "ann", "organisation": "", "inspection": "", "kind": "position-statement", "ruleset": "position-statement",
        "sha256": "0" * 64, "purge_after": NOW + timedelta(days=1),
    }  # fmt: skip
    return Upload(**given | changes)


@pytest.fixture
def sessions(tmp_path):
    url = Settings(data=tmp_path).database()
    migrate(url)
    return connect(url)


@pytest.fixture
def accepted(sessions):
    return reviews.accept(sessions, reviews.new_id(), upload(), NOW)


def test_only_one_of_several_takes_a_review(sessions, accepted):
    assert reviews.lease(sessions, accepted, "a", NOW) is not None
    assert reviews.lease(sessions, accepted, "b", NOW) is None


def test_a_clock_that_jumps_ahead_lets_two_work_and_only_one_finish(sessions, accepted):
    reviews.lease(sessions, accepted, "a", NOW)
    later = NOW + timedelta(hours=2)
    assert reviews.lease(sessions, accepted, "b", later) is not None
    assert not reviews.finish(sessions, accepted, "a", later, {})
    assert reviews.finish(sessions, accepted, "b", later, {})
    assert not reviews.finish(sessions, accepted, "b", later, {})


def test_a_clock_that_jumps_back_leaves_a_review_with_its_worker(sessions, accepted):
    reviews.lease(sessions, accepted, "a", NOW)
    before = NOW - timedelta(hours=2)
    assert reviews.lease(sessions, accepted, "b", before) is None
    assert reviews.renew(sessions, accepted, "a", before)
    assert reviews.finish(sessions, accepted, "a", before, {})


def test_a_review_whose_worker_is_gone_is_sent_again_and_fails_after_a_bounded_number_of_tries(
    sessions, accepted, monkeypatch
):
    sent = []
    monkeypatch.setattr("workers.reconciler.send", lambda _queue, review_id: sent.append(review_id))
    now = NOW
    for _ in range(ATTEMPTS):
        reviews.lease(sessions, accepted, "a", now)
        now += LEASE + timedelta(seconds=1)
        reconcile(sessions, make_queue("memory://"), now)
    assert sent == [accepted] * (ATTEMPTS - 1)
    row = reviews.get(sessions, accepted)
    assert (row.state, row.failure) == ("failed", "worker-lost")


@pytest.mark.slow
def test_a_queue_that_does_not_answer_is_asked_again_later(sessions, accepted):
    assert reconcile(sessions, make_queue("redis://127.0.0.1:1/0"), NOW) == 0
    assert reviews.get(sessions, accepted).sent is None


def test_what_is_past_its_period_is_taken_away_with_its_files(sessions, accepted, tmp_path):
    files = FolderFiles(tmp_path / "files", b"k" * 32)
    files.put(accepted, "original", b"x")
    assert purge(sessions, files, NOW, YEAR) == 0
    assert purge(sessions, files, NOW + timedelta(days=2), YEAR) == 1
    assert reviews.get(sessions, accepted) is None
    with pytest.raises(FileNotFoundError):
        files.get(accepted, "original")


def test_lines_of_the_access_log_go_after_their_own_period(sessions, tmp_path):
    caller = Caller("ann", frozenset({"partnership"}))
    for days in (0, 400):
        record(sessions, caller, "list", "", NOW - timedelta(days=days), allowed=True)
    purge(sessions, FolderFiles(tmp_path / "files", b"k" * 32), NOW, YEAR)
    with sessions() as session:
        assert [row.at for row in session.scalars(select(AccessRow))] == [NOW]


def test_a_file_that_was_moved_to_another_review_cannot_be_read_there(tmp_path):
    from cryptography.exceptions import InvalidTag

    files = FolderFiles(tmp_path, b"k" * 32)
    files.put("a" * 32, "original", b"x")
    (path,) = [item for item in tmp_path.rglob("*") if item.is_file()]
    target = tmp_path / "bb" / ("b" * 32)
    target.mkdir(parents=True)
    path.rename(target / path.name)
    with pytest.raises(InvalidTag):
        files.get("b" * 32, "original")


def test_an_object_store_keeps_files_as_a_folder_does():
    from obstore.store import MemoryStore

    store = MemoryStore()
    files = BucketFiles(store, b"k" * 32)
    files.put("a" * 32, "original", b"first")
    files.put("a" * 32, "original", b"second")
    files.put("b" * 32, "original", b"other")
    assert files.get("a" * 32, "original") == b"second"
    files.delete("a" * 32)
    with pytest.raises(FileNotFoundError):
        files.get("a" * 32, "original")
    assert files.get("b" * 32, "original") == b"other"


@pytest.mark.slow
def test_a_database_that_is_restarted_loses_no_document(postgres, machine_on, tmp_path, long_document, short_document):
    machine = machine_on(tmp_path, postgres.url)
    machine.start("api", "worker")
    running = machine.send(long_document)
    machine.is_at(running, "reading")
    postgres.stop()
    files = {"file": ("a.docx", short_document)}
    answer = machine.client.post("/api/v1/reviews", files=files, data={"kind": "position-statement"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    postgres.start()
    assert machine.ended(running)["state"] == "done"
    assert machine.ended(machine.send(short_document))["state"] == "done"


@pytest.mark.slow
def test_a_full_disk_refuses_uploads_and_keeps_nothing_half(machine, tmp_path, short_document):
    files = tmp_path / "data" / "files"
    files.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(files)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        machine.start("api")
        (files / "ballast").write_bytes(os.urandom(60_000))
        answer = machine.client.post(
            "/api/v1/reviews",
            files={"file": ("a.docx", short_document + os.urandom(0))},
            data={"kind": "position-statement"},
        )
        assert answer.status_code in (202, 503)
        if answer.status_code == 503:
            assert machine.client.get("/api/v1/reviews").json()["reviews"] == []
        (files / "ballast").unlink()
        machine.start("worker")
        assert machine.ended(machine.send(short_document))["state"] == "done"
    finally:
        machine.stop()
        subprocess.run(["umount", "-l", str(files)], capture_output=True)
