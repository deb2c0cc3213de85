"""An "all", "every" or "always" that a contrary figure or an exception in the same section takes back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from models.ruleset import CheckRule
from nlp.beside import figure_beside
from nlp.check import Hit
from nlp.figures import Figure, Kind, plain
from nlp.passages import Passage, passages, token_at
from nlp.reading import Reading
from nlp.sayings import clause_stems, contexts, is_negated, likeness, noun_after, root, subject_of

_TERMS = ("all", "none", "always", "not_all", "some")
_ADVERBS = frozenset("always never invariably occasionally sometimes occasion case cases exception".split())
_STEPS = frozenset("of the our these those their its".split())


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a sentence says of all, of some or of so many, by `kind`; `holds` is False where it says no."""

    start: int
    end: int
    block: int
    kind: Literal["absolute", "not all", "some", "figure"]
    noun: str
    stems: frozenset[str]
    holds: bool
    dated: bool
    figure: Figure | None = None


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each absolute."""
    forms = {
        name: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])" if name in _TERMS else words, re.IGNORECASE)
        for name, words in rule.settings.items()
        if isinstance(words, str)
    }
    known = contexts(reading)
    sections: dict[int, list[_Claim]] = defaultdict(list)
    told: set[int] = set()
    for passage in passages(reading):
        if passage.sentence is None:
            continue
        for hit in (*_beside(passage, forms), *_taken_back_at_once(passage, forms)):
            told.add(hit.start or 0)
            yield hit
        section = known.section_of(passage.block)
        sections[section].extend(_claims(passage, forms))
    for claims in sections.values():
        yield from _contradicted(reading, claims, told, float(rule.settings["alike"]))


def _beside(passage: Passage, forms: dict[str, re.Pattern[str]]) -> Iterator[Hit]:
    """ "All children (58 of 60)"."""
    if forms["named"].search(passage.text):
        return
    for name, whole in (("all", 100.0), ("none", 0.0)):
        for match in forms[name].finditer(passage.text):
            start, end = passage.start + match.start(), passage.start + match.end()
            figure = figure_beside(passage, start, end)
            if figure is None or figure.bound or figure.kind is Kind.FRACTION or round(figure.value, 1) == whole:
                continue
            if figure.kind is Kind.PERCENT and abs(figure.value - whole) < 0.5:
                continue
            values: dict[str, object] = {
                "term": match[0].lower(),
                "figure": passage.between(figure.start, figure.end),
                "share": f" ({plain(figure.value)}%)" if figure.kind is Kind.SHARE else "",
            }
            yield Hit("figure", min(start, figure.start), max(end, figure.end), values)


def _taken_back_at_once(passage: Passage, forms: dict[str, re.Pattern[str]]) -> Iterator[Hit]:
    """ "All parents were positive, although four of the 22 were not"."""
    if not passage.figures or forms["named"].search(passage.text) or forms["duty"].search(passage.text):
        return
    absolute = forms["all"].search(passage.text) or forms["always"].search(passage.text)
    contrast = forms["contrast"].search(passage.text, absolute.end()) if absolute else None
    if absolute is None or contrast is None:
        return
    for figure in passage.figures:
        gap = passage.between(passage.start + contrast.end(), figure.opens)
        if figure.start < passage.start + contrast.end() or len(gap.split()) > 4 or figure.kind is Kind.TIME:
            continue
        if forms["falls_short"].match(passage.between(figure.end, passage.end)):
            start, end = passage.start + absolute.start(), passage.start + absolute.end()
            shown = passage.between(figure.start, figure.end)
            yield Hit("but", start, end, {"term": absolute[0].lower(), "figure": shown})
            return


def _claims(passage: Passage, forms: dict[str, re.Pattern[str]]) -> Iterator[_Claim]:
    sentence = passage.sentence
    if sentence is None or sentence.labels.plan >= 0.4 or sentence.question == "next":
        return
    if forms["duty"].search(passage.text) or passage.text.rstrip().endswith("?"):
        return
    excused = forms["named"].search(passage.text) or forms["not_all"].search(passage.text)
    for name in _TERMS:
        kind: Literal["absolute", "not all", "some"] = (
            "not all" if name == "not_all" else "some" if name == "some" else "absolute"
        )
        if kind == "absolute" and excused:
            continue
        for match in forms[name].finditer(passage.text):
            claim = _claim(passage, match, kind, forms)
            if claim is not None:
                yield claim
    yield from _figures(passage, forms)


def _figures(passage: Passage, forms: dict[str, re.Pattern[str]]) -> Iterator[_Claim]:
    """Claims of so many or of so great a share."""
    for figure in passage.figures:
        if figure.kind not in (Kind.COUNT, Kind.SHARE, Kind.PERCENT) or figure.decimals or passage.sentence is None:
            continue
        if figure.is_proportion and not 0 < figure.value < 99.5:
            continue
        token = token_at(passage.sentence, figure.end - 1)
        noun = noun_after(token) if token is not None else None
        if noun is None and token is not None and figure.kind is Kind.PERCENT:
            noun = next((child for child in token.children if child.pos_ == "NOUN"), None)
        if noun is not None:
            yield _of_noun(passage, noun, figure.start, figure.end, "figure", not is_negated(noun), forms, figure)


def _claim(
    passage: Passage,
    match: re.Match[str],
    kind: Literal["absolute", "not all", "some"],
    forms: dict[str, re.Pattern[str]],
) -> _Claim | None:
    if passage.sentence is None:
        return None
    words = match[0].lower()
    last = token_at(passage.sentence, passage.start + match.end() - 1)
    if last is None:
        return None
    if words.split()[-1] in _ADVERBS:
        noun = subject_of(last)
    elif words.startswith("no "):
        noun = last if last.pos_ == "NOUN" and last.dep_.startswith("nsubj") else None
    elif last.lower_ in ("everyone", "everybody", "one"):
        noun = last
    else:
        while last.lower_ in _STEPS or (last.i + 1 < len(last.doc) and last.nbor(1).lower_ in _STEPS):
            if last.nbor(1).lower_ not in _STEPS:
                break
            last = last.nbor(1)
        noun = noun_after(last)
    if noun is None:
        return None
    if words.startswith(("none", "no ", "not one", "never")):
        holds = False
    else:
        holds = kind == "not all" or not is_negated(noun)
    start, end = passage.start + match.start(), passage.start + match.end()
    return _of_noun(passage, noun, start, end, kind, holds, forms)


def _of_noun(
    passage: Passage,
    noun: Token,
    start: int,
    end: int,
    kind: Literal["absolute", "not all", "some", "figure"],
    holds: bool,
    forms: dict[str, re.Pattern[str]],
    figure: Figure | None = None,
) -> _Claim:
    dated = bool(forms["time"].search(passage.text))
    name = root(noun.lemma_ or noun.lower_)
    return _Claim(start, end, passage.block, kind, name, clause_stems(noun), holds, dated, figure)


def _contradicted(reading: Reading, claims: list[_Claim], told: set[int], alike: float) -> Iterator[Hit]:
    others: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind != "absolute":
            others[claim.noun].append(claim)
    for claim in claims:
        if claim.kind != "absolute" or claim.start in told or claim.dated or len(claim.stems) < 2:
            continue
        clash = next((other for other in others[claim.noun][:200] if _takes_back(claim, other, alike)), None)
        if clash is not None:
            told.add(claim.start)
            values: dict[str, object] = {
                "term": reading.text(claim.start, claim.end).lower(),
                "figure": reading.text(clash.start, clash.end).lower(),
                "where": "in the same paragraph" if clash.block == claim.block else "in the same part",
            }
            yield Hit("section" if clash.figure else "exception", claim.start, claim.end, values)


def _takes_back(claim: _Claim, other: _Claim, alike: float) -> bool:
    """True where a claim of some, or of so many, leaves no room for a claim of all or of none."""
    if other.dated or len(claim.stems & other.stems) < 2 or likeness(claim.stems, other.stems) < alike:
        return False
    if other.kind == "not all" or (other.figure is not None and other.figure.is_proportion):
        return True
    return claim.holds != other.holds
