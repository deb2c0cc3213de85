"""OpenTelemetry traces, where an address to send them to is set: requests, and the tasks that they put on the queue.

A span says route, status and times, and the name of a task. Everything else is taken off before anything is sent: an
address may hold a code of sign-in, and the words of an exception text of a document.
"""

from __future__ import annotations

from collections.abc import Sequence

from celery.signals import worker_process_init
from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status

_TOLD = (
    "http.method", "http.route", "http.status_code", "http.request.method", "http.response.status_code",
    "celery.action", "celery.state", "celery.task_name",
)  # fmt: skip
_QUIET = "healthz,readyz,metrics,events"  # asked all the time, or open for long


def trace_api(app: FastAPI, endpoint: str) -> None:
    """Trace the requests of the API, and what it puts on the queue."""
    provider = _provider(endpoint, "standpoint-api")
    FastAPIInstrumentor.instrument_app(app, tracer_provider=provider, excluded_urls=_QUIET)
    CeleryInstrumentor().instrument(tracer_provider=provider)


def trace_worker(endpoint: str) -> None:
    """Trace the tasks of a worker: in each of its children, for a thread that sends does not outlive a fork."""

    def begin(**_: object) -> None:
        CeleryInstrumentor().instrument(tracer_provider=_provider(endpoint, "standpoint-worker"))

    worker_process_init.connect(begin, weak=False)


def _provider(endpoint: str, name: str) -> TracerProvider:
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(_WithoutWords(exporter)))
    trace.set_tracer_provider(provider)
    return provider


class _WithoutWords(SpanExporter):
    """Sends of each span what may be told."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send them."""
        return self._exporter.export([_bare(span) for span in spans])

    def shutdown(self) -> None:
        """Send nothing more."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Send what waits."""
        return self._exporter.force_flush(timeout_millis)


def _bare(span: ReadableSpan) -> ReadableSpan:
    """What may be told: addresses, queries, senders and the words of errors stay here."""
    kept = {key: value for key, value in (span.attributes or {}).items() if key in _TOLD}
    name = f"{kept.get('http.method', '')} {kept.get('http.route', '')}".strip() if "http.method" in kept else span.name
    return ReadableSpan(
        name=name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=kept,
        kind=span.kind,
        instrumentation_scope=span.instrumentation_scope,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )
