"""Connections: SQLite in WAL mode by default, PostgreSQL by URL; and bringing the tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

_MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> sessionmaker[Session]:
    """Sessions on a database; one transaction each with `with sessions.begin() as session`."""
    engine = create_engine(url, pool_pre_ping=True, **_options(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite)
        event.listen(engine, "begin", _begin_immediately)
    return sessionmaker(engine, expire_on_commit=False)


def migrate(url: str) -> None:
    """Bring the tables of a database up to date; several processes may do so at once."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def engine_of(sessions: sessionmaker[Session]) -> Engine:
    """The engine behind the sessions."""
    engine: Engine = sessions.kw["bind"]
    return engine


def _options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30, "check_same_thread": False}}
    return {"pool_size": 5, "max_overflow": 5}


def _sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log, so that readers never wait; every commit on disk; foreign keys."""
    connection.isolation_level = None  # transactions are begun below, at once for writing
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {line}")


def _begin_immediately(connection: Any) -> None:
    """A transaction that reads and then writes must not fail half way because another wrote between."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
