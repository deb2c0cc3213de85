"""What the linear classifier sees of a sentence: named features, each with the token it comes from.

Three groups, scaled apart by the classifier: `FORM` (patterns, lexicons by the clause they stand in, shape: few and
sure), `WORD` (words and pairs) and `CLUSTER` (the same by Brown cluster, so that kin of a known word count too). A
judgement is predicated, not embedded in a purpose, a name, a condition or a duty, so the main predicate is described
by itself. Names and figures are masked: an invented place must teach nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Span, Token

from nlp.clusters import cluster_of
from nlp.observed import LEXICON, Observed, form
from nlp.patterns import patterns

PATTERN = "pattern="
FORM, WORD, CLUSTER = range(3)
_NEGATIONS = frozenset("not no never nor neither without hardly rarely seldom n't few little".split())
_MODALS = frozenset("will would shall should must can could may might need".split())
_REPORTING = frozenset("say tell report feel describe think note comment express state find show indicate see".split())
_VERBS = ("VERB", "AUX")
_LENGTHS = (5, 9, 14, 20, 28, 40)
_QUOTE = re.compile(r"[“\"‘'][^”\"’']{8,}[”\"’']")


class Feature(NamedTuple):
    """A named feature; `token` is its place in the Doc, -1 for the sentence as a whole."""

    name: str
    token: int = -1
    group: int = FORM


def features(observed: Observed, before: str = "") -> list[Feature]:
    """The features of a sentence, each name once, in order of appearance."""
    seen: dict[str, Feature] = {}
    for feature in _all(observed, before):
        seen.setdefault(feature.name, feature)
    return list(seen.values())


def _all(observed: Observed, before: str) -> Iterator[Feature]:
    if not observed.tokens:
        return
    for name, token in patterns(observed):
        yield Feature(f"{PATTERN}{name}", token.i)
    yield from _words(observed)
    yield from _predicates(observed.sentence, observed.clauses)
    yield from _lexicon(observed)
    yield from _shape(observed)
    yield from _lead_in(before)


def _words(observed: Observed) -> Iterator[Feature]:
    last = last_kin = ""
    for token, word, kin in zip(observed.tokens, observed.forms, observed.clusters, strict=True):
        if not token.is_punct or word in (":", ";", "?", "•"):
            yield Feature(f"w={word}", token.i, WORD)
            if kin:
                yield Feature(f"c={kin}", token.i, CLUSTER)
        if last:
            yield Feature(f"b={last} {word}", token.i - 1, WORD)
            yield Feature(f"cb={last_kin} {kin or word}", token.i - 1, CLUSTER)
        last, last_kin = word, kin or word


def _predicates(sentence: Span, clauses: dict[int, str]) -> Iterator[Feature]:
    """The main predicate and those coordinated with it: word, tense, modal, negation, subject, complement, manner."""
    root = sentence.root
    heads = [root, *(token for token in root.conjuncts if clauses.get(token.i) == "main")]
    for head in heads:
        yield Feature(f"root={form(head)}", head.i)
        yield from _kin("root", head)
        yield Feature(f"root/tag={head.tag_}", head.i)
        modal = [child.lower_ for child in head.lefts if child.lower_ in _MODALS]
        negated = any(child.lower_ in _NEGATIONS for child in head.children)
        yield Feature(f"root/modal={modal[0] if modal else 'none'}/neg={negated}", head.i)
        for child in head.children:
            base = child.dep_.split(":")[0]
            if base in ("nsubj", "obj", "advmod", "obl", "amod", "xcomp", "cop", "aux", "mark", "compound"):
                yield Feature(f"{child.dep_}={form(child)}", child.i, WORD)
                yield from _kin(base, child)
                if base in ("nsubj", "advmod", "obj"):
                    yield Feature(f"{base}={form(child)}>{form(head)}{'/neg' if negated else ''}", child.i, WORD)
            for grandchild in child.children:
                if grandchild.dep_ == "amod" and base in ("nsubj", "obj"):
                    yield Feature(f"{base}/amod={form(grandchild)}", grandchild.i, WORD)
                    yield from _kin(f"{base}/amod", grandchild)


def _kin(office: str, token: Token) -> Iterator[Feature]:
    """A word's cluster with its office in the sentence."""
    cluster = cluster_of(token.lower_)
    if cluster:
        yield Feature(f"{office}~{cluster}", token.i, CLUSTER)


def _lexicon(observed: Observed) -> Iterator[Feature]:
    """Words of the lexicons by the clause they stand in, and whether a negation is near."""
    people = [token.i for label, token in observed.found if label == "beneficiaries"]
    for label, token in observed.found:
        clause = observed.clauses.get(token.i, "main")
        if label == "changes":
            near = any(abs(token.i - place) < 12 for place in people)
            yield Feature(f"{clause}/change/near={near}", token.i)
            continue
        yield Feature(f"lex={label}", token.i)
        yield Feature(f"{clause}/lex={label}", token.i)
        if label.startswith("class/"):
            yield Feature(f"{token.dep_.split(':')[0]}/lex={label}", token.i)
        if label in LEXICON and _negated(observed.sentence, token):
            yield Feature(f"negated/lex={label}", token.i)


def _negated(sentence: Span, token: Token) -> bool:
    return any(other.lower_ in _NEGATIONS for other in sentence.doc[max(sentence.start, token.i - 4) : token.i])


def _shape(observed: Observed) -> Iterator[Feature]:
    tokens = observed.tokens
    first = tokens[0] if tokens[0].is_alpha or len(tokens) == 1 else tokens[1]
    yield Feature(f"first={form(first)}", first.i)
    yield from _kin("first", first)
    yield Feature(f"first/tag={first.tag_}", first.i)
    second = tokens[min(len(tokens) - 1, tokens.index(first) + 1)]
    yield Feature(f"first/2={form(first)} {form(second)}", first.i, WORD)
    yield Feature(f"length={sum(len(tokens) >= bound for bound in _LENGTHS)}")
    verbs = [token for token in tokens if token.pos_ in _VERBS]
    finite = [token for token in verbs if token.tag_ in ("VBZ", "VBP", "VBD", "MD")]
    yield Feature(f"finite={min(2, len(finite))}")
    yield Feature(f"verbless={not verbs}")
    yield Feature(f"tense={'/'.join(sorted({token.tag_ for token in finite})) or 'none'}")
    yield Feature(f"end={tokens[-1].text if tokens[-1].is_punct else 'none'}")
    yield Feature(f"figures={min(3, sum(token.like_num for token in tokens))}")
    yield Feature(f"person={_person(tokens)}")
    if _QUOTE.search(observed.sentence.text):
        yield Feature("quotation")
    if any(word in _REPORTING and token.pos_ in _VERBS for token, word in zip(tokens, observed.forms, strict=True)):
        yield Feature("reporting")
    if any(token.tag_ in ("JJR", "RBR", "JJS", "RBS") for token in tokens):
        yield Feature("comparative")


def _person(tokens: list[Token]) -> str:
    lowered = {token.lower_ for token in tokens}
    if lowered & {"we", "our", "us"}:
        return "we"
    return "i" if lowered & {"i", "my", "me"} else "other"


def _lead_in(before: str) -> Iterator[Feature]:
    """The words of a heading or lead-in before a bullet; a full sentence before says little of this one."""
    words_before = before.strip().lower().split()
    if not words_before:
        return
    if before.strip().endswith(":") or len(words_before) <= 8:
        for word in words_before:
            yield Feature(f"lead={word.strip('.,:;()')}", group=WORD)
        yield Feature("lead")
