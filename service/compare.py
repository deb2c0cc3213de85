"""The `standpoint compare` command: a draft beside the earlier reports in a folder."""

from __future__ import annotations

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
    from models.review import Review
    from models.ruleset import Ruleset
    from workers.agreement import Decided
    from workers.review import Reviewed

_MOST_PROCESSES = 4
_COLUMNS = ("id", "decision")


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
        result = _compare(draft, library, decisions, ruleset, quiet)
        if json_path == "-":
            sys.stdout.write(result.to_json())
        elif json_path:
            write_file(json_path, result.to_json().encode(), not_over=draft)
        if html_path:
            write_file(html_path, html_comparison(result).encode(), not_over=draft)
    except Refusal as refusal:
        click.echo(refusal, err=True)
        sys.exit(2)
    if not quiet and json_path != "-":
        for line in lines(result):
            click.echo(line)
    if result.library.not_read:
        sys.exit(2)


def _compare(draft: str, library: Path, decisions: Sequence[str], ruleset: str, quiet: bool) -> Benchmark:
    """The comparison; each report of the library that could not be read is told. Raises Refusal."""
    from service.library import UNKNOWN, earlier, facts_in, profiles, reports_in
    from workers.benchmark import benchmark

    rules = rulesets.load(ruleset)
    paths = reports_in(library)
    known = facts_in(library, paths, rules.framework)
    done = _reviewed(draft, rules)
    if done.profile is None:
        raise BadLibrary("This ruleset is not one of reports with an evaluation.", "Use --ruleset draft-report.")
    decided = _decided(decisions, done.review)
    reports, not_read = [], []
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    with click.progressbar(
        profiles(paths, ruleset, processes), length=len(paths), label="Reading earlier reports", file=sys.stderr,
        hidden=quiet or not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        for path, profile in bar:
            if isinstance(profile, Refusal):
                click.echo(f"{path}: {profile}", err=True)
                not_read.append(path.name)
            else:
                reports.append(earlier(profile, known.get(path, UNKNOWN)))
    if not reports:
        raise BadLibrary("No report of the library could be read.")
    return benchmark(done.profile, done.review.findings, reports, rules.framework, decided, not_read)


def _reviewed(draft: str, rules: Ruleset) -> Reviewed:
    """The review of the draft. Raises Refusal, with the draft's name."""
    from workers.review import review

    try:
        return review(read_file(draft), Path(draft).name, datetime.now(UTC), rules)
    except Refusal as refusal:
        refusal.title = f"{draft}: {refusal.title}"
        raise


def _decided(paths: Sequence[str], review: Review) -> list[Decided]:
    """The decisions of exported tables on findings of the draft. The reviewer is the name in the table; where there is
    none, or only that of the single user of a service of one's own, the name of the file. Raises BadLibrary."""
    from service.api.access import LOCAL
    from service.library import read_table
    from workers.agreement import STATES, Decided

    checks = {finding.id: finding.check for finding in review.findings}
    rows = [(Path(path).stem, row) for path in paths for row in read_table(path, _COLUMNS)]
    given = [(stem, row) for stem, row in rows if row["decision"] in STATES]
    known = [(stem, row) for stem, row in given if row["id"] in checks]
    if len(given) > len(known):
        click.echo(f"Decisions on findings that this draft does not have: {len(given) - len(known)}.", err=True)
    named = [(row.get("by", ""), stem, row) for stem, row in known]
    decided = [
        Decided(row["id"], checks[row["id"]], by if by not in ("", LOCAL.who) else stem, row["decision"])
        for by, stem, row in named
    ]
    if paths and len({item.reviewer for item in decided}) < 2:
        click.echo("These decisions are of fewer than two reviewers, so there is no agreement to tell.", err=True)
    return decided
