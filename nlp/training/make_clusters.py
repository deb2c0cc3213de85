"""Make `nlp/brown/words.txt`: the Brown clusters of common English words.

    python -m nlp.training.make_clusters PATH/TO/spacy_lookups_data/data

The clusters (words used alike, found in a large corpus by Brown's method) come from the package spacy-lookups-data
(MIT). Only lower-case words are kept, the most frequent first; British spellings take the cluster of the American.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "brown" / "words.txt"
WORDS = 45_000
_BRITISH = (
    (re.compile(r"iz(e[sdr]?|ing|ations?|ational)$"), r"is\1"),
    (re.compile(r"^(behavi|col|fav|hon|lab|neighb|hum|harb|endeav|rum)or"), r"\1our"),
    (re.compile(r"^(cent|met|theat)er(s?)$"), r"\1re\2"),
    (re.compile(r"^(program)(s?)$"), r"\1me\2"),
    (re.compile(r"^(defen|offen|licen)se"), r"\1ce"),
    (re.compile(r"^(\w+el)(ed|ing|ers?)$"), r"\1l\2"),
    (re.compile(r"^(fulfill|skillful|enroll)"), lambda match: match[1].replace("ll", "l", 1)),
)


def main(folder: Path) -> None:
    """Write one line a cluster: its number and its words."""
    clusters, frequency = (_table(folder, name) for name in ("cluster", "prob"))
    known = {
        word: cluster
        for word, cluster in clusters.items()
        if cluster and word.isascii() and word.replace("-", "").isalpha() and word.islower()
    }
    for word in list(known):
        british = _british(word)
        if british not in known:
            known[british] = known[word]
            frequency[british] = frequency.get(word, -30.0)
    kept = sorted(known, key=lambda word: (-frequency.get(word, -30.0), word))[:WORDS]
    groups: dict[int, list[str]] = {}
    for word in kept:
        groups.setdefault(known[word], []).append(word)
    lines = [f"{cluster} {' '.join(groups[cluster])}" for cluster in sorted(groups)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{len(kept)} words in {len(groups)} clusters, {TARGET.stat().st_size} bytes")


def _british(word: str) -> str:
    for pattern, spelling in _BRITISH:
        word = pattern.sub(spelling, word)
    return word


def _table(folder: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(gzip.decompress((folder / f"en_lexeme_{name}.json.gz").read_bytes()))
    return data


if __name__ == "__main__":
    main(Path(sys.argv[1]))
