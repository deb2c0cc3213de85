"""A sentence as the classifiers see it: its tokens with their form, cluster and clause, and the words of the lexicons.

Made once a sentence; the features (`nlp/features.py`) and the network (`nlp/network.py`) both read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Span, Token

from nlp.clusters import clusters
from nlp.lexicon import WordClasses, lexicon

LEXICON = ("strength", "weakness", "evidence", "plan")
_CLASSES = WordClasses(
    {kind: ("language", (kind,)) for kind in LEXICON}
    | {kind: ("language", ("impact", kind)) for kind in ("beneficiaries", "changes")}
    | {f"not/{kind}": ("language", ("not_judgement", kind)) for kind in ("purpose", "stance", "duty", "names")}
    | {f"class/{name}": ("language", ("classes", name)) for name in lexicon("language")["classes"]}
    | {f"statement/{number}": ("statements", ("terms", number)) for number in (1, 2, 3, 4)}
)
_CLAUSES = frozenset(("advcl", "xcomp", "acl", "ccomp", "csubj"))
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Observed:
    """A sentence and its tokens without spaces; the lists run beside `tokens`.

    `clauses` gives the kind of clause of a token by its place in the Doc, `found` the words and phrases of the lexicons
    with their label, by their first token.
    """

    sentence: Span
    tokens: list[Token]
    forms: list[str]
    clusters: list[str | None]
    clauses: dict[int, str]
    found: list[tuple[str, Token]]


def observe(sentence: Span) -> Observed:
    """Look at a sentence of a parsed Doc."""
    tokens = [token for token in sentence if not token.is_space]
    forms = [form(token) for token in tokens]
    known = clusters()
    return Observed(
        sentence,
        tokens,
        forms,
        [known.get(token.lower_) or known.get(word) for token, word in zip(tokens, forms, strict=True)],
        _clauses(sentence, tokens),
        _found(sentence, tokens),
    )


def form(token: Token) -> str:
    """The word as a feature: lemma in lower case; figures and names by kind."""
    if token.like_num or (not token.is_alpha and _DIGIT.search(token.text)):
        return "<percent>" if "%" in token.text else "<year>" if _YEAR.fullmatch(token.text) else "<figure>"
    if token.pos_ == "PROPN" and not token.is_sent_start and token.text[:1].isupper():
        return "<name>"
    return token.lemma_.lower() or token.lower_


def _clauses(sentence: Span, tokens: list[Token]) -> dict[int, str]:
    """The kind of clause each token stands in: main, purpose, condition, relative, complement, adverbial."""
    found: dict[int, str] = {}
    for token in tokens:
        path, node = [], token
        while node.i not in found:
            path.append(node.i)
            head, relation = node.head, node.dep_.split(":")[0]
            if relation == "ROOT" or head.i == node.i or not sentence.start <= head.i < sentence.end:
                found[node.i] = "main"
            elif relation in _CLAUSES:
                found[node.i] = _clause(node, relation)
            else:
                node = head
        found.update(dict.fromkeys(path, found[node.i]))
    return found


def _clause(head: Token, base: str) -> str:
    marks = {child.lower_ for child in head.lefts if child.dep_.split(":")[0] in ("mark", "aux", "advmod")}
    if "to" in marks and base in ("advcl", "acl", "xcomp", "ccomp"):
        return "purpose"
    if marks & {"if", "when", "where", "unless", "whether", "until"}:
        return "condition"
    if marks & {"so", "that"} and base == "advcl":
        return "purpose"
    return {"acl": "relative", "ccomp": "complement", "csubj": "complement"}.get(base, "adverbial")


def _found(sentence: Span, tokens: list[Token]) -> list[tuple[str, Token]]:
    found = [(label, token) for token in tokens for label in _CLASSES.of_word(token.lower_)]
    found += [(label, _token_at(sentence, offset)) for label, offset in _CLASSES.phrases(sentence.text)]
    return found


def _token_at(sentence: Span, offset: int) -> Token:
    place = sentence.start_char + offset
    low, high = sentence.start, sentence.end - 1
    while low < high:
        middle = (low + high + 1) // 2
        if sentence.doc[middle].idx <= place:
            low = middle
        else:
            high = middle - 1
    return sentence.doc[low]
