"""Whatever is sent: the API's own description turned against it, and documents with parts cut, doubled and turned over."""

import contextlib
import io
import random
import subprocess
import sys
import time
import zipfile

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from models.errors import Refusal
from service.api.app import make_app
from service.api.context import Context
from service.settings import Settings
from workers.docx.package import open_package
from workers.docx.reader import read_document
from workers.queue import make_queue
from workers.store.database import connect, migrate
from workers.store.files import FolderFiles

pytestmark = pytest.mark.slow
MUTANTS = 5_000


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzzing")
    given = Settings(data=folder, requests_a_minute=10_000_000, max_waiting=10_000_000)
    migrate(given.database())
    files = FolderFiles(folder / "files", given.key())
    context = Context(given, connect(given.database()), files, make_queue("memory://"), local=True)
    return schemathesis.openapi.from_asgi("/openapi.json", make_app(context))


def test_no_request_that_fits_or_breaks_the_description_ends_in_a_fault(api_schema):
    """Each operation with cases that its description allows; 503 of `/readyz` is right where there is no worker."""
    operations = [result.ok() for result in api_schema.get_all_operations()]
    assert len(operations) >= 22
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def send(case):
            response = case.call(headers={"host": "localhost"})
            assert response.status_code < 500 or case.path == "/readyz", (case.method, case.path, response.status_code)

        send()


def mutated(content, chance):
    """A document with one thing wrong: bytes turned over, cut or doubled, in the archive or in a part."""
    kind = chance.randrange(6)
    if kind == 0:
        at = chance.randrange(len(content))
        return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
    if kind == 1:
        return content[: chance.randrange(len(content))]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    part = bytearray(parts[name])
    at = chance.randrange(max(1, len(part)))
    if kind == 2:
        part[at : at + 1] = bytes([chance.randrange(256)])
    elif kind == 3:
        del part[at : at + chance.randrange(1, 200)]
    elif kind == 4:
        part[at:at] = part[at : at + chance.randrange(1, 2000)]
    else:
        tags = [
            b"<w:p>",
            b"</w:p>",
            b"<w:tbl>",
            b"<w:sdt>",
            b'<w:fldChar w:fldCharType="begin"/>',
            b"&x;",
            b"<!-- -->",
            b"\x00",
        ]
        part[at:at] = chance.choice(tags) * chance.choice([1, 1, 50])
    parts[name] = bytes(part)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, value in parts.items():
            archive.writestr(key, value)
    return buffer.getvalue()


def test_five_thousand_mutated_documents_are_read_or_refused(word):
    chance = random.Random(5)
    rows = word.tbl(word.tr(word.tc(word.p("A cell")), word.tc(word.p("Another"))))
    body = (
        word.p("Heading", style="Heading1") + word.p("One. ", word.field(' HYPERLINK "https://x.org" ', "two")) + rows
    )
    originals = [
        word.package(body, footnotes={2: word.p("A note")}, comments=word.comment(1, "Hm")),
        word.package(word.p(word.tracked("ins", word.r("in"))) + word.p(word.box(word.p("boxed")))),
        word.package(word.sdt(word.p("controlled")) + word.p(word.r("bold", "<w:b/>"), word.r("plain"))),
    ]
    longest = 0.0
    for _ in range(MUTANTS):
        content = mutated(chance.choice(originals), chance)
        start = time.perf_counter()
        with contextlib.suppress(Refusal):
            read_document(open_package(content))
        longest = max(longest, time.perf_counter() - start)
    assert longest < 5


def test_reading_broken_documents_leaks_no_memory(word):
    code = (
        "import random, resource, sys; sys.path.insert(0, 'tests/service')\n"
        "from workers.docx.package import open_package; from workers.docx.reader import read_document\n"
        "from models.errors import Refusal\n"
        "content = sys.stdin.buffer.read(); chance = random.Random(1)\n"
        "def go(n):\n"
        "    for _ in range(n):\n"
        "        at = chance.randrange(len(content))\n"
        "        try: read_document(open_package(content[:at] + bytes([chance.randrange(256)]) + content[at + 1:]))\n"
        "        except Refusal: pass\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "first = go(500); print(go(2000) - first)\n"
    )
    content = word.package("".join(word.p(f"Paragraph {n}. ") for n in range(50)))
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True)
    assert int(done.stdout) < 20_000  # kilobytes
