"""Sentences of more words than a reader takes in at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from models.document import Story, count_words
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.matching import echoes
from nlp.reading import Reading
from nlp.sentence import Sentence

_QUOTED = re.compile(r"“[^”]{0,900}”|‘[^’]{0,400}’(?!\w)|\"[^\"]{0,900}\"")
_MARKER = re.compile(r"\[[^\]]{1,40}\]|\([A-Z]{1,3}[- ]?\d{1,3}[a-z]?(?:[,;–-] ?[A-Z]{0,3}\d{1,3})*\)")
_PARTS = re.compile(r"[;\n•▪]")
_FIGURE = re.compile(r"(?<!\S)[^\sA-Za-z]*\d\S*")  # many of them are a table without lines
_BREAKS = frozenset({",", ";", ":", "–", "—", "(", ")"})
_OPENERS = frozenset({"and", "or", "but", "not", "to", "by", "then"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_VERBS = frozenset({"VB", "VBG", "VBN"})


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """All of one group, the longest first."""
    limit = int(rule.settings["words"])
    found: list[tuple[int, Sentence]] = []
    for sentence in reading.sentences:
        block = reading.document.blocks[sentence.block]
        if block.story is Story.GRAPHIC or sentence.block in reading.evidence.list_blocks:
            continue
        text = reading.text(sentence.start, sentence.end)
        if count_words(text) <= limit or echoes(text, reading.framework) or len(_FIGURE.findall(text)) > limit // 3:
            continue
        words = _measured(sentence, text, rule)
        if words > limit:
            found.append((words, sentence))
    for words, sentence in sorted(found, key=lambda item: (-item[0], item[1].start)):
        yield Hit("long", sentence.start, sentence.end, {"words": words}, group="long", weight=words)


def _measured(sentence: Sentence, text: str, rule: CheckRule) -> int:
    """The words of the sentence, or of the longest part of a list, without what is only quoted, named or marked."""
    plain = _MARKER.sub(" ", text)
    for match in _QUOTED.findall(plain):
        if count_words(match) >= int(rule.settings["quoted"]):
            plain = plain.replace(match, " ")
    parts = _PARTS.split(plain)
    is_list = len(parts) > 2 or (len(parts) == 2 and (":" in parts[0] or "\n" in plain))
    words = max(map(count_words, parts)) if is_list else count_words(plain)
    return words - _listed(sentence, int(rule.settings["item"]), int(rule.settings["items"]))


def _listed(sentence: Sentence, item: int, items: int) -> int:
    """Words in lists of names and things: stretches between commas, short and without a verb."""
    lists: list[list[int]] = [[]]
    stretch: list[Token] = []
    for token in [*sentence.span, None]:
        if token is not None and token.text not in _BREAKS:
            stretch += [] if token.is_punct or token.is_space else [token]
            continue
        if stretch and len(stretch) <= item and not _is_clause(stretch):
            lists[-1].append(len(stretch))
        else:
            lists.append([])
        stretch = []
    return sum(sum(found) for found in lists if len(found) >= items)


def _is_clause(stretch: list[Token]) -> bool:
    """True where something is done: a finite verb, or a verb that opens after "and", "or", "not", "to"."""
    opening = next((token for token in stretch if token.lower_ not in _OPENERS), stretch[0])
    return opening.tag_ in _VERBS or any(token.tag_ in _FINITE for token in stretch)
