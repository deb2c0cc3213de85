"""The words that a finding names as its reason."""

from __future__ import annotations

from spacy.tokens import Span

from nlp.lexicon import words

_SHOWN = 3
_TELLING = ("ADJ", "ADV", "VERB")


def judgement_words(sentence: Span) -> str:
    """The words that judge, as a message quotes them: “robust”, “not yet”.

    Words and phrases of the lexicons come first, those that carried the label before the others; then the adjectives,
    adverbs and verbs that carried it.
    """
    text, offset = sentence.text, sentence.start_char
    carried = [(start - offset, end - offset) for start, end in sentence._.reasons.get("evaluative", [])]
    phrases = [match.span() for kind in ("weakness", "strength") for match in words("language", kind).finditer(text)]
    phrases.sort(key=lambda span: (not any(span[0] <= a and b <= span[1] for a, b in carried), span))
    shown = dict.fromkeys(text[slice(*span)].lower() for span in phrases)
    if not shown:
        telling = {token.idx - offset: token for token in sentence if token.pos_ in _TELLING}
        shown = dict.fromkeys(telling[start].lower_ for start, _ in carried if start in telling)
    return ", ".join(f"“{word}”" for word in list(shown)[:_SHOWN]) or "what this sentence claims"
