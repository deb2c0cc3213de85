"""The earlier passages nearest to a passage of a draft: cosine of what both are about, rare matters counting most.

Stems and groups of words that say the same come from `nlp/matter.py`; a weight is the usual inverse document frequency
over all passages, so that what every report says ("children and young people") brings nothing together.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from models.benchmark import Earlier, Near, NearPassages, Passage, words

_EACH = 3  # earlier passages shown for one of the draft
_MOST = 40  # passages of the draft that are shown, the nearest first


def nearest(draft: Sequence[Passage], library: Sequence[Earlier]) -> list[NearPassages]:
    """The draft's passages that have their like in the library, in the order of the text."""
    earlier = [(report, passage) for report in library for passage in report.profile.passages]
    weight = _weights([*draft, *(passage for _, passage in earlier)])
    index: dict[str, list[int]] = defaultdict(list)
    for number, (_, passage) in enumerate(earlier):
        for word in passage.matter:
            index[word].append(number)
    lengths = [_length(passage, weight) for _, passage in earlier]
    found = []
    for passage in draft:
        alike = _alike(passage, weight, index, lengths)
        if alike:
            found.append((alike[0][0], passage, [_near(earlier[number], score) for score, number in alike]))
    shown = sorted(found, key=lambda item: -item[0])[:_MOST]
    return [
        NearPassages(statements=passage.statements, start=passage.start, end=passage.end, text=passage.text, near=near)
        for _, passage, near in sorted(shown, key=lambda item: item[1].start)
    ]


def _weights(passages: Sequence[Passage]) -> dict[str, float]:
    tally = Counter(word for passage in passages for word in passage.matter)
    return {word: math.log(1 + len(passages) / number) for word, number in tally.items()}


def _length(passage: Passage, weight: dict[str, float]) -> float:
    return math.sqrt(sum(weight[word] ** 2 for word in passage.matter))


def _alike(
    passage: Passage, weight: dict[str, float], index: dict[str, list[int]], lengths: list[float]
) -> list[tuple[float, int]]:
    """(cosine, number) of the nearest earlier passages, nearest first; equal ones in the order of the library."""
    products: dict[int, float] = defaultdict(float)
    for word in passage.matter:
        for number in index.get(word, ()):
            products[number] += weight[word] ** 2
    own = _length(passage, weight)
    scores = [(product / (own * lengths[n]), n) for n, product in products.items() if own and lengths[n]]
    return sorted((item for item in scores if item[0] >= words().alike), key=lambda item: (-item[0], item[1]))[:_EACH]


def _near(entry: tuple[Earlier, Passage], score: float) -> Near:
    report, passage = entry
    return Near(
        report=report.profile.name,
        evaluation=report.evaluation,
        year=report.year,
        text=passage.text,
        alike=round(score, 3),
    )
