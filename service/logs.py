"""Logs: one JSON object a line on standard error, for machines to read. They hold ids and never text or names."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_OURS = ("service", "workers")


class _Lines(JsonFormatter):
    """JSON lines in which an exception is its type and its place: its words may hold text of a document."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name of the library
        """Type, file and line."""
        kind, _, trace = ei
        last = traceback.extract_tb(trace)[-1] if trace else None
        where = f" in {Path(last.filename).name}, line {last.lineno}" if last else ""
        return f"{kind.__name__ if kind else 'unknown'}{where}"


def set_up(level: str) -> None:
    """Our own lines from that level on, those of libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    names = {"asctime": "time", "levelname": "level", "name": "logger"}
    handler.setFormatter(
        _Lines("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%S%z")
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # of libraries, for those who write programs
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
