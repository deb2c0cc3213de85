"""Compare designs and classifiers on a labelled file, per genre and as the mean over genres (docs/language.md).

    python -m nlp.training.compare PARSER_PIPELINE LABELLED.jsonl

The file measures; nothing of it is trained on. Each row is trained on our own sentences alone; "left out" rows leave
the registers most like a genre out of training, to show that it is not the register that was learnt.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from nlp.classifier import log_odds
from nlp.components.sentence_labels import POSSIBLE, QUESTIONS, combined, question_of
from nlp.features import CLUSTER, FORM, WORD, Feature
from nlp.network import Described, described
from nlp.training.sentences import Labelled, load
from nlp.training.train_labels import (
    SHIFT,
    STRENGTH,
    all_features,
    all_observed,
    index_of,
    matrix,
    targets,
    train_beside,
    weights_of,
)

_BINARY = ("evaluative", "impact", "evidence", "plan")
_PARSE = re.compile(
    r"^(pattern=|main/|purpose/|condition/|relative/|complement/|adverbial/|root|nsubj|obj|advmod|obl|amod|xcomp|cop|aux"
    r"|mark|compound|conj|first/tag)"
)
_LEXICON = re.compile(r"(^|/)(lex|change)")
DESIGNS: dict[str, Callable[[Feature], bool]] = {
    "words and word pairs alone": lambda item: item.group == WORD,
    "patterns, lexicons and shape, no words": lambda item: item.group == FORM,
    "without the parse": lambda item: not _PARSE.match(item.name),
    "without the lexicons": lambda item: not _LEXICON.search(item.name),
    "without the clusters": lambda item: item.group != CLUSTER,
    "all": lambda item: True,
}
# Registers, by words of the names of their files.
REGISTERS = {"inspection registers": "ilacs joint inspection", "plan registers": "plan cpc describe"}


def measured(path: Path) -> list[Labelled]:
    """The labelled sentences of a file; `source` is the genre."""
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = row["labels"]
        items.append(
            Labelled(
                row["text"], row.get("before") or "", labels["evaluative"], labels["polarity"], labels["impact"],
                labels["evidence"], labels["plan"], labels["question"], frozenset(labels["statements"]), row["genre"],
            )
        )  # fmt: skip
    return items


def f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """F1 of (gold, said) pairs."""
    right = sum(gold and said for gold, said in pairs)
    return 2 * right / max(1, sum(gold for gold, _ in pairs) + sum(said for _, said in pairs))


def figures(gold: Sequence[Labelled], said: dict[str, Any]) -> dict[str, float]:
    """The figures of one genre."""
    rows = range(len(gold))
    out = {name: f1([(getattr(gold[i], name), said[name][i] >= 0) for i in rows]) for name in _BINARY}
    out |= {f"{name} AUC": roc_auc_score([getattr(item, name) for item in gold], said[name]) for name in _BINARY}
    bare = [max(said[name][i] for name in _BINARY) < 0 for i in rows]
    out["descriptive"] = f1([(not any(getattr(gold[i], n) for n in _BINARY), bare[i]) for i in rows])
    labels = [{name for name in _BINARY if said[name][i] >= 0} for i in rows]
    asked = [question_of(labels[i], {q: said[f"question={q}"][i] for q in QUESTIONS}) for i in rows]
    out["question"] = float(np.mean([asked[i] == gold[i].question for i in rows]))
    out["polarity"] = _polarity(gold, said)
    numbers = (1, 2, 3, 4)
    out["statements"] = f1([(n in gold[i].statements, said[f"statement={n}"][i] >= 0) for i in rows for n in numbers])
    return out


def _polarity(gold: Sequence[Labelled], said: dict[str, Any]) -> float:
    least = float(logit(POSSIBLE))
    judged = [i for i, item in enumerate(gold) if item.evaluative]
    right = 0
    for i in judged:
        best = max(("strength", "weakness", "mixed"), key=lambda name: said[f"polarity={name}"][i])
        right += said["evaluative"][i] >= least and best == gold[i].polarity
    return right / max(1, len(judged))


def fitted(kind: str, inputs: Any, answers: Sequence[Any], weight: Any, asked: Any) -> Any:
    """Decision values of one classifier of that kind."""
    if kind == "logistic regression":
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500).fit(inputs, answers, weight)
        return model.decision_function(asked)
    if kind == "linear SVM":
        return LinearSVC(C=0.02).fit(inputs, answers, weight).decision_function(asked) * 2.5
    model = ComplementNB(alpha=0.5).fit((inputs > 0) * 1.0, answers, weight)
    chances = model.predict_log_proba((asked > 0) * 1.0)
    return chances[:, 1] - chances[:, 0]


def linear_scores(
    kind: str, keep: Callable[[Feature], bool], data: tuple[list[list[Feature]], list[Labelled]],
    asked_of: list[list[Feature]],
) -> dict[str, Any]:  # fmt: skip
    """Train a linear classifier on `data`: output -> its scores for the sentences asked of."""
    seen = [[item for item in one if keep(item)] for one in data[0]]
    index = index_of(seen)
    inputs, asked = matrix(index, seen), matrix(index, asked_of)
    weight = weights_of(data[1])
    said = {}
    for name, answers in targets(data[1]).items():
        known = [i for i, answer in enumerate(answers) if answer is not None]
        said[name] = fitted(kind, inputs[known], [answers[i] for i in known], weight[known], asked)
    return said


def of_all(linear: dict[str, Any]) -> dict[str, Any]:
    """The linear scores with impact among all sentences, not among judgements."""
    return linear | {"impact": log_odds(expit(linear["impact"]) * expit(linear["evaluative"]))}


def network_scores(
    data: tuple[list[list[Described]], list[Labelled]], asked_of: list[list[Described]]
) -> dict[str, Any]:
    """The same for the network."""
    network = train_beside(*data)
    return dict(zip(network.outputs, network.scores(asked_of).T, strict=True))


def both(linear: dict[str, Any], network: dict[str, Any]) -> dict[str, Any]:
    """The scores of the component: of both, with the shifts."""
    column = {name: place for place, name in enumerate(linear)}
    total = combined(_stacked(linear, column), _stacked(network, column), column)
    return {name: total[:, place] + SHIFT.get(name, 0.0) for name, place in column.items()}


def _stacked(said: dict[str, Any], names: Iterable[str]) -> Any:
    return np.stack([said[name] for name in names], axis=-1)


def table(said: dict[str, Any], test: list[Labelled]) -> dict[str, dict[str, float]]:
    """Genre -> figures, and their mean."""
    found = {}
    for genre in sorted({item.source for item in test}):
        rows = [i for i, item in enumerate(test) if item.source == genre]
        found[genre] = figures([test[i] for i in rows], {name: values[rows] for name, values in said.items()})
    return found | {"mean": {key: float(np.mean([one[key] for one in found.values()])) for key in found[genre]}}


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    language = spacy.load(arguments[0], exclude=["sentence_labels"])
    if "sentence_boundaries" not in language.pipe_names:
        language.add_pipe("sentence_boundaries", first=True)
    ours, test = load(), measured(Path(arguments[1]))
    observed, asked = all_observed(language, ours), all_observed(language, test)
    seen, seen_of = all_features(observed, ours), all_features(asked, test)
    tokens, tokens_of = [described(one) for one in observed], [described(one) for one in asked]

    def linear(
        keep: Callable[[Feature], bool], kept: Sequence[int], kind: str = "logistic regression"
    ) -> dict[str, Any]:
        return linear_scores(kind, keep, ([seen[i] for i in kept], [ours[i] for i in kept]), seen_of)

    def network(kept: Sequence[int]) -> dict[str, Any]:
        return network_scores(([tokens[i] for i in kept], [ours[i] for i in kept]), tokens_of)

    everything = range(len(ours))
    for title, keep in DESIGNS.items():
        _print(f"linear: {title}", table(of_all(linear(keep, everything)), test))
    for kind in ("linear SVM", "naive Bayes"):
        _print(kind, table(of_all(linear(DESIGNS["all"], everything, kind)), test))
    net = network(everything)
    _print("network alone", table(net, test))
    _print("both (shipped)", table(both(linear(DESIGNS["all"], everything), net), test))
    for title, mark in REGISTERS.items():
        kept = [i for i, item in enumerate(ours) if not any(part in item.source for part in mark.split())]
        _print(
            f"both, left out: {title} ({len(kept)} sentences left)",
            table(both(linear(DESIGNS["all"], kept), network(kept)), test),
        )


def _print(title: str, found: dict[str, dict[str, float]]) -> None:
    print(title)
    for genre, values in found.items():
        print(f"  {genre:20s}" + "  ".join(f"{key} {value:.2f}" for key, value in values.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
