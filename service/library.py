"""The panel's earlier reports in a folder of the disk: DOCX files, and what is known of them in `library.csv`."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path

from models import ruleset as rulesets
from models.benchmark import Earlier, LibraryFacts, Profile
from models.errors import BadLibrary, Refusal, ReviewFailed
from models.framework import Framework
from service.files import read_file

FACTS = "library.csv"  # columns: file, evaluation, year; the last two may be empty
_YEARS = (1990, 2100)
_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")
UNKNOWN = LibraryFacts()


def reports_in(library: Path) -> list[Path]:
    """The reports of a library: a folder with all below it, or one file. Word's lock files and our own annotated
    copies are none. Raises BadLibrary."""
    if library.is_file():
        return [library]
    if not library.is_dir():
        raise BadLibrary(f"There is no folder or file named {library}.")
    found = sorted(path for path in library.rglob("*") if path.suffix.lower() in _ENDINGS)
    kept = [path for path in found if not path.name.startswith(("~$", ".")) and not path.stem.endswith(".annotated")]
    if not kept:
        raise BadLibrary(f"There is no Word document in {library}.")
    return kept


def facts_in(library: Path, reports: Sequence[Path], framework: Framework) -> dict[Path, LibraryFacts]:
    """What `library.csv` says, by report; `file` is the path from the folder, or the name alone where there is one of
    that name. Raises BadLibrary where a line names no report, several, or one that another line has named."""
    path = library / FACTS
    if not library.is_dir() or not path.exists():
        return {}
    facts: dict[Path, LibraryFacts] = {}
    for row in read_table(str(path), ("file",)):
        named = _plain(row["file"].replace("\\", "/"))
        fitting = [report for report in reports if _plain(report.relative_to(library).as_posix()) == named]
        fitting = fitting or [report for report in reports if _plain(report.name) == named]
        if len(fitting) != 1 or fitting[0] in facts:
            what = "names no report of the folder" if not fitting else "does not name one report alone"
            raise BadLibrary(
                f"In {path}, {row['file']!r} {what}.", "Give the path from the folder, once for each report."
            )
        facts[fitting[0]] = _facts(row, framework)
    return facts


def read_table(path: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV file with a header. Raises BadLibrary."""
    try:
        text = read_file(path).decode("utf-8-sig")
        between = ";" if ";" in text.partition("\n")[0] else ","  # spreadsheets of other countries
        rows = [
            {key: value or "" for key, value in row.items() if key}
            for row in csv.DictReader(io.StringIO(text, None), delimiter=between)
        ]
    except Refusal as refusal:
        raise BadLibrary(f"{path}: {refusal.title}", refusal.advice) from None
    except UnicodeDecodeError:
        raise BadLibrary(f"{path} is not UTF-8.", "Save it as CSV UTF-8.") from None
    except csv.Error:
        raise BadLibrary(f"{path} is no table with commas.", "Save it as CSV UTF-8.") from None
    if rows and (missing := [name for name in columns if name not in rows[0]]):
        raise BadLibrary(f"{path} has no column named {missing[0]!r}.")
    return rows


def _plain(name: str) -> str:
    """A name as it is compared: some systems write "é" as two characters."""
    return unicodedata.normalize("NFC", name.strip())


def _facts(row: dict[str, str], framework: Framework) -> LibraryFacts:
    year = row.get("year", "").strip()
    if year and not (year.isdecimal() and _YEARS[0] <= int(year) <= _YEARS[1]):
        raise BadLibrary(f"In {FACTS}, {year!r} is no year.")
    given = row.get("evaluation", "").strip()
    return LibraryFacts(on_scale(given, framework) if given else None, int(year) if year else None)


def on_scale(given: str, framework: Framework) -> str:
    """An evaluation by its word or its number, as a word of the scale in lower case. Raises BadLibrary."""
    wanted = re.sub(r"\s*\((?:grade )?[1-6]\)$", "", " ".join(given.lower().split()))
    for point in framework.scale:
        if wanted in (point.label.lower(), str(point.grade)):
            return point.label.lower()
    words = ", ".join(point.label.lower() for point in framework.scale)
    raise BadLibrary(f"{given!r} is no evaluation of the scale.", f"The scale is {words}.")


def earlier(profile: Profile, facts: LibraryFacts) -> Earlier:
    """A report of the library: what the panel says of it goes before what the report itself says."""
    return Earlier(profile=profile, evaluation=facts.evaluation or profile.evaluation, year=facts.year)


def profiles(paths: Sequence[Path], ruleset: str, processes: int) -> Iterator[tuple[Path, Profile | Refusal]]:
    """The profile of each report, or why it has none, in the order given; on several processors where there are.
    Raises BadLibrary where a report ends the program that reads it."""
    if processes < 2 or len(paths) < 2:
        for path in paths:
            yield path, _profile(str(path), ruleset)
        return
    with ProcessPoolExecutor(min(processes, len(paths))) as pool:
        try:
            yield from zip(paths, pool.map(_profile, map(str, paths), [ruleset] * len(paths)), strict=True)
        except BrokenProcessPool:
            raise BadLibrary(
                "A report of the library ended the program that read it.", "Check them one by one."
            ) from None


def _profile(path: str, ruleset: str) -> Profile | Refusal:
    from workers.review import review

    try:
        done = review(read_file(path), Path(path).name, datetime.now(UTC), rulesets.load(ruleset))
    except Refusal as refusal:
        return refusal
    except Exception as problem:  # a fault of ours, told by its type: one report stops no other
        return ReviewFailed(type(problem).__name__)
    if done.profile is None:
        return BadLibrary("This ruleset is not one of reports with an evaluation.")
    return done.profile
