"""What states, stages and times are called on the pages."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from models import ruleset as rulesets
from models.ruleset import Ruleset
from service.api.access import LOCAL

STATES = {"queued": "Waiting", "running": "Being read", "done": "Read", "failed": "Could not be read"}
STAGES = {
    "queued": "Waiting for its turn",
    "starting": "Starting",
    "fetching": "Starting",
    "opening": "Opening the document",
    "reading": "Reading every sentence",
    "checking": "Looking for what could be stronger",
    "commenting": "Writing the comments into a copy",
    "reporting": "Writing the report",
    "keeping": "Keeping the results",
    "done": "Finished",
}
DECISIONS = {"open": "Open", "accepted": "Accepted", "dismissed": "Dismissed"}
CHANGES = {"new": "New in this version", "still_there": "Also in the version before"}
ENDINGS = ".docx,.docm,.dotx,.dotm"
_ZONE = ZoneInfo("Europe/London")


def moment(given: str) -> str:
    """A time as people in Scotland write it."""
    when = datetime.fromisoformat(given).astimezone(_ZONE)
    return f"{when.day} {when:%B %Y, %H:%M}"


def day(given: str) -> str:
    """The day alone."""
    when = datetime.fromisoformat(given).astimezone(_ZONE)
    return f"{when.day} {when:%B %Y}"


def person(who: str) -> str:
    """Who somebody is; the single user of this computer is whoever reads the page."""
    return "you" if who == LOCAL.who else who


def several(parts: list[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def title(ruleset: str) -> str:
    """What a ruleset is for."""
    return shipped(ruleset).rules.title if ruleset in rulesets.names() else ruleset


@cache
def shipped(ruleset: str) -> Ruleset:
    """A shipped ruleset; none changes while the service runs."""
    return rulesets.load(ruleset)
