"""The commands that run the service and its parts."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import secrets
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from service.logs import set_up
from service.settings import Settings, redis_of

_MEMORY_MB = 2048  # of a worker's child, after which it is replaced between two documents


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="The folder of all state.")
@click.option("--workers", "number", default=1, show_default=True, type=click.IntRange(1, 32))
def serve(host: str, port: int, data: Path | None, number: int) -> None:
    """Run the whole service: a queue of its own unless REDIS_URL is set, workers, the API."""
    from service import embedded

    settings = _settings(data)
    if not _is_loopback(host) and not settings.oidc_issuer:
        raise embedded.NotStarted(
            "Without sign-in Standpoint answers on this machine only. "
            "Use --host 127.0.0.1, or set STANDPOINT_OIDC_ISSUER."
        )
    signal.signal(signal.SIGTERM, _leave)  # uvicorn raises the signal again when it has stopped
    with contextlib.ExitStack() as stack:
        stack.enter_context(embedded.only_one(settings.data))
        url = redis_of(settings) or stack.enter_context(embedded.broker(settings.data))
        environment = {"STANDPOINT_DATA": str(settings.data.resolve()), "STANDPOINT_REDIS_URL": url}
        settings = settings.model_copy(update={"redis_url": url})
        _migrate(settings)
        settings.key()
        stack.enter_context(embedded.workers(number, environment))
        click.echo(f"Standpoint is on http://{host}:{port} (state in {settings.data}). Stop it with Ctrl+C.")
        _run_api(settings, host, port, local=not settings.oidc_issuer)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def api(host: str, port: int) -> None:
    """Run the API alone, for several machines: callers need a token."""
    _run_api(_settings(None), host, port, local=False)


@click.command()
@click.option("--concurrency", default=1, show_default=True, type=click.IntRange(1, 64), help="Documents at a time.")
def worker(concurrency: int) -> None:
    """Run a worker."""
    from service.work import work
    from workers.queue import make_queue
    from workers.tasks import Places, register

    settings = _settings(None)
    queue = make_queue(_broker(settings))
    if settings.otlp_endpoint:
        from service.tracing import trace_worker

        trace_worker(settings.otlp_endpoint)
    register(queue, Places(_sessions(settings), _files(settings)), work)
    # fmt: off
    queue.worker_main([
        "--quiet", "worker", "--pool=prefork", f"--concurrency={concurrency}", "--loglevel=WARNING", "--without-gossip",
        "--without-mingle", f"--max-memory-per-child={_MEMORY_MB * 1024}", f"--hostname=standpoint-{os.getpid()}@%h",
    ])
    # fmt: on


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to date."""
    settings = _settings(None)
    _migrate(settings)
    click.echo("The tables are up to date.")


@click.command()
def purge() -> None:
    """Take away every document past its period of keeping."""
    from workers.reconciler import purge as purge_due

    settings = _settings(None)
    number = purge_due(_sessions(settings), _files(settings), datetime.now(UTC), settings.kept_access())
    click.echo(f"{number} documents taken away.")


@click.group()
def token() -> None:
    """Tokens for the API."""


@token.command("add")
@click.argument("who")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(["partnership", "inspector", "panel", "administrator"]),
)
@click.option("--organisation", default="", help="The partnership, for that role.")
@click.option("--inspection", default="", help="The inspection, for an inspector.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 730))
def add_token(who: str, roles: tuple[str, ...], organisation: str, inspection: str, days: int) -> None:
    """Make a token for WHO; it is shown once."""
    from service.api.access import hash_of, token_text
    from workers.store.tables import TokenRow

    now, token_id, secret = datetime.now(UTC), secrets.token_hex(8), secrets.token_hex(32)
    with _sessions(_settings(None)).begin() as session:
        session.add(
            TokenRow(
                id=token_id, secret_sha256=hash_of(secret), who=who, roles=",".join(sorted(roles)),
                organisation=organisation, inspection=inspection, created=now, expires=now + timedelta(days=days),
            )
        )  # fmt: skip
    click.echo(token_text(token_id, secret))


@token.command("revoke")
@click.argument("token_id")
def revoke_token(token_id: str) -> None:
    """End a token by its id, the part between the two underscores."""
    from workers.store.tables import TokenRow

    with _sessions(_settings(None)).begin() as session:
        row = session.get(TokenRow, token_id)
        if row is None:
            raise click.ClickException("There is no such token.")
        row.revoked = True
    click.echo("The token is ended.")


def _leave(_number: int, _frame: object) -> None:
    """End by the way of every context, so that the queue and the workers end too."""
    raise SystemExit(0)


def _settings(data: Path | None) -> Settings:
    settings = Settings() if data is None else Settings(data=data)
    settings.data.mkdir(parents=True, exist_ok=True)
    set_up(settings.log_level)
    return settings


def _sessions(settings: Settings) -> Any:
    from workers.store.database import connect

    return connect(settings.database())


def _migrate(settings: Settings) -> None:
    from workers.store.database import migrate

    migrate(settings.database())


def _files(settings: Settings) -> Any:
    from workers.store.files import open_files

    return open_files(settings.files_url, settings.data / "files", settings.key())


def _broker(settings: Settings) -> str:
    url = redis_of(settings)
    if not url:
        raise click.ClickException("No queue: set REDIS_URL, or use `standpoint serve`, which starts one.")
    return url


def _run_api(settings: Settings, host: str, port: int, *, local: bool) -> None:
    import uvicorn

    from service.api.app import make_app
    from service.api.context import Context
    from workers.queue import make_queue

    context = Context(settings, _sessions(settings), _files(settings), make_queue(_broker(settings)), local)
    app = make_app(context)
    if settings.otlp_endpoint:
        from service.tracing import trace_api

        trace_api(app, settings.otlp_endpoint)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
