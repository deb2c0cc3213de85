"""The page of one review: while it is worked on, when it failed, and the findings to decide about when it is done."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import field_validator
from sqlalchemy import select

from models.review import Review
from service import report
from service.api import access, reviews
from service.api.access import Caller
from service.api.context import Context, Service
from service.api.problems import Problem
from service.web import words
from service.web.board import Board, Filters
from service.web.rendering import Visitor, page
from workers.store.tables import ReviewRow

router = APIRouter(prefix="/reviews", include_in_schema=False)
_FILES = {
    "document": reviews.document,
    "original": reviews.original,
    "report": reviews.report,
    "findings.csv": reviews.findings_csv,
    "findings.xlsx": reviews.findings_xlsx,
}
_Wanted = Annotated[Filters, Query()]


class _Given(reviews.Decision):
    """A decision as a form sends it."""

    @field_validator("reason", mode="before")
    @classmethod
    def _lines(cls, given: object) -> object:
        """A form ends lines with two characters, and its own limit counts one."""
        return given.replace("\r\n", "\n").strip() if isinstance(given, str) else given


@router.get("/{review_id}")
def show(request: Request, review_id: str, filters: _Wanted, service: Service, caller: Visitor) -> HTMLResponse:
    """The review as it stands."""
    answer = reviews.read(review_id, service, caller)
    if answer["state"] != "done":
        return page(request, "working.html" if answer["state"] != "failed" else "failed.html", row=answer)
    values, board = _read(answer)
    resolved, gone = _resolved(service, caller, answer)
    return page(
        request, "review.html", row=answer, board=board, filters=filters, groups=board.groups(filters),
        resolved=resolved, gone=gone, later=_later(service, caller, review_id), **values,
    )  # fmt: skip


@router.get("/{review_id}/files/{name}")
def file(review_id: str, name: str, service: Service, caller: Visitor) -> Response:
    """What can be taken away: as the API gives it."""
    if name not in _FILES:
        raise Problem(404)
    return _FILES[name](review_id, service, caller)


@router.post("/{review_id}/findings/{finding}")
def decide(
    request: Request, review_id: str, finding: str, filters: _Wanted, service: Service, caller: Visitor,
    given: Annotated[_Given, Form()], part: Annotated[bool, Header(alias="X-Part")] = False,
) -> Response:  # fmt: skip
    """Decide about a finding, and go back to it; the page's script asks for the part that changed instead."""
    reviews.decide(review_id, finding, given, service, caller)
    if not part:
        return RedirectResponse(f"/reviews/{review_id}{filters.query(kept=finding)}#f-{finding}", 303)
    answer = reviews.read(review_id, service, caller)
    _, board = _read(answer)
    return page(request, "parts/decided.html", row=answer, board=board, item=board.item(finding), filters=filters)


def _read(answer: dict[str, Any]) -> tuple[dict[str, Any], Board]:
    """What the templates of the report need, and the board."""
    review, ruleset = Review.model_validate(answer["review"]), words.shipped(answer["ruleset"])
    values = report.values(review, ruleset)
    return values, Board(answer, review, ruleset, values["shown"])


def _resolved(service: Context, caller: Caller, answer: dict[str, Any]) -> tuple[Board | None, bool]:
    """The findings of the version before, and whether that version is gone. None where there is none to show."""
    if not answer["previous"]:
        return None, False
    try:
        before = reviews.read(answer["previous"], service, caller)
    except Problem:
        return None, True
    if before["state"] != "done":
        return None, False
    _, board = _read(before)
    board.items = [item for item in board.items if item.finding.id in set(answer["changes"]["resolved"])]
    return board, False


def _later(service: Context, caller: Caller, review_id: str) -> str | None:
    """The newest next version that the caller may see."""
    found = select(ReviewRow.id).where(ReviewRow.previous == review_id, access.visible(caller))
    with service.sessions() as session:
        return session.scalar(found.order_by(ReviewRow.created.desc()).limit(1))
