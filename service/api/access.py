"""Who may do what. One function decides; every route asks it, and every answer is in the access log."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import Session, sessionmaker

from models.ruleset import DRAFT_REPORT, LIBRARY_REPORT
from workers.store.tables import AccessRow, ReviewRow, TokenRow

ROLES = ("partnership", "inspector", "panel", "administrator")
_PREFIX = "sp"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in: who, in which roles, for which organisation and inspection."""

    who: str
    roles: frozenset[str]
    organisation: str = ""
    inspection: str = ""

    def is_in(self, *roles: str) -> bool:
        """True for any of the roles."""
        return bool(self.roles & set(roles))


LOCAL = Caller("local", frozenset(ROLES))  # the single user of the embedded default, on loopback only


def may_create(caller: Caller, kind: str) -> bool:
    """Partnerships send their own documents and never a draft report; the panel sends draft reports and fills the
    library."""
    if kind == LIBRARY_REPORT:
        return caller.is_in("panel")
    if kind == DRAFT_REPORT:
        return caller.is_in("inspector", "panel")
    return caller.is_in("partnership", "inspector")


def may_see(caller: Caller, row: ReviewRow) -> bool:
    """The rule of `visible`, for one row; earlier reports of the library are the panel's."""
    if row.kind == LIBRARY_REPORT:
        return caller.is_in("panel")
    if row.kind == DRAFT_REPORT:
        return caller.is_in("panel") or (
            caller.is_in("inspector") and _same(caller.inspection, row.inspection, caller, row)
        )
    if caller.is_in("inspector") and _same(caller.inspection, row.inspection, caller, row):
        return True
    return caller.is_in("partnership") and _same(caller.organisation, row.organisation, caller, row)


def readers(caller: Caller, kind: str) -> list[str]:
    """Who will see what this caller sends, in words: the rule of `may_see`, for people."""
    inspectors = [f"inspectors of inspection {caller.inspection}"] if caller.inspection else []
    if kind == DRAFT_REPORT:
        return ["the quality assurance panel", *(inspectors or (["you"] if caller.is_in("inspector") else []))]
    return [*([f"people of {caller.organisation}"] if caller.organisation else []), *inspectors] or ["you"]


def visible(caller: Caller) -> ColumnElement[bool]:
    """What a caller may list: a partnership its own documents, an inspector those of the inspection, the panel every
    draft report; nobody else anything. The library has a list of its own."""
    parts: list[ColumnElement[bool]] = []
    if caller.is_in("panel"):
        parts.append(ReviewRow.kind == DRAFT_REPORT)
    if caller.is_in("inspector"):
        parts.append(ReviewRow.inspection == caller.inspection if caller.inspection else ReviewRow.owner == caller.who)
    if caller.is_in("partnership"):
        own = ReviewRow.organisation == caller.organisation if caller.organisation else ReviewRow.owner == caller.who
        parts.append(own & (ReviewRow.kind != DRAFT_REPORT))
    return and_(ReviewRow.kind != LIBRARY_REPORT, or_(*parts)) if parts else false()


def _same(mine: str, theirs: str, caller: Caller, row: ReviewRow) -> bool:
    return mine == theirs if mine else row.owner == caller.who


def record(
    sessions: sessionmaker[Session], caller: Caller, action: str, review: str, now: datetime, *, allowed: bool
) -> None:
    """Write a line of the access log."""
    with sessions.begin() as session:
        roles = ",".join(sorted(caller.roles))
        session.add(AccessRow(at=now, who=caller.who, roles=roles, action=action, review=review, allowed=allowed))


def caller_of_token(sessions: sessionmaker[Session], token: str, now: datetime) -> Caller | None:
    """Whose token this is, or None: unknown, revoked or expired."""
    parts = token.split("_")
    if len(parts) != 3 or parts[0] != _PREFIX:
        return None
    with sessions() as session:
        row = session.get(TokenRow, parts[1])
    given = hash_of(parts[2])
    if row is None or not hmac.compare_digest(row.secret_sha256, given) or row.revoked or row.expires < now:
        return None
    return Caller(row.who, frozenset(row.roles.split(",")), row.organisation, row.inspection)


def hash_of(secret: str) -> str:
    """What is kept of a secret of 256 random bits: no salt or stretching adds to that."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_text(token_id: str, secret: str) -> str:
    """A token as its holder keeps it."""
    return f"{_PREFIX}_{token_id}_{secret}"
