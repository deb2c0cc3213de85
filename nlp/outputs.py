"""Counts of what was done: people trained, meetings held, leaflets issued."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from nlp.lexicon import lexicon, words

# How many of the meetings somebody came to: a share, no count of meetings.
_SHARE = re.compile(r"\d+ (?:out )?of (?:the |our )?\d+ (?:[\w-]+ ){0,4}(?:meetings|conferences|sessions|groups)")

_LONG = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|ten|half)[- ](?:minute|hour|day|week)s?\b", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def counts_output(text: str) -> bool:
    """True where a text counts what services did, in figures or number words."""
    if words("reasoning", "not_outputs").search(text):
        return False
    plain = _LONG.sub(" ", _SHARE.sub(" ", text))
    return any(pattern.search(plain) for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    number, done, thing, trained = (
        rf"(?<!\w)(?:{str(lexicon('reasoning')['outputs'][name]).replace('| ', '|').strip()})(?!\w)"
        for name in ("number", "done", "thing", "trained")
    )
    seen = "(?:hits|visits|views|downloads|times|calls)"
    gap = r"[^.;:]{0,50}?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            # We held four sessions; delivered briefings to 612 staff; 3,000 leaflets were sent.
            rf"{done}{gap}{number} (?:[\w-]+ ){{0,4}}?{thing}",
            rf"{number} (?:[\w-]+ ){{0,4}}?{thing}{gap}{done}",
            rf"{done}{gap}{thing}{gap}{number} (?:[\w-]+ ){{0,3}}?{trained}",
            # 412 staff have attended training; 92% of staff were trained.
            rf"{number} (?:[\w-]+ ){{0,4}}?{trained}{gap}(?:{done}{gap}{thing}|trained|briefed)",
            rf"{thing}{gap}{done}{gap}{number} (?:[\w-]+ ){{0,3}}?{trained}",
            rf"\b(?:trained|briefed)\b{gap}{number} (?:[\w-]+ ){{0,3}}?{trained}",
            rf"\breach(?:ed|es)\b{gap}{number} (?:[\w-]+ ){{0,2}}?(?:people|famil\w+|households|parents|children)",
            rf"\b(?:met|convened)\b{gap}{number} times",
            rf"{thing}{gap}\b(?:attended|taken|completed|undertaken|viewed|read|downloaded|reached)\b{gap}{number}",
            rf"\b(?:website|page|app|helpline|video|podcast)\b{gap}{number} (?:[\w-]+ ){{0,2}}?{seen}",
        )
    )
