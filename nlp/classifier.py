"""A linear classifier over named features: a few MB, no library at run time but numpy, and it can say why.

The score of an output is its bias plus the weights of the features that the sentence has, each scaled so that long and
short sentences weigh alike. Probabilities are logistic; 0.5 is the line of decision.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.features import Feature

SCALE = 5.0
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearModel:
    """`weights` is (features, outputs), `bias` is (outputs,); `index` gives the row of a feature."""

    outputs: tuple[str, ...]
    index: dict[str, int]
    weights: Floats
    bias: Floats

    def rows(self, features: Sequence[Feature]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the known features, and the token of each."""
        known = [(row, item.token) for item in features if (row := self.index.get(item.name)) is not None]
        pairs = np.array(known, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def contributions(self, rows: NDArray[np.int64]) -> Floats:
        """What each feature adds to each output: (features of the sentence, outputs)."""
        added: Floats = self.weights[rows] * np.float32(SCALE / np.sqrt(max(1, len(rows))))
        return added

    def save(self, folder: Path) -> None:
        """Write the model: features in the order of the rows, weights as half floats."""
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(self.index, key=lambda name: self.index[name])
        (folder / "features.json").write_text(
            json.dumps({"outputs": self.outputs, "features": names}, ensure_ascii=False, indent=0), encoding="utf-8"
        )
        np.savez_compressed(folder / "weights.npz", weights=self.weights.astype(np.float16), bias=self.bias)


def load_model(folder: Path) -> LinearModel:
    """Read what `save` wrote."""
    names = json.loads((folder / "features.json").read_text(encoding="utf-8"))
    with np.load(folder / "weights.npz") as arrays:
        weights, bias = arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32)
    return LinearModel(
        tuple(names["outputs"]), {name: row for row, name in enumerate(names["features"])}, weights, bias
    )


def logistic(score: float) -> float:
    """The probability of a score."""
    return float(1 / (1 + np.exp(-score)))
