"""A linear classifier over named features: a few MB, no library at run time but numpy, and it can say why.

The score of an output is its bias plus the weights of the features that the sentence has. Words and clusters are
scaled by their number, so that long and short sentences weigh alike; patterns count in full. Probabilities are
logistic; 0.5 is the line of decision.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.features import FORM, Feature

SCALE = 5.0  # of words and clusters against patterns
FORM_SCALE = 0.5
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearModel:
    """`weights` is (features, outputs), `bias` is (outputs,); `index` gives the row of a feature."""

    outputs: tuple[str, ...]
    index: dict[str, int]
    weights: Floats
    bias: Floats

    def rows(self, features: Sequence[Feature]) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64]]:
        """Of the features that are known: their rows, how much each counts, and the token of each."""
        rows: list[int] = []
        groups: list[int] = []
        tokens: list[int] = []
        for name, token, group in features:
            row = self.index.get(name)
            if row is not None:
                rows.append(row)
                groups.append(group)
                tokens.append(token)
        return np.array(rows, np.int64), scales(np.array(groups, np.int64)), np.array(tokens, np.int64)

    def contributions(self, rows: NDArray[np.int64], scale: Floats) -> Floats:
        """What each feature adds to each output: (features of the sentence, outputs)."""
        added: Floats = self.weights[rows] * scale[:, np.newaxis]
        return added

    def save(self, folder: Path) -> None:
        """Write the model: features in the order of the rows, weights as half floats."""
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(self.index, key=lambda name: self.index[name])
        (folder / "features.json").write_text(
            json.dumps({"outputs": self.outputs, "features": names}, ensure_ascii=False, indent=0), encoding="utf-8"
        )
        np.savez_compressed(folder / "weights.npz", weights=self.weights.astype(np.float16), bias=self.bias)


def scales(groups: NDArray[np.int64]) -> Floats:
    """How much each feature counts, by the groups (nlp/features.py) of the features of one sentence."""
    number = np.bincount(groups, minlength=3)
    of_group = SCALE / np.sqrt(np.maximum(1, number))
    of_group[FORM] = FORM_SCALE
    found: Floats = of_group[groups].astype(np.float32)
    return found


def load_model(folder: Path) -> LinearModel:
    """Read what `save` wrote."""
    names = json.loads((folder / "features.json").read_text(encoding="utf-8"))
    with np.load(folder / "weights.npz") as arrays:
        weights, bias = arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32)
    return LinearModel(
        tuple(names["outputs"]), {name: row for row, name in enumerate(names["features"])}, weights, bias
    )


def logistic(score: Any) -> Any:
    """The probability of a score, or of each in an array."""
    return 1 / (1 + np.exp(-score))


def log_odds(probability: Any) -> Any:
    """The score of a probability, or of each in an array; taken as 1e-6 to 1 - 1e-6."""
    kept = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.log(kept) - np.log1p(-kept)
