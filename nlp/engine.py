"""The language engine: one spaCy `Language`, loaded once, that turns blocks of text into labelled sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import nlp.components.sentence_boundaries  # noqa: F401 - registers the component
from models.review import Labels
from nlp.components import sentence_labels

MODEL = "lexicon/1"


@dataclass(frozen=True, slots=True)
class Engine:
    """A loaded pipeline and its name, as the run record states it."""

    language: Language
    model: str

    def read(self, texts: Iterable[str]) -> Iterator[Doc]:
        """One Doc a block, in order, with sentence boundaries and labels."""
        return self.language.pipe(texts, batch_size=256)

    def label(self, sentences: Iterable[tuple[str, str]]) -> Iterator[Labels]:
        """The labels of single sentences, each given with the one before it (or "")."""
        for text, _before in sentences:
            yield sentence_labels.label(text)


@cache
def load() -> Engine:
    """Load the pipeline, once a process; nothing is fetched."""
    language = spacy.blank("en")
    language.max_length = 10_000_000
    language.add_pipe("sentence_boundaries")
    language.add_pipe("sentence_labels")
    return Engine(language, MODEL)
