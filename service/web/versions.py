"""Sending the next version of a document that was reviewed before."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from models.errors import Refusal
from service.api import reviews
from service.api.access import Caller
from service.api.context import Context, Service, seen
from service.api.problems import Problem
from service.web import sending
from service.web.problems import beside_the_form
from service.web.rendering import Visitor, page

router = APIRouter(prefix="/reviews", include_in_schema=False)


@router.get("/{review_id}/next")
def ask(request: Request, review_id: str, service: Service, caller: Visitor) -> HTMLResponse:
    """The form."""
    return _page(request, review_id, service, caller)


@router.post("/{review_id}/next")
async def send(
    request: Request, review_id: str, service: Service, caller: Visitor, file: sending.Sent = None,
    once: sending.Once = "",
) -> Response:  # fmt: skip
    """Take the next version, and go to its page."""
    try:
        given = sending.chosen(file)
        key = await sending.key(service, given, once, review_id)
        accepted = await reviews.revise(review_id, Response(), service, caller, given, key)
    except (Problem, Refusal) as error:
        return _page(request, review_id, service, caller, beside_the_form(error))
    return RedirectResponse(f"/reviews/{accepted.id}", 303)


def _page(
    request: Request, review_id: str, service: Context, caller: Caller, problem: Problem | None = None
) -> HTMLResponse:
    row = seen(service, caller, review_id, "read")
    status = problem.status if problem else 200
    return page(request, "next.html", status, row=reviews.state_of(service, row), **sending.form(service, problem))
