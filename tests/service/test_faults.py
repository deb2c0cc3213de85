"""What breaks, and what becomes of an accepted document: real processes, a real queue, SIGKILL.

Each test starts its own queue server, API and worker, as they run on several machines, and sends through HTTP.
"""

import json
from pathlib import Path

import pytest
import redis

pytestmark = pytest.mark.slow
PATIENCE = 90  # seconds for a document to end, whatever happened to it


STAGES = [("queued", "starting", "opening"), ("reading",), ("checking", "commenting")]


@pytest.mark.parametrize("stages", STAGES, ids=lambda stages: stages[0])
@pytest.mark.parametrize("part", ["worker", "child", "api", "redis"])
def test_a_document_survives_the_death_of_each_part_at_each_stage(machine, long_document, part, stages):
    machine.start("api", "worker")
    review_id = machine.send(long_document)
    machine.is_at(review_id, *stages, "done")
    if part == "child":
        machine.kill_child()
    else:
        machine.kill(part)
        machine.start(part)
    ended = machine.ended(review_id)
    assert ended["state"] == "done", ended.get("problem")
    assert len(machine.client.get("/api/v1/reviews").json()["reviews"]) == 1


def test_a_document_that_ends_its_worker_each_time_fails_with_the_reason(machine, long_document):
    machine.start("api", "worker")
    review_id = machine.send(long_document)
    for _ in range(3):
        machine.until(lambda: machine.state(review_id)["stage"] == "reading", PATIENCE)
        machine.kill_child()
        machine.until(
            lambda: machine.state(review_id)["stage"] != "reading" or machine.state(review_id)["state"] == "failed",
            PATIENCE,
        )
        if machine.state(review_id)["state"] == "failed":
            break
    ended = machine.ended(review_id)
    assert (ended["state"], ended["problem"]["type"]) == ("failed", "urn:standpoint:worker-lost")


def test_an_accepted_document_survives_the_death_of_the_api(machine, short_document):
    machine.start("api")
    review_id = machine.send(short_document)
    machine.kill("api")
    machine.start("api", "worker")
    assert machine.ended(review_id)["state"] == "done"


def test_a_queue_that_forgets_everything_loses_no_document(machine, short_document):
    machine.start("api")
    ids = [machine.send(short_document) for _ in range(5)]
    redis.Redis(port=machine.redis_port).flushall()
    machine.start("worker")
    assert {machine.ended(review_id)["state"] for review_id in ids} == {"done"}


def test_a_queue_that_dies_while_a_document_is_read_loses_nothing(machine, long_document, short_document):
    machine.start("api", "worker")
    running = machine.send(long_document)
    machine.is_at(running, "reading")
    machine.kill("redis")
    while_down = machine.send(short_document)
    machine.start("redis")
    assert machine.ended(running)["state"] == "done"
    assert machine.ended(while_down)["state"] == "done"


def test_a_worker_that_is_asked_to_stop_finishes_its_document_first(machine, long_document):
    machine.start("api", "worker")
    review_id = machine.send(long_document)
    machine.is_at(review_id, "reading")
    process = machine.parts.pop("worker")
    process.terminate()
    process.wait(60)
    assert machine.state(review_id)["state"] == "done"


def test_two_hundred_uploads_under_fire_are_neither_lost_nor_doubled(machine, short_document):
    machine.start("api", "worker", "worker2")
    ids = []
    for number in range(200):
        ids.append(machine.send(short_document))
        if number % 50 == 20:
            machine.kill_child("worker" if number % 100 == 20 else "worker2")
        if number == 100:
            redis.Redis(port=machine.redis_port).flushall()
        if number == 150:
            machine.kill("worker2")
            machine.start("worker2")
    states = [machine.ended(review_id)["state"] for review_id in ids]
    assert (len(set(ids)), states.count("done")) == (200, 200)
    listed = machine.client.get("/api/v1/reviews", params={"limit": 100}).json()
    assert listed["next_offset"] == 100


def test_logs_and_queue_hold_no_text_of_a_document(machine, short_document):
    machine.start("api", "worker")
    machine.ended(machine.send(short_document))
    machine.stop()
    kept = b"".join(path.read_bytes() for path in Path(machine.folder).rglob("*") if path.is_file())
    assert b"initial response" not in kept
    assert b"a.docx" not in kept
    assert json.dumps("standpoint.review").encode() in kept  # the queue was there, and its messages were looked at
