"""`standpoint label`: sentences in, labels out, a JSON object a line (contract, section 5)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from models.errors import UnreadableFile
from nlp.engine import Engine


def label_lines(content: bytes, engine: Engine) -> Iterator[str]:
    """The labels of each line, in the order of the input. Raises UnreadableFile for a line that is not as agreed."""
    items = [
        _item(number, line)
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1)
        if line.strip()
    ]
    for item, labels in zip(items, engine.label((i["text"], i.get("before") or "") for i in items), strict=True):
        yield json.dumps({"id": item.get("id"), **labels.model_dump()}, ensure_ascii=False)


def _item(number: int, line: str) -> dict[str, str]:
    try:
        item = json.loads(line)
    except ValueError:
        raise UnreadableFile(f"Line {number} is not JSON.", 'Give one object a line: {"id": …, "text": …}.') from None
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise UnreadableFile(f"Line {number} has no text.", 'Give one object a line: {"id": …, "text": …}.')
    return item
