"""The tables. A row of `reviews` is the truth about an upload: it is written in the transaction that accepts it.

No table holds text of a document: documents, reviews and reports are files (workers/store/files.py).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time with its zone; SQLite keeps none, so all are stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """With the zone that the database may have dropped."""
        if value is None or value.tzinfo is not None:
            return value  # type: ignore[no-any-return]
        return value.replace(tzinfo=UTC)  # type: ignore[no-any-return]


class Base(DeclarativeBase):
    """The tables of Standpoint."""

    type_annotation_map: ClassVar = {datetime: Moment()}


class ReviewRow(Base):
    """One accepted upload, from acceptance to purge. States: queued, running, done, failed."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("owner", "idempotency_key"),
        Index("ix_reviews_waiting", "state", "lease_until"),
        Index("ix_reviews_owner", "owner", "created"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    inspection: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(40))
    ruleset: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    stage: Mapped[str] = mapped_column(String(20), default="queued")
    progress: Mapped[float] = mapped_column(default=0.0)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None]
    sent: Mapped[datetime | None]  # when its id was last put on the queue
    created: Mapped[datetime]
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    stage_seconds: Mapped[dict[str, float] | None] = mapped_column(JSON)
    purge_after: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    previous: Mapped[str | None] = mapped_column(String(32))  # the review of which this is the next version
    failure: Mapped[str | None] = mapped_column(String(60))  # the code of models/errors.py
    failure_status: Mapped[int | None]
    failure_title: Mapped[str | None] = mapped_column(String(500))
    failure_advice: Mapped[str | None] = mapped_column(String(500))


class DecisionRow(Base):
    """One decision on a finding; the latest counts, all are kept."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    finding: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class LibraryRow(Base):
    """What the panel says of an earlier report; what it leaves open is read from the report."""

    __tablename__ = "library"

    review: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    evaluation: Mapped[str | None] = mapped_column(String(20))
    year: Mapped[int | None]


class AccessRow(Base):
    """The audit log: who did what to which review, and whether it was allowed. It outlives the review."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(40))
    review: Mapped[str] = mapped_column(String(32), default="", index=True)
    allowed: Mapped[bool]


class TokenRow(Base):
    """An API token: only the hash of its secret is kept."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    secret_sha256: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    inspection: Mapped[str] = mapped_column(String(200), default="")
    created: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[bool] = mapped_column(default=False)
