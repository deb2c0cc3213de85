"""The page after signing out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/signed-out")
def signed_out(request: Request) -> HTMLResponse:
    """Says so, and offers to sign in again."""
    return page(request, "signed-out.html", sign_in=hasattr(request.app.state, "provider"))
