"""How hard the text is to read, by textstat. Context for the writer, never a score to chase.

textstat downloads a pronouncing dictionary at first use and fails without a network; `nlp/syllables/` holds what it
needs of one (from CMUdict, see the licence there and `nlp/training/make_syllables.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.review import Readability

_SYLLABLES = Path(__file__).parent / "syllables"
_LEAST_WORDS = 100
_GRADE_TO_AGE = 5  # a reader in US grade 1 is six years old


def readability(sentences: Sequence[str]) -> Readability:
    """Flesch reading ease and the reading age (Flesch-Kincaid grade + 5); None for fewer than 100 words.

    The sentences are those of the review, so that bullets without a full stop count as sentences.
    """
    words = sum(len(sentence.split()) for sentence in sentences)
    if words < _LEAST_WORDS:
        return Readability(flesch_reading_ease=None, reading_age=None)
    import nltk
    import textstat

    if str(_SYLLABLES) not in nltk.data.path:
        nltk.data.path.insert(0, str(_SYLLABLES))
    syllables = textstat.syllable_count(" ".join(sentences)) / words
    length = words / len(sentences)
    ease = 206.835 - 1.015 * length - 84.6 * syllables
    grade = 0.39 * length + 11.8 * syllables - 15.59
    return Readability(flesch_reading_ease=round(ease, 1), reading_age=max(5, round(grade + _GRADE_TO_AGE)))
