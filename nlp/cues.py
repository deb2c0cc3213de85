"""The words of a sentence that carry a label, by lexicon: what a finding shows as its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.lexicon import words

_KINDS = ("strength", "weakness", "evidence", "plan")
_NEGATION = re.compile(r"(?<!\w)(not|no|never|nor|without|neither|hardly)(?!\w)[^.;,]{0,18}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Characters [start, end) of a sentence speak for a label."""

    kind: str
    start: int
    end: int


def cues(sentence: str) -> list[Cue]:
    """All cues of a sentence, in order; judgement words inside names, purposes, stances and duties left out."""
    found = [
        Cue(kind, match.start(), match.end()) for kind in _KINDS for match in words("language", kind).finditer(sentence)
    ]
    opening = words("language", "plan_opening").match(sentence.lstrip("•-– "))
    if opening:
        found.append(Cue("plan", 0, opening.end()))
    masked = _masked(sentence)
    kept = [
        cue
        for cue in found
        if cue.kind not in ("strength", "weakness") or not any(a <= cue.start < b for a, b in masked)
    ]
    return sorted((_negated(cue, sentence) for cue in kept), key=lambda cue: (cue.start, cue.end, cue.kind))


def impact_cues(sentence: str) -> list[Cue]:
    """Beneficiary and change in one clause: a stated difference in lives."""
    people = [match.start() for match in words("language", "impact", "beneficiaries").finditer(sentence)]
    return [
        Cue("impact", match.start(), match.end())
        for match in words("language", "impact", "changes").finditer(sentence)
        if any(-60 < match.start() - place < 60 for place in people)
    ]


def _negated(cue: Cue, sentence: str) -> Cue:
    """A negated strength is a weakness."""
    if cue.kind == "strength" and _NEGATION.search(sentence[: cue.start]):
        return Cue("weakness", cue.start, cue.end)
    return cue


def _masked(sentence: str) -> list[tuple[int, int]]:
    """Stretches in which a judgement word does not judge."""
    stretches = []
    for kind in ("purpose", "stance"):
        for match in words("language", "not_judgement", kind).finditer(sentence):
            stop = re.search(r"[;:.]|, (?:and|but|which|although|however)\b", sentence[match.end() :])
            stretches.append((match.start(), match.end() + (stop.start() if stop else len(sentence))))
    for match in words("language", "not_judgement", "duty").finditer(sentence):
        start = max(sentence.rfind(mark, 0, match.start()) for mark in ".;:") + 1
        stretches.append((start, match.end()))
    stretches.extend(match.span() for match in words("language", "not_judgement", "names").finditer(sentence))
    return stretches


def judgement_words(sentence: str) -> str:
    """The words that judge, as a finding quotes them: “robust”, “not yet consistent”."""
    found = [cue for cue in cues(sentence) if cue.kind in ("strength", "weakness")]
    shown = list(dict.fromkeys(sentence[cue.start : cue.end].lower() for cue in found))[:3]
    return ", ".join(f"“{word}”" for word in shown) or "what this sentence claims"
