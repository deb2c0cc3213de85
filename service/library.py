"""The panel's earlier reports in a folder of the disk: DOCX files, and what is known of them in `library.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from models import ruleset as rulesets
from models.benchmark import Earlier, Profile
from models.errors import BadLibrary, Refusal
from models.framework import Framework
from service.files import read_file
from workers.store.reviews import LibraryFacts

FACTS = "library.csv"  # columns: file, evaluation, year; the last two may be empty
_YEARS = (1990, 2100)


UNKNOWN = LibraryFacts()


def reports_in(library: Path) -> list[Path]:
    """The reports of a library: a folder with all below it, or one file. Word's lock files and our own annotated
    copies are none. Raises BadLibrary."""
    if library.is_file():
        return [library]
    if not library.is_dir():
        raise BadLibrary(f"There is no folder or file named {library}.")
    found = sorted(path for path in library.rglob("*.docx") if not path.name.startswith(("~$", ".")))
    kept = [path for path in found if not path.stem.endswith(".annotated")]
    if not kept:
        raise BadLibrary(f"There is no .docx file in {library}.")
    return kept


def facts_in(library: Path, framework: Framework) -> dict[str, LibraryFacts]:
    """What `library.csv` says, by file name. Raises BadLibrary."""
    path = library / FACTS
    if not library.is_dir() or not path.exists():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(read_file(str(path)).decode("utf-8-sig"))))
        return {row["file"]: _facts(row, framework) for row in rows}
    except UnicodeDecodeError:
        raise BadLibrary(f"{path} is not UTF-8.", "Save it as CSV UTF-8.") from None
    except KeyError as column:
        raise BadLibrary(f"{path} has no column named {column}.") from None


def _facts(row: dict[str, str], framework: Framework) -> LibraryFacts:
    year = (row.get("year") or "").strip()
    if year and not (year.isdecimal() and _YEARS[0] <= int(year) <= _YEARS[1]):
        raise BadLibrary(f"In {FACTS}, {year!r} is no year.")
    given = row.get("evaluation") or ""
    return LibraryFacts(on_scale(given, framework) if given.strip() else None, int(year) if year else None)


def on_scale(given: str, framework: Framework) -> str:
    """An evaluation by its word or its number, as a word of the scale in lower case. Raises BadLibrary."""
    wanted = " ".join(given.lower().split())
    for point in framework.scale:
        if wanted in (point.label.lower(), str(point.grade)):
            return point.label.lower()
    words = ", ".join(point.label.lower() for point in framework.scale)
    raise BadLibrary(f"{given!r} is no evaluation of the scale.", f"The scale is {words}.")


def earlier(profile: Profile, facts: LibraryFacts) -> Earlier:
    """A report of the library: what the panel says of it goes before what the report itself says."""
    return Earlier(profile=profile, evaluation=facts.evaluation or profile.evaluation, year=facts.year)


def profiles(paths: Sequence[Path], ruleset: str, processes: int) -> Iterator[tuple[Path, Profile | Refusal]]:
    """The profile of each report, or why it has none, in the order given; on several processors where there are."""
    if processes < 2 or len(paths) < 2:
        for path in paths:
            yield path, _profile(str(path), ruleset)
        return
    with ProcessPoolExecutor(min(processes, len(paths))) as pool:
        yield from zip(paths, pool.map(_profile, map(str, paths), [ruleset] * len(paths)), strict=True)


def _profile(path: str, ruleset: str) -> Profile | Refusal:
    from workers.review import review

    try:
        done = review(read_file(path), Path(path).name, datetime.now(UTC), rulesets.load(ruleset))
    except Refusal as refusal:
        return refusal
    if done.profile is None:
        return BadLibrary("This ruleset is not one of reports with an evaluation.")
    return done.profile
