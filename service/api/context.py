"""What every route needs: the stores, the queue, the settings, and who is calling."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from celery import Celery
from fastapi import Depends, Request

from models.ruleset import LIBRARY_REPORT
from service.api import access
from service.api.access import LOCAL, Caller
from service.api.problems import Problem
from service.api.sign_in import caller_of_session
from service.settings import Settings
from workers.store import reviews
from workers.store.files import Files
from workers.store.reviews import Sessions
from workers.store.tables import ReviewRow

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(slots=True)
class Context:
    """The running service."""

    settings: Settings
    sessions: Sessions
    files: Files
    queue: Celery
    local: bool  # the single user of the embedded default may come without a token
    calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def now(self) -> datetime:
        """The time."""
        return datetime.now(UTC)


def context_of(request: Request) -> Context:
    """The context of the application."""
    context: Context = request.app.state.context
    return context


Service = Annotated[Context, Depends(context_of)]


def signed_in(request: Request, context: Service) -> Caller:
    """Who is calling: by token, by session, else the local user where there is one. Raises a 401 problem."""
    header = request.headers.get("authorization", "")
    if header:
        kind, _, token = header.partition(" ")
        caller = (
            access.caller_of_token(context.sessions, token.strip(), context.now()) if kind.lower() == "bearer" else None
        )
    elif (caller := caller_of_session(request)) is not None:
        caller = caller if _is_ours(request) else None
    elif context.local and _from_here(request):
        caller = LOCAL
    if caller is None:
        raise Problem(401, WWW_Authenticate="Bearer")
    _within_rate(context, caller)
    return caller


SignedIn = Annotated[Caller, Depends(signed_in)]


def _from_here(request: Request) -> bool:
    """A browser on this machine that was not sent by another site: loopback address and host name. Without this any
    page could post to the local service."""
    if request.client is None or request.client.host not in ("127.0.0.1", "::1", "testclient"):
        return False
    given = request.headers.get("host", "")
    host = "[::1]" if "]" in given else given.rsplit(":", 1)[0]
    return host in (*_LOOPBACK, "testserver") and _is_ours(request)


def _is_ours(request: Request) -> bool:
    """A change comes from a page of our own origin, or from no page."""
    if request.method in _SAFE:
        return True
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site in ("same-origin", "none") and origin in (None, own)


def _within_rate(context: Context, caller: Caller) -> None:
    calls, now = context.calls[caller.who], time.monotonic()
    while calls and calls[0] < now - 60:
        calls.popleft()
    if len(calls) >= context.settings.requests_a_minute:
        raise Problem(429, Retry_After="30")
    calls.append(now)


def seen(
    context: Context, caller: Caller, review_id: str, action: str, *, library: bool = False, role: str | None = None
) -> ReviewRow:
    """A review, or a report of the library, that the caller may see; a 404 for any other, so that nobody learns what
    exists. A 403 where the caller may see it but has not the role that the action needs. All are logged."""
    row = reviews.get(context.sessions, review_id)
    allowed = row is not None and (row.kind == LIBRARY_REPORT) is library and access.may_see(caller, row)
    fit = role is None or caller.is_in(role)
    access.record(context.sessions, caller, action, review_id[:32], context.now(), allowed=allowed and fit)
    if row is None or not allowed:
        raise Problem(404)
    if not fit:
        raise Problem(403)
    return row
