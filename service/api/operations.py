"""For those who run the service: alive, ready, metrics."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from service.api.context import Context, Service
from workers.store.tables import ReviewRow

router = APIRouter(tags=["operations"])
_ANSWER = 1.5  # seconds that a worker has to answer
_RECENT = 1000  # reviews that the times are taken from
_FRESH = 10.0  # seconds for which an answer of the workers is believed
_last: dict[int, tuple[float, bool]] = {}


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """This process is alive."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(service: Service) -> JSONResponse:
    """The database, the queue and a worker answer."""
    checks = {
        "database": await asyncio.to_thread(_database, service),
        "queue": await asyncio.to_thread(_queue, service),
        "worker": await asyncio.to_thread(_worker, service),
    }
    ready = all(checks.values())
    return JSONResponse({"status": "ready" if ready else "not ready", "checks": checks}, 200 if ready else 503)


@router.get("/metrics")
def metrics(service: Service) -> Response:
    """Prometheus: read from the database at each call, so that every process tells the same."""
    registry = CollectorRegistry()
    with service.sessions() as session:
        _numbers(registry, session, service.now())
        _seconds(registry, session)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _numbers(registry: CollectorRegistry, session: Session, now: datetime) -> None:
    """How many in each state and failed how, and how long the oldest waits."""
    states = Gauge("standpoint_reviews", "Reviews by state", ["state"], registry=registry)
    failures = Gauge("standpoint_failures", "Failed reviews by type", ["type"], registry=registry)
    oldest = Gauge("standpoint_queue_oldest_seconds", "Age of the oldest review that waits", registry=registry)
    for state in ("queued", "running", "done", "failed"):
        states.labels(state).set(0)
    for state, number in session.execute(select(ReviewRow.state, func.count()).group_by(ReviewRow.state)):
        states.labels(state).set(number)
    failed = select(ReviewRow.failure, func.count()).where(ReviewRow.failure.is_not(None)).group_by(ReviewRow.failure)
    for kind, number in session.execute(failed):
        failures.labels(kind).set(number)
    first = session.scalar(select(func.min(ReviewRow.created)).where(ReviewRow.state == "queued"))
    oldest.set((now - first).total_seconds() if first else 0)


def _seconds(registry: CollectorRegistry, session: Session) -> None:
    """How long the last reviews waited, took, and spent in each stage."""
    names = {
        "standpoint_recent_wait_seconds": f"From acceptance to start of the last {_RECENT} reviews",
        "standpoint_recent_review_seconds": f"From start to end of the last {_RECENT} reviews",
    }
    wait, whole = (Gauge(name, about, ["quantile"], registry=registry) for name, about in names.items())
    stages = Gauge(
        "standpoint_recent_stage_seconds", "The same, by stage of the work", ["stage", "quantile"], registry=registry
    )
    found = select(ReviewRow.created, ReviewRow.started, ReviewRow.finished, ReviewRow.stage_seconds)
    ended = found.where(ReviewRow.finished.is_not(None), ReviewRow.started.is_not(None))
    rows = session.execute(ended.order_by(ReviewRow.finished.desc()).limit(_RECENT)).all()
    waited: list[float] = []
    taken: list[float] = []
    by_stage: dict[str, list[float]] = {}
    for made, start, end, seconds in rows:
        if start is not None and end is not None:
            waited.append((start - made).total_seconds())
            taken.append((end - start).total_seconds())
        for stage, value in (seconds or {}).items():
            by_stage.setdefault(stage, []).append(value)
    _quantiles(wait, (), waited)
    _quantiles(whole, (), taken)
    for stage, values in by_stage.items():
        _quantiles(stages, (stage,), values)


def _quantiles(gauge: Gauge, labels: tuple[str, ...], values: list[float]) -> None:
    ordered = sorted(values)
    for share in (0.5, 0.95, 1.0) if ordered else ():
        gauge.labels(*labels, str(share)).set(ordered[min(len(ordered) - 1, int(share * len(ordered)))])


def _database(service: Context) -> bool:
    try:
        with service.sessions() as session:
            return bool(session.scalar(text("SELECT 1")))
    except Exception:  # whatever it is, the database does not answer
        return False


def _queue(service: Context) -> bool:
    try:
        with service.queue.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
            return True
    except Exception:  # as above
        return False


def _worker(service: Context) -> bool:
    """Ask the workers, at most once in a while: each asking takes its time."""
    key = id(service)
    then, answer = _last.get(key, (-_FRESH, False))
    if answer and time.monotonic() - then < _FRESH:
        return True
    try:
        answer = bool(service.queue.control.ping(timeout=_ANSWER, limit=1))
    except Exception:  # as above
        answer = False
    _last[key] = (time.monotonic(), answer)
    return answer
