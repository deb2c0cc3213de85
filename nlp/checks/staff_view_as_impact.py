"""What staff think, or said of their training, as the evidence of what is different for children."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import tells_change
from nlp.lexicon import words
from nlp.parts import extent, parts, passage, passage_text, standing
from nlp.reading import Reading
from nlp.sentence import Sentence
from nlp.sources import POLICY, STAFF, kinds_named, sources_in

_Patterns = dict[str, re.Pattern[str]]
_NO_OTHER = {STAFF, POLICY, "survey"}  # a survey of nobody named is the one of staff


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on the sentence with the view of staff."""
    patterns = {name: re.compile("|".join(said), re.IGNORECASE) for name, said in rule.settings["patterns"].items()}
    seen: set[int] = set()
    for sentence in standing(reading):
        if sentence.block in seen or sentence.question == "next" or sentence.labels.plan >= 0.9:
            continue
        text = reading.text(sentence.start, sentence.end)
        if not _is_view(sentence, text, patterns["view"]) or kinds_named(text) - _NO_OTHER:
            continue
        if _claims_impact(reading, sentence, patterns) and not _has_more(reading, sentence, patterns):
            seen.add(sentence.block)
            yield Hit(
                "view", sentence.start, sentence.end, statement=sentence.place.statement, question=sentence.question
            )


def _is_view(sentence: Sentence, text: str, view: re.Pattern[str]) -> bool:
    """True where staff hold a view: not where children felt or said something near a word for staff."""
    match = view.search(text)
    if match is None:
        return False
    first = sentence.span.doc[sentence.span.start].idx
    who = words("reasoning", "beneficiaries")
    staff = words("reasoning", "voices", STAFF)
    for token in sentence.span:
        place = token.idx - first
        if place + len(token) == match.end() and token.dep_ == "amod":
            return False  # "the agreed plan"
        if token.pos_ in ("VERB", "ADJ") and match.start() <= place < match.end():
            subject = _subject(token)
            if subject and who.search(subject) and not staff.search(subject):
                return False
    return True


def _subject(token: Token) -> str:
    """The words of the subject of a verb, or of the verb that it is joined to; "" where there is none."""
    for _ in range(3):
        for child in token.children:
            if child.dep_.startswith("nsubj"):
                return " ".join(part.text for part in child.subtree)
        if token.dep_ != "conj":
            break
        token = token.head
    return ""


def _claims_impact(reading: Reading, sentence: Sentence, patterns: _Patterns) -> bool:
    """True where the sentence itself, or one beside it that leans on it, tells what is different for children."""
    text = reading.text(sentence.start, sentence.end)
    if tells_change(text) or patterns["difference"].search(text):
        return not patterns["of_staff"].search(text)
    for other in _next_to(reading, sentence):
        beside = reading.text(other.start, other.end)
        told = tells_change(beside) or bool(patterns["difference"].search(beside))
        leans = patterns["leans"].search(beside if other.start > sentence.start else text)
        opens = other.start < sentence.start and other.labels.evaluative >= 0.5
        if told and (leans or opens) and other.labels.plan < 0.5:
            return True
    return False


def _next_to(reading: Reading, sentence: Sentence) -> list[Sentence]:
    """The sentences before and after; for a bullet that stands alone, the words that open its list."""
    near = passage(reading, sentence)
    place = next(number for number, other in enumerate(near) if other is sentence)
    return [other for other in near[max(0, place - 1) : place + 2] if other is not sentence]


def _has_more(reading: Reading, sentence: Sentence, patterns: _Patterns) -> bool:
    """True where the paragraph brings another source, or says how little the view of staff can tell."""
    whole = passage_text(reading, sentence)
    if patterns["careful"].search(whole):
        return True
    if sources_in(reading, *extent(reading, sentence)).kinds - _NO_OTHER:
        return True
    others = (other for other in passage(reading, sentence) if other is not sentence)
    if any(
        patterns["figures"].search(text) and not patterns["view"].search(text)
        for text in (reading.text(other.start, other.end) for other in others)
    ):
        return True
    if sentence.place.question != "know":
        return False
    beside = parts(reading).get((sentence.place.statement or 0, "know"), [])
    return any(kinds_named(reading.text(other.start, other.end)) - _NO_OTHER for other in beside)
