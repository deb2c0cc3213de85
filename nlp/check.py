"""What a check is, and running all of them.

A check is one module of `nlp/checks/`: its file name is its id, its docstring says what it looks for, and its
function `run(reading, rule)` yields a `Hit` for each thing found. Level, limits, words and messages are the ruleset's.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import nlp.checks
from models.errors import BadRuleset
from models.finding import Finding, Question, Severity
from models.ruleset import CheckRule
from nlp.reading import Reading


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: which message of its rule, where, and what fills the message.

    Without `start` and `end` it is about the whole document. `key` tells hits apart that have no text of their own.
    """

    message: str
    start: int | None = None
    end: int | None = None
    values: dict[str, object] = field(default_factory=dict)
    statement: int | None = None
    question: Question | None = None
    key: str = ""
    severity: Severity | None = None


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
    for hit in hits:
        quote = reading.text(hit.start, hit.end) if hit.start is not None and hit.end is not None else None
        message, advice = rule.text(hit.message, hit.values)
        yield Finding(
            id=_identity(check_id, hit, quote, seen),
            check=check_id,
            severity=hit.severity or rule.severity_of(hit.message),
            message=message,
            advice=advice,
            start=hit.start,
            end=hit.end,
            quote=quote,
            statement=hit.statement,
            question=hit.question,
        )


def _identity(check_id: str, hit: Hit, quote: str | None, seen: dict[str, int]) -> str:
    """12 hexadecimal digits from the check, the quoted words and how often they came before: the same again as long
    as those words stay, whatever changes around them."""
    words = " ".join((quote or "").lower().split())
    key = f"{check_id}|{words}|{hit.key}"
    seen[key] = seen.get(key, 0) + 1
    return hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:12]
