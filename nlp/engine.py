"""The language engine: one spaCy `Language`, loaded once, that turns blocks of text into labelled sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from models.review import Labels
from nlp.components import sentence_labels
from nlp.components.sentence_boundaries import ONE_SENTENCE

PIPELINE = Path(__file__).parent / "pipeline"
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Engine:
    """A loaded pipeline, its name, and the SHA-256 of its files, as the run record states them."""

    language: Language
    model: str
    digest: str

    def read(self, texts: Iterable[tuple[str, str]]) -> Iterator[Doc]:
        """One Doc a block, in order; each block is given with its lead-in (or "")."""
        return self.language.pipe((self._doc(text, before) for text, before in texts), batch_size=_BATCH)

    def label(self, sentences: Iterable[tuple[str, str]]) -> Iterator[Labels]:
        """The labels of single sentences, each given with the one before it (or "")."""
        docs = (self._doc(text, before, one_sentence=True) for text, before in sentences)
        for doc in self.language.pipe(docs, batch_size=_BATCH):
            labels: Labels = doc[:]._.labels if doc.text.strip() else NOTHING
            yield labels

    def _doc(self, text: str, before: str, *, one_sentence: bool = False) -> Doc:
        doc = self.language.make_doc(text)
        doc.user_data[sentence_labels.BEFORE] = before
        doc.user_data[ONE_SENTENCE] = one_sentence
        return doc


NOTHING = Labels(
    evaluative=0, polarity=None, impact=0, evidence=0, plan=0, descriptive=1, question="none", statements=[]
)


@cache
def load() -> Engine:
    """Load the shipped pipeline, once a process; nothing is fetched."""
    language = spacy.load(PIPELINE)
    language.max_length = 10_000_000
    meta = json.loads((PIPELINE / "meta.json").read_text(encoding="utf-8"))
    return Engine(language, f"{meta['name']}-{meta['version']}", _digest())


def _digest() -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in PIPELINE.rglob("*") if path.is_file()):
        whole.update(path.relative_to(PIPELINE).as_posix().encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
