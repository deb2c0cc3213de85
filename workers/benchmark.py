"""A draft report beside the earlier ones of the panel: numbers and passages, each with its n. It advises nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import get_args

from models.benchmark import (
    Benchmark,
    Draft,
    Earlier,
    Library,
    Measure,
    PartComparison,
    PartFigures,
    Profile,
    ReportValue,
    Standing,
    TermUse,
    words,
)
from models.finding import Finding
from models.framework import Framework
from nlp.nearest import nearest
from workers.agreement import Decided, agreement

WORDING = "evaluation-wording"
MEASURES: tuple[Measure, ...] = get_args(Measure)


def benchmark(
    draft: Profile,
    findings: Sequence[Finding],
    library: Sequence[Earlier],
    framework: Framework,
    decisions: Sequence[Decided] = (),
    not_read: Sequence[str] = (),
) -> Benchmark:
    """The comparison of the contract, section 7. The draft itself is left out where the library holds it, and of a
    report that is there twice the later entry counts. `not_read` are the names of those that have no profile."""
    kept = {report.profile.sha256: report for report in library}
    others = [report for sha256, report in kept.items() if sha256 != draft.sha256]
    titles = {None: "The whole report"} | {item.number: item.short for item in framework.statements}
    held = Library(
        reports=len(others),
        by_evaluation=_by_evaluation(others, framework),
        without_evaluation=[report.profile.name for report in others if report.evaluation is None],
        left_out=[report.profile.name for report in library if report.profile.sha256 == draft.sha256],
        same_twice=[
            report.profile.name
            for report in library
            if report is not kept[report.profile.sha256] and report.profile.sha256 != draft.sha256
        ],
        not_read=list(not_read),
    )
    return Benchmark(
        schema="standpoint.benchmark/1",
        draft=Draft(name=draft.name, sha256=draft.sha256, evaluation=draft.evaluation),
        library=held,
        enough_from=words().reports,
        parts=[_part(draft, number, title, others) for number, title in titles.items()],
        nearest=nearest(draft.passages, others),
        wording=[finding for finding in findings if finding.check == WORDING],
        agreement=agreement(decisions),
        notes=_notes(draft, held),
    )


def _by_evaluation(others: Sequence[Earlier], framework: Framework) -> dict[str, int]:
    """How many reports have each point of the scale, the highest first."""
    tally = Counter(report.evaluation for report in others)
    points = [point.label.lower() for point in sorted(framework.scale, key=lambda point: -point.grade)]
    return {point: tally[point] for point in points if tally[point]}


def _alike(draft: Profile, statement: int | None, others: Sequence[Earlier]) -> list[tuple[Earlier, PartFigures]]:
    """The reports with the draft's evaluation, and their figures, where there is enough in them to compare."""
    same = [report for report in others if report.evaluation and report.evaluation == draft.evaluation]
    return [(report, part) for report in same if (part := report.profile.part(statement)).tells]


def _part(draft: Profile, statement: int | None, title: str, others: Sequence[Earlier]) -> PartComparison:
    figures = draft.part(statement)
    return PartComparison(
        statement=statement,
        title=title,
        words=figures.words,
        judgements=figures.judgements,
        measures=[_standing(draft, statement, measure, others) for measure in MEASURES],
        quantity_terms=_terms(draft, statement, others),
    )


def _standing(draft: Profile, statement: int | None, measure: Measure, others: Sequence[Earlier]) -> Standing:
    alike = _alike(draft, statement, others)
    parts = [(report, value) for report, part in alike if (value := part.value(measure)) is not None]
    same, own = sorted(value for _, value in parts), draft.part(statement).value(measure)
    held = own if draft.part(statement).tells else None
    enough = len(same) >= words().reports
    return Standing(
        measure=measure,
        value=_rounded(own),
        counted=draft.part(statement).counted(measure),
        percentile=_percentile(held, same),
        below=sum(value < held for value in same) if held is not None else 0,
        n=len(same),
        enough=enough,
        low=_rounded(same[0]) if same else None,
        median=_rounded(median(same)) if enough else None,
        high=_rounded(same[-1]) if same else None,
        same=[
            ReportValue(report=report.profile.name, year=report.year, value=round(value, 1))
            for report, value in sorted(parts, key=lambda item: (item[1], item[0].profile.name))
        ],
    )


def _percentile(own: float | None, values: Sequence[float]) -> float | None:
    """The share of the values that lie below, those alike counted half."""
    if own is None or not values:
        return None
    below = sum(value < own for value in values) + sum(value == own for value in values) / 2
    return round(100 * below / len(values), 1)


def _terms(draft: Profile, statement: int | None, others: Sequence[Earlier]) -> list[TermUse]:
    """The terms of quantity that the draft or one of the reports alike evaluated uses in this part."""
    figures = draft.part(statement)
    same = [part for _, part in _alike(draft, statement, others)]
    names = sorted({name for part in (figures, *same) for name in part.quantity_terms})
    return [
        TermUse(
            term=name,
            count=figures.quantity_terms.get(name, 0),
            rate=_rate(figures.quantity_terms.get(name, 0), figures.words),
            median=_rounded(median(1000 * part.quantity_terms.get(name, 0) / part.words for part in same))
            if len(same) >= words().reports
            else None,
            n=len(same),
        )
        for name in names
    ]


def _rate(count: int, words: int) -> float | None:
    return _rounded(1000 * count / words) if words else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _notes(draft: Profile, held: Library) -> list[str]:
    """What a reader has to know before any figure."""
    same = held.by_evaluation.get(draft.evaluation or "", 0)
    said = {
        "no_evaluation": not draft.evaluation,
        "none_alike": bool(draft.evaluation) and not same,
        "few_alike": 0 < same < words().reports,
    }
    notes = words().notes
    values = {"evaluation": draft.evaluation, "n": same, "enough": words().reports}
    told = [notes[name].format(**values) for name, holds in said.items() if holds]
    named = {"unknown": held.without_evaluation, "same_twice": held.same_twice, "not_read": held.not_read}
    told += [notes[name].format(names=", ".join(reports)) for name, reports in named.items() if reports]
    return [*told, notes["meaning"]]
