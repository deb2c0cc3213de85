"""A browser's way through the shipped proxy, with TLS and sign-in, to the API as it runs in a container's place."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow
DOCKER = Path(__file__).parents[2] / "docker"
PAGE = {"accept": "text/html"}


def certificate(folder):
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split()
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", *words, *files], check=True, capture_output=True)


@pytest.fixture
def proxied(tmp_path, machine_on, provider, free):
    """(machine, client) with the client in front of the proxy, which has the shipped settings but for its addresses."""
    for program in ("nginx", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} on this machine: apt-get install nginx-light openssl")
    port, plain = free(), free()
    machine = machine_on(
        tmp_path,
        STANDPOINT_OIDC_ISSUER=provider.url,
        STANDPOINT_OIDC_CLIENT_ID="standpoint",
        STANDPOINT_OIDC_CLIENT_SECRET="s",
        FORWARDED_ALLOW_IPS="*",
    )
    tls = tmp_path / "tls"
    tls.mkdir()
    certificate(tls)
    text = (DOCKER / "tls" / "tls.conf.example").read_text(encoding="utf-8")
    (tls / "tls.conf").write_text(text.replace("/etc/nginx/tls", str(tls)).replace("8443", f"127.0.0.1:{port}"))
    text = (DOCKER / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("/tmp/", f"{tmp_path}/"), ("/etc/nginx/tls", str(tls)), ("listen 8080", f"listen 127.0.0.1:{plain}"),
        ("http://api:8000", f"http://127.0.0.1:{machine.port}"), ("/dev/stdout", f"{tmp_path}/access"),
        ("error_log stderr", f"error_log {tmp_path}/errors"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    user = "user root;\n" if os.geteuid() == 0 else ""  # the folders of this test are its own
    (tmp_path / "nginx.conf").write_text(user + re.sub(r"resolver [^;]+;", "", text), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"])
    machine.start("api", "worker")
    with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=False, timeout=60) as client:
        machine.until(lambda: client.get("/healthz").status_code == 200, 20)
        yield machine, client
    process.terminate()
    process.wait(10)


def test_signing_in_sending_and_following_a_document_through_the_proxy(proxied, short_document, provider):
    machine, client = proxied
    first = client.get("/", headers=PAGE)
    assert (first.status_code, first.headers["location"]) == (303, "/auth/login")
    sent = client.get("/auth/login")
    back = httpx.get(sent.headers["location"]).headers["location"]
    assert back.startswith(f"{client.base_url}".rstrip("/") + "/auth/callback")
    answer = client.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    kept = answer.headers["set-cookie"].lower()
    assert all(word in kept for word in ("secure", "httponly", "samesite"))
    page = client.get("/", headers=PAGE)
    assert "ann@strathavon.example" in page.text
    assert page.headers["strict-transport-security"]
    form = {"files": {"file": ("a.docx", short_document)}, "data": {"ruleset": "position-statement"}}
    own = str(client.base_url).rstrip("/")
    assert client.post("/", headers=PAGE | {"origin": "https://evil.example"}, **form).status_code == 401
    accepted = client.post("/", headers=PAGE | {"origin": own}, **form)
    assert accepted.status_code == 303
    review = accepted.headers["location"]
    begun = time.monotonic()
    with client.stream("GET", f"/api/v1{review}/events") as stream:
        events = [(line, time.monotonic() - begun) for line in stream.iter_lines() if line.startswith("event:")]
    assert events[-1][0] == "event: done"
    assert events[0][1] < events[-1][1] or len(events) == 1  # sent as they happen
    assert "What each question is answered by" in client.get(review, headers=PAGE).text
    assert client.get("/metrics").status_code == client.get("/readyz").status_code == 404
    assert "initial response" not in (machine.folder / "access").read_text() + (machine.folder / "errors").read_text()


def test_what_is_too_large_or_not_there_is_told_as_a_problem_by_the_proxy_too(proxied):
    machine, client = proxied
    answer = client.post("/api/v1/reviews", content=b"\0" * (52 * 2**20))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:standpoint:document-too-large")
    machine.kill("api")
    away = client.get("/healthz")
    assert (away.status_code, away.json()["type"], away.headers["retry-after"]) == (503, "urn:standpoint:busy", "30")
