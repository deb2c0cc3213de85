"""The benchmark table of the contract, section 8: figures as ratios to a floor measured in the same run.

    python tests/benchmarks/bench.py [--json PATH] [--labelled FILE]

(a) review of a 5,000-word statement, warm, against unzip + parse + one pass of the shipped pipeline + zip;
(b) the same from the command line, cold, against `python -c "import spacy"`;
(c) 1,000 to 500,000 words: seconds and peak memory per 1,000 words;
(d) documents a minute through the service with 1 and 2 workers, against the same reviews called in one process;
(e) quality of `standpoint label` on a labelled file, per label.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from lxml import etree

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "strathcarron-position-statement.docx"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SIZES = (1_000, 5_000, 50_000, 500_000)


def paired(ours: Callable[[], object], floor: Callable[[], object], runs: int = 7) -> dict[str, float]:
    """Medians of both, run in turn, and the median of the ratios pair by pair."""
    ours(), floor()
    pairs = [(_seconds(ours), _seconds(floor)) for _ in range(runs)]
    return {
        "seconds": round(statistics.median(a for a, _ in pairs), 4),
        "floor_seconds": round(statistics.median(b for _, b in pairs), 4),
        "ratio": round(statistics.median(a / b for a, b in pairs), 2),
    }


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def warm() -> dict[str, float]:
    from nlp.engine import load
    from workers.docx.package import open_package
    from workers.docx.reader import read_document
    from workers.review import review

    content, engine, when = EXAMPLE.read_bytes(), load(), datetime(2026, 1, 1, tzinfo=UTC)
    document = read_document(open_package(content)).document
    blocks = [document.text_of(block) for block in document.blocks]

    def floor() -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        etree.fromstring(parts["word/document.xml"])
        list(engine.read((text, "") for text in blocks))
        with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as copy:
            for name, data in parts.items():
                copy.writestr(name, data)

    return paired(lambda: review(content, "a.docx", when, engine=engine), floor)


def cold() -> dict[str, float]:
    program = [
        str(Path(sys.executable).with_name("standpoint")),
        "check",
        str(EXAMPLE),
        "--quiet",
        "--fail-on",
        "never",
    ]
    with tempfile.TemporaryDirectory() as folder:
        command = [*program, "--out", f"{folder}/a.docx"]
        return paired(
            lambda: subprocess.run(command, check=True),
            lambda: subprocess.run([sys.executable, "-c", "import spacy"], check=True),
            runs=5,
        )


def sizes() -> list[dict[str, float]]:
    """Each size in a process of its own, so that its peak memory is its own."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for words in SIZES:
            path = Path(folder) / f"{words}.docx"
            path.write_bytes(generated(words))
            done = subprocess.run(
                [sys.executable, __file__, "--one", str(path)], check=True, capture_output=True, text=True
            )
            rows.append({"words": words, **json.loads(done.stdout)})
    base = rows[0]["megabytes"]
    for row in rows:
        row["seconds_per_1000"] = round(row["seconds"] * 1000 / row["words"], 4)
        row["megabytes_per_1000_over_base"] = round((row["megabytes"] - base) * 1000 / row["words"], 3)
    return rows


def one(path: str) -> dict[str, float]:
    from nlp.engine import load
    from workers.review import review

    load()
    content = Path(path).read_bytes()
    seconds = _seconds(lambda: review(content, "a.docx", datetime(2026, 1, 1, tzinfo=UTC)))
    return {"seconds": round(seconds, 3), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def generated(words: int) -> bytes:
    """A document of about so many words, made of the example's own paragraphs in a fixed random order."""
    from workers.docx.package import open_package
    from workers.docx.reader import read_document

    document = read_document(open_package(EXAMPLE.read_bytes())).document
    paragraphs = [document.text_of(b).strip() for b in document.blocks if len(document.text_of(b).split()) > 8]
    chosen, total, rng = [], 0, random.Random(1)
    while total < words:
        chosen.append(rng.choice(paragraphs))
        total += len(chosen[-1].split())
    body = etree.Element(f"{{{WORD}}}body", nsmap={"w": WORD})
    for text in chosen:
        paragraph = etree.SubElement(body, f"{{{WORD}}}p")
        for start in range(0, len(text), 40):
            node = etree.SubElement(etree.SubElement(paragraph, f"{{{WORD}}}r"), f"{{{WORD}}}t")
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            node.text = " ".join(text[start : start + 40].split("\n"))
    root = etree.Element(f"{{{WORD}}}document", nsmap={"w": WORD})
    root.append(body)
    buffer = io.BytesIO()
    with zipfile.ZipFile(EXAMPLE) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/styles.xml"):
            copy.writestr(name, source.read(name))
        copy.writestr("word/document.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return buffer.getvalue()


def served(workers: int, number: int = 30) -> float:
    """Documents a minute through `standpoint serve`, from the first upload to the last result."""
    with tempfile.TemporaryDirectory() as folder:
        program = [str(Path(sys.executable).with_name("standpoint")), "serve", "--data", folder, "--port", "8765"]
        process = subprocess.Popen(
            [*program, "--workers", str(workers)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            with httpx.Client(base_url="http://127.0.0.1:8765", timeout=30) as client:
                _until(lambda: client.get("/readyz").status_code == 200)
                # Each child loads the language model with its first document: that is start-up, not work.
                for _ in range(2 * workers):
                    _send(client)
                _until(lambda: _done(client) == 2 * workers)
                start = time.perf_counter()
                for _ in range(number):
                    _send(client)
                _until(lambda: _done(client) == number + 2 * workers)
                return round(60 * number / (time.perf_counter() - start), 1)
        finally:
            process.terminate()
            process.wait()


def _send(client: httpx.Client) -> None:
    files = {"file": ("a.docx", EXAMPLE.read_bytes())}
    client.post("/api/v1/reviews", files=files, data={"kind": "position-statement"}).raise_for_status()


def _done(client: httpx.Client) -> int:
    text: str = client.get("/metrics").text
    return next((int(float(line.split()[-1])) for line in text.splitlines() if 'state="done"' in line), 0)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        try:
            if condition():
                return
        except (OSError, httpx.HTTPError):
            pass  # the server is not there yet
        time.sleep(0.1)
    raise TimeoutError


def throughput(number: int = 30) -> dict[str, float]:
    """(d), with the ratio to the same reviews in one process: intake, queue, files and database are the difference."""
    from nlp.engine import load
    from service.work import work

    load()
    content = EXAMPLE.read_bytes()
    work(content, "a.docx", "position-statement", lambda stage, share: None)
    seconds = _seconds(
        lambda: [work(content, "a.docx", "position-statement", lambda stage, share: None) for _ in range(number)]
    )
    floor = round(60 * number / seconds, 1)
    one_worker, two_workers = served(1, number), served(2, number)
    return {
        "in_process_a_minute": floor, "one_worker_a_minute": one_worker, "two_workers_a_minute": two_workers,
        "one_worker_ratio": round(one_worker / floor, 2), "two_workers_ratio": round(two_workers / floor, 2),
    }  # fmt: skip


def quality(path: Path) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each label on a file of labelled sentences."""
    from nlp.engine import load

    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    said = list(load().label((item["text"], item.get("before") or "") for item in gold))
    table = {}
    for name in ("evaluative", "impact", "evidence", "plan", "descriptive"):
        pairs = [(bool(g["labels"][name]), getattr(s, name) >= 0.5) for g, s in zip(gold, said, strict=True)]
        right = sum(g and s for g, s in pairs)
        precision, recall = right / max(1, sum(s for _, s in pairs)), right / max(1, sum(g for g, _ in pairs))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        table[name] = {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--labelled", type=Path, default=ROOT.parent / "shared" / "data" / "labels" / "dev.jsonl")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.one)))
        return
    table: dict[str, object] = {"a_warm": warm(), "b_cold": cold(), "c_sizes": sizes(), "d_service": throughput()}
    if options.labelled.exists():
        table["e_labels"] = quality(options.labelled)
    text = json.dumps(table, indent=1)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    for name, figures in table.items():
        print(name)
        for row in figures if isinstance(figures, list) else [figures]:
            for key, value in row.items():
                print(f"  {key}: {value}")


if __name__ == "__main__":
    main()
