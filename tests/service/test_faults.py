"""What breaks, and what becomes of an accepted document: real processes, a real queue, SIGKILL.

Each test starts its own queue server, API and worker, as they run on several machines, and sends through HTTP.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest
import redis

from service.embedded import _binary

pytestmark = pytest.mark.slow
PATIENCE = 90  # seconds for a document to end, whatever happened to it
PARAGRAPH = (
    "Our initial response to concerns is prompt, and children are made safe on the same day. The group meets every six "
    "weeks and is chaired by the head of service. An audit of 60 records in May found 52 of them to be sound. "
)


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


class Machine:
    """The parts of a service, each a process that a test may kill and start again."""

    def __init__(self, folder, database=""):
        self.folder, self.port, self.redis_port = folder, free_port(), free_port()
        self.environment = {
            **os.environ,
            "STANDPOINT_DATA": str(folder / "data"),
            "STANDPOINT_REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "STANDPOINT_DATABASE_URL": database,
            "STANDPOINT_REQUESTS_A_MINUTE": "1000000",
        }
        self.parts = {}
        (folder / "queue").mkdir()
        self.start("redis")
        self.command("db", "upgrade")
        token = self.command("token", "add", "tester", "--role", "partnership", "--organisation", "Strathavon")
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=30, headers={"authorization": f"Bearer {token.strip()}"}
        )

    def command(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def start(self, *names):
        for name in names:
            words = {
                "redis": [_binary(), "--port", str(self.redis_port), "--dir", str(self.folder / "queue"), "--appendonly", "yes", "--save", ""],
                "api": [sys.executable, "-m", "service.cli", "api", "--port", str(self.port)],
                "worker": [sys.executable, "-m", "service.cli", "worker"],
            }[name.rstrip("2")]  # fmt: skip
            log = (self.folder / f"{name}.log").open("ab")
            self.parts[name] = subprocess.Popen(
                words, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        if "redis" in names:
            self.until(lambda: redis.Redis(port=self.redis_port).ping(), 10)
        if "api" in names:
            self.until(lambda: self.client.get("/healthz").status_code == 200, 20)

    def kill(self, name):
        """The process and all that it started."""
        process = self.parts.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_child(self, name="worker"):
        for child in psutil.Process(self.parts[name].pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()

    def stop(self):
        self.client.close()
        for name in list(self.parts):
            with contextlib.suppress(ProcessLookupError):
                self.kill(name)

    @staticmethod
    def until(condition, patience):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except (httpx.HTTPError, redis.RedisError):
                pass
            time.sleep(0.05)
        raise AssertionError("waited in vain")

    def send(self, content):
        answer = self.client.post(
            "/api/v1/reviews", files={"file": ("a.docx", content)}, data={"kind": "position-statement"}
        )
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def state(self, review_id):
        return self.client.get(f"/api/v1/reviews/{review_id}").json()

    def ended(self, review_id, patience=PATIENCE):
        self.until(lambda: self.state(review_id)["state"] in ("done", "failed"), patience)
        return self.state(review_id)

    def is_at(self, review_id, *stages):
        self.until(lambda: self.state(review_id)["stage"] in stages, 60)


@pytest.fixture
def machine(tmp_path):
    made = Machine(tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def long_document(word):
    return word.package("".join(word.p(PARAGRAPH) for _ in range(500)))


@pytest.fixture(scope="module")
def short_document(word):
    return word.package(word.p(PARAGRAPH))


STAGES = [("queued", "starting", "opening"), ("reading",), ("checking", "commenting")]


@pytest.mark.parametrize("stages", STAGES, ids=lambda stages: stages[0])
def test_a_document_survives_the_death_of_the_worker_and_its_child(machine, long_document, stages):
    machine.start("api", "worker")
    review_id = machine.send(long_document)
    machine.is_at(review_id, *stages, "reading" if stages[0] != "reading" else "checking", "done")
    machine.kill("worker")
    machine.start("worker")
    assert machine.ended(review_id)["state"] == "done"


def test_a_document_survives_the_death_of_the_child_alone(machine, long_document):
    machine.start("api", "worker")
    review_id = machine.send(long_document)
    machine.is_at(review_id, "reading")
    machine.kill_child()
    assert machine.ended(review_id)["state"] == "done"


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
