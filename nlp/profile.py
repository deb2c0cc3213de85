"""What a comparison with earlier reports needs of one report: its evaluation, figures and judging passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from models.benchmark import PartFigures, Passage, Profile
from models.document import count_words
from models.finding import masked
from nlp.evaluations import main_evaluation
from nlp.lexicon import lexicon
from nlp.matter import matter_of
from nlp.outline import blocks_under
from nlp.passages import passages
from nlp.quantities import explained_in, terms_in, terms_of
from nlp.reading import Reading
from nlp.sentence import Sentence
from nlp.support import is_supported, judgements

_LEAST_MATTER = 4  # stems; a passage about less has its like everywhere


def profile(reading: Reading, hidden: Sequence[tuple[int, int]], name: str, sha256: str) -> Profile:
    """The profile of a report; parts that explain the scale or the terms count for nothing, and what is
    hidden in the document (personal data) is neither readable in its passages nor part of what they are about."""
    apart = blocks_under(reading.document, lexicon("evaluations")["apart"]) | explained_in(reading.document)
    sentences = [sentence for sentence in reading.sentences if sentence.block not in apart]
    judged = [sentence for sentence in judgements(reading) if sentence.block not in apart]
    terms = _terms_by_sentence(reading)
    numbers: list[int | None] = [None, *(item.number for item in reading.framework.statements)]
    stated = main_evaluation(reading)
    return Profile(
        name=name,
        sha256=sha256,
        evaluation=stated.word if stated else None,
        parts=[_figures(reading, number, sentences, judged, terms) for number in numbers],
        passages=_passages(reading, judged, hidden),
    )


def _figures(
    reading: Reading,
    statement: int | None,
    sentences: Sequence[Sentence],
    judged: Sequence[Sentence],
    terms: dict[int, list[str]],
) -> PartFigures:
    here = [item for item in sentences if statement is None or statement in item.statements]
    ours = [item for item in judged if statement is None or statement in item.statements]
    polarity = Counter(item.labels.judgement for item in ours)
    return PartFigures(
        statement=statement,
        words=sum(count_words(reading.text(item.start, item.end)) for item in here),
        judgements=len(ours),
        strengths=polarity["strength"],
        weaknesses=polarity["weakness"],
        mixed=polarity["mixed"],
        supported=sum(is_supported(reading, item) for item in ours),
        quantity_terms=dict(sorted(Counter(term for item in here for term in terms.get(item.start, ())).items())),
    )


def _terms_by_sentence(reading: Reading) -> dict[int, list[str]]:
    """The terms of quantity by the start of the sentence that holds them."""
    terms = terms_of(reading.framework)
    return {
        passage.start: [term.name for term, _, _ in terms_in(passage, terms)]
        for passage in passages(reading)
        if passage.sentence is not None
    }


def _passages(reading: Reading, judged: Sequence[Sentence], hidden: Sequence[tuple[int, int]]) -> list[Passage]:
    """The paragraphs, list items and cells that pass a judgement."""
    found = []
    for index in sorted({item.block for item in judged}):
        block, sentences = reading.document.blocks[index], reading.by_block[index]
        near = [place for place in hidden if block.start <= place[0] < block.end]
        matter = frozenset().union(*(matter_of(item, near) for item in sentences))
        if len(matter) >= _LEAST_MATTER:
            found.append(
                Passage(
                    start=block.start,
                    end=block.end,
                    text=masked(hidden, block.start, reading.document.text_of(block)),
                    statements=sorted({number for item in sentences for number in item.statements}),
                    matter=sorted(matter),
                )
            )
    return found
