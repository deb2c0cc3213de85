"""Pages from templates, and who is looking at them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from service.api.access import LOCAL, Caller
from service.api.context import SignedIn
from service.report import environment
from service.web import words

# With "no-referrer" a browser sends `Origin: null` with a form, which is no proof of where it comes from
# (service/api/context.py). Other sites learn no more from this than from that.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


def visitor(request: Request, caller: SignedIn) -> Caller:
    """Who is looking; kept for the head of the page."""
    request.state.visitor = caller
    return caller


Visitor = Annotated[Caller, Depends(visitor)]


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Nothing of it is kept by the browser or on the way."""
    caller: Caller | None = getattr(request.state, "visitor", None)
    html = (
        environment()
        .get_template(template)
        .render(
            visitor=caller,
            local=caller == LOCAL,
            by_session=hasattr(request.app.state, "provider"),
            words=words,
            **values,
        )
    )
    return HTMLResponse(html, status, HEADERS)
