"""The panel's pages: its library of earlier reports, and a draft held against it."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from models.errors import Refusal
from models.ruleset import DRAFT_REPORT, LIBRARY_REPORT
from service import comparison
from service.api import library
from service.api.access import Caller
from service.api.context import Context, Service
from service.api.problems import Problem
from service.web import sending, words
from service.web.problems import beside_the_form
from service.web.rendering import Visitor, page

router = APIRouter(include_in_schema=False)
_A_PAGE = 50
_Problems = list[tuple[str, Problem]]


@router.get("/library")
def show(
    request: Request, service: Service, caller: Visitor,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0, deleted: bool = False, saved: bool = False,
) -> HTMLResponse:  # fmt: skip
    """The form and the list."""
    return _page(request, service, caller, offset=offset, deleted=deleted, saved=saved)


@router.post("/library")
async def add(
    request: Request, service: Service, caller: Visitor, files: Annotated[list[UploadFile] | None, File()] = None,
    once: sending.Once = "",
) -> Response:  # fmt: skip
    """Take each report; what is wrong with one is said beside the form and stops no other."""
    problems: _Problems = []
    if not [file for file in files or [] if file.filename]:
        problems.append(
            ("Add reports", Problem(422, "no-file", "No file was chosen.", "Choose one and send it again."))
        )
    for file in (file for file in files or [] if file.filename):
        try:
            key = await sending.key(service, file, once, LIBRARY_REPORT)
            await library.add(Response(), service, caller, file, idempotency_key=key)
        except (Problem, Refusal) as error:
            problems.append((file.filename or "The file", beside_the_form(error)))
    if problems:
        return await asyncio.to_thread(_page, request, service, caller, problems=problems)
    return RedirectResponse("/library#list", 303)


@router.post("/library/facts")
async def correct(request: Request, service: Service, caller: Visitor) -> RedirectResponse:
    """Say what the evaluations were and when; an empty field leaves it to the report."""
    async with request.form(max_fields=4 * _A_PAGE) as form:
        given = {key: str(value) for key, value in form.items()}
    ids = [key.removeprefix("year-") for key in given if key.startswith("year-")]
    try:
        facts = {
            report_id: library.Facts.model_validate(
                {"evaluation": given.get(f"evaluation-{report_id}") or None, "year": given[f"year-{report_id}"] or None}
            )
            for report_id in ids
        }
    except ValidationError:
        title, advice = "One of these is no year of publication.", "Go back and give it in four figures."
        raise Problem(422, "no-year", title, advice) from None
    for report_id, said in facts.items():
        await asyncio.to_thread(library.correct, report_id, said, service, caller)
    return RedirectResponse("/library?saved=true#list", 303)


@router.get("/library/{report_id}/delete")
def ask(request: Request, report_id: str, service: Service, caller: Visitor) -> HTMLResponse:
    """What would go, and the button."""
    return page(request, "remove.html", row=library.read(report_id, service, caller))


@router.post("/library/{report_id}/delete")
def remove(report_id: str, service: Service, caller: Visitor) -> RedirectResponse:
    """Remove it, and go to the list."""
    library.remove(report_id, service, caller)
    return RedirectResponse("/library?deleted=true", 303)


@router.get("/reviews/{review_id}/benchmark")
def compare(request: Request, review_id: str, service: Service, caller: Visitor) -> HTMLResponse:
    """A draft beside the library."""
    found = library.compare(review_id, service, caller)
    return page(request, "comparison.html", review_id=review_id, **comparison.values(found))


def _page(
    request: Request, service: Context, caller: Caller, *, offset: int = 0, deleted: bool = False, saved: bool = False,
    problems: _Problems | None = None,
) -> HTMLResponse:  # fmt: skip
    listed = library.listing(service, caller, _A_PAGE, offset)
    return page(
        request,
        "library.html",
        problems[0][1].status if problems else 200,
        rows=listed["reports"],
        scale=[point.label.lower() for point in words.shipped(DRAFT_REPORT).framework.scale],
        newer=max(offset - _A_PAGE, 0) if offset else None,
        older=listed["next_offset"],
        deleted=deleted,
        saved=saved,
        problems=problems or [],
        **sending.form(service),
    )
