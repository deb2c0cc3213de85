"""What a package holds besides text: active content, counted by names and types and never opened, run or fetched;
properties and tracked deletions, which travel with the file unseen."""

from __future__ import annotations

from collections.abc import Iterator

from models.document import Features, Unseen, UnseenText
from workers.docx.package import Package
from workers.docx.xml import child, local

_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")
# What Word itself writes into the properties: figures and names of programs, no one's words.
_TECHNICAL = frozenset(
    "revision created modified Template TotalTime Pages Words Characters Application DocSecurity Lines Paragraphs "
    "ScaleCrop HeadingPairs TitlesOfParts LinksUpToDate CharactersWithSpaces SharedDoc HyperlinksChanged AppVersion "
    "lastPrinted language version".split()
)
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})


def features(package: Package) -> Features:
    """Macros, embedded objects, external targets that are no hyperlinks, tracked changes."""
    names = [name.lower() for name in package.names()]
    external = sum(
        relationship.external and relationship.kind != "hyperlink"
        for name in package.names()
        if name.lower().endswith(".rels")
        for relationship in package.relationships(_owner(name))
    )
    return Features(
        macros=any(name.endswith("vbaproject.bin") for name in names),
        embedded_objects=sum("/embeddings/" in name or "/activex/" in name for name in names),
        external_targets=external,
        tracked_changes=sum(local(node.tag) in _CHANGES for node in package.tree(package.main).iter()),
        pages=next((int(text) for name, text in _properties(package) if name == "Pages" and text.isdigit()), None),
    )


def properties(package: Package) -> list[UnseenText]:
    """The document's properties that somebody wrote or that name somebody."""
    return [
        UnseenText(Unseen.PROPERTY, text, name)
        for name, text in _properties(package)
        if name not in _TECHNICAL and text
    ]


def _properties(package: Package) -> Iterator[tuple[str, str]]:
    """(name, text) of the core, extended and custom properties."""
    for relationship in package.relationships(""):
        part = package.find(relationship.target) if relationship.kind in _PROPERTIES else None
        for node in package.tree(part) if part else ():
            if isinstance(node.tag, str):
                name = str(node.get("name") or node.tag.rpartition("}")[2])
                yield name, "".join(str(piece) for piece in node.itertext()).strip()


def deletions(package: Package) -> list[UnseenText]:
    """The text of tracked deletions and of what was moved away, a paragraph each."""
    found = []
    body = child(package.tree(package.main), "body")
    for paragraph in body.iter() if body is not None else ():
        if local(paragraph.tag) != "p":
            continue
        text = "".join(node.text or "" for node in paragraph.iter() if local(node.tag) == "delText")
        if text.strip():
            found.append(UnseenText(Unseen.DELETED, text))
    return found


def _owner(relationships: str) -> str:
    """`word/_rels/settings.xml.rels` belongs to `word/settings.xml`."""
    folder, _, base = relationships.rpartition("_rels/")
    return folder + base[: -len(".rels")]
