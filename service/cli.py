"""The `standpoint` command.

The language engine and the readers are imported where they are used: `--help` need not wait a second for them.
"""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from models import allowances
from models import ruleset as rulesets
from models.errors import BadRuleset, Refusal
from models.finding import Severity
from service import commands
from service.compare import compare
from service.files import read_file, write_file

if TYPE_CHECKING:
    from models.allowances import Allowances
    from models.ruleset import Ruleset
    from workers.review import Reviewed

FOUND, FAILED = 1, 2


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the results of one review go; None leaves one out, or takes the default."""

    out: str | None
    json_path: str | None
    html_path: str | None
    highlight: str | None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="standpoint", message="%(prog)s %(version)s")
def main() -> None:
    """Check a position statement or a draft inspection report, and return it with comments in the right places."""


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--as", "kind", default="auto", type=click.Choice(["position-statement", "draft-report", "auto"]),
    help="What the document is; `auto` looks.", show_default=True,
)  # fmt: skip
@click.option("--out", help="Where the annotated copy goes (one FILE only).", metavar="PATH")
@click.option("--json", "json_path", help="Where the review goes as JSON; - is standard output.", metavar="PATH")
@click.option("--html", "html_path", help="Where the report goes.", metavar="PATH")
@click.option("--ruleset", "ruleset_name", help="A ruleset's name or its file.", metavar="NAME|PATH")
@click.option("--ignore", multiple=True, metavar="CHECK", help="A check that says nothing in this run; repeatable.")
@click.option(
    "--highlight",
    type=click.Choice(["roles"]),
    help="Add the whole text to the report, each sentence marked by what it does. The DOCX is not coloured.",
)
@click.option(
    "--fail-on", default="error", type=click.Choice(["error", "warning", "never"]), show_default=True,
    help="Exit with 1 when there is a finding of this level or above.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="Say nothing but what went wrong.")
def check(
    files: tuple[str, ...],
    kind: str,
    ruleset_name: str | None,
    ignore: tuple[str, ...],
    fail_on: str,
    quiet: bool,
    **outputs: str | None,
) -> None:
    """Review each FILE; the annotated copy of a.docx is a.annotated.docx beside it."""
    wanted = Outputs(**outputs)
    if len(files) > 1 and (wanted.out or wanted.json_path or wanted.html_path):
        _stop("--out, --json and --html take one file. Leave them out, or review the files one by one.")
    try:
        chosen = rulesets.load(ruleset_name or kind) if ruleset_name or kind != "auto" else None
    except Refusal as refusal:
        _stop(str(refusal))
    worst, failed = -1, False
    with click.progressbar(
        files, label="Reviewing", file=sys.stderr, hidden=quiet or len(files) == 1 or not sys.stderr.isatty()
    ) as bar:
        for file in bar:
            try:
                reviewed = _review_file(file, chosen, wanted, ignore)
            except Refusal as refusal:
                click.echo(f"{file}: {refusal}", err=True)
                failed = True
                continue
            except Exception as problem:
                click.echo(f"{file}: {_fault(problem)}", err=True)
                failed = True
                continue
            worst = max([worst, *(finding.severity.rank for finding in reviewed.review.findings)])
            if not quiet and wanted.json_path != "-":
                _say(file, reviewed, long=len(files) == 1)
    if failed:
        sys.exit(FAILED)
    sys.exit(FOUND if fail_on != "never" and worst >= Severity(fail_on).rank else 0)


def _review_file(file: str, chosen: Ruleset | None, wanted: Outputs, ignore: tuple[str, ...]) -> Reviewed:
    """Review one file and write what was asked for. Raises Refusal."""
    from service.report import html_report
    from workers.review import review

    reviewed = review(read_file(file), Path(file).name, datetime.now(UTC), chosen, allowed=_allowed(file, ignore))
    write_file(wanted.out or _beside(file), reviewed.annotated, not_over=file)
    text = reviewed.review.to_json().encode()
    if wanted.json_path == "-":
        sys.stdout.buffer.write(text)
    elif wanted.json_path:
        write_file(wanted.json_path, text, not_over=file)
    if wanted.html_path:
        page = html_report(reviewed.review, reviewed.ruleset, roles=wanted.highlight == "roles")
        write_file(wanted.html_path, page.encode(), not_over=file)
    return reviewed


def _allowed(file: str, ignore: tuple[str, ...]) -> Allowances:
    """What the file beside the document allows, and what this run ignores. Raises BadRuleset."""
    from nlp.check import all_checks

    beside = allowances.beside(Path(file))
    allowed = allowances.load(beside) if beside else allowances.NONE
    wanted = [*allowed.ignore, *ignore]
    if unknown := [check for check in wanted if check not in all_checks()]:
        raise BadRuleset(f"There is no check named {unknown[0]!r}.", "`standpoint rules` lists them.")
    return allowed.model_copy(update={"ignore": wanted})


def _fault(problem: Exception) -> str:
    """A fault of ours, in one line without any text of the document: its type and the line of code it came from."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return (
        f"Standpoint failed on this file ({type(problem).__name__} in {Path(last.filename).name}, line {last.lineno}). "
        "Nothing was written. Please report this line; the document itself is not needed."
    )


def _beside(file: str) -> str:
    path = Path(file)
    return str(path.with_name(f"{path.stem}.annotated{path.suffix or '.docx'}"))


def _say(file: str, reviewed: Reviewed, *, long: bool) -> None:
    """The summary: one line a file, and the matrix when there is one file."""
    review, ruleset = reviewed.review, reviewed.ruleset
    tally = {level: sum(f.severity == level for f in review.findings) for level in Severity}
    words = review.summary.words
    limit = f" of {words.limit:,}" if words.limit else ""
    click.echo(
        f"{file}: {words.count:,}{limit} words; {tally[Severity.ERROR]} to mend, {tally[Severity.WARNING]} to look at, "
        f"{tally[Severity.ADVICE]} advice; {review.summary.evidence.references} references to evidence"
    )
    if other := review.document.reads_as:
        click.echo(f"  Its wording is rather that of a {other}: review it with --as {other} if that is what it is.")
    if not long or not ruleset.rules.answers:
        return
    for statement in ruleset.framework.statements:
        cells = [cell for cell in review.summary.coverage if cell.statement == statement.number]
        told = ", ".join(f"{ruleset.framework.question(cell.question).text} {cell.level}" for cell in cells)
        click.echo(f"  {statement.number}. {statement.short}: {told}")


@main.command()
@click.argument("file")
def text(file: str) -> None:
    """Print the text of FILE to which the places in a review refer."""
    from workers.docx.package import open_package
    from workers.docx.reader import read_document

    try:
        document = read_document(open_package(read_file(file))).document
    except Refusal as refusal:
        _stop(f"{file}: {refusal}")
    sys.stdout.buffer.write(document.text.encode())


@main.command()
@click.argument("review", metavar="REVIEW.json")
@click.argument("file")
@click.option("--ruleset", "ruleset_name", help="The ruleset's file, where it is not a shipped one.", metavar="PATH")
@click.option("--ignore", multiple=True, metavar="CHECK", help="As in the run that made the review.")
def verify(review: str, file: str, ruleset_name: str | None, ignore: tuple[str, ...]) -> None:
    """Review FILE again and compare with REVIEW.json, byte for byte: exit 0 if they agree, 1 if not."""
    from service.verification import differences

    try:
        found = differences(read_file(review), read_file(file), ruleset_name, _allowed(file, ignore))
    except Refusal as refusal:
        _stop(f"{file}: {refusal}")
    for sentence in found:
        click.echo(sentence)
    if found:
        sys.exit(FOUND)
    click.echo(f"{review}: the same review again, byte for byte.")


@main.command()
@click.argument("file", required=False)
def label(file: str | None) -> None:
    """Label sentences: JSON lines in (FILE or standard input), JSON lines out."""
    from nlp.engine import load
    from service.labelling import label_lines

    try:
        content = read_file(file) if file else sys.stdin.buffer.read()
        for line in label_lines(content, load()):
            click.echo(line)
    except Refusal as refusal:
        _stop(f"{file or 'standard input'}: {refusal}")


@main.command()
@click.option("--ruleset", "name", default="position-statement", show_default=True, metavar="NAME|PATH")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def rules(name: str, as_json: bool) -> None:
    """List the checks of a ruleset: id, level, source and what each looks for."""
    try:
        loaded = rulesets.load(name)
    except Refusal as refusal:
        _stop(str(refusal))
    rows = [
        {"id": check_id, "severity": rule.severity.value, "title": rule.title, "looks_for": rule.looks_for,
         "source": rule.source, "verified": rule.verified}
        for check_id, rule in loaded.rules.checks.items()
    ]  # fmt: skip
    if as_json:
        click.echo(
            json.dumps({"ruleset": loaded.rules.name, "version": loaded.rules.version, "checks": rows}, indent=1)
        )
        return
    click.echo(
        f"{loaded.rules.title} ({loaded.rules.name} {loaded.rules.version}). Rulesets: {', '.join(rulesets.names())}"
    )
    for row in rows:
        click.echo(f"\n{row['id']} ({row['severity']}): {row['looks_for']}\n  Source: {row['source']}")


for command in (compare, commands.serve, commands.api, commands.worker, commands.db, commands.purge, commands.token):
    main.add_command(command)


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
