"""Compare designs and classifiers on a labelled file, per genre and as the mean over genres (docs/language.md).

    python -m nlp.training.compare PARSER_PIPELINE LABELLED.jsonl

The file measures; nothing of it is trained on. Each row is trained on our own sentences alone; "left out" rows leave
the registers most like a genre out of training, to show that it is not the register that was learnt.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from nlp.components.sentence_labels import POSSIBLE, QUESTIONS, question_of
from nlp.features import CLUSTER, FORM, WORD, Feature
from nlp.training.sentences import Labelled, load
from nlp.training.train_labels import SHIFT, STRENGTH, WEIGHT, all_features, index_of, matrix, targets

_BINARY = ("evaluative", "impact", "evidence", "plan")
_PARSE = re.compile(
    r"^(pattern=|main/|purpose/|condition/|relative/|complement/|adverbial/|root|nsubj|obj|advmod|obl|amod|xcomp|cop|aux"
    r"|mark|compound|conj|first/tag)"
)
_LEXICON = re.compile(r"(^|/)(lex|change)")


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


def scores(gold: Sequence[Labelled], said: dict[str, Any]) -> dict[str, float]:
    """The figures of one genre."""
    rows = range(len(gold))
    out = {name: f1([(getattr(gold[i], name), said[name][i] >= 0) for i in rows]) for name in _BINARY}
    out |= {f"{name} AUC": roc_auc_score([getattr(item, name) for item in gold], said[name]) for name in _BINARY}
    described = [max(said[name][i] for name in _BINARY) < 0 for i in rows]
    out["descriptive"] = f1([(not any(getattr(gold[i], n) for n in _BINARY), described[i]) for i in rows])
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


def row(
    kind: str, keep: Callable[[Feature], bool], data: tuple[list[list[Feature]], list[Labelled]],
    test: tuple[list[list[Feature]], list[Labelled]],
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Train on `data`, measure on `test`: genre -> figures, and their mean."""
    seen = [[item for item in one if keep(item)] for one in data[0]]
    index = index_of(seen)
    inputs, asked = matrix(index, seen), matrix(index, test[0])
    weight = np.array([WEIGHT.get(item.source, 1.0) for item in data[1]])
    said = {}
    for name, answers in targets(data[1]).items():
        known = [i for i, answer in enumerate(answers) if answer is not None]
        shift = SHIFT.get(name, 0.0) if kind == "logistic regression" else 0.0
        said[name] = fitted(kind, inputs[known], [answers[i] for i in known], weight[known], asked) + shift
    both = expit(said["impact"]) * expit(said["evaluative"])  # as the component decides
    said["impact"] = logit(np.clip(both, 1e-9, 1 - 1e-9))
    table = {}
    for genre in sorted({item.source for item in test[1]}):
        rows = [i for i, item in enumerate(test[1]) if item.source == genre]
        table[genre] = scores([test[1][i] for i in rows], {name: values[rows] for name, values in said.items()})
    table["mean"] = {key: float(np.mean([genre[key] for genre in table.values()])) for key in table[genre]}
    return table


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    language = spacy.load(arguments[0])
    if "sentence_boundaries" not in language.pipe_names:
        language.add_pipe("sentence_boundaries", first=True)
    ours, test = load(), measured(Path(arguments[1]))
    data, held = (all_features(language, ours), ours), (all_features(language, test), test)
    designs: dict[str, Callable[[Feature], bool]] = {
        "words and word pairs alone": lambda item: item.group == WORD,
        "patterns, lexicons and shape, no words": lambda item: item.group == FORM,
        "without the parse": lambda item: not _PARSE.match(item.name),
        "without the lexicons": lambda item: not _LEXICON.search(item.name),
        "without the clusters": lambda item: item.group != CLUSTER,
        "all": lambda item: True,
    }
    for title, keep in designs.items():
        _print(title, row("logistic regression", keep, data, held))
    for kind in ("linear SVM", "naive Bayes"):
        _print(kind, row(kind, designs["all"], data, held))
    for title, mark in (
        ("left out: inspection registers", "ilacs joint inspection"),
        ("left out: plan registers", "plan cpc describe"),
    ):
        kept = [i for i, item in enumerate(ours) if not any(part in item.source for part in mark.split())]
        part = ([data[0][i] for i in kept], [ours[i] for i in kept])
        _print(f"{title} ({len(kept)} sentences left)", row("logistic regression", designs["all"], part, held))


def _print(title: str, table: dict[str, dict[str, float]]) -> None:
    print(title)
    for genre, figures in table.items():
        print(f"  {genre:20s}" + "  ".join(f"{key} {value:.2f}" for key, value in figures.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
