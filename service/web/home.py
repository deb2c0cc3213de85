"""The first page: send a document, and the documents that the caller may see."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from models import ruleset as rulesets
from models.errors import Refusal
from service.api import access, reviews
from service.api.access import Caller
from service.api.context import Context, Service
from service.api.problems import Problem
from service.web import sending, words
from service.web.problems import beside_the_form
from service.web.rendering import Visitor, page
from service.web.tallies import tally

router = APIRouter(include_in_schema=False)
_A_PAGE = 20
_FIRST = ("position-statement", "draft-report")  # what most people come for


@router.get("/")
def home(
    request: Request, service: Service, caller: Visitor,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0, deleted: bool = False,
) -> HTMLResponse:  # fmt: skip
    """The form and the list."""
    return _page(request, service, caller, offset=offset, deleted=deleted)


@router.post("/")
async def send(
    request: Request, service: Service, caller: Visitor, file: sending.Sent = None,
    ruleset: Annotated[str, Form(max_length=80)] = "", once: sending.Once = "",
) -> Response:  # fmt: skip
    """Take a document, and go to its page; what is wrong with it is said beside the form."""
    try:
        given = sending.chosen(file)
        if ruleset not in rulesets.names():
            raise Problem(422, "no-kind", "What the document is was not chosen.", "Choose it and send the file again.")
        kind = words.shipped(ruleset).rules.kind
        key = await sending.key(service, given, once, ruleset)
        accepted = await reviews.create(Response(), service, caller, given, kind, ruleset, key)
    except (Problem, Refusal) as error:
        problem = beside_the_form(error)
        answer = await asyncio.to_thread(_page, request, service, caller, problem=problem, ruleset=ruleset)
        answer.headers.update({name.replace("_", "-"): value for name, value in problem.headers.items()})
        return answer
    return RedirectResponse(f"/reviews/{accepted.id}", 303)


def _page(
    request: Request, service: Context, caller: Caller, *, offset: int = 0, deleted: bool = False,
    problem: Problem | None = None, ruleset: str = "",
) -> HTMLResponse:  # fmt: skip
    listed = reviews.listing(service, caller, _A_PAGE, offset)
    rows = [row | {"tally": tally(service, row["id"]) if row["state"] == "done" else {}} for row in listed["reviews"]]
    return page(
        request,
        "home.html",
        problem.status if problem else 200,
        kinds=_kinds(service, caller),
        chosen=ruleset,
        rows=rows,
        newer=max(offset - _A_PAGE, 0) if offset else None,
        older=listed["next_offset"],
        deleted=deleted,
        **sending.form(service, problem),
    )


def _kinds(service: Context, caller: Caller) -> list[dict[str, Any]]:
    """What the caller may send, the usual ones first: how long each is kept, and who will see it."""
    names = sorted(rulesets.names(), key=lambda name: (name not in _FIRST, _FIRST.index(name) if name in _FIRST else 0))
    kinds = {name: words.shipped(name).rules.kind for name in names}
    return [
        {
            "ruleset": name,
            "title": words.title(name),
            "days": service.settings.kept(kind).days,
            "readers": words.several(access.readers(caller, kind)),
        }
        for name, kind in kinds.items()
        if access.may_create(caller, kind)
    ]
