"""A judgement, or the whole answer to "How do we know?", that rests on one source only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.document import BlockKind
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.claimed import may_name_weakness
from nlp.parts import claims, extent, parts, passage_text
from nlp.reading import Reading
from nlp.same_matter import matter_in
from nlp.sentence import Sentence
from nlp.sources import POLICY, STAFF, Sources, kinds_named, sources_in

_Patterns = dict[str, re.Pattern[str]]


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on each "How do we know?" part with one source, and on each judgement that shows that it has one."""
    patterns = {name: re.compile("|".join(said), re.IGNORECASE) for name, said in rule.settings["patterns"].items()}
    yield from _parts(reading, patterns, rule.settings["names"])
    seen: set[int] = set()
    for sentence in claims(reading):
        if sentence.block in seen or sentence.labels.plan >= 0.5:
            continue
        message = _of_judgement(reading, sentence, patterns, float(rule.settings["sure"]))
        if message:
            seen.add(sentence.block)
            yield Hit(
                message, sentence.start, sentence.end, statement=sentence.place.statement, question=sentence.question
            )


def _parts(reading: Reading, patterns: _Patterns, names: dict[str, str]) -> Iterator[Hit]:
    for (statement, question), sentences in parts(reading).items():
        if question != "know":
            continue
        start, end = _extent(reading, statement)
        sources = sources_in(reading, start, end)
        # Policies and the views of staff have checks of their own.
        if sources.number != 1 or sources.kinds & {POLICY, STAFF}:
            continue
        if patterns["elsewhere"].search(reading.text(start, end)) or _has_unnamed(reading, sentences, patterns):
            continue
        first = next((item for item in sentences if not reading.text(item.start, item.end).endswith(":")), sentences[0])
        source = names[next(iter(sources.kinds), "other")]
        values: dict[str, object] = {"statement": statement, "source": source}
        yield Hit("part", first.start, first.end, values, statement, "know", weight=1.0)


def _extent(reading: Reading, statement: int) -> tuple[int, int]:
    """From the first to the last character under the statement's "How do we know?", tables and captions with it."""
    blocks = [
        block
        for block, place in zip(reading.document.blocks, reading.places, strict=True)
        if place.statement == statement and place.question == "know"
    ]
    return blocks[0].start, blocks[-1].end


def _has_unnamed(reading: Reading, sentences: list[Sentence], patterns: _Patterns) -> bool:
    """True where a bullet or a paragraph with bold opening may tell of a source that no list of ours knows."""
    for index in dict.fromkeys(item.block for item in sentences):
        block = reading.document.blocks[index]
        text = reading.document.text_of(block)
        apart = block.kind is BlockKind.LIST_ITEM or block.bold_end > block.start
        if apart and not kinds_named(text) and not patterns["goes_on"].search(text):
            return True
    return False


def _of_judgement(reading: Reading, sentence: Sentence, patterns: _Patterns, sure: float) -> str | None:
    """The message for a sentence that says that it has one source, or claims more than its one source can carry."""
    text, whole = reading.text(sentence.start, sentence.end), passage_text(reading, sentence)
    if patterns["only"].search(text) and (kinds_named(text) or patterns["knowing"].search(text)):
        return None if patterns["careful"].search(whole) or patterns["denied"].search(text) else "only"
    if sentence.labels.evaluative < sure or may_name_weakness(text) or patterns["careful"].search(whole):
        return None
    found = sources_in(reading, *extent(reading, sentence))
    if kinds_named(text) or patterns["few_voices"].search(text):
        return None  # the sentence reports what a source says: the claim is the source's
    if patterns["few_voices"].search(whole) and not patterns["figures"].search(whole) and len(found.kinds) <= 1:
        return "few" if not found.codes and not _known(reading, sentence) else None
    if not patterns["strong"].search(text) or found.number != 1 or found.kinds & {POLICY, STAFF}:
        return None
    return "strong" if not _known(reading, sentence, beside=found) else None


def _known(reading: Reading, sentence: Sentence, beside: Sources | None = None) -> bool:
    """True where "How do we know?" of the same statement brings a source of the same matter, other than `beside`."""
    here = matter_in(reading.text(sentence.start, sentence.end))
    for other in parts(reading).get((sentence.place.statement or 0, "know"), []):
        if not here & matter_in(reading.text(other.start, other.end)):
            continue
        found = sources_in(reading, other.start, other.end)
        if beside is None and found.number:
            return True
        if beside is not None and (found.kinds - beside.kinds or found.codes - beside.codes):
            return True
    return False
