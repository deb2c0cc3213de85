"""All pages, their static files and their way of telling a problem, made part of the application."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from service.web import home, library, problems, removal, review, signed_out, versions

_STATIC = Path(__file__).parent.parent / "pages" / "static"


class _Static(StaticFiles):
    """Files that a browser asks about again each time, so that an upgrade shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or that it has not changed."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def install(app: FastAPI) -> None:
    """Offer the pages."""
    app.state.problem_page = problems.page_of
    for page in (home, review, versions, removal, library, signed_out):
        app.include_router(page.router)
    app.mount("/static", _Static(directory=_STATIC), name="static")
