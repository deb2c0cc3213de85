"""Headers of every answer: nothing from other sites, in no frame, kept nowhere."""

from __future__ import annotations

from fastapi import Response

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
}


def protect(response: Response) -> Response:
    """Set them where the answer has none of its own."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
