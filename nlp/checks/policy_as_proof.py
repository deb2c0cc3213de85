"""A judgement of impact whose only evidence is a policy, a procedure, a strategy or a protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import may_name_weakness, tells_change
from nlp.lexicon import words
from nlp.parts import beside, extent, parts, passage_text, standing
from nlp.reading import Reading
from nlp.same_matter import matter_in
from nlp.sentence import Sentence
from nlp.sources import POLICY, Sources, names_policy, sources_in

_Patterns = dict[str, re.Pattern[str]]


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit a paragraph, on the claim; one on a "How do we know?" part that names nothing but policies."""
    policy = f"(?:{words('reasoning', 'policy').pattern})"
    patterns = {
        name: re.compile("|".join(said).replace("POLICY", policy), re.IGNORECASE)
        for name, said in rule.settings["patterns"].items()
    }
    seen = set()
    for hit in (*_parts(reading, patterns), *_claims(reading, patterns)):
        block = reading.document.block_at(hit.start or 0)
        if block not in seen:
            seen.add(block)
            yield hit


def _parts(reading: Reading, patterns: _Patterns) -> Iterator[Hit]:
    """A policy is a source of how things ought to be; a part that names no other does not say how they are."""
    for (statement, question), sentences in parts(reading).items():
        if question != "know":
            continue
        start, end = sentences[0].start, sentences[-1].end
        found = sources_in(reading, start, end)
        named = [item for item in sentences if names_policy(reading.text(item.start, item.end))]
        if found.kinds != {POLICY} or patterns["figures"].search(reading.text(start, end)):
            continue
        if 2 * len(named) > len(sentences):
            first = named[0]
            yield Hit("part", first.start, first.end, {"statement": statement}, statement, "know", weight=1.0)


def _claims(reading: Reading, patterns: _Patterns) -> Iterator[Hit]:
    for sentence in standing(reading):
        text = reading.text(sentence.start, sentence.end)
        if sentence.question == "next" or sentence.labels.plan >= 0.6 or patterns["denied"].search(text):
            continue
        message = _message(reading, sentence, text, patterns)
        if message and not may_name_weakness(text):
            yield Hit(
                message, sentence.start, sentence.end, statement=sentence.place.statement, question=sentence.question
            )


def _message(reading: Reading, sentence: Sentence, text: str, patterns: _Patterns) -> str | None:
    """Which claim the sentence makes, if any, and nothing else stands behind."""
    proves = _proves(words("reasoning", "not_policy").sub(" ", text), patterns) and _of_children(
        reading, sentence, text
    )
    codes = sources_in(reading, *extent(reading, sentence))
    listed = bool(codes.codes) and codes.kinds == {POLICY} and sentence.labels.impact >= 0.5 and tells_change(text)
    if not (proves or listed):
        return None
    if patterns["figures"].search(passage_text(reading, sentence)) or codes.kinds - {POLICY}:
        return None
    if _unlisted(reading, codes) or _known(reading, sentence):
        return None
    return "proves" if proves else "listed"


def _of_children(reading: Reading, sentence: Sentence, text: str) -> bool:
    """True where the sentence tells what is different for children, or leans on the one before that does."""
    if tells_change(text):
        return True
    if not text.startswith(("This ", "That ", "It ", "We know this", "As ")):
        return False
    before, _ = beside(reading, sentence)
    return before is not None and tells_change(reading.text(before.start, before.end))


def _proves(text: str, patterns: _Patterns) -> bool:
    """True where a policy is said to bring something about, or to be how it is known."""
    ensures = patterns["ensures"].search(text) and not patterns["aims"].search(text)
    return bool(ensures or patterns["proves"].search(text))


def _unlisted(reading: Reading, sources: Sources) -> bool:
    """True where the paragraph cites evidence of which nobody can tell whether it is a policy."""
    return bool(sources.codes) and POLICY not in sources.kinds


def _known(reading: Reading, sentence: Sentence) -> bool:
    """True where "How do we know?" of the same statement brings something other than policies on the same matter."""
    here = matter_in(reading.text(sentence.start, sentence.end))
    for other in parts(reading).get((sentence.place.statement or 0, "know"), []):
        text = reading.text(other.start, other.end)
        if sentence.place.question == "know" or not here & matter_in(text):
            continue
        if sources_in(reading, other.start, other.end).kinds - {POLICY}:
            return True
    return False
