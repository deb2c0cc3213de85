"""Whether a judgement has evidence in reach: in its sentence, its paragraph, or where the document keeps it.

A judgement under "How good are we now?" may rest on the matching "How do we know?" part of the same statement: that
is the layout the position statement asks for, so it is no fault.
"""

from __future__ import annotations

from nlp.reading import Reading
from nlp.sentence import Sentence

_EVIDENCE = 0.5


def judgements(reading: Reading) -> list[Sentence]:
    """The sentences that pass a judgement."""
    return [sentence for sentence in reading.sentences if sentence.judges]


def is_supported(reading: Reading, judgement: Sentence) -> bool:
    """True where evidence is in reach of the judgement."""
    if _has_evidence(reading, judgement):
        return True
    if any(_has_evidence(reading, other) for other in reading.by_block[judgement.block]):
        return True
    if judgement.place.question != "now" or judgement.place.statement is None:
        return False
    return any(
        cell.statement == judgement.place.statement and cell.question == "know" and cell.level != "missing"
        for cell in reading.coverage
    )


def _has_evidence(reading: Reading, sentence: Sentence) -> bool:
    return sentence.labels.evidence >= _EVIDENCE or reading.evidence.within(sentence.start, sentence.end + 1)
