"""Words that are used alike: Brown clusters, so that what is learnt of one word holds for its kin.

The classifier has seen "robust" and "solid"; it may meet "sturdy". Data and licence in `nlp/brown/`
(`nlp/training/make_clusters.py`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parent / "brown" / "words.txt"


def cluster_of(word: str) -> str | None:
    """The number of the cluster of a word in lower case; None for a word outside the 45,000 most frequent."""
    return clusters().get(word)


@cache
def clusters() -> dict[str, str]:
    """The cluster of every word that has one."""
    found: dict[str, str] = {}
    for line in _WORDS.read_text(encoding="ascii").splitlines():
        number, *words = line.split()
        found.update(dict.fromkeys(words, number))
    return found
