"""The component `sentence_labels`: what each sentence says, by the annotation guideline, and why.

Labels come from a linear classifier over features of the parse and the lexicons (docs/language.md). `span._.labels`
holds them; `span._.reasons` the words that carried each label, as character ranges of the Doc.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from models.review import Asked, Labels, Polarity
from nlp.classifier import Floats, LinearModel, load_model, logistic
from nlp.features import features

BEFORE = "before"
BINARY = ("evaluative", "impact", "evidence", "plan")
POLARITIES: tuple[Polarity, ...] = ("strength", "weakness", "mixed")
QUESTIONS: tuple[Asked, ...] = ("now", "know", "next", "none")
STATEMENTS = (1, 2, 3, 4, 5)
_REASONS = 3
POSSIBLE = 0.1  # below this chance of a judgement no polarity is said

Span.set_extension("labels", default=None, force=True)
Span.set_extension("reasons", default=None, force=True)


@Language.factory(
    "sentence_labels",
    requires=["token.is_sent_start", "token.dep", "token.lemma", "token.tag"],
    assigns=["span._.labels", "span._.reasons"],
)
class SentenceLabels:
    """Labels every sentence of a Doc; without a model on disk it cannot be called."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.model: LinearModel | None = None
        self._column: dict[str, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set `labels` and `reasons` of every sentence."""
        before = doc.user_data.get(BEFORE, "")
        for sentence in doc.sents:
            sentence._.labels, sentence._.reasons = self._label(sentence, before)
            before = ""
        return doc

    def use(self, model: LinearModel) -> None:
        """Take a model into use."""
        self.model = model
        self._column = {output: column for column, output in enumerate(model.outputs)}

    def to_disk(self, path: str | Path, exclude: tuple[str, ...] = ()) -> None:
        """Save the model with the pipeline."""
        if self.model is not None:
            self.model.save(Path(path))

    def from_disk(self, path: str | Path, exclude: tuple[str, ...] = ()) -> SentenceLabels:
        """Load the model with the pipeline."""
        self.use(load_model(Path(path)))
        return self

    def _label(self, sentence: Span, before: str) -> tuple[Labels, dict[str, list[tuple[int, int]]]]:
        if self.model is None:
            raise ValueError("sentence_labels has no model; load the pipeline from disk")
        rows, scale, tokens = self.model.rows(features(sentence, before))
        added = self.model.contributions(rows, scale)
        scores = added.sum(axis=0) + self.model.bias
        labels = self._decide(scores)
        carried = [name for name in BINARY if getattr(labels, name) >= 0.5]
        return labels, {name: self._reasons(sentence, added[:, self._column[name]], tokens) for name in carried}

    def _decide(self, scores: Floats) -> Labels:
        found = {name: logistic(scores[self._column[name]]) for name in BINARY}
        found["impact"] *= found["evaluative"]  # the output is its chance in a judgement; impact implies evaluative
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

    @staticmethod
    def _reasons(sentence: Span, added: Floats, tokens: np.ndarray) -> list[tuple[int, int]]:
        """The words that add most, in the order of the text; function words and punctuation say nothing to a reader."""
        total: dict[int, float] = {}
        for token, value in zip(tokens.tolist(), added.tolist(), strict=True):
            if token >= 0:
                total[token] = total.get(token, 0.0) + value
        words = [i for i, value in total.items() if value > 0 and _tells(sentence, i)]
        best = sorted(sorted(words, key=lambda i: -total[i])[:_REASONS])
        return [(sentence.doc[i].idx, sentence.doc[i].idx + len(sentence.doc[i])) for i in best]


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


def _tells(sentence: Span, index: int) -> bool:
    token = sentence.doc[index]
    return not token.is_punct and token.pos_ not in ("DET", "ADP", "PRON", "CCONJ", "PART", "PUNCT", "SPACE")
