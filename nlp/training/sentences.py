"""Our own labelled sentences: readable data with the labels beside the text.

One sentence a line in `sentences/*.tsv`: codes, question, statements, text, and the sentence or lead-in before it where
that matters. Codes are those of the annotation guideline: D descriptive; E+ E- E~ evaluative (strength, weakness,
mixed), I impact, V evidence, P plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "sentences"
_POLARITY = {"+": "strength", "-": "weakness", "~": "mixed"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled sentence; `source` is the file it stands in, which is its register."""

    text: str
    before: str
    evaluative: bool
    polarity: str | None
    impact: bool
    evidence: bool
    plan: bool
    question: str
    statements: frozenset[int]
    source: str


def load(folder: Path = FOLDER) -> list[Labelled]:
    """All sentences, file by file."""
    return [item for path in sorted(folder.glob("*.tsv")) for item in _read(path)]


def _read(path: Path) -> Iterator[Labelled]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        codes, question, statements, text, *before = line.split("\t")
        sign = codes[1] if codes.startswith("E") else ""
        yield Labelled(
            text=text.strip(),
            before=before[0].strip() if before else "",
            evaluative=bool(sign),
            polarity=_POLARITY.get(sign),
            impact="I" in codes,
            evidence="V" in codes,
            plan="P" in codes,
            question=question,
            statements=frozenset(int(number) for number in statements.split(",") if number.isdigit()),
            source=path.stem,
        )
