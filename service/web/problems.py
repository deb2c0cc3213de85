"""Problems as pages: what happened, and what to do now."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from models.errors import Refusal
from service.api.problems import Problem, of_refusal
from service.web.rendering import page

_HEADINGS = {
    401: "You need to sign in",
    403: "You may not do this",
    404: "This page is not here, or not for you",
    405: "This address does not take that",
    409: "The review is not finished",
    413: "The file is too large",
    422: "Something in the request is not right",
    429: "Too many requests at once",
    500: "Something went wrong on our side",
    503: "Not just now",
}
_TO_DO = {
    403: "Your role does not include it. If that is a mistake, ask those who run Standpoint in your organisation.",
    404: "Check the address. The review may have been deleted, its time may be over, or it may belong to another "
    "organisation.",
    409: "Wait until it has been read, then try again.",
    413: "Make it smaller, for example by compressing its pictures in Word, and send it again. Nothing was kept.",
    422: "Go back, check what you gave, and try again. Nothing was changed.",
    429: "Wait a minute, then try again.",
    500: "Try again. If it happens again, tell those who run Standpoint what you did and when; they do not need the "
    "document.",
    503: "Wait a little, then send it again.",
}
_NO_SIGN_IN = (
    "Sign-in is not set up on this service, so its pages are closed. Ask those who run it, or use the API with a token."
)
_SIGN_IN = "Your sign-in may have ended. Sign in, then do it again: nothing was kept or changed."


def page_of(request: Request, problem: Problem) -> Response:
    """A problem as a page; whoever only has to sign in is sent there."""
    can_sign_in = hasattr(request.app.state, "provider")
    signing_in = request.url.path.startswith("/auth/")
    known = "authorization" in request.headers
    if problem.status == 401 and can_sign_in and not signing_in and not known and request.method == "GET":
        return RedirectResponse("/auth/login", 303)
    unknown = _SIGN_IN if can_sign_in else _NO_SIGN_IN
    answer = page(
        request,
        "problem.html",
        problem.status,
        heading=_HEADINGS.get(problem.status, "This did not work"),
        title=problem.title if problem.title != Problem(problem.status).title else "",  # the heading says it
        advice=problem.advice or (unknown if problem.status == 401 else _TO_DO.get(problem.status, "")),
        sign_in=can_sign_in and (problem.status == 401 or signing_in),
    )
    answer.headers.update({name.replace("_", "-"): value for name, value in problem.headers.items()})
    return answer


def beside_the_form(error: Problem | Refusal) -> Problem:
    """What went wrong with an upload, with what to do about it."""
    problem = of_refusal(error) if isinstance(error, Refusal) else error
    problem.advice = problem.advice or _TO_DO.get(problem.status, "")
    return problem
