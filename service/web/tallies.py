"""How many findings of each level a review has. What is done does not change, so each is counted once."""

from __future__ import annotations

import json
from collections import Counter

from service.api.context import Context
from workers.tasks import REVIEW

_MOST = 5_000
_known: dict[str, dict[str, int]] = {}


def tally(service: Context, review_id: str) -> dict[str, int]:
    """Level -> number of findings."""
    if review_id not in _known:
        try:
            review = json.loads(service.files.get(review_id, REVIEW))
        except FileNotFoundError:  # deleted meanwhile
            return {}
        if len(_known) >= _MOST:
            _known.clear()
        _known[review_id] = dict(Counter(finding["severity"] for finding in review["findings"]))
    return _known[review_id]
