"""Planted faults are found, near-misses are left alone, clean documents come back almost empty."""

import base64
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from models import ruleset
from nlp.engine import load
from workers.docx.package import open_package
from workers.docx.reader import read_document
from workers.review import review

pytestmark = pytest.mark.slow
PLANTED = Path(__file__).parents[1] / "planted"
FAMILIES = sorted(path for path in PLANTED.glob("*.txt") if not path.stem.startswith("clean-"))
CLEAN = sorted(PLANTED.glob("clean-*.txt"))
MARK = re.compile(r"⟦(?P<check>[a-z-]+)(?:: (?P<words>[^⟧]+))?⟧")
LINKED = re.compile(r"(.*?)(?:\[([^\]]+)\]\(([^)\s]+)\)|$)")
PICTURE = re.compile(r"!\[(?P<alternative>[^\]]*)\]")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
WHEN = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Fault:
    """`start` is None for a fault of the whole document."""

    check: str
    start: int | None
    end: int | None


def planted(path):
    """The name of the ruleset, and the script with its marks."""
    first, _, script = path.read_text(encoding="utf-8").partition("\n")
    return first.removeprefix("ruleset:").strip(), script


def made(script):
    """A DOCX of the script, without its marks."""
    document = docx.Document()
    table = None
    for line in filter(None, (raw.strip() for raw in script.splitlines())):
        text = MARK.sub(lambda mark: mark["words"] or "", line).strip()
        if not text:
            continue
        if not text.startswith("|"):
            table = None
        if picture := PICTURE.fullmatch(text):
            shape = document.add_picture(io.BytesIO(PIXEL))
            shape._inline.docPr.set("descr", picture["alternative"])
        elif text.startswith("#"):
            hashes, _, words = text.partition(" ")
            document.add_heading(words, level=len(hashes))
        elif text.startswith("- "):
            document.add_paragraph(text[2:], style="List Bullet")
        elif text.startswith("|"):
            cells = [cell.strip() for cell in text.strip("|").split("|")]
            table = table or document.add_table(0, len(cells), style="Table Grid")
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
        else:
            _fill(document.add_paragraph(), text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _fill(paragraph, text):
    """Runs, bold between two asterisks, and links as in Markdown; a target with "#" first is a bookmark."""
    for number, piece in enumerate(text.split("**")):
        for plain, words, target in LINKED.findall(piece):
            paragraph.add_run(plain).bold = number % 2 == 1
            if not words:
                continue
            link = OxmlElement("w:hyperlink")
            if target.startswith("#"):
                link.set(qn("w:anchor"), target[1:])
            else:
                link.set(qn("r:id"), paragraph.part.relate_to(target, HYPERLINK, is_external=True))
            link.append(paragraph.add_run(words)._r)
            paragraph._p.append(link)


def faults(script, text):
    """Where the marked words stand in the text of the document made."""
    found, at = [], 0
    for mark in MARK.finditer(script):
        if not mark["words"]:
            found.append(Fault(mark["check"], None, None))
            continue
        before = MARK.sub(lambda other: other["words"] or "", script[: mark.start()]).splitlines()
        words = _shown(mark["words"])
        lead = _shown(before[-1] if before else "").lstrip("#-| ").split("|")[-1].strip()
        rest = script[mark.end() :].partition("\n")[0]
        following = next((cell.strip() for cell in _shown(_unmarked(rest)).split("|") if cell.strip()), "")
        if before and before[-1].startswith("|") and f"{words}\n{following}" in text[at:]:
            words, shown = f"{words}\n{following}", len(words)
        else:
            shown = len(words)
        line = text.find(f"{lead} {words}" if lead and f"{lead} {words}" in text[at:] else words, at)
        assert line >= 0, f"the marked words {words!r} are not in the document"
        start = text.index(words, line)
        found.append(Fault(mark["check"], start, start + shown))
        at = start
    return found


def _unmarked(text):
    return MARK.sub(lambda mark: mark["words"] or "", text)


def _shown(text):
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text.replace("**", ""))


def reviewed(path):
    """(findings, faults) of a planted document."""
    name, script = planted(path)
    done = review(made(script), path.name, WHEN, ruleset.load(name), load())
    text = _text(made(script))
    return done.review.findings, faults(script, text)


def _text(content):
    return read_document(open_package(content)).document.text


def overlaps(finding, fault):
    if finding.check != fault.check:
        return False
    if fault.start is None:
        return finding.start is None
    return any(
        place.start is not None and place.start < fault.end and fault.start < place.end
        for place in (finding, *finding.also)
    )


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_planted_faults_are_found(path):
    findings, marked = reviewed(path)
    assert len(marked) >= 10
    missed = [fault for fault in marked if not any(overlaps(finding, fault) for finding in findings)]
    assert len(missed) <= len(marked) / 10, [fault.check for fault in missed]


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_near_misses_beside_planted_faults_are_left_alone(path):
    findings, marked = reviewed(path)
    checks = {fault.check for fault in marked}
    alarms = [
        finding
        for finding in findings
        if finding.check in checks and not any(overlaps(finding, fault) for fault in marked)
    ]
    assert len(alarms) <= len(marked) / 10, [(alarm.check, alarm.quote) for alarm in alarms]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_document_comes_back_almost_empty(path):
    findings, marked = reviewed(path)
    assert not marked
    grave = [(finding.check, finding.quote) for finding in findings if finding.severity in ("error", "warning")]
    assert len(grave) <= 3, grave
