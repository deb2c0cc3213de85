"""From a package to a Document, and the map from every character back to its place in the XML.

The text is what a reader sees with all tracked changes accepted. `docs/architecture.md` lists what is in it and
what is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.document import Document, Story, Unseen, UnseenText, count_words
from models.errors import DamagedDocument, EmptyDocument
from workers.docx import comments, inventory
from workers.docx.package import Package
from workers.docx.text_map import TextMap
from workers.docx.walker import Walker
from workers.docx.xml import attribute, child, local


@dataclass(frozen=True, slots=True)
class DocxReading:
    """What reading yields: the document for everyone, the map for the annotator."""

    document: Document
    text_map: TextMap


def read_document(package: Package) -> DocxReading:
    """Read the whole document. Raises EmptyDocument, DocumentTooLarge, DamagedDocument."""
    body = child(package.tree(package.main), "body")
    if body is None:
        raise DamagedDocument(f"The main part {package.main} holds no document body.")
    walker = Walker(package)
    walker.story(body, Story.BODY)
    walker.notes()
    text = "".join(walker.pieces)
    margins = _margins(package)
    if not text.strip():
        raise EmptyDocument("The document holds no text.")
    return DocxReading(
        Document(
            text=text,
            blocks=tuple(walker.blocks),
            links=tuple(walker.links),
            notes=tuple(walker.note_references),
            bookmarks=frozenset(
                attribute(node, "name") or "" for node in body.iter() if local(node.tag) == "bookmarkStart"
            ),
            comments=comments.existing(package, walker.comment_ranges),
            pictures=tuple(walker.pictures),
            unseen=(
                *inventory.properties(package),
                *inventory.deletions(package),
                *(UnseenText(Unseen.HIDDEN, piece) for piece in walker.hidden),
                *(UnseenText(Unseen.MARGIN, piece) for piece in margins),
            ),
            uncounted=tuple(walker.uncounted),
            hidden_words=count_words(" ".join(walker.hidden)),
            marginal_words=count_words(" ".join(margins)),
            features=inventory.features(package),
        ),
        TextMap(walker.segments, walker.hosts),
    )


def _margins(package: Package) -> list[str]:
    """The text of each header and footer, which is outside the text of the document."""
    related = [item for item in package.relationships(package.main) if item.kind in ("header", "footer")]
    texts = []
    for name in dict.fromkeys(found for item in related if (found := package.find(item.target))):
        walker = Walker(package)
        walker.story(package.tree(name), Story.BODY)
        texts.append("".join(walker.pieces))
    return texts
