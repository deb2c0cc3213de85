"""Alembic's environment: the URL comes from the caller, a lock keeps two processes apart."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from workers.store.tables import Base

_LOCK = 7_215_103  # any number that nobody else uses

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    if engine.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
