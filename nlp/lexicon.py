"""The lexicons as compiled patterns."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from models.ruleset import LEXICONS, load_data


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The contents of a lexicon file of `models/lexicons/`."""
    data: dict[str, Any] = load_data(LEXICONS / f"{name}.yaml")
    return data


@cache
def words(name: str, *path: str) -> re.Pattern[str]:
    """One pattern for a list (or a single expression) of a lexicon, matched between word boundaries."""
    entry: Any = lexicon(name)
    for key in path:
        entry = entry[key]
    entries = [entry] if isinstance(entry, str) else entry
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{item})" for item in entries) + r")(?!\w)", re.IGNORECASE)
