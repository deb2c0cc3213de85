"""A small convolutional network over the tokens of a sentence: it sees words in their order and surroundings, which the
linear classifier does not.

A token is the sum of the vectors of what is known of it (word, form, cluster, tag, relation, clause, lexicons). Each
layer adds to it what a window of three tokens says; each output then attends to the tokens that matter to it, beside
the highest that any token reaches (attention and max pooling). Only numpy at run time
(`nlp/training/train_network.py` makes it).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.observed import Observed

COLUMNS = ("word", "form", "cluster", "tag", "relation", "clause", "lexicon")
UNKNOWN = 1  # the row of what was never seen; row 0 is nothing at all
LISTS = 3  # of the lexicons, at most so many count for one token
EPSILON = 1e-5
_BATCH = 128
Floats = NDArray[np.float64]  # so that the same sentence scores the same in any batch and on any processor
Rows = NDArray[np.int32]
Described = tuple[str, str, str, str, str, str, Sequence[str]]


def described(observed: Observed) -> list[Described]:
    """What the network is told of each token, in the order of `COLUMNS`."""
    lists: dict[int, list[str]] = {}
    for label, token in observed.found:
        lists.setdefault(token.i, []).append(label)
    return [
        (
            form if form.startswith("<") else token.lower_,
            form,
            cluster or "none",
            token.tag_,
            token.dep_,
            observed.clauses[token.i],
            lists.get(token.i, ())[:LISTS],
        )
        for token, form, cluster in zip(observed.tokens, observed.forms, observed.clusters, strict=True)
    ]


@dataclass(frozen=True)
class Network:
    """`tables` give the row of a value, a table a column; `arrays` are the weights by name.

    `vectors/<column>` is (rows, width); for each layer n `kernel/n` (3 × width, hidden), `bias/n` (hidden,),
    `projection/n` (hidden, width) and `gain/n` (width,); `gain` (width,), `query`, `attended` and `highest` (width,
    outputs), `bias` (outputs,).
    """

    outputs: tuple[str, ...]
    tables: tuple[dict[str, int], ...]
    arrays: dict[str, Floats]

    def rows(self, tokens: Sequence[Described]) -> list[Rows]:
        """One array of rows a column; that of the lexicons is (tokens, LISTS)."""
        found = [
            # A place in the tuple that mypy cannot follow: all but the last are strings.
            np.array([table.get(token[column], UNKNOWN) for token in tokens], np.int32)  # type: ignore[call-overload]
            for column, table in enumerate(self.tables[:-1])
        ]
        lists = np.zeros((len(tokens), LISTS), np.int32)
        for place, token in enumerate(tokens):
            for number, name in enumerate(token[-1]):
                lists[place, number] = self.tables[-1].get(name, 0)
        return [*found, lists]

    def scores(self, sentences: Sequence[Sequence[Described]]) -> Floats:
        """The score of each output for each sentence, in log-odds; 0 for a sentence without tokens."""
        found = np.zeros((len(sentences), len(self.outputs)))
        filled = [place for place, sentence in enumerate(sentences) if sentence]
        for start in range(0, len(filled), _BATCH):
            places = filled[start : start + _BATCH]
            found[places] = self._forward([sentences[place] for place in places])
        return found

    def _forward(self, sentences: list[Sequence[Described]]) -> Floats:
        """Sentences stand one after the other; `starts` keeps them apart."""
        lengths = np.array([len(sentence) for sentence in sentences])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        states = self._vectors(self.rows(list(chain.from_iterable(sentences))))
        layer = 0
        while f"kernel/{layer}" in self.arrays:
            states += self._layer(layer, states, starts)
            layer += 1
        states = _normal(states, self.arrays["gain"])
        attention = states @ self.arrays["query"]
        weights = np.exp(attention - np.repeat(np.maximum.reduceat(attention, starts), lengths, axis=0))
        attended = np.add.reduceat(weights * (states @ self.arrays["attended"]), starts)
        attended /= np.add.reduceat(weights, starts)
        highest = np.maximum.reduceat(states, starts) @ self.arrays["highest"]
        total: Floats = attended + highest + self.arrays["bias"]
        return total

    def _vectors(self, rows: list[Rows]) -> Floats:
        total = np.zeros((len(rows[0]), self.arrays["gain"].shape[0]))
        for name, values in zip(COLUMNS[:-1], rows[:-1], strict=True):
            total += self.arrays[f"vectors/{name}"][values]
        places, numbers = np.nonzero(rows[-1])
        np.add.at(total, places, self.arrays[f"vectors/{COLUMNS[-1]}"][rows[-1][places, numbers]])
        return total

    def _layer(self, layer: int, states: Floats, starts: NDArray[np.int64]) -> Floats:
        normal = _normal(states, self.arrays[f"gain/{layer}"])
        width = normal.shape[1]
        window = np.zeros((len(normal), 3 * width))
        window[1:, :width] = normal[:-1]
        window[starts, :width] = 0
        window[:, width : 2 * width] = normal
        window[:-1, 2 * width :] = normal[1:]
        window[starts[1:] - 1, 2 * width :] = 0
        hidden = np.maximum(window @ self.arrays[f"kernel/{layer}"] + self.arrays[f"bias/{layer}"], 0)
        added: Floats = hidden @ self.arrays[f"projection/{layer}"]
        return added

    def save(self, folder: Path) -> None:
        """Write the network: values in the order of their rows, weights as half floats."""
        folder.mkdir(parents=True, exist_ok=True)
        tables = [sorted(table, key=lambda value: table[value]) for table in self.tables]
        (folder / "network.json").write_text(
            json.dumps({"outputs": self.outputs, "tables": tables}, ensure_ascii=False, indent=0), encoding="utf-8"
        )
        halves: Any = {name: array.astype(np.float16) for name, array in self.arrays.items()}
        np.savez_compressed(folder / "network.npz", **halves)


def table_of(values: Sequence[str], first: int) -> dict[str, int]:
    """Rows of values, the first at `first`."""
    return {value: row for row, value in enumerate(values, start=first)}


def load_network(folder: Path) -> Network:
    """Read what `save` wrote."""
    data = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    with np.load(folder / "network.npz") as arrays:
        weights = {name: arrays[name].astype(np.float64) for name in arrays.files}
    *columns, lists = data["tables"]
    tables = (*(table_of(values, UNKNOWN + 1) for values in columns), table_of(lists, 1))
    return Network(tuple(data["outputs"]), tables, weights)


def _normal(states: Floats, gain: Floats) -> Floats:
    centred = states - states.mean(axis=1, keepdims=True)
    normal: Floats = gain * centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + EPSILON)
    return normal
