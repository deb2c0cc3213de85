"""Whether two passages speak of the same matter: by the stems of their words and by groups of words for one matter.

Meant to be generous: a paraphrase should count. Words of quality and of plans ("slow", "improve") say nothing of the
matter; where a passage has no others, nobody can tell, and the answer is that it is the same.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from nlp.lexicon import lexicon, words
from nlp.matter import stem

_REFERENCE = re.compile(r"\[[^\]]*\]|\([^)]*\d[^)]*\)")
_WORD = re.compile(r"[^\W\d_][^\W_]{2,}")


@lru_cache(maxsize=8192)
def matter_in(text: str) -> frozenset[str]:
    """What a text is about: groups of words for one matter, and the stems of the other words that carry meaning."""
    text = _REFERENCE.sub(" ", text)
    found = {match.lastgroup for match in _groups().finditer(text) if match.lastgroup}
    rest = _groups().sub(" ", text)
    stems = (stem(word) for word in map(str.lower, _WORD.findall(rest.replace("’", "'").replace("'s", ""))))
    return frozenset(found) | {word for word in stems if word not in _nothing()}


@cache
def _groups() -> re.Pattern[str]:
    names = lexicon("reasoning")["matters"]
    return re.compile("|".join(f"(?P<{name}>{words('reasoning', 'matters', name).pattern})" for name in names), re.I)


@cache
def _nothing() -> frozenset[str]:
    said = str(lexicon("reasoning")["no_matter"]).split()
    return frozenset(stem(word) for word in (*said, *STOP_WORDS))


def share(matter: frozenset[str], there: frozenset[str]) -> float:
    """How much of a matter is `there`: 0 to 1, and 1 where there is no matter to tell by. A group weighs two words."""
    whole = weight_of(matter)
    return weight_of(matter & there) / whole if whole else 1.0


def weight_of(matter: frozenset[str]) -> int:
    """How much a matter tells: two for a group, one for any other word."""
    return sum(2 if word in lexicon("reasoning")["matters"] else 1 for word in matter)
