"""The component `sentence_boundaries`: where sentences start within one block.

A block is one paragraph, bullet or cell, so most boundaries are given; within it a sentence ends at . ! ? or …
with its closing quotes and brackets, unless what precedes is an abbreviation, an initial or a number, or what
follows goes on in lower case.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

from nlp.lexicon import lexicon

ONE_SENTENCE = "one_sentence"
_ENDS = frozenset({".", "!", "?", "…", "...", "?!", "!!", ".."})
_CLOSERS = frozenset("\"'”’»)]}") | {"''"}
_BULLETS = frozenset("•▪◦●■–—*·o")
_INITIAL = re.compile(r"^[A-Z]$")
_NUMBERING = re.compile(r"^\(?(\d{1,3}|[a-z]|[ivx]+)$", re.IGNORECASE)


@Language.component("sentence_boundaries", assigns=["token.is_sent_start"])
def sentence_boundaries(doc: Doc) -> Doc:
    """Set `is_sent_start` of every token; nothing later may change it.

    A Doc marked `one_sentence` in its user data is one sentence, whatever it holds.
    """
    if doc.user_data.get(ONE_SENTENCE):
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc
    ended = False
    for token in doc:
        if token.i == 0:
            token.is_sent_start = True
        elif "\n" in token.text and not token.text.strip():
            token.is_sent_start = False
            ended = ended or _starts(doc, token.i + 1)
        elif ended and not token.is_space and token.text not in _CLOSERS:
            token.is_sent_start = True
            ended = False
        else:
            token.is_sent_start = False
        if _ends(doc, token):
            ended = True
    return doc


def _starts(doc: Doc, index: int) -> bool:
    """After a line break: a capital, a figure or a bullet starts anew, lower case goes on."""
    if index >= len(doc):
        return False
    text = doc[index].text
    return text[:1].isupper() or text[:1].isdigit() or text in _BULLETS


def _ends(doc: Doc, token: Token) -> bool:
    if token.text not in _ENDS:
        if not (token.text.endswith((".", "!", "?")) and token.text[:-1].isalpha() and len(token.text) > 4):
            return False
        if token.text[:-1].lower() in _abbreviations():
            return False
    following = _following(doc, token.i + 1)
    if following is None:
        return False
    if token.text == "." and _is_abbreviation(doc, token, following):
        return False
    text = following.text
    return not text[:1].islower() or text in _BULLETS


def _following(doc: Doc, index: int) -> Token | None:
    while index < len(doc) and (doc[index].is_space or doc[index].text in _CLOSERS):
        index += 1
    return doc[index] if index < len(doc) else None


def _is_abbreviation(doc: Doc, stop: Token, following: Token) -> bool:
    if stop.i == 0 or stop.nbor(-1).whitespace_:
        return False
    before = stop.nbor(-1).text
    glued = not stop.whitespace_ and stop.i + 1 < len(doc) and not doc[stop.i + 1].is_space
    if glued and following.text[:1].isalnum() and following.i == stop.i + 1:
        return before.isdigit() or len(before) <= 2
    if _INITIAL.match(before) and following.text[:1].isupper():
        return True
    if stop.i == 1 and _NUMBERING.match(before):
        return True  # "1. Children are safer"
    known = before.lower() in _abbreviations()
    return known and not (before.lower() in _often_final() and following.text[:1].isupper())


def _abbreviations() -> frozenset[str]:
    return frozenset(lexicon("sentences")["abbreviations"])


def _often_final() -> frozenset[str]:
    return frozenset(lexicon("sentences")["often_final"])
