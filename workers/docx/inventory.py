"""What a package holds besides text. Counted by names and types; never opened, run or fetched."""

from __future__ import annotations

from models.document import Features
from workers.docx.package import Package
from workers.docx.xml import local

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
    )


def _owner(relationships: str) -> str:
    """`word/_rels/settings.xml.rels` belongs to `word/settings.xml`."""
    folder, _, base = relationships.rpartition("_rels/")
    return folder + base[: -len(".rels")]
