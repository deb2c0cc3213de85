"""The panel's library of earlier reports, and a draft held against it: contract, sections 6 and 7."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from sqlalchemy import select

from models import ruleset as rulesets
from models.benchmark import Benchmark, Earlier, LibraryFacts, Profile
from models.framework import Framework
from models.review import Review
from models.ruleset import DRAFT_REPORT, LIBRARY_REPORT
from service.api import access
from service.api.context import Context, Service, SignedIn, seen
from service.api.problems import Problem
from service.api.reviews import (
    DOCX,
    LIBRARY_PREFIX,
    Accepted,
    IdempotencyKey,
    Sent,
    Wanted,
    accept_upload,
    download,
    finished,
    name_of,
    state_of,
)
from service.comparison import html_comparison
from service.library import earlier, on_scale
from workers.agreement import STATES, Decided
from workers.benchmark import benchmark
from workers.store import reviews
from workers.store.tables import DecisionRow, LibraryRow, ReviewRow
from workers.tasks import ORIGINAL, PROFILE, REVIEW

library_router = APIRouter(prefix=LIBRARY_PREFIX, tags=["library"])
benchmark_router = APIRouter(prefix="/api/v1/reviews", tags=["benchmark"])
_Year = Annotated[int | None, Field(ge=1990, le=2100)]


class Facts(BaseModel):
    """What the panel says of an earlier report; what is left out is read from the report."""

    evaluation: str | None = Field(None, max_length=40)
    year: _Year = None


@library_router.post("", status_code=202)
async def add(
    response: Response, service: Service, caller: SignedIn, file: Sent,
    evaluation: Annotated[str | None, Form(max_length=40)] = None,
    year: Annotated[int | None, Form(ge=1990, le=2100)] = None, idempotency_key: IdempotencyKey = None,
) -> Accepted:  # fmt: skip
    """Add an earlier report, with its published evaluation where the panel gives it."""
    if not access.may_create(caller, LIBRARY_REPORT):
        access.record(service.sessions, caller, "add to library", "", service.now(), allowed=False)
        raise Problem(403)
    wanted = Wanted(LIBRARY_REPORT, DRAFT_REPORT, library=LibraryFacts(_given(evaluation), year))
    return await accept_upload(response, service, caller, file, wanted, idempotency_key)


@library_router.get("")
def listing(
    service: Service, caller: SignedIn,
    limit: Annotated[int, Query(ge=1, le=100)] = 50, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:  # fmt: skip
    """The reports of the library, newest first."""
    _for_the_panel(service, caller, "list library")
    with service.sessions() as session:
        found = _rows().order_by(ReviewRow.created.desc(), ReviewRow.id).limit(limit + 1).offset(offset)
        rows = [(row, facts) for row, facts in session.execute(found)]
    following = offset + limit if len(rows) > limit else None
    return {"reports": [_entry(service, row, facts) for row, facts in rows[:limit]], "next_offset": following}


@library_router.get("/{report_id}")
def read(report_id: str, service: Service, caller: SignedIn) -> dict[str, Any]:
    """One report: its state, its evaluation and where that comes from."""
    row = seen(service, caller, report_id, "read library", library=True)
    return _entry(service, row, _facts(service, row.id))


@library_router.patch("/{report_id}")
def correct(report_id: str, facts: Facts, service: Service, caller: SignedIn) -> dict[str, Any]:
    """Say what the evaluation was and when it was published; fields left out stay."""
    row = seen(service, caller, report_id, "correct library", library=True)
    changes = facts.model_dump(exclude_unset=True)
    if "evaluation" in changes:
        changes["evaluation"] = _given(facts.evaluation)
    with service.sessions.begin() as session:
        kept = session.get_one(LibraryRow, row.id)
        for name, value in changes.items():
            setattr(kept, name, value)
    return _entry(service, row, _facts(service, row.id))


@library_router.get("/{report_id}/original")
def original(report_id: str, service: Service, caller: SignedIn) -> Response:
    """The report, byte for byte."""
    row = seen(service, caller, report_id, "original", library=True)
    return download(service.files.get(row.id, ORIGINAL), DOCX, name_of(service, row.id))


@library_router.delete("/{report_id}", status_code=204)
def remove(report_id: str, service: Service, caller: SignedIn) -> Response:
    """Take a report out of the library, with every file made of it."""
    row = seen(service, caller, report_id, "delete", library=True)
    service.files.delete(row.id)
    reviews.remove(service.sessions, row.id)
    return Response(status_code=204)


@benchmark_router.get("/{review_id}/benchmark")
def compare(review_id: str, service: Service, caller: SignedIn) -> Benchmark:
    """A draft report beside the library: numbers and passages, no evaluation advised."""
    return _benchmark(service, caller, review_id)


@benchmark_router.get("/{review_id}/benchmark/report")
def compare_as_page(review_id: str, service: Service, caller: SignedIn) -> HTMLResponse:
    """The same as a page."""
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    return HTMLResponse(html_comparison(_benchmark(service, caller, review_id)), headers=headers)


def _benchmark(service: Context, caller: access.Caller, review_id: str) -> Benchmark:
    row = finished(seen(service, caller, review_id, "benchmark", role="panel"))
    draft = _profile(service, row.id)
    if draft is None:
        title = "Only a draft report can be held against earlier reports."
        if row.kind == DRAFT_REPORT:
            title = "This draft was read by an earlier version of Standpoint. Send it once more to compare it."
        raise Problem(409, "no-benchmark", title)
    review = Review.model_validate_json(service.files.get(row.id, REVIEW))
    checks = {finding.id: finding.check for finding in review.findings}
    with service.sessions() as session:
        rows = [(row, facts) for row, facts in session.execute(_rows().order_by(ReviewRow.created, ReviewRow.id))]
    entries = [(row, _earlier(service, row, facts) if row.state == "done" else None) for row, facts in rows]
    missing = [name_of(service, row.id) for row, entry in entries if entry is None]
    library = [entry for _, entry in entries if entry is not None]
    return benchmark(draft, review.findings, library, _framework(), _decided(service, row.id, checks), missing)


def _decided(service: Context, review_id: str, checks: dict[str, str]) -> list[Decided]:
    """Each reviewer's latest decision on each finding; one that was opened again is none."""
    with service.sessions() as session:
        found = select(DecisionRow).where(DecisionRow.review == review_id).order_by(DecisionRow.id)
        latest = {(row.finding, row.by): row.state for row in session.scalars(found) if row.finding in checks}
    return [Decided(finding, checks[finding], by, state) for (finding, by), state in latest.items() if state in STATES]


def _for_the_panel(service: Context, caller: access.Caller, action: str) -> None:
    allowed = caller.is_in("panel")
    access.record(service.sessions, caller, action, "", service.now(), allowed=allowed)
    if not allowed:
        raise Problem(403)


def _rows() -> Any:
    return select(ReviewRow, LibraryRow).join(LibraryRow, LibraryRow.review == ReviewRow.id)


def _facts(service: Context, report_id: str) -> LibraryRow:
    with service.sessions() as session:
        return session.get_one(LibraryRow, report_id)


def _earlier(service: Context, row: ReviewRow, facts: LibraryRow) -> Earlier | None:
    profile = _profile(service, row.id)
    return earlier(profile, LibraryFacts(facts.evaluation, facts.year)) if profile else None


def _entry(service: Context, row: ReviewRow, facts: LibraryRow) -> dict[str, Any]:
    known = _earlier(service, row, facts) if row.state == "done" else None
    evaluation = known.evaluation if known else facts.evaluation
    basis = "given" if facts.evaluation else "read" if evaluation else None
    return state_of(service, row) | {"evaluation": evaluation, "evaluation_is": basis, "year": facts.year}


def _profile(service: Context, review_id: str) -> Profile | None:
    try:
        return Profile.model_validate_json(service.files.get(review_id, PROFILE))
    except FileNotFoundError:
        return None


def _given(evaluation: str | None) -> str | None:
    return on_scale(evaluation, _framework()) if evaluation and evaluation.strip() else None


def _framework() -> Framework:
    return rulesets.load(DRAFT_REPORT).framework
