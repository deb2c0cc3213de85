"""Deleting a review: asked once more first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api import reviews
from service.api.context import Service, seen
from service.web.rendering import Visitor, page

router = APIRouter(prefix="/reviews", include_in_schema=False)


@router.get("/{review_id}/delete")
def ask(request: Request, review_id: str, service: Service, caller: Visitor) -> HTMLResponse:
    """What would go, and the button."""
    row = seen(service, caller, review_id, "read")
    return page(request, "delete.html", row=reviews.state_of(service, row))


@router.post("/{review_id}/delete")
def remove(review_id: str, service: Service, caller: Visitor) -> RedirectResponse:
    """Delete it, and go to the list."""
    reviews.remove(review_id, service, caller)
    return RedirectResponse("/?deleted=true", 303)
