"""A ruleset: which checks run on which kind of document, at what level, with which limits and messages.

A ruleset is a YAML file in `rulesets/`, or any file of the same shape that a user names. What a check says by default
stands once, in `checks/`; under `checks:` a ruleset names the checks that run and, for each, only what it says
otherwise.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from models.errors import BadRuleset
from models.finding import Severity
from models.framework import Framework

_Model = TypeVar("_Model", bound=BaseModel)
_HERE = Path(__file__).parent
RULESETS = _HERE / "rulesets"
CHECKS = _HERE / "checks"
FRAMEWORKS = _HERE / "frameworks"
LEXICONS = _HERE / "lexicons"
DRAFT_REPORT = "draft-report"  # the kind that inspectors and the panel alone may see
LIBRARY_REPORT = "library-report"  # an earlier report of the panel's library, read by the same ruleset


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Data):
    """The limit in words or in pages, or None; `near` is the share of it within which the way of counting decides."""

    words: int | None
    pages: int | None = None
    near: float
    source: str
    verified: bool


class Strong(_Data):
    """A coverage cell is strong from these numbers on: sentences with words, or `alone` so many words."""

    sentences: int
    words: int
    alone: int = 60


class CoverageLine(_Data):
    """The line between strong and thin."""

    strong: Strong
    source: str
    verified: bool


class CheckRule(_Data):
    """One check as this ruleset runs it. Messages are templates; the check fills the names in braces."""

    severity: Severity
    title: str
    looks_for: str
    source: str
    verified: bool
    settings: dict[str, Any] = {}
    messages: dict[str, str]
    advice: str = ""
    severities: dict[str, Severity] = {}  # a message may have a level of its own
    most: int = 12  # comments of this check; the last of them counts the rest, which the report lists

    def severity_of(self, message: str) -> Severity:
        """The level of a finding with that message."""
        return self.severities.get(message, self.severity)

    def text(self, message: str, values: dict[str, object]) -> tuple[str, str]:
        """The message and the advice, filled in."""
        return self.messages[message].format(**values), self.advice.format(**values)


class RulesetFile(_Data):
    """A ruleset as its file says it."""

    name: str
    version: str
    kind: str
    title: str
    framework: str
    answers: bool = True  # documents of this kind answer the reflective questions
    limits: Limits
    coverage: CoverageLine
    checks: dict[str, CheckRule]


class Ruleset(BaseModel):
    """A ruleset with its framework."""

    model_config = ConfigDict(frozen=True)

    rules: RulesetFile
    framework: Framework

    def digest(self) -> str:
        """SHA-256 of the rules, the framework and the lexicons, hexadecimal."""
        whole = hashlib.sha256(self.model_dump_json().encode())
        for path in sorted(LEXICONS.glob("*.yaml")):
            whole.update(path.read_bytes())
        return whole.hexdigest()


def names() -> list[str]:
    """The rulesets that are shipped, in alphabetical order."""
    return sorted(path.stem for path in RULESETS.glob("*.yaml"))


def load(name: str) -> Ruleset:
    """A shipped ruleset by name, or any by the path of its file. Raises BadRuleset."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else RULESETS / f"{name}.yaml"
    if not name.endswith((".yaml", ".yml")) and name not in names():
        raise BadRuleset(f"There is no ruleset named {name!r}; there are {', '.join(names())}.")
    rules = validated(path, _with_defaults(load_data(path)), RulesetFile)
    beside = path.parent / f"{rules.framework}.yaml"
    framework_file = beside if beside.exists() else FRAMEWORKS / f"{rules.framework}.yaml"
    framework = validated(framework_file, load_data(framework_file), Framework)
    return Ruleset(rules=rules, framework=framework)


def load_data(path: Path) -> Any:
    """The contents of a YAML file. Raises BadRuleset with the line that is wrong."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise BadRuleset(f"The file {path.name} cannot be read.", "Check the name and the folder.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        line = getattr(getattr(problem, "problem_mark", None), "line", None)
        where = f", line {line + 1}" if line is not None else ""
        raise BadRuleset(f"The file {path.name} is not valid YAML{where}.", "Mend the line and try again.") from None


def _with_defaults(data: Any) -> Any:
    """The ruleset's data with each check's own words where it does not say otherwise."""
    if not isinstance(data, dict) or not isinstance(data.get("checks"), dict):
        return data
    return data | {"checks": {check: _merged(_default(str(check)), said) for check, said in data["checks"].items()}}


@cache
def _default(check: str) -> dict[str, Any]:
    known = {path.stem: path for path in CHECKS.glob("*.yaml")}
    data: dict[str, Any] = load_data(known[check]) if check in known else {}
    return data


def _merged(default: Any, said: Any) -> Any:
    if said is None:
        return default
    if isinstance(default, dict) and isinstance(said, dict):
        return default | {key: _merged(default.get(key), value) for key, value in said.items()}
    return said


def validated(path: Path, data: Any, model: type[_Model]) -> _Model:
    """The data of a file as a model. Raises BadRuleset with the entry that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadRuleset(f"In {path.name}, {where}: {first['msg']}.", "Mend the entry and try again.") from None
