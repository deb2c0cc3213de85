"""The line a document travels: bytes, a safe package, text with its map, analysis, findings, annotated bytes.

The command line, the queue's task and the tests all call `review`; nothing else knows the whole way. It touches no
network, no database and no clock but the one passed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from models.finding import Finding
from models.review import DocumentFacts, EngineFacts, Review, RulesetFacts
from models.ruleset import Ruleset
from nlp.check import run_checks
from nlp.engine import Engine
from nlp.reading import Reading, read
from nlp.summary import sections, sentence_labels, summarise
from nlp.word_count import count, headline
from workers.docx.annotator import Remark, annotate
from workers.docx.package import open_package
from workers.docx.reader import read_document
from workers.remarks import remarks

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review, and the same document with comments."""

    review: Review
    annotated: bytes


def review(
    content: bytes,
    name: str,
    ruleset: Ruleset,
    engine: Engine,
    when: datetime,
    progress: Progress = lambda stage, share: None,
) -> Reviewed:
    """Review one document. `when` dates the comments. Raises a Refusal for content that cannot be reviewed."""
    progress("opening", 0.0)
    package = open_package(content)
    docx = read_document(package)
    progress("reading", 0.1)
    reading = read(docx.document, ruleset, engine)
    progress("checking", 0.7)
    findings = run_checks(reading)
    result = _review(content, name, reading, findings, engine)
    progress("commenting", 0.85)
    notes: list[Remark] = remarks(result, ruleset)
    annotated = annotate(package, docx.document, docx.text_map, notes, when)
    progress("done", 1.0)
    return Reviewed(result, annotated)


def _review(content: bytes, name: str, reading: Reading, findings: list[Finding], engine: Engine) -> Review:
    rules = reading.ruleset.rules
    counts = count(reading.document)
    return Review(
        schema="standpoint.review/1",
        document=DocumentFacts(
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            kind=rules.kind,
            words=headline(counts),
            counts=counts,
            sections=sections(reading),
        ),
        ruleset=RulesetFacts(name=rules.name, version=rules.version),
        engine=EngineFacts(standpoint=version("standpoint"), model=engine.model),
        summary=summarise(reading, findings),
        sentences=sentence_labels(reading),
        findings=findings,
    )
