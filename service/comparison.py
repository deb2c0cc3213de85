"""The comparison with earlier reports as a page and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.benchmark import Benchmark, Spread, Standing, words
from service.report import environment


def html_comparison(benchmark: Benchmark) -> str:
    """The page; all text of documents is escaped."""
    return environment().get_template("benchmark.html").render(**values(benchmark))


def values(benchmark: Benchmark) -> dict[str, Any]:
    """What the templates need to show a comparison."""
    return {"benchmark": benchmark, "told_as": words(), "shown": _shown, "by_point": _by_point}


def lines(benchmark: Benchmark) -> Iterator[str]:
    """The summary: what to know first, then one line a measure of the whole report."""
    draft, library = benchmark.draft, benchmark.library
    tally = (
        ", ".join(f"{n} {evaluation}" for evaluation, n in library.by_evaluation.items()) or "none with an evaluation"
    )
    yield f"{draft.name}: {draft.evaluation or 'no evaluation found'}; {library.reports} earlier reports ({tally})"
    yield from (f"  {note}" for note in benchmark.notes)
    for item in benchmark.parts[0].measures:
        told = words().measures[item.measure]
        yield f"  {told.title}: {_shown(item.value)} {told.unit}; {_place(item)}"
    yield (
        f"  {len(benchmark.nearest)} passages have their like in earlier reports; "
        f"{len(benchmark.wording)} use the published wording of another point of the scale"
    )
    for one in benchmark.agreement[0].coefficients if benchmark.agreement else ():
        value = "not defined" if one.value is None else f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"
        yield f"  {words().coefficients[one.coefficient]}: {value}, n = {benchmark.agreement[0].n}"


def _place(item: Standing) -> str:
    if item.percentile is None:
        return f"no figure to hold it against (n = {item.n})"
    if not item.enough:
        values = ", ".join(_shown(one.value) for one in item.same)
        return f"evaluated alike: {values} (n = {item.n}, too few to rank)"
    return f"percentile {_shown(item.percentile)} of those evaluated alike (n = {item.n})"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")


def _by_point(item: Standing) -> dict[str, Spread]:
    return {spread.evaluation: spread for spread in item.by_evaluation}
