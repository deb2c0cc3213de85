"""What a check is, and running all of them.

A check is one module of `nlp/checks/`: its file name is its id, its docstring says what it looks for, and its
function `run(reading, rule)` yields a `Hit` for each thing found. Level, limits, words and messages are the ruleset's.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import nlp.checks
from models.errors import BadRuleset
from models.finding import Finding, Mark, Question, Severity
from models.ruleset import CheckRule
from nlp.reading import Reading


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: which message of its rule, where, and what fills the message.

    Without `start` and `end` it is about the whole document. `key` tells hits apart that have no text of their own.
    Hits of one `group` become one finding, on the first of them. Where a check has more findings than its rule
    allows comments, those of most `weight` keep theirs. `hide` is a range that no report may repeat.
    """

    message: str
    start: int | None = None
    end: int | None = None
    values: dict[str, object] = field(default_factory=dict)
    statement: int | None = None
    question: Question | None = None
    key: str = ""
    severity: Severity | None = None
    group: str = ""
    weight: float = 0.0
    hide: tuple[int, int] | None = None


_MORE = " {count} more like this in the report."
Check = Callable[[Reading, CheckRule], Iterable[Hit]]


@cache
def all_checks() -> dict[str, Check]:
    """Id -> check, for every module of `nlp/checks/`; the folder is the registry."""
    found: dict[str, Check] = {}
    for module in pkgutil.iter_modules(nlp.checks.__path__):
        found[module.name.replace("_", "-")] = importlib.import_module(f"nlp.checks.{module.name}").run
    return found


def run_checks(reading: Reading) -> list[Finding]:
    """The findings of every check that the ruleset names, in the order of the text."""
    findings: list[Finding] = []
    for check_id, rule in reading.ruleset.rules.checks.items():
        check = all_checks().get(check_id)
        if check is None:
            raise BadRuleset(
                f"The ruleset {reading.ruleset.rules.name} names the check {check_id!r}, which is not there."
            )
        findings.extend(_findings(reading, check_id, rule, check(reading, rule)))
    last = len(reading.document.text)
    return sorted(
        findings, key=lambda f: (last if f.start is None else f.start, f.end or 0, f.check, f.statement or 0, f.id)
    )


def _findings(reading: Reading, check_id: str, rule: CheckRule, hits: Iterable[Hit]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for hit, others in _gathered([_anchored(hit) for hit in hits], rule.most):
        quote = _quote(reading, hit)
        message, advice = rule.text(hit.message, hit.values)
        yield Finding(
            id=_identity(check_id, hit, quote, seen),
            check=check_id,
            severity=hit.severity or rule.severity_of(hit.message),
            message=message + (_MORE.format(count=len(others)) if others else ""),
            advice=advice,
            start=hit.start,
            end=hit.end,
            quote=quote,
            statement=hit.statement,
            question=hit.question,
            hidden=[item.hide for item in (hit, *others) if item.hide],
            also=[_mark(reading, other) for other in others],
        )


def _anchored(hit: Hit) -> Hit:
    """A comment needs a character to stand on: a hit on none is about the whole document."""
    return hit if hit.start is None or hit.start != hit.end else replace(hit, start=None, end=None)


def _gathered(hits: list[Hit], most: int) -> list[tuple[Hit, list[Hit]]]:
    """Each hit that becomes a finding, with the others that it stands for: those of its group, and on the last one
    those beyond `most`."""
    groups: dict[str, list[Hit]] = {}
    for number, hit in enumerate(hits):
        groups.setdefault(hit.group or f"{number}", []).append(hit)
    leaders = [group[0] for group in groups.values() if group[0].start is not None]
    heaviest = sorted(range(len(leaders)), key=lambda i: (-leaders[i].weight, i))
    kept = {id(leaders[i]) for i in heaviest[:most]}
    found = [(group[0], group[1:]) for group in groups.values() if group[0].start is None or id(group[0]) in kept]
    rest = [
        hit for group in groups.values() if group[0].start is not None and id(group[0]) not in kept for hit in group
    ]
    if rest:
        last = max(number for number, (hit, _) in enumerate(found) if hit.start is not None)
        found[last][1].extend(rest)
    return found


def _mark(reading: Reading, hit: Hit) -> Mark:
    start, end = hit.start or 0, hit.end or 0
    return Mark(start=start, end=end, quote=reading.text(start, end))


def _quote(reading: Reading, hit: Hit) -> str | None:
    return reading.text(hit.start, hit.end) if hit.start is not None and hit.end is not None else None


def _identity(check_id: str, hit: Hit, quote: str | None, seen: dict[str, int]) -> str:
    """12 hexadecimal digits from the check, the quoted words and how often they came before: the same again as long
    as those words stay, whatever changes around them."""
    words = " ".join((quote or "").lower().split())
    key = f"{check_id}|{words}|{hit.key}"
    seen[key] = seen.get(key, 0) + 1
    return hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:12]
