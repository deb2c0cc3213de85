"""What a writer has decided to leave: checks, terms, names and acronyms, in a file beside the document.

`a.standpoint.yaml` speaks for `a.docx`, `standpoint.yaml` for every document of its folder:

    ignore: [long-sentence]            # checks that say nothing here
    terms: [Bairns' Hoose]             # words and phrases that are known to all readers
    names: [Jane Example]              # names that may stand in the text: office-holders, authors
    acronyms: {VYP: vulnerable young person}
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from models.ruleset import load_data, validated


class Allowances(BaseModel):
    """The decisions of the file, and those of one run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ignore: list[str] = []
    terms: list[str] = []
    names: list[str] = []
    acronyms: dict[str, str] = {}


NONE = Allowances()


def load(path: Path) -> Allowances:
    """The allowances of a file. Raises BadRuleset."""
    return validated(path, load_data(path) or {}, Allowances)


def beside(document: Path) -> Path | None:
    """The file that speaks for a document, or None."""
    candidates = (document.with_name(f"{document.stem}.standpoint.yaml"), document.with_name("standpoint.yaml"))
    return next((path for path in candidates if path.is_file()), None)
