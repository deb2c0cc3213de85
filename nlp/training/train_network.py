"""Fit the network of sentence labels (`nlp/network.py`); needs JAX and Optax, which the product does not.

Called by `nlp.training.train_labels`. Two minutes on two cores. The seed is fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from nlp.classifier import Floats
from nlp.network import COLUMNS, EPSILON, LISTS, UNKNOWN, Described, Network, table_of

WIDTH, HIDDEN, LAYERS = 96, 192, 2
LENGTH = 48  # tokens; what is longer is cut in training, never in use
EPOCHS, BATCH, RATE, DECAY, WARM_UP = 8, 64, 2e-3, 0.05, 300
DROPOUT = 0.4
# A word is hidden now and then, so that its cluster and its surroundings are learnt from too, and the other way round.
HIDE = {"word": 0.15, "cluster": 0.1}
LEAST = {
    "word": 3,
    "form": 3,
    "cluster": 2,
}  # tokens that must have a value for it to get a row; 1 in the other columns
Arrays = dict[str, Any]


@dataclass(frozen=True)
class Padded:
    """Rows of sentences, filled up with 0: `columns` is (sentences, LENGTH, columns), `lists` has LISTS at the end."""

    columns: Any
    lists: Any


def train_network(
    sentences: Sequence[Sequence[Described]],
    answers: dict[str, list[bool | None]],
    weight: Floats,
    seed: int = 0,
) -> Network:
    """Fit one network for all outputs; an answer of None counts for nothing."""
    network = Network(tuple(answers), tables(sentences), {})
    padded = pad(network, sentences)
    wanted = np.array([[bool(answer) for answer in column] for column in answers.values()], np.float32).T
    known = np.array([[answer is not None for answer in column] for column in answers.values()], np.float32).T
    arrays = _start(network, jax.random.PRNGKey(seed))
    steps = EPOCHS * (len(sentences) // BATCH)
    rate = optax.warmup_cosine_decay_schedule(0, RATE, WARM_UP, max(steps, WARM_UP + 1), 1e-5)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=DECAY))
    state = optimiser.init(arrays)

    def step(arrays: Arrays, state: Any, batch: tuple[Any, ...], key: Any) -> tuple[Arrays, Any]:
        change, state = optimiser.update(jax.grad(_loss)(arrays, *batch, key), state, arrays)
        return optax.apply_updates(arrays, change), state

    compiled = jax.jit(step)
    order, key = np.random.default_rng(seed), jax.random.PRNGKey(seed + 100)
    for _ in range(EPOCHS):
        places = order.permutation(len(sentences))
        for start in range(0, len(sentences) - BATCH + 1, BATCH):
            chosen = places[start : start + BATCH]
            key, now = jax.random.split(key)
            batch = (padded.columns[chosen], padded.lists[chosen], wanted[chosen], known[chosen], weight[chosen])
            arrays, state = compiled(arrays, state, batch, now)
    return Network(network.outputs, network.tables, {name: np.asarray(array) for name, array in arrays.items()})


def tables(sentences: Sequence[Sequence[Described]]) -> tuple[dict[str, int], ...]:
    """The values of each column that enough tokens have."""
    found = []
    for number, column in enumerate(COLUMNS[:-1]):
        tally = Counter(str(token[number]) for sentence in sentences for token in sentence)
        found.append(table_of([value for value, n in sorted(tally.items()) if n >= LEAST.get(column, 1)], UNKNOWN + 1))
    lists = sorted({name for sentence in sentences for token in sentence for name in token[-1]})
    return (*found, table_of(lists, 1))


def pad(network: Network, sentences: Sequence[Sequence[Described]]) -> Padded:
    """Sentences as arrays of rows."""
    columns = np.zeros((len(sentences), LENGTH, len(COLUMNS) - 1), np.int32)
    lists = np.zeros((len(sentences), LENGTH, LISTS), np.int32)
    for place, sentence in enumerate(sentences):
        *rows, listed = network.rows(sentence[:LENGTH])
        columns[place, : len(listed)] = np.stack(rows, axis=1)
        lists[place, : len(listed)] = listed
    return Padded(columns, lists)


def _start(network: Network, key: Any) -> Arrays:
    keys = iter(jax.random.split(key, 40))

    def normal(*shape: int, scale: float) -> Any:
        return jax.random.normal(next(keys), shape) * scale

    outputs = len(network.outputs)
    arrays: Arrays = {
        f"vectors/{name}": normal(max(chain([UNKNOWN], table.values())) + 1, WIDTH, scale=0.1)
        for name, table in zip(COLUMNS, network.tables, strict=True)
    }
    for name in set(COLUMNS[:-1]) - {*HIDE, "form"}:  # never hidden, so what was never seen has nothing to learn from
        arrays[f"vectors/{name}"] = arrays[f"vectors/{name}"].at[: UNKNOWN + 1].set(0)
    for layer in range(LAYERS):
        arrays[f"kernel/{layer}"] = normal(3 * WIDTH, HIDDEN, scale=(3 * WIDTH) ** -0.5)
        arrays[f"bias/{layer}"] = jnp.zeros(HIDDEN)
        arrays[f"projection/{layer}"] = normal(HIDDEN, WIDTH, scale=0.5 * HIDDEN**-0.5)
        arrays[f"gain/{layer}"] = jnp.ones(WIDTH)
    arrays |= {"gain": jnp.ones(WIDTH), "query": normal(WIDTH, outputs, scale=WIDTH**-0.5)}
    arrays |= {name: normal(WIDTH, outputs, scale=0.05) for name in ("attended", "highest")}
    return arrays | {"bias": jnp.zeros(outputs)}


def _loss(arrays: Arrays, columns: Any, lists: Any, wanted: Any, known: Any, weight: Any, key: Any) -> Any:
    scores = forward(arrays, columns, lists, key)
    error = jnp.maximum(scores, 0) - scores * wanted + jnp.log1p(jnp.exp(-jnp.abs(scores)))
    return (error * known * weight[:, None]).sum() / weight.sum()


def forward(arrays: Arrays, columns: Any, lists: Any, key: Any = None) -> Any:
    """What `Network.scores` does, on padded sentences that have tokens; with a key, some of what it sees is dropped."""
    mask = columns[:, :, 0] > 0
    keys = iter(jax.random.split(key, 3 + LAYERS + len(HIDE)) if key is not None else ())

    def dropped(states: Any) -> Any:
        if key is None:
            return states
        return jnp.where(jax.random.bernoulli(next(keys), 1 - DROPOUT, states.shape), states / (1 - DROPOUT), 0)

    hidden = {}
    if key is not None:
        hidden = {name: mask & jax.random.bernoulli(next(keys), share, mask.shape) for name, share in HIDE.items()}
        hidden["form"] = hidden["word"]
    states = jnp.where(lists[..., None] > 0, arrays[f"vectors/{COLUMNS[-1]}"][lists], 0).sum(axis=2)
    for number, name in enumerate(COLUMNS[:-1]):
        rows = columns[:, :, number]
        states += arrays[f"vectors/{name}"][jnp.where(hidden[name], UNKNOWN, rows) if name in hidden else rows]
    states = dropped(states)
    for layer in range(LAYERS):
        normal = jnp.where(mask[..., None], _normal(states, arrays[f"gain/{layer}"]), 0)
        before = jnp.pad(normal, ((0, 0), (1, 0), (0, 0)))[:, :-1]
        after = jnp.pad(normal, ((0, 0), (0, 1), (0, 0)))[:, 1:]
        window = jnp.concatenate([before, normal, after], axis=-1)
        inner = jax.nn.relu(window @ arrays[f"kernel/{layer}"] + arrays[f"bias/{layer}"])
        states += dropped(inner @ arrays[f"projection/{layer}"])
    states = _normal(states, arrays["gain"])
    attention = jax.nn.softmax(states @ arrays["query"] + jnp.where(mask, 0, -1e9)[..., None], axis=1)
    attended = dropped(jnp.einsum("bto,btw->bow", attention, states))
    highest = dropped(jnp.where(mask[..., None], states, -1e9).max(axis=1))
    return jnp.einsum("bow,wo->bo", attended, arrays["attended"]) + highest @ arrays["highest"] + arrays["bias"]


def _normal(states: Any, gain: Any) -> Any:
    centred = states - states.mean(axis=-1, keepdims=True)
    return gain * centred / jnp.sqrt(jnp.square(centred).mean(axis=-1, keepdims=True) + EPSILON)
