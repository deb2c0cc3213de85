"""Sign-in by OpenID Connect against a provider that this test runs itself."""

import base64
import json
from urllib.parse import parse_qs, urlparse

import httpx
import pytest
from fastapi.testclient import TestClient

from service.api.app import make_app
from service.api.context import Context
from service.settings import Settings
from workers.queue import make_queue
from workers.store.database import connect, migrate
from workers.store.files import FolderFiles


@pytest.fixture
def client(provider, tmp_path):
    provider.forget()
    settings = Settings(
        data=tmp_path,
        oidc_issuer=provider.url,
        oidc_client_id="standpoint",
        oidc_client_secret="s",
        insecure_cookies=True,
    )
    migrate(settings.database())
    files = FolderFiles(tmp_path / "files", settings.key())
    context = Context(settings, connect(settings.database()), files, make_queue("memory://"), local=False)
    with TestClient(make_app(context), raise_server_exceptions=False) as client:
        yield client


def sign_in(client):
    sent = client.get("/auth/login", follow_redirects=False)
    back = httpx.get(sent.headers["location"], follow_redirects=False).headers["location"]
    parts = urlparse(back)
    return client.get(parts.path, params={k: v[0] for k, v in parse_qs(parts.query).items()}, follow_redirects=False)


def test_whoever_signs_in_has_the_roles_that_the_provider_names(client):
    assert client.get("/api/v1/reviews").status_code == 401
    assert sign_in(client).status_code == 303
    assert client.get("/api/v1/reviews").status_code == 200
    cookie = client.cookies["standpoint"]
    kept = json.loads(base64.b64decode(cookie.split(".")[0] + "=="))
    assert (kept["who"], kept["roles"], kept["organisation"]) == (
        "ann@strathavon.example",
        ["partnership"],
        "Strathavon",
    )


def test_somebody_without_a_role_is_told_so_and_not_let_in(client, provider):
    provider.claims["roles"] = ["king"]
    assert sign_in(client).status_code == 403
    assert client.get("/api/v1/reviews").status_code == 401


def test_a_change_by_cookie_from_another_site_is_refused(client):
    sign_in(client)
    files = {"file": ("a.docx", b"x")}
    own = client.post("/api/v1/reviews", files=files, data={"kind": "position-statement"})
    other = client.post(
        "/api/v1/reviews", files=files, data={"kind": "position-statement"}, headers={"origin": "https://evil.example"}
    )
    assert (own.status_code, other.status_code) == (415, 401)


def test_a_forged_cookie_is_no_way_in(client):
    forged = base64.b64encode(json.dumps({"who": "x", "roles": ["panel"], "until": 9e9}).encode()).decode()
    client.cookies.set("standpoint", f"{forged}.abc.def")
    assert client.get("/api/v1/reviews").status_code == 401


def test_a_callback_that_nobody_asked_for_is_refused(client):
    assert (
        client.get("/auth/callback", params={"code": "code", "state": "x"}, follow_redirects=False).status_code == 401
    )


def test_signing_out_ends_the_session(client):
    sign_in(client)
    client.post("/auth/logout", follow_redirects=False)
    assert client.get("/api/v1/reviews").status_code == 401


PAGE = {"accept": "text/html"}


def test_a_page_sends_whoever_is_not_signed_in_to_the_provider_and_back_to_the_first_page(client):
    asked = client.get("/reviews/x", headers=PAGE, follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/auth/login")
    assert sign_in(client).headers["location"] == "/"
    page = client.get("/", headers=PAGE).text
    assert "ann@strathavon.example" in page
    assert "Sign out" in page
    assert "only people of Strathavon" in page


def test_a_form_without_a_session_or_from_elsewhere_changes_nothing_and_says_what_to_do(client):
    data, files = {"ruleset": "position-statement"}, {"file": ("a.docx", b"x")}
    ended = client.post("/", headers=PAGE, data=data, files=files, follow_redirects=False)
    assert (ended.status_code, "Your sign-in may have ended" in ended.text) == (401, True)
    sign_in(client)
    for origin, status in (("http://testserver", 415), ("https://evil.example", 401), ("null", 401)):
        answer = client.post("/", headers=PAGE | {"origin": origin}, data=data, files=files, follow_redirects=False)
        assert answer.status_code == status


def test_a_sign_in_that_fails_is_a_page_and_goes_round_in_no_circle(client, provider):
    page = client.get("/auth/callback", params={"code": "c", "state": "x"}, headers=PAGE, follow_redirects=False)
    assert (page.status_code, 'href="/auth/login"' in page.text) == (401, True)
    provider.claims["roles"] = []
    sent = client.get("/auth/login", follow_redirects=False)
    back = urlparse(httpx.get(sent.headers["location"], follow_redirects=False).headers["location"])
    refused = client.get(f"{back.path}?{back.query}", headers=PAGE, follow_redirects=False)
    assert (refused.status_code, "has no role in Standpoint" in refused.text) == (403, True)


def test_signing_out_ends_on_a_page_that_does_not_sign_in_again(client):
    sign_in(client)
    page = client.post("/auth/logout", headers=PAGE)
    assert (page.status_code, page.url.path) == (200, "/signed-out")
    assert client.get("/", headers=PAGE, follow_redirects=False).status_code == 303
