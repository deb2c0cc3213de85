"""The application: routes, problem details, headers, and the reconciler that runs beside them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version

from fastapi import FastAPI, Request, Response

from service.api import library, operations, problems, reviews, sign_in
from service.api.context import Context
from service.api.headers import protect
from service.api.problems import Problem
from service.web import site
from workers.reconciler import purge, reconcile

RECONCILE_EVERY = 5.0  # seconds
_PURGE_EVERY = 60  # rounds of the reconciler
_ID = re.compile(r"[0-9a-f]{32}")
_log = logging.getLogger(__name__)


def make_app(context: Context) -> FastAPI:
    """The service over what it is given."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        beside = asyncio.create_task(_reconcile(context))
        yield
        beside.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beside

    app = FastAPI(title="Standpoint", version=version("standpoint"), lifespan=lifespan, redoc_url=None)
    app.state.context = context
    problems.install(app)
    app.middleware("http")(_guard(context))
    sign_in.install(app, context.settings)
    site.install(app)
    app.include_router(operations.router)
    app.include_router(reviews.router)
    app.include_router(library.library_router)
    app.include_router(library.benchmark_router)
    return app


def _guard(context: Context) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    limit = context.settings.max_upload_mb * 2**20 + 2**20  # the form around a file is small

    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        length = request.headers.get("content-length", "")
        if length and (not length.isdigit() or int(length) > limit):
            return problems.respond(request, Problem(413))
        if request.method == "POST" and not length:
            return problems.respond(request, Problem(411, "length-needed", "Say how long the request is."))
        begun, status = time.monotonic(), 500
        try:
            response = await call_next(request)
            status = response.status_code
        finally:
            _tell(request, status, time.monotonic() - begun)
        protect(response)
        if request.url.path == "/docs":  # its script and style come with FastAPI's page
            response.headers["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline' https:; img-src * data:"
        return response

    return guard


def _tell(request: Request, status: int, seconds: float) -> None:
    """One line a request: the route, not who asked for it."""
    route = request.scope.get("route")
    about = {"method": request.method, "route": getattr(route, "path", ""), "status": status}
    ids = {name: value for name, value in request.path_params.items() if _ID.fullmatch(str(value))}
    _log.info("request", extra={**about, **ids, "seconds": round(seconds, 3)})


async def _reconcile(context: Context) -> None:
    """Round after round; a round that fails is told and the next one comes."""
    number = 0
    while True:
        try:
            await asyncio.to_thread(reconcile, context.sessions, context.queue, context.now())
            if number % _PURGE_EVERY == 0:
                await asyncio.to_thread(
                    purge, context.sessions, context.files, context.now(), context.settings.kept_access()
                )
        except Exception as problem:
            _log.warning("the reconciler's round failed: %s", type(problem).__name__)
        number += 1
        await asyncio.sleep(RECONCILE_EVERY)
