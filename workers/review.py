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

from pydantic import BaseModel

from models import ruleset as rulesets
from models.allowances import NONE, Allowances
from models.benchmark import Profile
from models.document import Document
from models.finding import Finding, hidden_in
from models.review import DocumentFacts, EngineFacts, Record, Review, RulesetFacts
from models.ruleset import Ruleset
from nlp.check import run_checks
from nlp.cut_list import cut_list
from nlp.engine import Engine, load
from nlp.profile import profile
from nlp.reading import Reading, read
from nlp.silence import answered, silence
from nlp.summary import sections, sentence_labels, summarise
from nlp.word_count import count, headline
from workers.docx.annotator import annotate
from workers.docx.package import open_package
from workers.docx.reader import read_document
from workers.kind import kind_of
from workers.remarks import remarks

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review, the same document with comments, the ruleset that was applied, what people did in Word with the
    comments of the last review, and of a report on a scale what a comparison with earlier reports needs."""

    review: Review
    annotated: bytes
    ruleset: Ruleset
    answered: dict[str, tuple[bool, list[tuple[str, str]]]]  # by finding: resolved in Word, replies as (author, text)
    profile: Profile | None


def review(
    content: bytes,
    name: str,
    when: datetime,
    ruleset: Ruleset | None = None,
    engine: Engine | None = None,
    progress: Progress = lambda stage, share: None,
    allowed: Allowances = NONE,
) -> Reviewed:
    """Review one document; `when` dates the comments.

    Without a ruleset the document's own wording chooses it; without an engine the shipped one is loaded, after the
    document has been found readable. Raises a Refusal for content that cannot be reviewed.
    """
    progress("opening", 0.0)
    package = open_package(content)
    docx = read_document(package)
    rules = ruleset or rulesets.load(kind_of(docx.document))
    progress("reading", 0.1)
    engine = engine or load()
    reading = read(docx.document, rules, engine, allowed)
    progress("checking", 0.7)
    found = run_checks(reading)
    result = _review(content, name, reading, engine, found)
    progress("commenting", 0.85)
    annotated = annotate(package, docx.document, docx.text_map, remarks(result, rules), when)
    about = (
        profile(reading, hidden_in(found), name, result.document.sha256)
        if rules.rules.kind == rulesets.DRAFT_REPORT
        else None
    )
    return Reviewed(result, annotated, rules, answered(docx.document.comments), about)


def _review(content: bytes, name: str, reading: Reading, engine: Engine, found: list[Finding]) -> Review:
    rules = reading.ruleset.rules
    counts = count(reading.document)
    findings, silenced = silence(reading, found)
    sha256 = hashlib.sha256(content).hexdigest()
    return Review(
        schema="standpoint.review/1",
        document=DocumentFacts(
            name=name,
            sha256=sha256,
            kind=rules.kind,
            reads_as=_reads_as(reading.document, rules.kind),
            words=headline(counts),
            counts=counts,
            sections=sections(reading),
        ),
        ruleset=RulesetFacts(name=rules.name, version=rules.version),
        engine=EngineFacts(standpoint=version("standpoint"), model=engine.model),
        summary=summarise(reading, findings),
        sentences=sentence_labels(reading),
        findings=findings,
        silenced=silenced,
        cuts=cut_list(reading, [*findings], engine),
        record=Record(
            document=sha256,
            ruleset=reading.ruleset.digest(),
            allowances=_digest(reading.allowed),
            model=engine.digest,
            findings=_digest(*findings),
        ),
    )


def _reads_as(document: Document, kind: str) -> str | None:
    """Draft report or not: the other of the two, where the wording says so."""
    seen = kind_of(document)
    return seen if (seen == rulesets.DRAFT_REPORT) != (kind == rulesets.DRAFT_REPORT) else None


def _digest(*items: BaseModel) -> str:
    return hashlib.sha256("\n".join(item.model_dump_json() for item in items).encode()).hexdigest()
