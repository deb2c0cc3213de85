"""What a worker does with one document: the review, and every file that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from models import ruleset as rulesets
from service.report import html_report
from workers.review import review
from workers.tasks import ANNOTATED, PROFILE, REPORT, REVIEW, THREADS


def work(content: bytes, name: str, ruleset: str, progress: Callable[[str, float], None]) -> dict[str, bytes]:
    """The annotated copy, the review and the report, and what people did in Word with our comments, by name."""
    rules = rulesets.load(ruleset)
    done = review(content, name, datetime.now(UTC), rules, progress=progress)
    progress("reporting", 0.95)
    threads = {
        finding: {"resolved": resolved, "replies": [{"author": author, "text": text} for author, text in replies]}
        for finding, (resolved, replies) in done.answered.items()
    }
    about = {PROFILE: done.profile.model_dump_json().encode()} if done.profile else {}
    return about | {
        ANNOTATED: done.annotated,
        REVIEW: done.review.to_json().encode(),
        REPORT: html_report(done.review, done.ruleset).encode(),
        THREADS: json.dumps(threads).encode(),
    }
