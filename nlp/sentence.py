"""A sentence of the document with what it says and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span

from models.finding import Question
from models.review import Labels
from nlp.places import Place


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or bullet: its range in the text, its block, what it says and where it stands."""

    start: int
    end: int
    block: int
    span: Span
    labels: Labels
    place: Place
    about: list[int]

    @property
    def statements(self) -> list[int]:
        """Which inspection statements it speaks to: by structure, else by content (`about`)."""
        return [self.place.statement] if self.place.statement else self.about

    @property
    def question(self) -> Question | None:
        """Which reflective question it answers: by structure, else by content."""
        if self.place.question:
            return self.place.question
        return None if self.labels.question == "none" else self.labels.question

    @property
    def judges(self) -> bool:
        """True where the sentence passes a judgement."""
        return self.labels.evaluative >= 0.5
