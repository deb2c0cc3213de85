"""Over the limit: the cheapest sentences to drop.

A sentence may go only where afterwards no cell of the coverage matrix is answered worse, no judgement has lost its
evidence, every inspection statement that told of an impact still does, and no check finds anything new. What remains is
ordered by what a reader would lose for each word: description first, then what says less than others of its cell.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence

from models.document import BlockKind, Story, count_words
from models.finding import Finding
from models.review import Cut
from nlp.check import run_checks
from nlp.engine import Engine
from nlp.reading import Reading
from nlp.sentence import Sentence
from nlp.support import is_supported, judgements
from nlp.without import without
from nlp.word_count import count, headline

_WORTH = {"impact": 4.0, "evaluative": 2.0, "evidence": 2.0, "plan": 2.0}
_LEAST_WORTH = 0.5
_LEAST_WORDS = 6  # a shorter sentence gains too little
_TRIES = 12  # how often what would be left is checked again at the most
_FARTHEST = 0.3  # of the limit: a document that is farther over needs another plan than dropping sentences
_LIMIT = "word-limit"  # its finding moves with each cut
_LEVELS = ("missing", "thin", "strong")
_WHY = {
    "impact": "one of several that tell of an impact here",
    "evaluative": "one of several judgements here",
    "evidence": "one of several pieces of evidence here",
    "plan": "one of several plans here",
}


def cut_list(reading: Reading, findings: Sequence[Finding], engine: Engine) -> list[Cut]:
    """The sentences to drop, in the order of the text.

    Empty within the limit, where nothing can go unharmed, and far over the limit.
    """
    limit = reading.ruleset.rules.limits.words
    over = headline(count(reading.document)) - limit if limit else 0
    if not limit or not 0 < over <= _FARTHEST * limit:
        return []
    search = _Search(reading, findings, engine, over)
    search.run()
    return [_cut(reading, sentence) for sentence in sorted(search.chosen, key=lambda item: item.start)]


class _Search:
    """Takes the cheapest sentences a handful at a time, and halves a handful that would do harm."""

    def __init__(self, reading: Reading, findings: Sequence[Finding], engine: Engine, over: int) -> None:
        self.reading, self.engine, self.over = reading, engine, over
        self.chosen: list[Sentence] = []
        self._known = _said(findings)
        self._levels = {(cell.statement, cell.question): cell.level for cell in reading.coverage}
        self._unsupported = {reading.text(s.start, s.end) for s in judgements(reading) if not is_supported(reading, s)}
        self._impact = _statements_with_impact(reading)
        self._tries = _TRIES

    def run(self) -> None:
        """Fill `chosen` until the document is within its limit, or nothing more can go."""
        waiting = _candidates(self.reading)
        while waiting and self._left() > 0 and self._tries > 0:
            handful: list[Sentence] = []
            while waiting and sum(map(self._words, handful)) < self._left():
                handful.append(waiting.pop(0))
            self._take(handful)

    def _take(self, handful: list[Sentence]) -> None:
        if self._left() <= 0 or self._tries <= 0:
            return
        self._tries -= 1
        if self._is_harmless([*self.chosen, *handful]):
            self.chosen += handful
        elif len(handful) > 1:
            middle = len(handful) // 2
            self._take(handful[:middle])
            self._take(handful[middle:])

    def _is_harmless(self, gone: list[Sentence]) -> bool:
        left = without(self.reading, gone, self.engine)
        levels = {(cell.statement, cell.question): cell.level for cell in left.coverage}
        if any(_LEVELS.index(levels[cell]) < _LEVELS.index(level) for cell, level in self._levels.items()):
            return False
        if not self._impact <= _statements_with_impact(left):
            return False
        if any(
            not is_supported(left, sentence) and left.text(sentence.start, sentence.end) not in self._unsupported
            for sentence in judgements(left)
        ):
            return False
        return not _said(run_checks(left)) - self._known

    def _left(self) -> int:
        return self.over - sum(map(self._words, self.chosen))

    def _words(self, sentence: Sentence) -> int:
        return count_words(self.reading.text(sentence.start, sentence.end))


def _candidates(reading: Reading) -> list[Sentence]:
    """What may go at all, cheapest first: nothing that refers to evidence, calls a note, links, opens a list, or stands
    outside what is counted."""
    document = reading.document
    crowd = Counter((item.place, name) for item in reading.sentences for name in _labels(item))
    anchors = sorted([*(link.start for link in document.links), *(note.at for note in document.notes)])
    found: list[tuple[float, int, Sentence]] = []
    for sentence in reading.sentences:
        block = document.blocks[sentence.block]
        words = count_words(reading.text(sentence.start, sentence.end))
        counted = block.story is Story.BODY and block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        if not counted or words < _LEAST_WORDS or sentence.block in reading.evidence.list_blocks:
            continue
        if sentence.labels.judgement in ("weakness", "mixed"):
            continue  # saying what is not good is what such a document is for
        if reading.text(sentence.start, sentence.end).endswith(":") or reading.evidence.within(
            sentence.start, sentence.end
        ):
            continue
        if bisect.bisect_left(anchors, sentence.start) < bisect.bisect_right(anchors, sentence.end):
            continue
        worth = _LEAST_WORTH + sum(_WORTH[name] / crowd[sentence.place, name] ** 0.5 for name in _labels(sentence))
        found.append((worth / words, sentence.start, sentence))
    return [sentence for _, _, sentence in sorted(found, key=lambda item: item[:2])]


def _labels(sentence: Sentence) -> list[str]:
    return [name for name in _WORTH if getattr(sentence.labels, name) >= 0.5]


def _statements_with_impact(reading: Reading) -> set[int]:
    return {number for item in reading.sentences if item.labels.impact >= 0.5 for number in item.statements}


def _said(findings: Sequence[Finding]) -> set[tuple[str, str]]:
    """What the checks say but for the limit: (check, quoted words), of grouped findings every place."""
    findings = [item for item in findings if item.check != _LIMIT]
    said = {(item.check, item.quote if item.quote is not None else str(item.statement or "")) for item in findings}
    return said | {(item.check, place.quote) for item in findings for place in item.also}


def _cut(reading: Reading, sentence: Sentence) -> Cut:
    text = reading.text(sentence.start, sentence.end)
    named = next((name for name in _WHY if name in _labels(sentence)), None)
    return Cut(
        start=sentence.start,
        end=sentence.end,
        quote=text,
        words=count_words(text),
        why=_WHY[named] if named else "says what happens, and nothing rests on it",
    )
