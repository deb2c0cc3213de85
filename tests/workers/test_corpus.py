"""Every real document of the shared corpus: reviewed and unharmed, or refused with a reason."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import ruleset
from models.errors import Refusal
from workers.review import review

SHARED = Path(__file__).parents[3] / "shared"
FILES = sorted((SHARED / "data" / "docx").glob("*.do*")) if SHARED.exists() else []


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the shared corpus of real documents is not here")
def test_every_real_document_is_reviewed_unharmed_or_plainly_refused(tmp_path):
    sys.path.insert(0, str(SHARED / "tools"))
    import docx_integrity

    broken, reviewed = [], 0
    rules = [ruleset.load(name) for name in ("position-statement", "draft-report")]
    for number, path in enumerate(FILES):
        try:
            done = review(path.read_bytes(), path.name, datetime(2026, 1, 1, tzinfo=UTC), rules[number % 2])
        except Refusal:
            continue
        reviewed += 1
        copy = tmp_path / "a.docx"
        copy.write_bytes(done.annotated)
        result = docx_integrity.compare(str(path), str(copy), xsd=str(SHARED / "data" / "xsd"))
        if not result["ok"]:
            broken.append((path.name, result.get("failed")))
    assert not broken
    assert reviewed >= 0.85 * len(FILES)
