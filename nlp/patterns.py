"""Dependency patterns: what a sentence does by its grammar, the strong evidence of the classifier.

Each pattern is a function of the sentence that yields its name and the token that shows it. Sources: the annotation
guideline and the operational definition of evaluative language (docs/language.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from nlp.observed import Observed

_BENEFICIARIES = frozenset(
    "child children people person baby infant family parent mother father carer sibling brother sister pupil leaver "
    "adult they teenager girl boy learner student user individual caregiver toddler adolescent someone".split()
)
_HELPING = frozenset(
    "help enable allow give leave mean prevent protect reduce improve keep spare reassure equip empower support "
    "ensure lead result contribute make let limit hinder stop delay".split()
)
_INTENDING = frozenset("plan intend aim propose commit hope agree expect".split())
_PLAN_NOUNS = frozenset("recommendation priority ambition commitment intention plan next".split())
_DUTY = frozenset("should must".split())
_FUTURE = frozenset("will shall 'll".split())
_NEGATIONS = frozenset("not no never nor neither without hardly rarely seldom n't".split())
_PREDICATE = frozenset("root cop acomp attr advmod xcomp obj obl amod nsubj ccomp conj".split())
_SOURCES = frozenset(
    "audit survey inspection evaluation review questionnaire consultation feedback research data dataset report "
    "analysis study sample record sampling census poll respondent interview statistic figure".split()
)
_TELLING = frozenset("tell say report describe express rate comment respond feel explain speak state highlight".split())
_TREND = frozenset(
    "rise fall increase decrease reduce improve drop decline grow halve double deteriorate slip climb".split()
)


def patterns(observed: Observed) -> Iterator[tuple[str, Token]]:
    """The name of each pattern of a sentence, and the token that shows it."""
    root, clauses, found = observed.sentence.root, observed.clauses, observed.found
    heads = [root, *(token for token in root.conjuncts if clauses.get(token.i) == "main")]
    yield from _plans(observed.tokens, heads)
    yield from _judgements(observed.sentence, heads, clauses, found)
    yield from _impacts(observed.tokens, clauses, {token.i for label, token in found if label == "changes"})
    yield from _evidence(observed.tokens)


def _plans(tokens: list[Token], heads: list[Token]) -> Iterator[tuple[str, Token]]:
    first = next((token for token in tokens if token.is_alpha), tokens[0])
    subjects = any(child.dep_.startswith("nsubj") for child in heads[0].children)
    if first.tag_ in ("VB", "VBP") and not subjects:
        yield "imperative", first
        if first.i == heads[0].i:
            yield "imperative/root", first
    if first.lower_ == "to" and first.i + 1 < first.doc.__len__() and first.nbor(1).tag_ == "VB":
        yield "infinitive-first", first
    for head in heads:
        helpers = {child.lower_: child for child in head.lefts if child.dep_.startswith("aux")}
        for modal, token in helpers.items():
            if modal in _FUTURE:
                yield "will", token
            elif modal in _DUTY:
                yield "should", token
        if head.lemma_.lower() in _INTENDING:
            yield f"intends/{'passive' if any(c.dep_ == 'aux:pass' for c in head.children) else 'active'}", head
        if head.lemma_.lower() == "need" and any(child.dep_ == "xcomp" for child in head.children):
            yield "needs-to", head
    for token in tokens:
        if token.lemma_.lower() in _PLAN_NOUNS and token.dep_.split(":")[0] in ("nsubj", "root", "ROOT"):
            yield "plan-noun", token


def _judgements(
    sentence: Span, heads: list[Token], clauses: dict[int, str], found: list[tuple[str, Token]]
) -> Iterator[tuple[str, Token]]:
    """Words of worth by their office: predicated in the main clause, or only embedded."""
    for kind in ("strength", "weakness"):
        predicated = embedded = None
        for label, token in found:
            if label != kind or token.pos_ == "PROPN":
                continue
            if any(_office(token, head) for head in heads):
                predicated = predicated or token
            elif clauses.get(token.i) in ("purpose", "condition"):
                embedded = embedded or token
        if predicated is not None:
            before = sentence.doc[max(sentence.start, predicated.i - 4) : predicated.i]
            negated = any(other.lower_ in _NEGATIONS for other in before)
            yield f"{kind}/predicated{'/negated' if negated else ''}", predicated
        elif embedded is not None:
            yield f"{kind}/embedded-only", embedded


def _office(token: Token, head: Token) -> bool:
    """True for the head, and within two steps of it by relations that predicate."""
    node = token
    for _ in range(3):
        if node.i == head.i:
            return True
        if node.dep_.split(":")[0].lower() not in _PREDICATE:
            return False
        node = node.head
    return False


def _impacts(tokens: list[Token], clauses: dict[int, str], changes: set[int]) -> Iterator[tuple[str, Token]]:
    for token in tokens:
        if token.lemma_.lower() not in _BENEFICIARIES:
            continue
        base, head = token.dep_.split(":")[0], token.head
        clause = clauses.get(token.i, "main")
        if clause in ("purpose", "condition"):
            continue
        if base == "nsubj":
            yield f"beneficiary-subject/{clause}", token
            if changes & {head.i, *(other.i for other in head.subtree)}:
                yield f"beneficiary-changes/{clause}", head
        if base in ("obj", "iobj", "obl") and head.lemma_.lower() in _HELPING:
            yield f"helped/{head.lemma_.lower()}", head
        if head.lemma_.lower() in ("mean", "result", "lead") or head.head.lemma_.lower() in ("mean", "result", "lead"):
            yield "consequence", head
    if [token.lower_ for token in tokens[:3]] == ["as", "a", "result"]:
        yield "as-a-result", tokens[0]
    if tokens[0].lower_ == "this" and len(tokens) > 1 and tokens[1].tag_ == "VBZ":
        yield f"this/{tokens[1].lemma_.lower()}", tokens[1]


def _evidence(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    for token in tokens:
        lemma = token.lemma_.lower()
        if lemma in _SOURCES:
            yield f"source/{token.dep_.split(':')[0]}", token
        if lemma in _TELLING and any(
            child.dep_.startswith("nsubj")
            and child.lemma_.lower() in (*_BENEFICIARIES, "staff", "practitioner", "worker")
            for child in token.children
        ):
            yield "told", token
        if token.like_num or "%" in token.text:
            following = token.nbor(1) if token.i + 1 < len(token.doc) else token
            kind = (
                "percent"
                if "%" in (token.text + following.text) or following.lower_ in ("per", "percent")
                else "figure"
            )
            yield f"{kind}/{token.dep_.split(':')[0]}", token
        if lemma in _TREND and any("%" in other.text or other.like_num for other in token.subtree):
            yield "trend", token
