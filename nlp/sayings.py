"""What is said of a figure, a date or a quantifier: the stems of its clause, its period and the names around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Token

from models.document import Document
from nlp.dates import Date, dates, dates_in
from nlp.lexicon import lexicon
from nlp.matter import stem
from nlp.outline import is_section_heading
from nlp.reading import Reading

_AROUND = 600  # characters before a sentence in which its paragraph may name its period or place
_APART = frozenset(("advcl", "parataxis", "ccomp", "acl:relcl", "conj", "cc", "punct", "discourse", "appos", "list"))
_TELLING = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "ADV"))
_VERBS = frozenset(("VERB", "AUX"))


@cache
def _generic() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon("figures")["claims"]["generic"])


def clause_stems(token: Token) -> frozenset[str]:
    """The stems of the words that a clause says of the noun of a token: its own phrase, its predicate and what belongs
    to that, without what is joined to them."""
    noun = _noun_of(token)
    head = _joined_head(noun)
    predicate = _predicate(head)
    stems = set(_phrase(noun))
    if predicate != noun:
        stems.update(_own(predicate))
        for child in predicate.children:
            if child.dep_ in _APART or _holds(child, noun) or _holds(child, head):
                continue
            stems.update(_phrase(child))
        stems.update(_between(head, predicate))
    return frozenset(stems) - _generic()


def relative_stems(token: Token) -> frozenset[str]:
    """The stems of a noun with the clause that hangs on it: "staff who completed the survey"; none without one."""
    noun = _noun_of(token)
    hanging = [child for child in noun.children if child.dep_ in ("acl:relcl", "acl")]
    if not hanging:
        return frozenset()
    stems = set(_phrase(noun))
    for clause in hanging:
        stems.update(_phrase(clause))
    return frozenset(stems) - _generic()


def phrase_stems(token: Token) -> frozenset[str]:
    """The stems of the noun phrase of a token."""
    return frozenset(_phrase(_noun_of(token))) - _generic()


def _noun_of(token: Token) -> Token:
    """The noun that a number, quantifier or modifier belongs to."""
    node = token
    while node.pos_ in ("NUM", "DET", "ADJ", "ADP", "SYM", "PART", "ADV") and node.head != node:
        if node.head.pos_ in _VERBS:
            break
        node = node.head
    return node


def noun_after(token: Token) -> Token | None:
    """The noun that a number before it counts: the first within a few words, past adjectives only."""
    doc = token.doc
    for place in range(token.i + 1, min(token.i + 6, len(doc))):
        other = doc[place]
        if other.pos_ in ("NOUN", "PROPN"):
            if not other.is_ascii:
                return None
            following = doc[place + 1] if place + 1 < len(doc) else None
            joined = following is not None and following.pos_ == "NOUN" and following.dep_ != "appos"
            if joined and other.dep_ in ("compound", "nmod", "amod", "nmod:unmarked"):
                continue
            return other
        if other.pos_ not in ("ADJ", "ADV", "DET", "PUNCT") or other.text in (",", ".", "(", ")", ";", ":"):
            return None
    return None


def subject_of(token: Token) -> Token | None:
    """The subject of the clause that an adverb stands in."""
    predicate = token if token.pos_ in _VERBS else _predicate(token)
    for _ in range(3):
        found = next((child for child in predicate.children if child.dep_.startswith("nsubj")), None)
        if found is not None or predicate.head == predicate:
            return found
        predicate = predicate.head
    return None


def _joined_head(noun: Token) -> Token:
    """The noun that one joined by "and" stands beside in the sentence."""
    node = noun
    while node.dep_ in ("conj", "appos") and node.head != node and node.head.pos_ in ("NOUN", "PROPN", "NUM"):
        node = node.head
    return node


def _predicate(noun: Token) -> Token:
    """The nearest verb above a noun, or the word that stands for one."""
    node = noun
    for _ in range(12):
        if node.head == node:
            return node
        node = node.head
        if node.pos_ in _VERBS or any(child.dep_ == "cop" for child in node.children):
            return node
    return node


def _between(head: Token, predicate: Token) -> Iterator[str]:
    """The words on the way from a noun up to its predicate: "training of 412 staff"."""
    node = head
    while node not in (predicate, node.head) and node.head != predicate:
        node = node.head
        yield from _own(node)


def _holds(token: Token, other: Token) -> bool:
    return token == other or token.is_ancestor(other)


def _phrase(token: Token) -> Iterator[str]:
    yield from _own(token)
    for child in token.children:
        if child.dep_ not in _APART:
            yield from _phrase(child)


def _own(token: Token) -> Iterator[str]:
    if not (token.is_alpha and token.is_ascii) or len(token) < 3 or token.like_num or token.pos_ not in _TELLING:
        return
    if token.lower_ not in _calendar() and token.lower_ not in _small():
        yield root(token.lemma_ or token.lower_)


def root(word: str) -> str:
    """The stem of a word, irregular plurals undone."""
    irregular: dict[str, str] = lexicon("figures")["claims"]["irregular"]
    return stem(irregular.get(word.lower(), word))


def word_stems(text: str) -> list[str]:
    """The stems of the words of a text that was not parsed, in order."""
    words = re.findall(r"[A-Za-z]{3,}", text)
    return [
        found
        for word in words
        if word.lower() not in _small() and word.lower() not in _calendar() and (found := root(word)) not in _generic()
    ]


@cache
def _small() -> frozenset[str]:
    """Words that tell nothing by themselves."""
    return frozenset(lexicon("figures")["claims"]["small"])


@cache
def _calendar() -> frozenset[str]:
    words = lexicon("figures")
    return frozenset([*words["months"], *words["weekdays"]])


def is_negated(token: Token) -> bool:
    """True where the clause of a token says no: "did not", "no plan", "without"."""
    predicate = _predicate(_joined_head(_noun_of(token)))
    near = [
        predicate,
        *predicate.children,
        *(grandchild for child in predicate.children if child.dep_ in _OBJECTS for grandchild in child.children),
    ]
    return any(other.lower_ in _NEGATIONS for other in near) or predicate.lemma_.lower() in _LACKING


_OBJECTS = frozenset(("obj", "obl", "xcomp", "nsubj"))
_NEGATIONS = frozenset("not no never without n't none neither yet".split())
_LACKING = frozenset("lack miss fail".split())


# What stands around


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of two sets of stems that is common to both."""
    return len(one & other) / len(one | other) if one | other else 0.0


@lru_cache(maxsize=2)
def contexts(reading: Reading) -> Contexts:
    """The contexts of a reading, worked out once."""
    return Contexts(reading)


@dataclass(frozen=True, slots=True)
class Context:
    """The period and the names under which something is said."""

    period: frozenset[str]
    names: frozenset[str]
    section: int


class Contexts:
    """Under which period, names and heading each sentence stands."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._document = reading.document
        self._lower = frozenset(re.findall(r"(?<![\w’'-])[a-z][a-z’'-]+", reading.document.text))
        self._heading = _headings(reading.document)

    def of(self, block: int, start: int, end: int) -> Context:
        """The context of a stretch of a block."""
        heading = self._heading[block]
        first = max(self._document.blocks[block].start, start - _AROUND)
        period = self.period(block, start, end) or self.period(block, first, start)
        if not period and heading is not None:
            at = self._document.blocks[heading]
            period = self.period(heading, at.start, at.end)
        names = self.names(self._reading.text(first, end))
        if heading is not None:
            names |= self.heading_names(self._document.text_of(self._document.blocks[heading]))
        return Context(period, names, -1 if heading is None else heading)

    def section_of(self, block: int) -> int:
        """The heading above a block, -1 for none."""
        heading = self._heading[block]
        return -1 if heading is None else heading

    def period(self, block: int, start: int, end: int) -> frozenset[str]:
        """The dates and words of period between two places of a block."""
        found = [item for item in dates(self._reading)[block] if start <= item.start and item.end <= end]
        return _period(found, self._reading.text(start, end))

    def names(self, text: str) -> frozenset[str]:
        """The names of places and the like in a text: words in capitals that the document never writes small."""
        found = re.findall(r"(?<=[\w,;:’'”)] )[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?", text)
        return frozenset(word for word in found if word.lower() not in self._lower and word.lower() not in _calendar())

    def heading_names(self, text: str) -> frozenset[str]:
        """The names in a heading; its first word counts where the heading is nothing but a name."""
        words = re.sub(r"^[\W\d.]+", "", text).split()
        whole = len(words) <= 3 and all(word[:1].isupper() for word in words)
        found = self.names(f"x {text}" if whole else text)
        place = _form("place").findall(text.lower())
        return frozenset(word for word in (*found, *place) if word.lower() not in _form_words())


def period_of(text: str) -> frozenset[str]:
    """The dates and words of period of a text."""
    return _period(dates_in(text), text)


def _period(found: list[Date], text: str) -> frozenset[str]:
    words = (match[0].lower() for match in _form("period").finditer(text))
    return frozenset([*map(_told, found), *words])


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("figures")["claims"][name], re.IGNORECASE)


@cache
def _form_words() -> frozenset[str]:
    return frozenset(lexicon("figures")["claims"]["headings"])


def _told(found: Date) -> str:
    return f"{found.year or ''}-{found.month or ''}-{found.day or ''}-{found.to_year or ''}-{found.months or ''}"


def _headings(document: Document) -> list[int | None]:
    above: int | None = None
    found: list[int | None] = []
    for index, block in enumerate(document.blocks):
        if is_section_heading(document, block):
            above = index
        found.append(above)
    return found
