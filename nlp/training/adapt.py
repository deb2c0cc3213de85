"""Brings UD English EWT nearer to the register: imperatives, bullets, our usual subjects, British spelling.

    python -m nlp.training.adapt train.conllu adapted.conllu

A web treebank has few sentences that open with a bare verb ("Ensure that plans are shared"), and in plans and
recommendations they are the rule; a parser trained on it alone takes that verb for a noun. More of them are made from
the treebank's own trees: "to ensure that ..." and "we will ensure that ..." each give an imperative whose tree is the
one annotated. Subjects "they" and "we" become "Staff", "Children" and the like. Nothing here is text of our own.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_SEED = 7
_SHARE = {"imperative": 0.8, "infinitive": 0.15, "subject": 0.5, "verb": 0.5}
_LEAST = 4  # tokens; shorter pieces teach nothing
_IMPERATIVE = "Mood=Imp|Person=2|VerbForm=Fin"
_SUBJECTS = ("Staff", "Children", "Leaders", "Practitioners", "Partners", "Families", "Managers", "Parents", "Workers")
_VERBS = (
    "strengthen embed implement develop review audit improve establish extend refresh monitor evaluate increase reduce "
    "promote publish complete introduce support identify agree clarify commission consult deliver design explore "
    "build create update widen raise prioritise progress maintain enhance secure achieve address align revise track "
    "roll streamline simplify map pilot test share report analyse scope recruit train"
).split()
_WITH_CLAUSE = ("ensure", "agree", "confirm", "check")
_BRITISH = (
    (
        re.compile(
            r"(?i)\b(\w*(?:recogn|organ|prior(?:it)|real|emphas|util|min(?:im)|max(?:im)|special|final|summar))iz"
        ),
        r"\1is",
    ),
    (re.compile(r"(?i)\b(behavi|col|fav|lab|neighb|hon)or"), r"\1our"),
    (re.compile(r"\b([Cc])enter"), r"\1entre"),
    (re.compile(r"\b([Pp])rogram\b"), r"\1rogramme"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a tree, by its CoNLL-U columns; `head` is 0 for the root."""

    id: int
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    dep: str
    misc: str

    def line(self) -> str:
        """The CoNLL-U line."""
        return "\t".join(
            (
                str(self.id),
                self.form,
                self.lemma,
                self.upos,
                self.xpos,
                self.feats,
                str(self.head),
                self.dep,
                "_",
                self.misc,
            )
        )


def main(source: Path, target: Path) -> None:
    """Write the treebank with British spelling, and after it the trees made from it."""
    chance = random.Random(_SEED)  # noqa: S311 - a choice of sentences, not a secret
    trees = list(read(source.read_text(encoding="utf-8")))
    made = [list(tree) for whole in trees for tree in _made(whole, chance)]
    target.write_text("".join(_written(tree) for tree in [*trees, *made]), encoding="utf-8")
    print(f"{len(trees)} trees read, {len(made)} made")


def read(text: str) -> Iterator[list[Word]]:
    """The trees of a CoNLL-U text; contracted forms ("don't") as their parts, written together."""
    for block in text.split("\n\n"):
        words: list[Word] = []
        joined = range(0)
        for line in block.splitlines():
            columns = line.split("\t")
            if line.startswith("#") or "." in columns[0]:
                continue
            if "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                joined, tail = range(first, last), columns[9]
                continue
            number = int(columns[0])
            misc = "SpaceAfter=No" if number in joined else columns[9]
            if joined and number == joined.stop:
                misc = tail
            form, lemma = _british(columns[1]), _british(columns[2])
            upos, xpos, feats, head, dep = columns[3:8]
            words.append(Word(number, form, lemma, upos, xpos, feats, int(head), dep, _spacing(misc)))
        if words:
            yield words


def _spacing(misc: str) -> str:
    return "SpaceAfter=No" if "SpaceAfter=No" in misc else "_"


def _british(word: str) -> str:
    for pattern, spelling in _BRITISH:
        word = pattern.sub(spelling, word)
    return word


def _made(tree: list[Word], chance: random.Random) -> Iterator[list[Word]]:
    for verb in tree:
        if verb.upos != "VERB" or verb.xpos != "VB" or verb.dep.startswith("aux"):
            continue
        below = _subtree(tree, verb)
        kept = [word for word in below if word.id >= verb.id]
        helpers = {w.lemma.lower(): w for w in below if w.head == verb.id and w.id < verb.id}
        modal = any(word.upos == "AUX" or word.lemma == "to" for word in helpers.values())
        negated = any(word.lemma.lower() in ("not", "n't", "never") for word in helpers.values())
        if len(kept) < _LEAST or not modal or negated or not _contiguous(kept):
            continue
        if chance.random() < _SHARE["imperative"]:
            opened = _sentence(kept, verb, chance, _IMPERATIVE)
            yield [_of_the_register(opened[0], opened, chance), *opened[1:]]
        to = helpers.get("to")
        if to is not None and chance.random() < _SHARE["infinitive"]:
            yield _sentence([to, *kept], verb, chance, verb.feats)
    yield from _with_other_subject(tree, chance)


def _subtree(tree: list[Word], top: Word) -> list[Word]:
    inside = {top.id}
    grown = True
    while grown:
        more = {word.id for word in tree if word.head in inside} - inside
        inside |= more
        grown = bool(more)
    return [word for word in tree if word.id in inside]


def _contiguous(words: list[Word]) -> bool:
    return words[-1].id - words[0].id == len(words) - 1


def _sentence(words: list[Word], root: Word, chance: random.Random, feats: str) -> list[Word]:
    """These words as a sentence of their own under that root, with or without a full stop."""
    while words[-1].upos == "PUNCT" and words[-1].head == root.id:
        words = words[:-1]
    number = {word.id: place for place, word in enumerate(words, 1)}
    made = [
        replace(
            word,
            id=number[word.id],
            head=0 if word.id == root.id else number.get(word.head, number[root.id]),
            dep="root" if word.id == root.id else word.dep,
            feats=feats if word.id == root.id else word.feats,
        )
        for word in words
    ]
    made[0] = replace(made[0], form=made[0].form[:1].upper() + made[0].form[1:])
    if chance.random() < 0.6:
        made[-1] = replace(made[-1], misc="SpaceAfter=No")
        stop = Word(len(made) + 1, ".", ".", "PUNCT", ".", "_", number[root.id], "punct", "_")
        return [*made, stop]
    return made


def _of_the_register(verb: Word, tree: list[Word], chance: random.Random) -> Word:
    """Another verb that takes the same complement, where the register has one."""
    below = {word.dep for word in tree if word.head == verb.id}
    if chance.random() > _SHARE["verb"] or below & {"xcomp", "compound:prt", "iobj"}:
        return verb
    if "ccomp" in below and any(word.lemma == "that" and word.dep == "mark" for word in tree[1:3]):
        lemma = chance.choice(_WITH_CLAUSE)
    elif "obj" in below and "ccomp" not in below:
        lemma = chance.choice(_VERBS)
    else:
        return verb
    return replace(verb, form=lemma.capitalize(), lemma=lemma)


def _with_other_subject(tree: list[Word], chance: random.Random) -> Iterator[list[Word]]:
    """The same tree with a noun of the register for a plural pronoun that opens it."""
    first = tree[0]
    if first.lemma.lower() not in ("they", "we") or not first.dep.startswith("nsubj") or first.misc != "_":
        return
    if len(tree) >= _LEAST and chance.random() < _SHARE["subject"]:
        noun = chance.choice(_SUBJECTS)
        lemma = (
            noun.lower()
            if noun == "Staff"
            else {"Children": "child", "Families": "family"}.get(noun, noun.lower()[:-1])
        )
        tag, feats = ("NN", "Number=Sing") if noun == "Staff" else ("NNS", "Number=Plur")
        yield [replace(first, form=noun, lemma=lemma, upos="NOUN", xpos=tag, feats=feats), *tree[1:]]


def _written(tree: Iterable[Word]) -> str:
    return "\n".join(word.line() for word in tree) + "\n\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
