"""A first look at an upload in a process of its own, with limits of time and memory: can it be reviewed at all?

The API never parses a document. It runs `python -m workers.intake`, gives it the bytes, and gets `{}` or the refusal.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys

from models.errors import Refusal, UnsafeDocument

_CPU_SECONDS = 10
_MEMORY = 1024 * 2**20
_PATIENCE = 20.0  # seconds


async def first_look(content: bytes) -> None:
    """Raises the Refusal of a document that cannot be reviewed; nothing where it can, as far as a first look tells."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workers.intake",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        output, _ = await asyncio.wait_for(process.communicate(content), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise UnsafeDocument("The document takes far longer to open than any document needs.") from None
    try:
        answer = json.loads(output)
    except ValueError:
        raise UnsafeDocument("The document cannot be opened within the limits of time and memory.") from None
    if answer:
        raise _Told(**answer)


class _Told(Refusal):
    """A refusal as the other process told it."""

    def __init__(self, code: str, status: int, title: str, advice: str) -> None:
        super().__init__(title, advice)
        self.code, self.status = code, status


def main() -> None:
    """Read the bytes, look, and print the answer as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    from workers.docx.package import open_package
    from workers.docx.reader import read_document

    answer: dict[str, object] = {}
    try:
        read_document(open_package(sys.stdin.buffer.read()))
    except Refusal as refusal:
        answer = {"code": refusal.code, "status": refusal.status, "title": refusal.title, "advice": refusal.advice}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
