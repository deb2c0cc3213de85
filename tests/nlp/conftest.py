"""Readings made from short texts."""

import pytest

from models import ruleset
from models.document import Block, BlockKind, Cell, Document
from nlp.engine import load
from nlp.reading import read

_MARKS = {"# ": (BlockKind.HEADING, 1), "## ": (BlockKind.HEADING, 2), "- ": (BlockKind.LIST_ITEM, 0)}


def document_of(script):
    """A Document from lines: "# " and "## " headings, "- " bullets, "**bold** text", "| a | b |" table rows."""
    blocks, pieces, at, table, row = [], [], 0, 0, -1

    def add(text, kind=BlockKind.PARAGRAPH, level=0, cell=None):
        nonlocal at
        bold = at
        if text.startswith("**"):
            run, rest = text[2:].split("**", 1)
            text, bold = run + rest, at + len(run)
        if text.strip():
            blocks.append(Block(at, at + len(text), kind, level, cell=cell, bold_end=bold))
            pieces.append(text + "\n")
            at += len(text) + 1

    for line in filter(None, (raw.strip() for raw in script.splitlines())):
        if line.startswith("|"):
            table, row = (table, row + 1) if row >= 0 else (table + 1, 0)
            for column, text in enumerate(line.strip("|").split("|")):
                add(text.strip(), cell=Cell(table, row, column, header=False))
            continue
        row = -1
        mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
        kind, level = _MARKS.get(mark, (BlockKind.PARAGRAPH, 0))
        add(line[len(mark) :], kind, level)
    return Document("".join(pieces), tuple(blocks))


@pytest.fixture
def reading_of():
    def make(script, name="position-statement"):
        return read(document_of(script), ruleset.load(name), load())

    return make


@pytest.fixture(scope="session")
def document_from():
    """A script -> Document."""
    return document_of
