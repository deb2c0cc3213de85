"""What happens to a review in the database: accepted, leased, finished or failed once, looked up, deleted.

Every change of state is one conditional UPDATE, so that of several processes at most one makes it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from models.benchmark import LibraryFacts
from models.errors import Refusal
from workers.store.tables import DecisionRow, LibraryRow, ReviewRow

Sessions = sessionmaker[Session]
LEASE = timedelta(seconds=20)  # renewed while its worker lives (workers/tasks.py)
ATTEMPTS = 3
_OPEN = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Upload:
    """What is known of an upload when it is accepted."""

    owner: str
    organisation: str
    inspection: str
    kind: str
    ruleset: str
    sha256: str
    purge_after: datetime
    idempotency_key: str | None = None
    previous: str | None = None
    library: LibraryFacts | None = None


def new_id() -> str:
    """An id that nobody can guess."""
    return uuid.uuid4().hex


def accept(sessions: Sessions, review_id: str, upload: Upload, now: datetime) -> str:
    """Write the row of an upload whose file is already kept; with a known idempotency key, the id of the first."""
    given = {name: getattr(upload, name) for name in Upload.__dataclass_fields__ if name != "library"}
    row = ReviewRow(id=review_id, created=now, **given)
    try:
        with sessions.begin() as session:
            session.add(row)
            if upload.previous:
                _carry_over(session, upload.previous, review_id)
            if upload.library:
                session.flush()
                session.add(LibraryRow(review=review_id, **asdict(upload.library)))
        return review_id
    except IntegrityError:
        if (known := by_key(sessions, upload.owner, upload.idempotency_key)) is not None:
            return known
        raise


def _carry_over(session: Session, previous: str, review_id: str) -> None:
    """The decisions on the version before hold for the findings that come back."""
    session.flush()
    for old in session.scalars(select(DecisionRow).where(DecisionRow.review == previous).order_by(DecisionRow.id)):
        session.add(
            DecisionRow(review=review_id, finding=old.finding, state=old.state, reason=old.reason, by=old.by, at=old.at)
        )


def by_key(sessions: Sessions, owner: str, key: str | None) -> str | None:
    """The review that an owner sent with an idempotency key."""
    if key is None:
        return None
    with sessions() as session:
        return session.scalar(select(ReviewRow.id).where(ReviewRow.owner == owner, ReviewRow.idempotency_key == key))


def waiting(sessions: Sessions) -> int:
    """How many are queued or running."""
    with sessions() as session:
        return session.scalar(select(func.count()).where(ReviewRow.state.in_(_OPEN))) or 0


def sent(sessions: Sessions, review_id: str, now: datetime) -> None:
    """Note that the id was put on the queue."""
    with sessions.begin() as session:
        session.execute(update(ReviewRow).where(ReviewRow.id == review_id).values(sent=now))


def lease(sessions: Sessions, review_id: str, owner: str, now: datetime) -> ReviewRow | None:
    """Take a review to work on, or None where it is finished, gone, or somebody else is at it."""
    free = or_(
        ReviewRow.state == "queued",
        and_(ReviewRow.state == "running", or_(ReviewRow.lease_until.is_(None), ReviewRow.lease_until < now)),
    )
    taken = (
        update(ReviewRow)
        .where(ReviewRow.id == review_id, free, ReviewRow.attempts < ATTEMPTS)
        .values(
            state="running", stage="starting", progress=0.0, lease_owner=owner, lease_until=now + LEASE,
            attempts=ReviewRow.attempts + 1, started=func.coalesce(ReviewRow.started, now),
        )
    )  # fmt: skip
    with sessions.begin() as session:
        if session.execute(taken).rowcount != 1:  # type: ignore[attr-defined]
            return None
        return session.get(ReviewRow, review_id)


def tell(sessions: Sessions, review_id: str, owner: str, stage: str, progress: float, now: datetime) -> bool:
    """Note the stage and renew the lease; False where it was lost."""
    changes = {"stage": stage, "progress": progress, "lease_until": now + LEASE}
    return _change(sessions, _mine(review_id, owner), changes)


def renew(sessions: Sessions, review_id: str, owner: str, now: datetime) -> bool:
    """Keep the lease; False where it was lost."""
    return _change(sessions, _mine(review_id, owner), {"lease_until": now + LEASE})


def finish(sessions: Sessions, review_id: str, owner: str, now: datetime, seconds: dict[str, float]) -> bool:
    """Done, if the lease still holds: exactly one process can say so. `seconds` is how long each stage took."""
    changes = {
        "state": "done", "stage": "done", "progress": 1.0, "finished": now, "lease_owner": None,
        "stage_seconds": seconds,
    }  # fmt: skip
    return _change(sessions, _mine(review_id, owner), changes)


def fail(sessions: Sessions, where: ColumnElement[bool], refusal: Refusal, now: datetime) -> bool:
    """Failed, with the reason in words for its sender."""
    changes = {
        "state": "failed", "stage": "failed", "finished": now, "lease_owner": None, "failure": refusal.code,
        "failure_status": refusal.status, "failure_title": refusal.title, "failure_advice": refusal.advice,
    }  # fmt: skip
    return _change(sessions, where, changes)


def leased_by(review_id: str, owner: str) -> ColumnElement[bool]:
    """The condition under which a worker may end a review."""
    return _mine(review_id, owner)


def lost(sessions: Sessions, now: datetime, unsent: timedelta) -> Sequence[ReviewRow]:
    """Reviews that nobody works on and whose message may be lost: queued and not sent of late, or running without a
    live lease."""
    stale = and_(ReviewRow.state == "queued", or_(ReviewRow.sent.is_(None), ReviewRow.sent < now - unsent))
    dead = and_(ReviewRow.state == "running", or_(ReviewRow.lease_until.is_(None), ReviewRow.lease_until < now))
    with sessions() as session:
        return session.scalars(select(ReviewRow).where(or_(stale, dead)).order_by(ReviewRow.created)).all()


def due(sessions: Sessions, now: datetime) -> Sequence[str]:
    """Reviews past their period of keeping."""
    with sessions() as session:
        return session.scalars(select(ReviewRow.id).where(ReviewRow.purge_after < now)).all()


def get(sessions: Sessions, review_id: str) -> ReviewRow | None:
    """One review."""
    with sessions() as session:
        return session.get(ReviewRow, review_id)


def remove(sessions: Sessions, review_id: str) -> bool:
    """Take the row and its decisions away; a worker that still has it finds its lease gone."""
    with sessions.begin() as session:
        session.execute(delete(DecisionRow).where(DecisionRow.review == review_id))
        session.execute(delete(LibraryRow).where(LibraryRow.review == review_id))
        return session.execute(delete(ReviewRow).where(ReviewRow.id == review_id)).rowcount == 1  # type: ignore[attr-defined,no-any-return]


def _mine(review_id: str, owner: str) -> ColumnElement[bool]:
    return and_(ReviewRow.id == review_id, ReviewRow.state == "running", ReviewRow.lease_owner == owner)


def _change(sessions: Sessions, where: ColumnElement[bool], changes: dict[str, object]) -> bool:
    with sessions.begin() as session:
        return session.execute(update(ReviewRow).where(where).values(**changes)).rowcount == 1  # type: ignore[attr-defined,no-any-return]
