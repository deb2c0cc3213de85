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

import obstore
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore, from_url

_NONCE = 12


class Gone(FileNotFoundError):
    """A file that is not kept, or no longer."""


class Files(Protocol):
    """What the service and the workers ask of a store of files."""

    def put(self, review: str, name: str, content: bytes) -> None:
        """Keep a file of a review under a name; a second `put` replaces the first."""

    def get(self, review: str, name: str) -> bytes:
        """A file. Raises Gone."""

    def delete(self, review: str) -> None:
        """Take away every file of a review; nothing happens where there is none."""


class _Sealed:
    """Encryption with AES-256-GCM; the review and the name are bound to the content."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, review: str, name: str, content: bytes) -> bytes:
        """The content as it is stored."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, f"{review}/{name}".encode())

    def open(self, review: str, name: str, sealed: bytes) -> bytes:
        """The content of what was stored. Raises InvalidTag for another key, review or name."""
        return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], f"{review}/{name}".encode())


class FolderFiles:
    """Files in a local folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._sealed = _Sealed(key)
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, review: str, name: str, content: bytes) -> None:
        """Write aside, flush to disk, and rename."""
        target = self._folder / _path(review, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._sealed.seal(review, name, content))
                file.flush()
                os.fsync(file.fileno())
            Path(aside).replace(target)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise
        _sync(target.parent)

    def get(self, review: str, name: str) -> bytes:
        """Read and open."""
        try:
            sealed = (self._folder / _path(review, name)).read_bytes()
        except FileNotFoundError:
            raise Gone(review) from None
        return self._sealed.open(review, name, sealed)

    def delete(self, review: str) -> None:
        """Take the review's folder away."""
        shutil.rmtree(self._folder / review[:2] / review, ignore_errors=True)


class BucketFiles:
    """Files in an object store: S3 and what speaks its protocol, through obstore."""

    def __init__(self, store: ObjectStore, key: bytes) -> None:
        self._store = store
        self._sealed = _Sealed(key)

    def put(self, review: str, name: str, content: bytes) -> None:
        """A put is whole or not at all, and kept once it is answered."""
        try:
            obstore.put(self._store, _path(review, name), self._sealed.seal(review, name, content))
        except BaseError as problem:
            raise OSError(type(problem).__name__) from None

    def get(self, review: str, name: str) -> bytes:
        """Fetch and open."""
        try:
            sealed = obstore.get(self._store, _path(review, name)).bytes()
        except (NotFoundError, FileNotFoundError):
            raise Gone(review) from None
        except BaseError as problem:
            raise OSError(type(problem).__name__) from None
        return self._sealed.open(review, name, bytes(sealed))

    def delete(self, review: str) -> None:
        """Take away every object under the review."""
        try:
            for found in obstore.list(self._store, prefix=f"{review[:2]}/{review}"):
                obstore.delete(self._store, [item["path"] for item in found])
        except BaseError as problem:
            raise OSError(type(problem).__name__) from None


def open_files(url: str, folder: Path, key: bytes) -> Files:
    """The store that a URL names (`s3://bucket/prefix`, credentials from the usual AWS variables), else the folder."""
    return BucketFiles(from_url(url), key) if url else FolderFiles(folder, key)


def _path(review: str, name: str) -> str:
    """Where a file is kept; names of documents do not show."""
    if not review.isalnum():
        raise Gone(review)
    return f"{review[:2]}/{review}/{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def _sync(folder: Path) -> None:
    """A rename is on disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
