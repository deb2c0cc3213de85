"""What a place of the text is called in a message: the heading above it, or the words it opens with."""

from __future__ import annotations

from functools import lru_cache

from nlp.identifiers import identifiers
from nlp.matching import question_of
from nlp.outline import is_section_heading
from nlp.people import names
from nlp.reading import Reading

_WORDS = 8


def landmark(reading: Reading, block: int) -> str:
    """Under which heading a block stands that is no mere reflective question; else at which words it opens. At most
    eight words of it, in quotation marks."""
    heading = _headings(reading)[block]
    words = shortened(reading.document.text_of(reading.document.blocks[block if heading is None else heading]))
    if names(words) or identifiers(words):
        return "elsewhere"  # no message repeats what may be personal
    return f"{'at' if heading is None else 'under'} {words}"


def shortened(text: str, words: int = _WORDS) -> str:
    """The first words of a text in quotation marks."""
    parts = text.replace("\ufffc", " ").replace("\u2060", "").split()
    return f"“{' '.join(parts[:words])}{' …' if len(parts) > words else ''}”"


@lru_cache(maxsize=2)
def _headings(reading: Reading) -> list[int | None]:
    """For every block, the heading that names its place."""
    found: list[int | None] = []
    above: int | None = None
    for index, block in enumerate(reading.document.blocks):
        if is_section_heading(reading.document, block):
            asks = question_of(reading.document.text_of(block), reading.framework) is not None
            above = above if asks else index
        found.append(above)
    return found
