"""The words that a finding names as its reason."""

from __future__ import annotations

from spacy.tokens import Span

from nlp.lexicon import words

_SHOWN = 3


def judgement_words(sentence: Span) -> str:
    """The words that judge, as a message quotes them: “robust”, “not yet”.

    They are the words that carried the label; where one is part of a phrase of the lexicons, the whole phrase.
    """
    text, offset = sentence.text, sentence.start_char
    carried = [(start - offset, end - offset) for start, end in sentence._.reasons.get("evaluative", [])]
    phrases = [match.span() for kind in ("weakness", "strength") for match in words("language", kind).finditer(text)]
    shown: dict[str, None] = {}
    for start, end in carried:
        whole = next(((a, b) for a, b in phrases if a <= start and end <= b), (start, end))
        shown[text[slice(*whole)].lower()] = None
    return ", ".join(f"“{word}”" for word in list(shown)[:_SHOWN]) or "what this sentence claims"
