"""The `standpoint compare` command: a draft beside the earlier reports in a folder."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models import ruleset as rulesets
from models.benchmark import Benchmark
from models.errors import BadLibrary, Refusal
from service.files import read_file, write_file

if TYPE_CHECKING:
    from workers.agreement import Decided

_MOST_PROCESSES = 4
_COLUMNS = ("id", "check", "decision")


@click.command()
@click.argument("draft", metavar="DRAFT")
@click.option(
    "--against", "library", required=True, metavar="LIBRARY", type=click.Path(path_type=Path),
    help="A folder of earlier reports; library.csv in it may say file, evaluation and year.",
)  # fmt: skip
@click.option("--json", "json_path", help="Where the comparison goes as JSON; - is standard output.", metavar="PATH")
@click.option("--html", "html_path", help="Where the comparison goes as a page.", metavar="PATH")
@click.option(
    "--decisions", multiple=True, metavar="CSV",
    help="A reviewer's decisions as exported (findings.csv); repeat for each reviewer, for their agreement.",
)  # fmt: skip
@click.option("--ruleset", default="draft-report", show_default=True, metavar="NAME|PATH")
@click.option("--quiet", is_flag=True, help="Say nothing but what went wrong.")
def compare(
    draft: str,
    library: Path,
    json_path: str | None,
    html_path: str | None,
    decisions: tuple[str, ...],
    ruleset: str,
    quiet: bool,
) -> None:
    """Hold DRAFT against earlier reports. It shows numbers and passages, and advises no evaluation."""
    from service.comparison import html_comparison, lines

    try:
        result, left_out = _compare(draft, library, decisions, ruleset, quiet)
        if json_path == "-":
            sys.stdout.write(result.to_json())
        elif json_path:
            write_file(json_path, result.to_json().encode(), not_over=draft)
        if html_path:
            write_file(html_path, html_comparison(result).encode(), not_over=draft)
    except Refusal as refusal:
        click.echo(f"{draft}: {refusal}", err=True)
        sys.exit(2)
    if not quiet and json_path != "-":
        for line in lines(result):
            click.echo(line)
    if left_out:
        sys.exit(2)


def _compare(draft: str, library: Path, decisions: Sequence[str], ruleset: str, quiet: bool) -> tuple[Benchmark, int]:
    """The comparison, and how many reports of the library could not be read; each is told. Raises Refusal."""
    from service.library import UNKNOWN, earlier, facts_in, profiles, reports_in
    from workers.benchmark import benchmark
    from workers.review import review

    rules = rulesets.load(ruleset)
    paths, known = reports_in(library), facts_in(library, rules.framework)
    done = review(read_file(draft), Path(draft).name, datetime.now(UTC), rules)
    if done.profile is None:
        raise BadLibrary("This ruleset is not one of reports with an evaluation.", "Use --ruleset draft-report.")
    decided = [item for path in decisions for item in _decided(path)]
    reports, left_out = [], 0
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    with click.progressbar(
        profiles(paths, ruleset, processes), length=len(paths), label="Reading earlier reports", file=sys.stderr,
        hidden=quiet or not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        for path, profile in bar:
            if isinstance(profile, Refusal):
                click.echo(f"{path}: {profile}", err=True)
                left_out += 1
            else:
                reports.append(earlier(profile, known.get(path.name, UNKNOWN)))
    if not reports:
        raise BadLibrary("No report of the library could be read.")
    return benchmark(done.profile, done.review.findings, reports, rules.framework, decided), left_out


def _decided(path: str) -> list[Decided]:
    """The decisions of one exported table; the reviewer is the name in it, else that of the file. Raises BadLibrary."""
    from workers.agreement import STATES, Decided

    try:
        rows = list(csv.DictReader(io.StringIO(read_file(path).decode("utf-8-sig"))))
    except UnicodeDecodeError:
        raise BadLibrary(f"{path} is not UTF-8.", "Export it again, or save it as CSV UTF-8.") from None
    if rows and (missing := [name for name in _COLUMNS if name not in rows[0]]):
        raise BadLibrary(f"{path} has no column named {missing[0]!r}.", "Export findings.csv from the review.")
    return [
        Decided(row["id"], row["check"], row.get("by") or Path(path).stem, row["decision"])
        for row in rows
        if row["decision"] in STATES
    ]
