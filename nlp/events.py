"""What happened once, to what, by whom and when: "the strategy was approved by the board on 3 March 2025"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.dates import Date
from nlp.passages import Passage, passages, token_at
from nlp.reading import Reading
from nlp.sayings import contexts, phrase_stems

_PATIENTS = ("nsubj:pass", "obj")


@dataclass(frozen=True, slots=True)
class Event:
    """`patient` and `agents` are stems; `told` are the words of the sentence."""

    date: Date
    block: int
    verb: str
    patient: frozenset[str]
    agents: frozenset[str]
    names: frozenset[str]
    told: str


def events(reading: Reading, once: str) -> Iterator[Event]:
    """The events of a document by verbs of what happens once, each with a date of a day or a month."""
    verbs = re.compile(once)
    known = contexts(reading)
    for passage in passages(reading):
        if passage.sentence is None or passage.sentence.labels.plan >= 0.5:
            continue
        for found in passage.dates:
            told = found.precision >= 2 and found.possible and (found.year or found.day)
            event = _event(passage, found, verbs) if told else None
            if event is not None:
                verb, patient, agents = event
                names = known.names(passage.text)
                yield Event(found, passage.block, verb, patient, agents, names, passage.text)


def _event(passage: Passage, found: Date, verbs: re.Pattern[str]) -> tuple[str, frozenset[str], frozenset[str]] | None:
    if passage.sentence is None:
        return None
    token = token_at(passage.sentence, found.start)
    verb = _verb_above(token) if token is not None else None
    if verb is None or not verbs.match(verb.lemma_.lower()):
        return None
    patients = [child for child in verb.children if child.dep_ in _PATIENTS]
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    agents = [child for child in verb.children if child.dep_ == "obl:agent"]
    if not patients and verb.dep_ == "acl":
        patients = [verb.head]
    if not patients:
        patients, subjects = subjects, []
    patient = frozenset().union(*(phrase_stems(item) for item in patients)) if patients else frozenset()
    agent = frozenset().union(*(phrase_stems(item) for item in (*agents, *subjects)))
    return (verb.lemma_.lower(), patient, agent) if patient else None


def _verb_above(token: Token) -> Token | None:
    node = token
    for _ in range(6):
        if node.pos_ == "VERB":
            return node
        if node.head == node:
            return None
        node = node.head
    return None
