"""Files of reviews: encrypted, each under its review, named by the hash of its content.

One small interface; the local folder is the first of them. A file appears whole or not at all, and is on disk before
its name is written down anywhere.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Files(Protocol):
    """What the service and the workers ask of a store of files."""

    def put(self, review: str, name: str, content: bytes) -> None:
        """Keep a file of a review under a name; a second `put` replaces the first."""

    def get(self, review: str, name: str) -> bytes:
        """A file. Raises FileNotFoundError."""

    def delete(self, review: str) -> None:
        """Take away every file of a review; nothing happens where there is none."""


class FolderFiles:
    """Files in a folder, encrypted with AES-256-GCM; the review and the name are bound to the content."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, review: str, name: str, content: bytes) -> None:
        """Write aside, flush to disk, and rename."""
        target = self._path(review, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, content, f"{review}/{name}".encode())
        descriptor, aside = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).replace(target)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise
        _sync(target.parent)

    def get(self, review: str, name: str) -> bytes:
        """Read and open."""
        sealed = self._path(review, name).read_bytes()
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], f"{review}/{name}".encode())

    def delete(self, review: str) -> None:
        """Take the review's folder away."""
        shutil.rmtree(self._folder / review[:2] / review, ignore_errors=True)

    def _path(self, review: str, name: str) -> Path:
        if not review.isalnum():
            raise FileNotFoundError(review)
        return self._folder / review[:2] / review / hashlib.sha256(name.encode()).hexdigest()[:32]


def _sync(folder: Path) -> None:
    """A rename is on disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
