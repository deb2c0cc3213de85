"""The figures of a review, from a reading and its findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from models.document import count_words
from models.finding import Finding
from models.review import Evidence, LanguageBalance, Section, SentenceLabels, Summary
from nlp.places import NOWHERE, Place, is_heading
from nlp.readability import readability
from nlp.reading import Reading
from nlp.support import is_supported, judgements
from nlp.word_count import against_limit, count

_BROKEN = ("broken-bookmark", "local-link", "evidence-not-listed")


def summarise(reading: Reading, findings: Sequence[Finding]) -> Summary:
    """The summary of the contract, section 4."""
    document = reading.document
    counts = count(document)
    judged = judgements(reading)
    forms = reading.evidence.forms()
    return Summary(
        words=against_limit(document, counts, reading.ruleset, reading.places),
        evidence=Evidence(
            references=len(reading.evidence.references),
            broken=sum(finding.check in _BROKEN for finding in findings),
            judgements=len(judged),
            supported=sum(is_supported(reading, sentence) for sentence in judged),
            form=next(iter(forms), None),
        ),
        coverage=list(reading.coverage),
        language=_balance(reading),
        readability=readability([reading.text(item.start, item.end) for item in reading.sentences]),
    )


def _balance(reading: Reading) -> LanguageBalance:
    names = ("evaluative", "descriptive", "impact", "evidence", "plan")
    tally = {name: sum(getattr(s.labels, name) >= 0.5 for s in reading.sentences) for name in names}
    return LanguageBalance(sentences=len(reading.sentences), **tally)


def sections(reading: Reading) -> list[Section]:
    """Every heading with the text up to the next one; text before the first heading has none."""
    blocks = reading.document.blocks
    starts = [index for index, block in enumerate(blocks) if block.cell is None and is_heading(reading.document, block)]
    found = []
    for index, following in pairwise([*starts, len(blocks)]):
        end = blocks[following - 1].end
        place = _common(reading.places[index:following])
        found.append(
            Section(
                heading=" ".join(reading.document.text_of(blocks[index]).split()),
                level=blocks[index].level or 1 + max((b.level for b in blocks[:index] if b.level), default=0),
                start=blocks[index].start,
                end=end,
                words=count_words(reading.text(blocks[index].start, end)),
                statement=place.statement,
                question=place.question,
            )
        )
    return found


def _common(places: Sequence[Place]) -> Place:
    """What all blocks of a section share; a table in it may name several."""
    statements = {place.statement for place in places}
    questions = {place.question for place in places}
    if not places:
        return NOWHERE
    return Place(statements.pop() if len(statements) == 1 else None, questions.pop() if len(questions) == 1 else None)


def sentence_labels(reading: Reading) -> list[SentenceLabels]:
    """Every sentence with its labels; statement and question by structure where there is some."""
    return [
        SentenceLabels(
            start=item.start,
            end=item.end,
            text=reading.text(item.start, item.end),
            **item.labels.model_dump() | {"question": item.question or "none", "statements": item.statements},
        )
        for item in reading.sentences
    ]
