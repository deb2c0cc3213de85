"""Settings: the one place that reads the environment. Every name begins with STANDPOINT_ (docs/settings.md)."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_KEY_BYTES = 32


_KEEP_DAYS = {"position-statement": 180, "self-evaluation": 180, "draft-report": 90, "library-report": 3650}


class Settings(BaseSettings):
    """How this process runs. Without any of these, everything is embedded under one folder."""

    model_config = SettingsConfigDict(env_prefix="STANDPOINT_", extra="ignore")

    data: Annotated[Path, Field(description="The folder of all state in the embedded default.")] = Path(
        "standpoint-data"
    )
    database_url: Annotated[str, Field(description="SQLAlchemy URL; empty is an SQLite file in the data folder.")] = ""
    redis_url: Annotated[str, Field(description="Redis-protocol broker; empty starts one in the data folder.")] = ""
    file_key: Annotated[
        SecretStr, Field(description="Base64 of 32 bytes that encrypt files; empty is a key file in the data folder.")
    ] = SecretStr("")
    files_url: Annotated[str, Field(description="Object store, as s3://bucket/prefix; empty is the data folder.")] = ""
    max_upload_mb: Annotated[int, Field(ge=1, le=200, description="Largest upload.")] = 50
    max_waiting: Annotated[int, Field(ge=1, description="Uploads queued or running before new ones are refused.")] = 200
    keep_days: Annotated[
        dict[str, int], Field(description="Days that a document is kept, by kind; kinds left out keep the default.")
    ] = _KEEP_DAYS
    keep_days_other: Annotated[int, Field(ge=1, description="Days for any other kind.")] = 90
    keep_access_days: Annotated[int, Field(ge=1, description="Days that a line of the access log is kept.")] = 730
    requests_a_minute: Annotated[int, Field(ge=1, description="Requests that one caller may make.")] = 600

    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="From which level on our own lines are logged.")
    ] = "warning"
    otlp_endpoint: Annotated[
        str, Field(description="Address that OpenTelemetry traces go to, by OTLP over HTTP; empty sends none.")
    ] = ""

    oidc_issuer: Annotated[
        str, Field(description="Address of the OpenID Connect provider; empty offers no sign-in.")
    ] = ""
    oidc_client_id: Annotated[str, Field(description="Client id at the provider.")] = ""
    oidc_client_secret: Annotated[SecretStr, Field(description="Client secret at the provider.")] = SecretStr("")
    oidc_roles_claim: Annotated[str, Field(description="Claim that lists somebody's roles.")] = "roles"
    oidc_organisation_claim: Annotated[str, Field(description="Claim that names the partnership.")] = "organisation"
    oidc_inspection_claim: Annotated[str, Field(description="Claim that names the inspection.")] = "inspection"
    insecure_cookies: Annotated[bool, Field(description="Let the session's cookie travel without TLS; for tests.")] = (
        False
    )

    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'standpoint.db'}"

    def kept(self, kind: str) -> timedelta:
        """How long a document of that kind is kept."""
        return timedelta(days=(_KEEP_DAYS | self.keep_days).get(kind, self.keep_days_other))

    def kept_access(self) -> timedelta:
        """How long a line of the access log is kept."""
        return timedelta(days=self.keep_access_days)

    def session_key(self) -> str:
        """The key that signs sessions: made from the key of the files, so that there is one secret to keep."""
        return hmac.new(self.key(), b"sessions", "sha256").hexdigest()

    def key(self) -> bytes:
        """The key of the files: from the environment, else of the data folder, made at first use."""
        if given := self.file_key.get_secret_value():
            return base64.b64decode(given, validate=True)
        path = self.data / "file.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            key = secrets.token_bytes(_KEY_BYTES)
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        return key


def redis_of(environment: Settings) -> str:
    """The broker's URL: ours, or the REDIS_URL that platforms set."""
    return environment.redis_url or os.environ.get("REDIS_URL", "")
