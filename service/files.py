"""Reading and writing files for the command line: errors as refusals, outputs whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from models.errors import DocumentTooLarge, UnreadableFile

MAX_BYTES = 200 * 2**20


def read_file(name: str) -> bytes:
    """The contents of a file. Raises UnreadableFile, DocumentTooLarge."""
    path = Path(name)
    try:
        if path.is_dir():
            raise UnreadableFile("This is a folder, not a file.", "Name a file in it.")
        if path.stat().st_size > MAX_BYTES:
            raise DocumentTooLarge(f"The file is larger than {MAX_BYTES // 2**20} MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile("There is no such file.") from None
    except OSError as problem:
        raise UnreadableFile(f"The file cannot be read ({problem.strerror}).") from None


def write_file(name: str, content: bytes, not_over: str) -> None:
    """Write a file in one step, so that a reader never sees half of it. Never over the original."""
    path = Path(name)
    if path.resolve() == Path(not_over).resolve():
        raise UnreadableFile("The result would overwrite the original.", "Name another file with --out.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as temporary:
            temporary.write(content)
        try:
            Path(temporary.name).chmod(0o666 & ~_umask())
            Path(temporary.name).replace(path)
        except OSError:
            Path(temporary.name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise UnreadableFile(
            f"{name} cannot be written ({problem.strerror}).", "Check the folder and its rights."
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
