"""Signing in by OpenID Connect: the organisation's own identity provider says who somebody is and in which roles.

The session is a signed cookie with the claims that matter and nothing else; it ends with the browser, or after eight
hours. A change asked for with a cookie has to come from our own origin (service/api/context.py).
"""

from __future__ import annotations

import time
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.middleware.sessions import SessionMiddleware

from service.api.access import ROLES, Caller
from service.api.problems import Problem
from service.settings import Settings

SESSION_SECONDS = 8 * 3600
_COOKIE = "standpoint"
router = APIRouter(prefix="/auth", tags=["sign-in"], include_in_schema=False)


def install(app: FastAPI, settings: Settings) -> None:
    """Offer sign-in where an identity provider is configured."""
    if not settings.oidc_issuer:
        return
    oauth = OAuth()
    oauth.register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )
    app.state.provider = oauth.provider
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings.session_key(),
        session_cookie=_COOKIE,
        max_age=SESSION_SECONDS,
        same_site="lax",
        https_only=not settings.insecure_cookies,
    )
    app.include_router(router)


@router.get("/login")
async def login(request: Request) -> Any:
    """Go to the identity provider."""
    return await request.app.state.provider.authorize_redirect(request, str(request.url_for("callback")))


@router.get("/callback")
async def callback(request: Request) -> RedirectResponse:
    """Come back from it: keep who it is, in a new session."""
    try:
        token = await request.app.state.provider.authorize_access_token(request)
    except OAuthError:
        raise Problem(401, title="The sign-in did not succeed. Try again.") from None
    settings: Settings = request.app.state.context.settings
    claims = dict(token.get("userinfo") or {})
    roles = [role for role in _listed(claims.get(settings.oidc_roles_claim)) if role in ROLES]
    request.session.clear()
    if not roles or not claims.get("sub"):
        raise Problem(403, title="Your account has no role in Standpoint. Ask those who run it.")
    request.session.update(
        who=str(claims.get("email") or claims["sub"]),
        roles=roles,
        organisation=str(claims.get(settings.oidc_organisation_claim) or ""),
        inspection=str(claims.get(settings.oidc_inspection_claim) or ""),
        until=int(time.time()) + SESSION_SECONDS,
    )
    return RedirectResponse("/", 303)


@router.post("/logout")
async def logout(request: Request) -> RedirectResponse:
    """Forget who it was."""
    request.session.clear()
    return RedirectResponse("/signed-out", 303)  # the provider would sign the same person in again at once


def caller_of_session(request: Request) -> Caller | None:
    """Who is signed in by cookie, or None."""
    session = request.session if "session" in request.scope else {}
    if not session.get("who") or session.get("until", 0) < time.time():
        return None
    return Caller(session["who"], frozenset(session["roles"]), session["organisation"], session["inspection"])


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [str(item) for item in value] if isinstance(value, list) else []
