"""Personal data where a reader of the page does not see it: properties, comments, tracked deletions, hidden text,
headers and footers, alternative text of pictures. The value is never repeated."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import Unseen
from models.ruleset import CheckRule
from nlp.check import Hit
from nlp.identifiers import identifiers
from nlp.people import names
from nlp.reading import Reading

_OURS = "Standpoint"


def run(reading: Reading, rule: CheckRule) -> Iterator[Hit]:
    """One hit on the whole document for each kind of place, with how many pieces are found in it."""
    document = reading.document
    people = set(rule.settings["properties_of_people"])
    texts: dict[str, list[str]] = {}
    for piece in document.unseen:
        if piece.where is not Unseen.PROPERTY or piece.name not in people:
            texts.setdefault(piece.where.value, []).append(piece.text)
    texts["a comment"] = [comment.text for comment in document.comments if comment.author != _OURS]
    texts["the alternative text of a picture"] = [picture.alternative for picture in document.pictures]
    for where, pieces in texts.items():
        found = sum(bool(_sure(text)) for text in pieces)
        if found:
            yield Hit("unseen", values={"where": where, "count": found}, key=where)
    named = sorted(
        {
            p.name
            for p in document.unseen
            if p.where is Unseen.PROPERTY and p.name in people and _is_person(p.text, rule)
        }
    )
    if named:
        yield Hit(
            "properties",
            values={"names": ", ".join(rule.settings["properties_of_people"][name] for name in named)},
            key="properties",
        )


def _sure(text: str) -> int:
    """How many identifiers, and names with more than a forename alone, a text holds."""
    return len(identifiers(text)) + sum(name.kind != "first" for name in names(text))


def _is_person(text: str, rule: CheckRule) -> bool:
    """Two capitalised words and no word of an organisation or program."""
    words = text.replace(",", " ").split()
    lower = text.lower()
    return (
        len(words) in (2, 3)
        and all(word[:1].isupper() for word in words)
        and not any(other in lower for other in rule.settings["organisations"])
    )
