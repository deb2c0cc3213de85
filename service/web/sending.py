"""Sending a document by a form: what the first version and the next have in common."""

from __future__ import annotations

import hashlib
import secrets
from typing import Annotated, Any

from fastapi import File, Form, UploadFile

from service.api.context import Context
from service.api.problems import Problem
from service.web import words

Sent = Annotated[UploadFile | None, File()]
Once = Annotated[str, Form(max_length=40)]


def form(service: Context, problem: Problem | None = None) -> dict[str, Any]:
    """What the form needs: its limits, a mark of its own, and what went wrong with the last try."""
    return {
        "most": service.settings.max_upload_mb,
        "once": secrets.token_hex(8),
        "endings": words.ENDINGS,
        "problem": problem,
    }


def chosen(file: UploadFile | None) -> UploadFile:
    """The file; a problem where none was chosen."""
    if file is None or not file.filename:
        raise Problem(422, "no-file", "No file was chosen.", "Choose a Word document and send it again.")
    return file


async def key(service: Context, file: UploadFile, once: str, about: str) -> str | None:
    """The same form sent twice with the same file is one review; with another file it is another. None where the form
    has no mark of its own."""
    if not once:
        return None
    content = await file.read(service.settings.max_upload_mb * 2**20 + 1)
    await file.seek(0)
    return hashlib.sha256(f"{once}\0{about}\0".encode() + content).hexdigest()
