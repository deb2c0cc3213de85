"""Train the two classifiers of sentence labels on our own sentences and put the pipeline together.

    python -m nlp.training.train_labels PARSER_PIPELINE [TARGET]

PARSER_PIPELINE is what `spacy train` made (nlp/training/README.md). TARGET, by default `nlp/pipeline/`, becomes the
shipped pipeline: sentence boundaries, the trained components, sentence labels. Needs scikit-learn, JAX and Optax, which
the product does not.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
import spacy
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Doc

from nlp.classifier import Floats, LinearModel, scales
from nlp.components.sentence_boundaries import ONE_SENTENCE
from nlp.components.sentence_labels import BINARY, POLARITIES, QUESTIONS, SHARE, SentenceLabels
from nlp.features import CLUSTER, FORM, WORD, Feature, features
from nlp.network import Described, Network, described
from nlp.observed import Observed, observe
from nlp.training.sentences import Labelled, load
from nlp.training.train_network import train_network

TARGET = Path(__file__).parents[1] / "pipeline"
NAME, VERSION = "standpoint", "1.1.0"
LEAST = {FORM: 4, WORD: 2, CLUSTER: 3}  # sentences that must have a feature, by its group
STRENGTH = 0.5  # inverse of the regularisation, chosen by leaving each new file out (docs/language.md)
# Files of hard and rare sentences teach the distinctions, those written as documents are written the proportions.
WEIGHT = {"cpc": 0.5, "fragments": 0.5, "pairs": 0.5, "statements": 0.5}
# Added to the score so that 0.5 is the best line of decision on files left out of training (docs/language.md).
SHIFT = {f"statement={number}": 0.4 for number in (1, 2, 3, 4)}


def parsed(language: Language, sentences: Sequence[Labelled]) -> list[Doc]:
    """One Doc a sentence, parsed as a single sentence."""
    docs = [language.make_doc(item.text) for item in sentences]
    for doc in docs:
        doc.user_data[ONE_SENTENCE] = True
    return list(language.pipe(docs, batch_size=64))


def all_observed(language: Language, sentences: Sequence[Labelled]) -> list[Observed]:
    """Every sentence as the classifiers see it."""
    return [observe(doc[:]) for doc in parsed(language, sentences)]


def all_features(observed: Sequence[Observed], sentences: Sequence[Labelled]) -> list[list[Feature]]:
    """The features of every sentence."""
    return [features(one, item.before) for one, item in zip(observed, sentences, strict=True)]


def targets(sentences: Sequence[Labelled]) -> dict[str, list[bool | None]]:
    """Output -> the answer for each sentence; None where the output does not apply: impact and polarity are learnt
    from judgements alone."""
    wanted: dict[str, list[bool | None]] = {name: [getattr(item, name) for item in sentences] for name in BINARY}
    wanted["impact"] = [item.impact if item.evaluative else None for item in sentences]
    for name in POLARITIES:
        wanted[f"polarity={name}"] = [item.polarity == name if item.evaluative else None for item in sentences]
    for question in QUESTIONS:
        wanted[f"question={question}"] = [item.question == question for item in sentences]
    for number in sorted({number for item in sentences for number in item.statements}):
        wanted[f"statement={number}"] = [number in item.statements for item in sentences]
    return wanted


def train(seen: Sequence[Sequence[Feature]], sentences: Sequence[Labelled]) -> LinearModel:
    """Fit one logistic regression an output, on the same features."""
    index = index_of(seen)
    inputs = matrix(index, seen)
    weight = weights_of(sentences)
    wanted = targets(sentences)
    weights, bias = np.zeros((len(index), len(wanted)), np.float32), np.zeros(len(wanted), np.float32)
    for column, answers in enumerate(wanted.values()):
        rows = [row for row, answer in enumerate(answers) if answer is not None]
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500)
        fitted.fit(inputs[rows], [answers[row] for row in rows], sample_weight=weight[rows])
        weights[:, column] = fitted.coef_[0]
        bias[column] = fitted.intercept_[0]
    return LinearModel(tuple(wanted), index, weights, bias)


def train_beside(seen: Sequence[Sequence[Described]], sentences: Sequence[Labelled]) -> Network:
    """Fit the network on the same sentences."""
    wanted = targets(sentences) | {"impact": [item.impact for item in sentences]}  # of all, not of judgements
    return train_network(seen, wanted, weights_of(sentences))


def shifted(network: Network) -> Network:
    """The network with the shifts in its bias, by its share, so that the mean of both moves by them."""
    shifts = np.array([SHIFT.get(name, 0.0) / SHARE for name in network.outputs])
    return replace(network, arrays=network.arrays | {"bias": network.arrays["bias"] + shifts})


def weights_of(sentences: Sequence[Labelled]) -> Floats:
    """How much each sentence counts."""
    return np.array([WEIGHT.get(item.source, 1.0) for item in sentences], np.float32)


def index_of(seen: Sequence[Sequence[Feature]]) -> dict[str, int]:
    """The features that enough sentences have, in alphabetical order, and their columns."""
    tally = Counter((item.name, item.group) for one in seen for item in one)
    return {
        name: row for row, name in enumerate(sorted(name for (name, group), n in tally.items() if n >= LEAST[group]))
    }


def matrix(index: dict[str, int], seen: Sequence[Sequence[Feature]]) -> Any:
    """Sentences × features, scaled as the classifier scales them."""
    rows, columns, values = [], [], []
    for row, one in enumerate(seen):
        known = [item for item in one if item.name in index]
        rows += [row] * len(known)
        columns += [index[item.name] for item in known]
        values += scales(np.array([item.group for item in known], np.int64)).tolist()
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(seen), len(index)))


def assemble(parser: Language, linear: LinearModel, network: Network, target: Path) -> None:
    """Write the shipped pipeline."""
    component = parser.add_pipe("sentence_labels", last=True)
    assert isinstance(component, SentenceLabels)
    component.use(linear, network)
    parser.meta.update(
        name=NAME,
        version=VERSION,
        license="CC BY-SA 4.0 (trained on UD English EWT); Apache-2.0 (sentence_labels)",
    )
    parser.to_disk(target)


def main(arguments: Sequence[str]) -> None:
    """Train, measure on nothing, write."""
    language = spacy.load(arguments[0], exclude=["sentence_labels"])
    if "sentence_boundaries" not in language.pipe_names:
        language.add_pipe("sentence_boundaries", first=True)
    sentences = load()
    observed = all_observed(language, sentences)
    linear = train(all_features(observed, sentences), sentences)
    network = shifted(train_beside([described(one) for one in observed], sentences))
    assemble(language, linear, network, Path(arguments[1]) if len(arguments) > 1 else TARGET)
    print(f"{len(sentences)} sentences, {len(linear.index)} features, {len(linear.outputs)} outputs")


if __name__ == "__main__":
    main(sys.argv[1:])
