"""Agreement between reviewers on the findings of one draft: Cohen's kappa and Krippendorff's alpha, with intervals.

Both over nominal decisions (accepted, dismissed). Kappa is Cohen's (1960) of two reviewers; of more, the mean over all
pairs (Light 1971), each weighing as many findings as it has in common. Alpha is Krippendorff's (2011) from
coincidences, which allows reviewers to have decided different findings. The intervals are percentiles of a bootstrap
over findings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.benchmark import Agreement, AgreementOn, Coefficient, words

STATES = ("accepted", "dismissed")
_DRAWS = 1000
_SEED = 20260115
_INTERVAL = (2.5, 97.5)
_KNOWN = 0.95  # of the draws must have a value, or the interval is of the luckier ones

# findings × reviewers: 0 accepted, 1 dismissed, -1 not decided
_Table = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Decided:
    """One reviewer's decision on one finding; `state` is one of STATES."""

    finding: str
    check: str
    reviewer: str
    state: str


def agreement(decisions: Sequence[Decided]) -> list[AgreementOn]:
    """Over all findings first, then by check; nothing where no finding was decided by two."""
    every = _on(None, decisions)
    if every is None:
        return []
    checks = sorted({item.check for item in decisions})
    each = [_on(check, [item for item in decisions if item.check == check]) for check in checks]
    return [every, *(item for item in each if item is not None)]


def _on(check: str | None, decisions: Sequence[Decided]) -> AgreementOn | None:
    table = _table(decisions)
    if not len(table):
        return None
    draws = np.random.default_rng(_SEED).integers(0, len(table), (_DRAWS, len(table)))
    together, alike = _pairs(table)
    return AgreementOn(
        check=check,
        n=len(table),
        reviewers=int((table >= 0).any(axis=0).sum()),
        alike=round(float(alike.sum() / together.sum()), 3),
        enough=len(table) >= words().findings,
        coefficients=[
            _coefficient("cohen_kappa", _kappa(table[None])[0], _kappa(table[draws])),
            _coefficient("krippendorff_alpha", _alpha(table[None])[0], _alpha(table[draws])),
        ],
    )


def _table(decisions: Sequence[Decided]) -> _Table:
    """The findings that at least two reviewers decided."""
    reviewers = sorted({item.reviewer for item in decisions})
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for item in decisions:
        rows[item.finding][item.reviewer] = STATES.index(item.state)
    kept = [row for _, row in sorted(rows.items()) if len(row) >= 2]
    cells = [[row.get(reviewer, -1) for reviewer in reviewers] for row in kept]
    return np.array(cells, np.int8).reshape(len(kept), len(reviewers))


def _pairs(table: _Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By finding: the pairs of decisions, and how many of them are the same."""
    counts = np.stack([(table == state).sum(axis=-1) for state in range(len(STATES))], axis=-1)
    total = counts.sum(axis=-1)
    return total * (total - 1) // 2, (counts * (counts - 1) // 2).sum(axis=-1)


def _kappa(tables: _Table) -> NDArray[np.float64]:
    """(draws, findings, reviewers) -> kappa of each draw, NaN where it is not defined."""
    weighted = np.zeros(tables.shape[0])
    weight = np.zeros(tables.shape[0])
    for one, other in combinations(range(tables.shape[-1]), 2):
        a, b = tables[..., one], tables[..., other]
        both = (a >= 0) & (b >= 0)
        n = both.sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            observed = ((a == b) & both).sum(axis=-1) / n
            expected = sum(
                ((a == state) & both).sum(axis=-1) / n * (((b == state) & both).sum(axis=-1) / n)
                for state in range(len(STATES))
            )
            value = np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)
        weighted += np.where(np.isnan(value), 0, value * n)
        weight += np.where(np.isnan(value), 0, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, weighted / weight, np.nan)


def _alpha(tables: _Table) -> NDArray[np.float64]:
    """(draws, findings, reviewers) -> alpha of each draw, NaN where it is not defined."""
    counts = np.stack([(tables == state).sum(axis=-1) for state in range(len(STATES))], axis=-1).astype(float)
    total = counts.sum(axis=-1)  # at least 2 by the table's rows
    disagreed = ((total**2 - (counts**2).sum(axis=-1)) / (total - 1)).sum(axis=-1)
    by_state, all_ = counts.sum(axis=-2), total.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (all_**2 - (by_state**2).sum(axis=-1)) / (all_ - 1)
        return np.where(expected > 0, 1 - disagreed / expected, np.nan)


def _coefficient(name: Coefficient, value: float, drawn: NDArray[np.float64]) -> Agreement:
    if np.isnan(value):
        return Agreement(coefficient=name, value=None, low=None, high=None)
    known = drawn[~np.isnan(drawn)]
    low, high = np.percentile(known, _INTERVAL) if len(known) else (value, value)
    if len(known) < _KNOWN * len(drawn) or low == high:
        return Agreement(coefficient=name, value=round(float(value), 3), low=None, high=None)
    return Agreement(coefficient=name, value=round(float(value), 3), low=round(low, 3), high=round(high, 3))
