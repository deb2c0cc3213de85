"""The comparison with earlier reports as a page and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.benchmark import Benchmark, Standing, words
from service.report import environment


def html_comparison(benchmark: Benchmark) -> str:
    """The page; all text of documents is escaped."""
    return environment().get_template("benchmark.html").render(**values(benchmark))


def values(benchmark: Benchmark) -> dict[str, Any]:
    """What the templates need to show a comparison."""
    return {"benchmark": benchmark, "told_as": words(), "shown": _shown, "place": _place}


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
        values = ", ".join(_shown(one.value) for one in item.same) or "none"
        yield f"  {told.title}: {_shown(item.value)} {told.unit}; evaluated alike: {values}; {_place(item)}"
    yield (
        f"  {len(benchmark.nearest)} passages have their like in earlier reports; "
        f"{len(benchmark.wording)} use the published wording of another point of the scale"
    )
    overall = benchmark.agreement[0] if benchmark.agreement else None
    if overall:
        enough = "" if overall.enough else ", too few for a coefficient"
        decided = f"{overall.n} findings decided by two or more of {overall.reviewers} reviewers"
        yield f"  {decided}, {overall.alike:.0%} alike{enough}"
    for one in overall.coefficients if overall and overall.enough else ():
        between = "no interval" if one.low is None else f"{one.low:.2f} to {one.high:.2f}"
        value = "not defined" if one.value is None else f"{one.value:.2f} ({between})"
        yield f"  {words().coefficients[one.coefficient]}: {value}"


def _place(item: Standing) -> str:
    """Where the draft stands, in words."""
    if item.percentile is None:
        return (
            f"too little to compare (n = {item.n})"
            if item.value is not None and item.n
            else f"no figure (n = {item.n})"
        )
    if not item.enough:
        return f"too few to rank (n = {item.n})"
    return f"above {item.below} of {item.n} (percentile {_shown(item.percentile)})"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")
