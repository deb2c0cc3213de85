"""Logs: one JSON object a line on standard error, for machines to read. They hold ids and never text or names."""

from __future__ import annotations

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

_OURS = ("service", "workers")


def set_up(level: str) -> None:
    """Our own lines from that level on, those of libraries from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    names = {"asctime": "time", "levelname": "level", "name": "logger"}
    handler.setFormatter(
        JsonFormatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%S%z"
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
