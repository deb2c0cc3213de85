"""Markers of evidence in all their forms, and the list they lead to."""

import pytest

from models.document import Block, BlockKind, Cell, Document, Link
from nlp.evidence import map_evidence

MARKERS = [
    ("Audits confirm it [E12].", ("E12",)),
    ("Audits confirm it (E 12).", ("E12",)),
    ("Audits confirm it [E1, E4-E6].", ("E1", "E4", "E5", "E6")),
    ("Audits confirm it [1; 2 and 3].", ("1", "2", "3")),
    ("See Evidence 07 for the audit.", ("7",)),
    ("The audit is at Appendix C.", ("C",)),
    ("It is proven S1-E03 by audit.", ("S1",)),
]
NONE = ["In (2024) it rose.", "It cost £4 [sic].", "See chapter E for more.", "Room (A) is free."]


def document(*texts, kinds=None, cells=None, links=()):
    blocks, at = [], 0
    for index, text in enumerate(texts):
        kind = (kinds or {}).get(index, BlockKind.PARAGRAPH)
        cell = (cells or {}).get(index)
        blocks.append(Block(at, at + len(text), kind, 1 if kind is BlockKind.HEADING else 0, cell=cell, bold_end=at))
        at += len(text) + 1
    return Document("".join(f"{text}\n" for text in texts), tuple(blocks), tuple(links))


@pytest.mark.parametrize(("text", "codes"), MARKERS)
def test_a_marker_is_read_with_its_codes(text, codes):
    (reference,) = map_evidence(document(text)).references
    assert reference.codes[: len(codes)] == codes


@pytest.mark.parametrize("text", NONE)
def test_other_brackets_are_no_markers(text):
    assert not map_evidence(document(text)).references


def test_the_list_is_found_under_its_heading_and_is_no_citation():
    kinds = {1: BlockKind.HEADING}
    cells = {i: Cell(1, (i - 2) // 2, (i - 2) % 2, i < 4) for i in range(2, 8)}
    found = map_evidence(
        document(
            "Plans work [E1].",
            "Evidence list",
            "No.",
            "Document",
            "E1",
            "Audit",
            "E2",
            "Survey",
            kinds=kinds,
            cells=cells,
        )
    )
    assert [entry.code for entry in found.entries] == ["E1", "E2"]
    assert [reference.codes for reference in found.references] == [("E1",)]


def test_a_link_counts_and_an_address_for_mail_does_not():
    links = (Link(0, 5, "https://example.org/a", internal=False), Link(6, 10, "mailto:a@b.example", internal=False))
    assert [r.form for r in map_evidence(document("Audit mail", links=links)).references] == ["links"]
