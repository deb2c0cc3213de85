"""Make `nlp/syllables/`: the words of CMUdict whose syllables textstat's fallback (pyphen) miscounts.

    python -m nlp.training.make_syllables PATH/TO/cmudict.dict

textstat asks NLTK for CMUdict and downloads it where it is missing. It uses the number of syllables only, and pyphen
for words the dictionary lacks; so the words on which pyphen is right need not be kept, and a phone is written as
`V0` a syllable. The result is the same count as with the whole dictionary, at a fifth of its size.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyphen

TARGET = Path(__file__).parents[1] / "syllables" / "corpora" / "cmudict" / "cmudict"


def main(source: Path) -> None:
    """Write the reduced dictionary in the format that NLTK reads."""
    fallback = pyphen.Pyphen(lang="en_US")
    lines = []
    for line in source.read_text(encoding="latin-1").splitlines():
        word, *phones = line.split("#")[0].split()
        syllables = sum(phone[-1].isdigit() for phone in phones)
        if word.replace("'", "").isalpha() and word.isascii() and syllables != len(fallback.positions(word)) + 1:
            lines.append(f"{word.upper()} 1 {' '.join(['V0'] * syllables)}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("\n".join(sorted(lines)) + "\n", encoding="ascii")
    print(f"{len(lines)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
