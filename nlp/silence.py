"""Findings that the writer has asked to leave: by a comment in the document, by the file beside it, or for one run.

A Word comment "standpoint: ignore unsupported-judgement" silences that check in the paragraphs it stands on; with "in
this document" at its end, everywhere. "standpoint: ignore" as a reply to a comment of ours silences that finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.document import Comment, Document
from models.finding import Finding
from models.review import Silenced
from nlp.reading import Reading

_REQUEST = re.compile(
    r"^\s*standpoint\s*:?\s*ignore\b[\s:]*(?P<checks>[a-z0-9-]+(?:\s*(?:,|and)\s*[a-z0-9-]+)*)?"
    r"(?P<everywhere>\s*,?\s*(?:in|throughout) (?:this|the)(?: whole)? document)?",
    re.IGNORECASE,
)
_OURS = re.compile(r"\((?P<check>[a-z0-9-]+) · (?P<reference>[0-9a-f]{12})\)\s*$")


@dataclass(frozen=True, slots=True)
class _Request:
    """One comment's wish: checks (none for one finding by reference), and where (None everywhere)."""

    checks: frozenset[str]
    reference: str | None
    start: int | None
    end: int | None

    def silences(self, finding: Finding) -> bool:
        if self.reference is not None:
            return finding.id == self.reference
        if finding.check not in self.checks:
            return False
        if self.start is None or self.end is None:
            return True
        return finding.start is not None and finding.start < self.end and self.start < (finding.end or finding.start)


def silence(reading: Reading, findings: Sequence[Finding]) -> tuple[list[Finding], list[Silenced]]:
    """The findings that stay, and the others with who asked for it."""
    ignored = frozenset(reading.allowed.ignore)
    requests = list(_requests(reading.document))
    kept: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in findings:
        if finding.check in ignored:
            silenced.append(Silenced(id=finding.id, check=finding.check, by="settings"))
        elif any(request.silences(finding) for request in requests):
            silenced.append(Silenced(id=finding.id, check=finding.check, by="comment"))
        else:
            kept.append(finding)
    return kept, silenced


def answered(comments: Sequence[Comment]) -> dict[str, tuple[bool, list[tuple[str, str]]]]:
    """What people did with our comments: finding -> (resolved, replies as (author, text)); only those they touched."""
    found: dict[str, tuple[bool, list[tuple[str, str]]]] = {}
    for comment in comments:
        ours = _OURS.search(comment.text)
        replies = [(other.author, other.text) for other in comments if other.parent == comment.id]
        if ours and (comment.resolved or replies):
            found[ours["reference"]] = (comment.resolved, replies)
    return found


def _requests(document: Document) -> Iterator[_Request]:
    by_id = {comment.id: comment for comment in document.comments}
    for comment in document.comments:
        match = _REQUEST.match(comment.text)
        if match is None:
            continue
        checks = frozenset(re.findall(r"[a-z0-9-]+", re.sub(r"\band\b", " ", (match["checks"] or "").lower())))
        if checks:
            start, end = (None, None) if match["everywhere"] else _paragraphs(document, comment)
            yield _Request(checks, None, start, end)
        elif answered := _OURS.search(by_id[comment.parent].text if comment.parent in by_id else ""):
            yield _Request(frozenset(), answered["reference"], None, None)


def _paragraphs(document: Document, comment: Comment) -> tuple[int | None, int | None]:
    """From the first character of the first paragraph that a comment stands on to the last of the last."""
    if comment.start is None or comment.end is None:
        return None, None
    first = document.blocks[document.block_at(comment.start)]
    last = document.blocks[document.block_at(max(comment.start, comment.end - 1))]
    return first.start, max(last.end, first.end)
