"""Errors as RFC 9457 problem details: a type, a title in words for the user, what to do, and no text of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import NoResultFound, SQLAlchemyError
from starlette.exceptions import HTTPException

from models.errors import Refusal
from service.api.headers import protect
from workers.store.files import Gone

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    401: ("sign-in-needed", "You are not signed in, or your token is not valid."),
    403: ("not-allowed", "You may not do this."),
    404: ("not-found", "There is nothing here for you."),
    405: ("method-not-allowed", "This address does not take that method."),
    409: ("not-ready", "The review is not finished."),
    413: ("document-too-large", "The file is too large."),
    429: ("too-many-requests", "Too many requests; wait a little."),
    503: ("busy", "Too many documents are waiting. Try again in a little while; nothing was kept."),
}


class Problem(Exception):
    """An answer that is a problem."""

    def __init__(self, status: int, kind: str = "", title: str = "", advice: str = "", **headers: str) -> None:
        super().__init__(title)
        self.status, self.advice, self.headers = status, advice, headers
        known = _TITLES.get(status, ("error", HTTPStatus(status).phrase))
        self.kind, self.title = kind or known[0], title or known[1]

    def answer(self) -> JSONResponse:
        """The response."""
        body: dict[str, object] = {"type": f"urn:standpoint:{self.kind}", "title": self.title, "status": self.status}
        if self.advice:
            body["detail"] = self.advice
        headers: Mapping[str, str] = {name.replace("_", "-"): value for name, value in self.headers.items()}
        return JSONResponse(body, self.status, headers, MEDIA_TYPE)


Page = Callable[[Request, Problem], Response]
_MACHINES = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")


def respond(request: Request, problem: Problem) -> Response:
    """The problem in the form that was asked for: a page where a browser asked for one, else problem details."""
    page: Page | None = getattr(request.app.state, "problem_page", None)
    if page is None or request.url.path.startswith(_MACHINES) or "text/html" not in request.headers.get("accept", ""):
        return protect(problem.answer())
    return protect(page(request, problem))


def of_refusal(refusal: Refusal) -> Problem:
    """The problem of a document or call that was refused."""
    return Problem(refusal.status, refusal.code, refusal.title, refusal.advice)


def install(app: FastAPI) -> None:
    """Answer every error in this form."""

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        return respond(request, error)

    @app.exception_handler(Refusal)
    async def refusal(request: Request, error: Refusal) -> Response:
        return respond(request, of_refusal(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        allowed = {k: v for k, v in (error.headers or {}).items() if k == "Allow"}
        return respond(request, Problem(error.status_code, **allowed))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        places = {".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0]) for item in error.errors()}
        title = f"These parts of the request are not right: {', '.join(sorted(places))}."
        return respond(request, Problem(422, "invalid-request", title))

    @app.exception_handler(NoResultFound)
    @app.exception_handler(Gone)
    async def gone(request: Request, error: Exception) -> Response:
        return respond(request, Problem(404))  # deleted while it was being asked for

    @app.exception_handler(SQLAlchemyError)
    async def database(request: Request, error: SQLAlchemyError) -> Response:
        title = "The service cannot reach its database just now. Try again in a little while; nothing was kept."
        return respond(request, Problem(503, title=title, Retry_After="30"))

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        title = "Standpoint failed on this request. Please tell those who run it."
        return respond(request, Problem(500, "fault", title))
