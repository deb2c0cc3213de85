"""Whether a review can be made again from its document: the run record, then every byte."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from models import ruleset as rulesets
from models.allowances import Allowances
from models.errors import UnreadableFile
from workers.review import review

_RECORD = {
    "document": "This is not the document that was reviewed.",
    "ruleset": "The rules are not the ones that were applied.",
    "allowances": "The settings beside the document (or --ignore) are not the ones that were applied.",
    "model": "The language model is not the one that was used.",
    "findings": "The findings come out differently.",
}


def differences(stored: bytes, content: bytes, ruleset: str | None, allowed: Allowances) -> list[str]:
    """In what a review made now differs from the stored one: one plain sentence each, none where all bytes agree.

    `ruleset` names a file where the review was made with one that is not shipped. Raises Refusal.
    """
    data = _parsed(stored)
    rules = rulesets.load(ruleset or str(data["ruleset"]["name"]))
    now = review(content, str(data["document"]["name"]), datetime.now(UTC), rules, allowed=allowed).review
    if now.to_json().encode() == stored:
        return []
    made = json.loads(now.to_json())
    told = [words for key, words in _RECORD.items() if data["record"].get(key) != made["record"][key]]
    if data["engine"].get("standpoint") != made["engine"]["standpoint"]:
        told.append(
            f"It was made by Standpoint {data['engine'].get('standpoint')}; this is {made['engine']['standpoint']}."
        )
    return told or [f"The stored review differs at {_first(data, made)}."]


def _parsed(stored: bytes) -> dict[str, Any]:
    try:
        data = json.loads(stored)
        if data["schema"] == "standpoint.review/1" and isinstance(data["record"], dict):
            return dict(data)
    except (ValueError, KeyError, TypeError):
        pass
    raise UnreadableFile("This is not a review by Standpoint with a run record.", "Name the JSON that --json wrote.")


def _first(stored: Any, made: Any, path: str = "review") -> str:
    """The path of the first place that differs; no text of the document."""
    if isinstance(stored, dict) and isinstance(made, dict):
        for key in {**stored, **made}:
            if stored.get(key) != made.get(key):
                return _first(stored.get(key), made.get(key), f"{path}.{key}")
    if isinstance(stored, list) and isinstance(made, list):
        for number, (one, other) in enumerate(zip(stored, made, strict=False)):
            if one != other:
                return _first(one, other, f"{path}[{number}]")
    return path if stored != made else f"{path} (white space)"
