"""The component `sentence_labels`: what each sentence says, by the annotation guideline, and why.

Labels come from two classifiers that learnt from the same sentences: a linear one over features of the parse and the
lexicons, and a small network that sees the words in their order; the score is a weighted mean (docs/language.md).
`span._.labels` holds them; `span._.reasons` the words that carried each label, as character ranges of the Doc.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.review import Asked, Labels, Polarity
from nlp.classifier import Floats, LinearModel, load_model, log_odds, logistic
from nlp.features import features
from nlp.network import Network, described, load_network
from nlp.observed import Observed, observe

BEFORE = "before"
BINARY = ("evaluative", "impact", "evidence", "plan")
POLARITIES: tuple[Polarity, ...] = ("strength", "weakness", "mixed")
QUESTIONS: tuple[Asked, ...] = ("now", "know", "next", "none")
STATEMENTS = (1, 2, 3, 4, 5)
SHARE = 0.4  # of the network in a score; the rest is the linear classifier's
_REASONS = 3
_BATCH = 128
Scores = NDArray[Any]  # float32 of the linear classifier, float64 of the network
POSSIBLE = 0.1  # below this chance of a judgement no polarity is said

Span.set_extension("labels", default=None, force=True)
Span.set_extension("reasons", default=None, force=True)


@Language.factory(
    "sentence_labels",
    requires=["token.is_sent_start", "token.dep", "token.lemma", "token.tag"],
    assigns=["span._.labels", "span._.reasons"],
)
class SentenceLabels:
    """Labels every sentence of a Doc; without its classifiers on disk it cannot be called."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.linear: LinearModel | None = None
        self.network: Network | None = None
        self._column: dict[str, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set `labels` and `reasons` of every sentence."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """The same for many Docs; the network is quicker on many sentences at a time."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            self._label(docs)
            yield from docs

    def use(self, linear: LinearModel, network: Network) -> None:
        """Take two classifiers into use; ValueError where their outputs differ."""
        if linear.outputs != network.outputs:
            raise ValueError("the classifiers of sentence_labels were not trained together")
        self.linear, self.network = linear, network
        self._column = {output: column for column, output in enumerate(linear.outputs)}

    def to_disk(self, path: str | Path, exclude: tuple[str, ...] = ()) -> None:
        """Save the classifiers with the pipeline."""
        if self.linear is not None and self.network is not None:
            self.linear.save(Path(path))
            self.network.save(Path(path))

    def from_disk(self, path: str | Path, exclude: tuple[str, ...] = ()) -> SentenceLabels:
        """Load the classifiers with the pipeline."""
        self.use(load_model(Path(path)), load_network(Path(path)))
        return self

    def _label(self, docs: Sequence[Doc]) -> None:
        if self.linear is None or self.network is None:
            raise ValueError("sentence_labels has no classifiers; load the pipeline from disk")
        seen = [
            (observe(sentence), doc.user_data.get(BEFORE, "") if number == 0 else "")
            for doc in docs
            for number, sentence in enumerate(doc.sents)
        ]
        by_network = self.network.scores([described(observed) for observed, _ in seen])
        for (observed, before), scores in zip(seen, by_network, strict=True):
            labels, reasons = self._judge(self.linear, observed, before, scores)
            observed.sentence._.labels, observed.sentence._.reasons = labels, reasons

    def _judge(
        self, linear: LinearModel, observed: Observed, before: str, by_network: Scores
    ) -> tuple[Labels, dict[str, list[tuple[int, int]]]]:
        rows, scale, tokens = linear.rows(features(observed, before))
        added = linear.contributions(rows, scale)
        labels = self._decide(combined(added.sum(axis=0) + linear.bias, by_network, self._column))
        carried = [name for name in BINARY if getattr(labels, name) >= 0.5]
        reasons = {name: _reasons(observed.sentence, added[:, self._column[name]], tokens) for name in carried}
        return labels, reasons

    def _decide(self, scores: Scores) -> Labels:
        found = {name: float(logistic(scores[self._column[name]])) for name in BINARY}
        polarity = max(POLARITIES, key=lambda name: scores[self._column[f"polarity={name}"]])
        question = question_of(
            {name for name, value in found.items() if value >= 0.5},
            {name: float(scores[self._column[f"question={name}"]]) for name in QUESTIONS},
        )
        statements = [n for n in STATEMENTS if (c := self._column.get(f"statement={n}")) is not None and scores[c] >= 0]
        return Labels(
            **{name: round(value, 4) for name, value in found.items()},
            polarity=polarity if found["evaluative"] >= POSSIBLE else None,
            descriptive=round(1 - max(found.values()), 4),
            question=question,
            statements=statements,
        )


def combined(linear: Scores, network: Scores, column: Mapping[str, int]) -> Scores:
    """The weighted mean of both scores, in log-odds; (outputs,) or (sentences, outputs).

    The linear classifier gives the chance of impact in a judgement: it is multiplied with that of a judgement first.
    Impact implies evaluative, so it is never likelier.
    """
    linear = linear.astype(np.float64)
    judged, impact = column["evaluative"], column["impact"]
    linear[..., impact] = log_odds(logistic(linear[..., judged]) * logistic(linear[..., impact]))
    total: Scores = (1 - SHARE) * linear + SHARE * network
    total[..., impact] = np.minimum(total[..., impact], total[..., judged])
    return total


def _reasons(sentence: Span, added: Floats, tokens: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The words that add most, in the order of the text; function words and punctuation say nothing to a reader."""
    total: dict[int, float] = {}
    for token, value in zip(tokens.tolist(), added.tolist(), strict=True):
        if token >= 0:
            total[token] = total.get(token, 0.0) + value
    likeliest = sorted((i for i, value in total.items() if value > 0), key=lambda i: -total[i])
    telling = (token for token in (sentence.doc[i] for i in likeliest) if _tells(token))
    best = sorted(islice(telling, _REASONS), key=lambda token: token.i)
    return [(token.idx, token.idx + len(token)) for token in best]


def question_of(labels: Collection[str], scores: Mapping[Asked, float]) -> Asked:
    """The question that a sentence with these labels answers: of those that the guideline leaves it, the likeliest.

    A plan may be the main point; a judgement is about quality or about the system for knowing; bare evidence is about
    knowing, and so may a description be of a system for it.
    """
    left: set[Asked] = {"next"} if "plan" in labels else set()
    if "evaluative" in labels:
        left |= {"now", "know"}
    if "evidence" in labels or not left:
        left.add("know")
    if not labels:
        left.add("none")
    return max((name for name in QUESTIONS if name in left), key=lambda name: scores[name])


def _tells(token: Token) -> bool:
    return not token.is_punct and token.pos_ not in ("DET", "ADP", "PRON", "CCONJ", "PART", "PUNCT", "SPACE")
