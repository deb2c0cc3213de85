"""The task: lease the review, run it, keep its results, say so once. It knows nothing of documents.

Whatever happens to the process, the row keeps a state from which the reconciler goes on. Results are kept before the
row says done, under names that a second attempt overwrites.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy.exc import SQLAlchemyError

from models.errors import Refusal, ReviewFailed, TookTooLong
from workers.queue import TASK
from workers.store import reviews
from workers.store.files import Files
from workers.store.reviews import Sessions
from workers.store.tables import ReviewRow

ORIGINAL, ANNOTATED, REVIEW, REPORT, NAME = "original", "annotated", "review", "report", "name"
THREADS = "threads"  # what people did in Word with our comments
PROFILE = "profile"  # of a report with an evaluation: what a comparison needs

# content, name of the file, ruleset, progress -> results by name
Work = Callable[[bytes, str, str, Callable[[str, float], None]], dict[str, bytes]]
_BEAT = 5.0  # seconds between renewals of the lease; a quarter of it
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a task finds and leaves things."""

    sessions: Sessions
    files: Files


def register(queue: Celery, places: Places, work: Work) -> None:
    """Make the task known to the queue of a worker."""

    @queue.task(name=TASK)  # type: ignore[untyped-decorator]
    def review(review_id: str) -> None:
        run(places, work, review_id)


def run(places: Places, work: Work, review_id: str) -> None:
    """Work on one review, if nobody else does and it is not finished."""
    owner = f"{socket.gethostname()}-{os.getpid()}-{reviews.new_id()[:8]}"
    row = reviews.lease(places.sessions, review_id, owner, _now())
    if row is None:
        return
    mine = reviews.leased_by(review_id, owner)
    try:
        with _alive(places, review_id, owner):
            _work(places, work, row, owner)
    except Refusal as refusal:
        reviews.fail(places.sessions, mine, refusal, _now())
    except SoftTimeLimitExceeded:
        reviews.fail(places.sessions, mine, TookTooLong(), _now())
    except (OSError, SQLAlchemyError) as problem:
        # The disk, or the database: not the document's fault. The lease runs out, and the reconciler tries again.
        _log.warning("review %s interrupted: %s", review_id, type(problem).__name__)
    except Exception as problem:
        _log.exception("review %s failed: %s", review_id, type(problem).__name__, exc_info=False)
        reviews.fail(places.sessions, mine, ReviewFailed(type(problem).__name__), _now())


@contextlib.contextmanager
def _alive(places: Places, review_id: str, owner: str) -> Iterator[None]:
    """Renew the lease beside the work, for as long as this process lives."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_BEAT):
            try:
                if not reviews.renew(places.sessions, review_id, owner, _now()):
                    return
            except SQLAlchemyError as problem:
                _log.warning("the lease of %s could not be renewed: %s", review_id, type(problem).__name__)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _work(places: Places, work: Work, row: ReviewRow, owner: str) -> None:
    stages = Stages()

    def tell(stage: str, progress: float) -> None:
        stages.begin(stage)
        if not reviews.tell(places.sessions, row.id, owner, stage, progress, _now()):
            raise _LeaseLost

    try:
        content = places.files.get(row.id, ORIGINAL)
        name = places.files.get(row.id, NAME).decode()
        results = work(content, name, row.ruleset, tell)
        stages.begin("keeping")
        for key, result in results.items():
            places.files.put(row.id, key, result)
        seconds = stages.end()
        done = reviews.finish(places.sessions, row.id, owner, _now(), seconds)
        _log.info("reviewed", extra={"review": row.id, "attempt": row.attempts, "seconds": seconds})
        if not done and reviews.get(places.sessions, row.id) is None:
            places.files.delete(row.id)  # deleted while it was being worked on
    except _LeaseLost:
        if reviews.get(places.sessions, row.id) is None:
            places.files.delete(row.id)


class Stages:
    """How long each stage takes, in seconds; one begins where the one before ends."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._stage, self._since = "fetching", time.monotonic()

    def begin(self, stage: str) -> None:
        """A stage begins."""
        now = time.monotonic()
        self._seconds[self._stage] = round(self._seconds.get(self._stage, 0.0) + now - self._since, 3)
        self._stage, self._since = stage, now

    def end(self) -> dict[str, float]:
        """The last one ends: seconds by stage."""
        self.begin("")
        return self._seconds


class _LeaseLost(Exception):
    """Somebody else has the review now, or it was deleted."""


def _now() -> datetime:
    return datetime.now(UTC)
