"""What those who run the service see of it: lines for machines, traces at a collector, and no text or names in either."""

import http.server
import json
import threading

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

pytestmark = pytest.mark.slow


class Collector:
    """A receiver of OTLP over HTTP."""

    def __init__(self):
        kept = self.kept = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                kept.append(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def spans(self):
        """(service, name) of every span."""
        found = []
        for content in self.kept:
            request = ExportTraceServiceRequest()
            request.ParseFromString(content)
            for resource in request.resource_spans:
                service = next(a.value.string_value for a in resource.resource.attributes if a.key == "service.name")
                found += [(service, span.name) for scope in resource.scope_spans for span in scope.spans]
        return found

    def stop(self):
        self._server.shutdown()


@pytest.fixture
def collector():
    made = Collector()
    yield made
    made.stop()


def test_logs_are_json_lines_and_traces_reach_the_collector_without_text_or_names(
    tmp_path, machine_on, collector, short_document
):
    machine = machine_on(
        tmp_path,
        STANDPOINT_LOG_LEVEL="info",
        STANDPOINT_OTLP_ENDPOINT=collector.url,
        OTEL_BSP_SCHEDULE_DELAY="200",
    )
    machine.start("api", "worker")
    answer = machine.client.post(
        "/api/v1/reviews", files={"file": ("Anna Reid.docx", short_document)}, data={"kind": "position-statement"}
    )
    review_id = answer.json()["id"]
    assert machine.ended(review_id)["state"] == "done"
    assert machine.client.get("/api/v1/reviews/unknown").status_code == 404
    wanted = {("standpoint-api", "POST /api/v1/reviews"), ("standpoint-worker", "run/standpoint.review")}
    machine.until(lambda: wanted <= set(collector.spans()), 20)
    logs = {name: (tmp_path / f"{name}.log").read_text(encoding="utf-8") for name in ("api", "worker")}
    lines = {name: [json.loads(line) for line in text.splitlines()] for name, text in logs.items()}
    reviewed = next(line for line in lines["worker"] if line["message"] == "reviewed")
    assert (reviewed["review"], reviewed["attempt"]) == (review_id, 1)
    assert set(reviewed["seconds"]) >= {"reading", "checking"}
    asked = [line for line in lines["api"] if line["message"] == "request"]
    assert ("POST", "/api/v1/reviews", 202) in {(line["method"], line["route"], line["status"]) for line in asked}
    told = "".join(logs.values()).encode() + b"".join(collector.kept)
    for secret in (b"initial response", b"Anna", b"tester", b"Strathavon", b"Bearer"):
        assert secret not in told, secret


def test_the_words_of_an_error_are_taken_off_a_span():
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from service.tracing import _WithoutWords

    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(_WithoutWords(kept)))
    with pytest.raises(ValueError, match="secret"), provider.get_tracer("t").start_as_current_span("work"):
        raise ValueError("secret")
    (span,) = kept.get_finished_spans()
    assert (span.name, span.events, span.status.is_ok, span.status.description) == ("work", (), False, None)


def test_an_exception_in_the_logs_is_its_type_and_its_place(capsys):
    import logging

    from service.logs import set_up

    before = logging.getLogger().handlers[:]
    try:
        set_up("info")
        try:
            raise ValueError("Jane Macdonald")
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
        (line,) = capsys.readouterr().err.splitlines()
    finally:
        logging.captureWarnings(False)
        logging.basicConfig(handlers=before, force=True)
    assert json.loads(line)["exc_info"].startswith("ValueError in test_observing.py, line ")
    assert "Jane" not in line


def test_a_span_tells_neither_addresses_nor_senders():
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from service.tracing import _WithoutWords

    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(_WithoutWords(kept)))
    told = {"http.method": "GET", "http.route": "/auth/callback", "http.status_code": 303}
    secret = {"http.url": "https://x/auth/callback?code=SECRET", "net.peer.ip": "10.1.2.3", "http.target": "/Anna Reid"}
    with provider.get_tracer("t").start_as_current_span("GET /Anna Reid", attributes=told | secret):
        pass
    (span,) = kept.get_finished_spans()
    assert (span.name, dict(span.attributes)) == ("GET /auth/callback", told)
