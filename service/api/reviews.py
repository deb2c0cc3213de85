"""The routes of reviews: contract, section 6."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Header, Query, Response, UploadFile
from fastapi.responses import StreamingResponse
from kombu.exceptions import OperationalError
from pydantic import BaseModel, Field
from sqlalchemy import select

from models import ruleset as rulesets
from models.benchmark import LibraryFacts
from models.errors import BadRuleset
from service import exports
from service.api import access
from service.api.context import Context, Service, SignedIn, seen
from service.api.problems import Problem
from workers.intake import first_look
from workers.queue import send
from workers.store import reviews
from workers.store.reviews import Upload
from workers.store.tables import DecisionRow, ReviewRow
from workers.tasks import ANNOTATED, NAME, ORIGINAL, REPORT, REVIEW, THREADS

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"])
LIBRARY_PREFIX = "/api/v1/library"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]
Sent = Annotated[UploadFile, File()]
_QUIET = 15.0  # seconds without news
_POLL = 0.4  # seconds between looks at the row for the event stream


class Accepted(BaseModel):
    """What is answered to an upload."""

    id: str
    state: str


class Decision(BaseModel):
    """What somebody decided about a finding."""

    state: Literal["accepted", "dismissed", "open"]
    reason: str = Field("", max_length=1000)


@router.post("", status_code=202)
async def create(
    response: Response, service: Service, caller: SignedIn,
    file: Sent, kind: Annotated[str, Form()],
    ruleset: Annotated[str | None, Form()] = None, idempotency_key: IdempotencyKey = None,
) -> Accepted:  # fmt: skip
    """Send a document to be reviewed."""
    rules = _rules(ruleset or kind, kind)
    if not access.may_create(caller, kind):
        access.record(service.sessions, caller, "create", "", service.now(), allowed=False)
        raise Problem(403)
    return await accept_upload(response, service, caller, file, Wanted(kind, rules), idempotency_key)


@router.post("/{review_id}/revisions", status_code=202)
async def revise(
    review_id: str, response: Response, service: Service, caller: SignedIn,
    file: Sent, idempotency_key: IdempotencyKey = None,
) -> Accepted:  # fmt: skip
    """Send the next version of the same document."""
    row = seen(service, caller, review_id, "revise")
    return await accept_upload(response, service, caller, file, Wanted(row.kind, row.ruleset, row), idempotency_key)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an upload is: kind, ruleset, the review of which it is the next version, what the panel says of it."""

    kind: str
    ruleset: str
    previous: ReviewRow | None = None
    library: LibraryFacts | None = None


async def accept_upload(
    response: Response, service: Context, caller: access.Caller, file: UploadFile, wanted: Wanted, key: str | None
) -> Accepted:
    """Keep the file, then write the row, then send the id: what is answered 202 is in the database."""
    previous = wanted.previous
    if (known := reviews.by_key(service.sessions, caller.who, key)) is not None:
        return _answer(response, service, known)
    if reviews.waiting(service.sessions) >= service.settings.max_waiting:
        raise Problem(503, Retry_After="30")
    limit = service.settings.max_upload_mb * 2**20
    content = await file.read(limit + 1)
    if len(content) > limit:
        raise Problem(413, title=f"The file is larger than {service.settings.max_upload_mb} MB.")
    await first_look(content)
    review_id = reviews.new_id()
    upload = Upload(
        owner=caller.who,
        organisation=previous.organisation if previous else caller.organisation,
        inspection=previous.inspection if previous else caller.inspection,
        kind=wanted.kind,
        ruleset=wanted.ruleset,
        sha256=hashlib.sha256(content).hexdigest(),
        purge_after=service.now() + service.settings.kept(wanted.kind),
        idempotency_key=key,
        previous=previous.id if previous else None,
        library=wanted.library,
    )
    try:
        service.files.put(review_id, ORIGINAL, content)
        service.files.put(review_id, NAME, _file_name(file.filename).encode())
        known = reviews.accept(service.sessions, review_id, upload, service.now())
    except OSError:
        service.files.delete(review_id)
        raise Problem(
            503, title="The document could not be kept just now. Try again; nothing was kept.", Retry_After="60"
        ) from None
    if known != review_id:
        service.files.delete(review_id)
    access.record(service.sessions, caller, "create", known, service.now(), allowed=True)
    _send(service, known)
    return _answer(response, service, known)


def _send(service: Context, review_id: str) -> None:
    """Put the id on the queue; where the queue does not answer, the reconciler will."""
    try:
        send(service.queue, review_id)
    except (OperationalError, OSError):
        return
    reviews.sent(service.sessions, review_id, service.now())


def _answer(response: Response, service: Context, review_id: str) -> Accepted:
    row = reviews.get(service.sessions, review_id)
    prefix = LIBRARY_PREFIX if row and row.kind == rulesets.LIBRARY_REPORT else router.prefix
    response.headers["Location"] = f"{prefix}/{review_id}"
    return Accepted(id=review_id, state=row.state if row else "queued")


def _rules(name: str, kind: str) -> str:
    """A shipped ruleset for that kind. Raises BadRuleset; a path of this machine is no name."""
    if name not in rulesets.names():
        raise BadRuleset(f"There is no ruleset or kind of that name; there are {', '.join(rulesets.names())}.")
    if kind not in {*rulesets.names(), rulesets.load(name).rules.kind}:
        raise BadRuleset(f"There is no kind of that name; there are {', '.join(rulesets.names())}.")
    return name


def _file_name(given: str | None) -> str:
    """The last part of the name that the sender's program gave, without control characters."""
    last = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:200] or "document.docx"


@router.get("")
def listing(
    service: Service, caller: SignedIn,
    limit: Annotated[int, Query(ge=1, le=100)] = 20, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:  # fmt: skip
    """The caller's reviews, newest first."""
    found = select(ReviewRow).where(access.visible(caller)).order_by(ReviewRow.created.desc(), ReviewRow.id)
    with service.sessions() as session:
        rows = session.scalars(found.limit(limit + 1).offset(offset)).all()
    access.record(service.sessions, caller, "list", "", service.now(), allowed=True)
    following = offset + limit if len(rows) > limit else None
    return {"reviews": [state_of(service, row) for row in rows[:limit]], "next_offset": following}


@router.get("/{review_id}")
def read(review_id: str, service: Service, caller: SignedIn) -> dict[str, Any]:
    """The state of a review, and when done the review itself with the decisions on its findings."""
    row = seen(service, caller, review_id, "read")
    answer = state_of(service, row)
    if row.state == "done":
        answer["review"] = json.loads(service.files.get(row.id, REVIEW))
        known = {item["id"] for item in answer["review"]["findings"]}
        answer["decisions"] = {key: value for key, value in _decisions(service, row.id).items() if key in known}
        answer["threads"] = json.loads(service.files.get(row.id, THREADS))
        if row.previous and (changes := _changes(service, row, answer["review"])) is not None:
            answer["changes"] = changes
    return answer


@router.get("/{review_id}/events")
async def events(review_id: str, service: Service, caller: SignedIn) -> StreamingResponse:
    """Stage and progress as they change, then done or failed."""
    seen(service, caller, review_id, "events")
    return StreamingResponse(
        _events(service, review_id), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _events(service: Context, review_id: str) -> AsyncIterator[str]:
    last: tuple[str, str, float] | None = None
    quiet = 0.0
    while True:
        row = await asyncio.to_thread(reviews.get, service.sessions, review_id)
        if row is None:
            yield "event: gone\ndata: {}\n\n"
            return
        now = (row.state, row.stage, row.progress)
        if now != last:
            name = row.state if row.state in ("done", "failed") else "progress"
            yield f"event: {name}\ndata: {json.dumps(state_of(service, row, named=False))}\n\n"
            last, quiet = now, 0.0
        elif quiet > _QUIET:
            yield ": still here\n\n"  # so that a proxy does not take the stream for dead
            quiet = 0.0
        if row.state in ("done", "failed"):
            return
        await asyncio.sleep(_POLL)
        quiet += _POLL


@router.get("/{review_id}/document")
def document(review_id: str, service: Service, caller: SignedIn) -> Response:
    """The annotated copy."""
    row = finished(seen(service, caller, review_id, "document"))
    stem, _, ending = name_of(service, row.id).rpartition(".")
    return download(service.files.get(row.id, ANNOTATED), DOCX, f"{stem or 'document'}.annotated.{ending or 'docx'}")


@router.get("/{review_id}/original")
def original(review_id: str, service: Service, caller: SignedIn) -> Response:
    """The upload, byte for byte."""
    row = seen(service, caller, review_id, "original")
    return download(service.files.get(row.id, ORIGINAL), DOCX, name_of(service, row.id))


@router.get("/{review_id}/report")
def report(review_id: str, service: Service, caller: SignedIn) -> Response:
    """The report as a page."""
    row = finished(seen(service, caller, review_id, "report"))
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(service.files.get(row.id, REPORT), media_type="text/html; charset=utf-8", headers=headers)


@router.get("/{review_id}/findings.csv")
def findings_csv(review_id: str, service: Service, caller: SignedIn) -> Response:
    """The findings with their decisions, for a spreadsheet."""
    row = finished(seen(service, caller, review_id, "export"))
    return download(exports.as_csv(_table(service, row)), "text/csv; charset=utf-8", _findings_of(service, row, "csv"))


@router.get("/{review_id}/findings.xlsx")
def findings_xlsx(review_id: str, service: Service, caller: SignedIn) -> Response:
    """The findings with their decisions, as a workbook."""
    row = finished(seen(service, caller, review_id, "export"))
    return download(exports.as_xlsx(_table(service, row)), XLSX, _findings_of(service, row, "xlsx"))


@router.patch("/{review_id}/findings/{finding}")
def decide(review_id: str, finding: str, decision: Decision, service: Service, caller: SignedIn) -> dict[str, Any]:
    """Decide about a finding; who and when are kept, and every earlier decision."""
    row = finished(seen(service, caller, review_id, "decide"))
    known = {item["id"] for item in json.loads(service.files.get(row.id, REVIEW))["findings"]}
    if finding not in known:
        raise Problem(404)
    with service.sessions.begin() as session:
        session.add(
            DecisionRow(
                review=row.id,
                finding=finding,
                state=decision.state,
                reason=decision.reason,
                by=caller.who,
                at=service.now(),
            )
        )
    return {"finding": finding, **_decisions(service, row.id)[finding]}


@router.delete("/{review_id}", status_code=204)
def remove(review_id: str, service: Service, caller: SignedIn) -> Response:
    """Take the document, its review and every file made of it away, for good."""
    row = seen(service, caller, review_id, "delete")
    service.files.delete(row.id)
    reviews.remove(service.sessions, row.id)
    return Response(status_code=204)


def state_of(service: Context, row: ReviewRow, *, named: bool = True) -> dict[str, Any]:
    """What is told of a review whatever became of it."""
    state: dict[str, Any] = {
        "id": row.id, "state": row.state, "stage": row.stage, "progress": round(row.progress, 2), "kind": row.kind,
        "ruleset": row.ruleset, "created": row.created.isoformat(), "previous": row.previous,
        "finished": row.finished.isoformat() if row.finished else None, "purge_after": row.purge_after.isoformat(),
    }  # fmt: skip
    if named:
        state["name"] = name_of(service, row.id)
    if row.failure:
        state["problem"] = {
            "type": f"urn:standpoint:{row.failure}", "title": row.failure_title, "status": row.failure_status,
            "detail": row.failure_advice,
        }  # fmt: skip
    return state


def _decisions(service: Context, review_id: str) -> dict[str, dict[str, str]]:
    """Finding -> the latest decision on it."""
    with service.sessions() as session:
        rows = session.scalars(
            select(DecisionRow).where(DecisionRow.review == review_id).order_by(DecisionRow.id)
        ).all()
    return {
        row.finding: {"state": row.state, "reason": row.reason, "by": row.by, "at": row.at.isoformat()} for row in rows
    }


def _changes(service: Context, row: ReviewRow, review: dict[str, Any]) -> dict[str, list[str]] | None:
    """What became of the findings of the version before: resolved, still there, or new, by their ids. None where that
    version is not kept or could not be read."""
    try:
        before = json.loads(service.files.get(row.previous or "", REVIEW))
    except FileNotFoundError:
        return None
    silenced = {item["id"] for item in review.get("silenced", ())}
    old, new = ({item["id"]: item for item in one["findings"]} for one in (before, review))
    return {
        "resolved": [key for key in old if key not in new and key not in silenced],
        "silenced": [key for key in old if key in silenced],
        "still_there": [key for key in new if key in old],
        "new": [key for key in new if key not in old],
    }


def _table(service: Context, row: ReviewRow) -> list[list[str]]:
    checks = rulesets.load(row.ruleset).rules.checks
    return exports.rows(json.loads(service.files.get(row.id, REVIEW)), _decisions(service, row.id), checks)


def _findings_of(service: Context, row: ReviewRow, ending: str) -> str:
    return f"{PurePath(name_of(service, row.id)).stem}.findings.{ending}"


def name_of(service: Context, review_id: str) -> str:
    """The file's name, as its sender had it."""
    try:
        return service.files.get(review_id, NAME).decode()
    except FileNotFoundError:
        return "document.docx"


def finished(row: ReviewRow) -> ReviewRow:
    """The row of a review that is done; a 409 problem for another."""
    if row.state != "done":
        raise Problem(409)
    return row


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to save, under that name."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
