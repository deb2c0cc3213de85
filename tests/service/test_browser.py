"""The pages in a real Chromium, against `standpoint serve` as a user starts it."""

import contextlib
import io
import itertools
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow
EXAMPLE = Path(__file__).parents[2] / "examples" / "strathcarron-position-statement.docx"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# fmt: off
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
# fmt: on
PATIENCE = 90_000  # milliseconds for a document to be read


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    words = ["serve", "--port", str(port), "--data", str(tmp_path_factory.mktemp("serve"))]
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 60
    with contextlib.suppress(StopIteration):
        while time.monotonic() < end:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == 200:
                    raise StopIteration
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    assert process.wait(60) == 0


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except api.Error as problem:
            pytest.skip(f"Chromium does not start here: {str(problem).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, address):
    """A new window; anything that the page's script or the policy of contents complains about fails the test."""
    with contextlib.ExitStack() as stack:

        def make(width=1280, script=True, scheme="light"):
            context = chromium.new_context(
                base_url=address,
                viewport={"width": width, "height": 900},
                java_script_enabled=script,
                color_scheme=scheme,
                accept_downloads=True,
            )
            stack.callback(context.close)
            page = context.new_page()
            page.complaints = []
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.on(
                "console",
                lambda said: (
                    page.complaints.append(said.text)
                    if said.type == "error" and "status of 4" not in said.text
                    else None
                ),
            )
            return page

        yield make


def send(page, document=EXAMPLE, url="/"):
    page.goto(url)
    page.set_input_files("#file", document)
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url("**/reviews/*")
    page.wait_for_selector("#findings", timeout=PATIENCE)
    return page.url.rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def reviewed(chromium, address):
    """A review that no test changes."""
    context = chromium.new_context(base_url=address)
    review_id = send(context.new_page())
    context.close()
    return review_id


def edited(content, old, new):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "word/document.xml":
                assert old in part
                part = part.replace(old, new)
            target.writestr(info, part)
    return made.getvalue()


def no_complaint(page):
    assert page.complaints == []


def test_from_the_upload_to_the_deletion(tab, tmp_path):
    page = tab()
    review_id = send(page)
    everything = page.locator(".finding").count()
    assert everything > 5

    page.get_by_label("Level").select_option("error")
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**level=error**")
    assert 0 < page.locator(".finding").count() < everything
    assert page.locator(".finding").count() == page.locator(".finding.error").count()

    finding = page.locator(".finding").first
    finding.scroll_into_view_if_needed()
    finding.get_by_text("Add a reason").click()
    finding.get_by_role("textbox").fill("We <know> this.")
    before = page.evaluate("scrollY")
    finding.get_by_role("button", name="Dismiss").click()
    finding.locator(".state.dismissed").wait_for()
    assert abs(page.evaluate("scrollY") - before) < 5
    assert "We <know> this." in finding.inner_text()
    assert page.locator("#tally").inner_text().startswith("1 of ")
    page.reload()
    assert "We <know> this." in page.locator(".finding").first.inner_text()
    page.locator(".finding").first.get_by_role("button", name="Reopen").click()
    page.locator(".finding").first.locator(".state.open").wait_for()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download with comments").click()
    assert download.value.suggested_filename == "strathcarron-position-statement.annotated.docx"
    content = Path(download.value.path()).read_bytes()
    assert "word/comments.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()

    following = tmp_path / "next.docx"
    following.write_bytes(edited(content, b"robust and highly effective", b"good"))
    second = send(page, following, f"/reviews/{review_id}/next")
    assert second != review_id
    assert "resolved" in page.locator("#changes ~ ul").inner_text()
    page.get_by_text("What was resolved").click()
    assert "robust" in page.locator("section:has(#changes)").inner_text()

    page.get_by_role("link", name="Delete it now").click()
    page.get_by_role("button", name="Delete it for good").click()
    page.wait_for_url("**/?deleted=true")
    assert "has been deleted" in page.get_by_role("status").first.inner_text()
    assert page.goto(f"/reviews/{second}").status == 404
    no_complaint(page)


def test_by_keys_alone(tab):
    page = tab()
    review_id = send(page)
    page.keyboard.press("a")  # on no finding: nothing happens
    for key in "jjkj":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.querySelector('.number').textContent") == "2"
    page.keyboard.press("a")
    second = page.locator(".finding").nth(1)
    second.locator(".state.accepted").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.locator(".finding").nth(2).locator(".state.dismissed").wait_for()
    page.keyboard.press("o")
    page.locator(".finding").nth(2).locator(".state.open").wait_for()
    assert page.locator(".state.accepted").count() == 1
    second.get_by_text("Add a reason").click()
    second.get_by_role("textbox").press_sequentially("jad")  # words are words
    assert page.locator(".state.dismissed").count() == 0
    page.get_by_label("Use these keys").uncheck()
    page.goto(f"/reviews/{review_id}")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    no_complaint(page)


def test_without_script(tab):
    page = tab(script=False)
    page.goto("/")
    assert not page.get_by_text("or drop it here").is_visible()
    page.set_input_files("#file", {"name": "notes.docx", "mimeType": "", "buffer": b"%PDF-1.7"})
    page.get_by_role("button", name="Send it").click()
    assert "PDF" in page.get_by_role("alert").first.inner_text()
    page.set_input_files("#file", EXAMPLE)
    page.get_by_role("button", name="Send it").click()
    page.wait_for_selector("#findings", timeout=PATIENCE)  # the page asks again by itself
    page.get_by_label("Decision", exact=True).select_option("open")
    page.get_by_role("button", name="Show these").click()
    finding = page.locator(".finding").nth(3)
    name = finding.get_attribute("id")
    finding.get_by_role("button", name="Accept").click()
    page.wait_for_url(f"**kept=*#{name}")
    assert page.locator(f"#{name} .state.accepted").is_visible()
    assert abs(page.locator(f"#{name}").bounding_box()["y"]) < 60
    page.get_by_role("link", name="Delete it now").click()
    page.get_by_role("button", name="Delete it for good").click()
    page.wait_for_url("**/?deleted=true")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(tab, tmp_path):
    page = tab()
    large = tmp_path / "large.docx"
    with large.open("wb") as file:
        file.truncate(51 * 2**20)
    page.goto("/")
    page.set_input_files("#file", large)
    assert "51 MB; at most 50 MB" in page.locator("[data-wrong]").inner_text()
    page.get_by_role("button", name="Send it").click()
    assert page.url.endswith("/")
    no_complaint(page)


def test_a_file_may_be_dropped(tab):
    page = tab()
    page.goto("/")
    dropped = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'dropped.docx')); return data; }"
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})
    assert page.evaluate("document.querySelector('#file').files[0].name") == "dropped.docx"
    no_complaint(page)


def test_a_decision_that_is_not_kept_is_told(tab, reviewed):
    page = tab()
    page.goto(f"/reviews/{reviewed}")
    finding = page.locator(".finding").first
    page.route("**/findings/*", lambda route: route.abort())
    finding.get_by_role("button", name="Accept").click()
    finding.get_by_text("Not kept: the service did not answer").wait_for()
    assert finding.get_by_role("button", name="Accept").is_enabled()


PAGES = [
    "/",
    "/reviews/{}",
    "/reviews/{}?order=check&level=warning",
    "/reviews/{}/next",
    "/reviews/{}/delete",
    "/nowhere",
]


PANEL = ["/library"]


@pytest.fixture(scope="module")
def compared(address):
    """A draft report with two earlier ones in the library, one of them the draft's like."""
    draft = EXAMPLE.with_name("strathcarron-draft-report.docx")
    with httpx.Client(base_url=address, timeout=60) as client:
        like = edited(draft.read_bytes(), b"Strathcarron", b"Strathelsewhere")
        for name, content in (("Strathelsewhere 2025.docx", like), ("Statement.docx", EXAMPLE.read_bytes())):
            client.post("/api/v1/library", files={"file": (name, content)}, data={"year": "2025"}).raise_for_status()
        sent = client.post(
            "/api/v1/reviews", files={"file": (draft.name, draft.read_bytes())}, data={"kind": "draft-report"}
        )
        end = time.monotonic() + PATIENCE / 1000
        while client.get(f"/api/v1/reviews/{sent.json()['id']}").json()["state"] != "done":
            assert time.monotonic() < end
            time.sleep(0.2)
    return sent.json()["id"]


def test_the_panel_fills_its_library_and_compares_a_draft(tab, compared):
    page = tab()
    page.goto(f"/reviews/{compared}")
    page.get_by_role("link", name="Beside earlier reports").click()
    page.wait_for_selector("h2#parts")
    assert "too few to rank (n = 1)" in page.inner_text("main")
    page.get_by_role("link", name="The library of earlier reports").click()
    page.set_input_files("#file", [EXAMPLE, EXAMPLE.with_name("kinvarra-self-evaluation-2018.docx")])
    page.get_by_role("button", name="Add them").click()
    page.wait_for_url("**/library#list")
    assert page.locator("tbody tr").count() == 4
    row = page.locator("tbody tr", has_text="kinvarra")
    row.get_by_label("Evaluation of").select_option("adequate")
    row.get_by_label("Year of").fill("2019")
    page.locator("tbody tr", has_text="Strathelsewhere").get_by_label("Year of").fill("2024")
    page.get_by_role("button", name="Save evaluations and years").click()
    page.wait_for_url("**/library?saved=true#list")
    assert page.locator("tbody tr", has_text="Strathelsewhere").get_by_label("Year of").input_value() == "2024"
    row = page.locator("tbody tr", has_text="kinvarra")
    assert (row.locator("select").input_value(), row.get_by_label("Year of").input_value()) == ("adequate", "2019")
    for name in ("kinvarra", "position-statement"):
        page.locator("tbody tr", has_text=name).get_by_role("link", name="Remove").click()
        page.get_by_role("button", name="Remove it for good").click()
        page.wait_for_url("**/library?deleted=true")
    assert page.locator("tbody tr").count() == 2
    no_complaint(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("url", [*PANEL, "/reviews/{}/benchmark"])
def test_the_pages_of_the_panel_keep_nobody_out(tab, compared, url, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = tab(width=320, scheme=scheme)
    page.goto(url.format(compared))
    for details in page.locator("details").all():
        details.evaluate("part => { part.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.parametrize("url", PAGES)
def test_nothing_is_wider_than_a_small_screen(tab, reviewed, url):
    """320 px: a small telephone, or a desktop at four times its size."""
    page = tab(width=320)
    page.goto(url.format(reviewed))
    for details in page.locator("details").all():
        details.evaluate("part => { part.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    no_complaint(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("url", PAGES)
def test_axe_finds_nothing_that_keeps_anybody_out(tab, reviewed, url, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = tab(scheme=scheme)
    page.goto(url.format(reviewed))
    for details in page.locator("details").all():
        details.evaluate("part => { part.open = true; }")
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


def test_headings_are_in_order_and_every_field_has_a_name(tab, reviewed, compared):
    page = tab()
    for url in [*(url.format(reviewed) for url in PAGES), *PANEL, f"/reviews/{compared}/benchmark"]:
        page.goto(url)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => Number(one.tagName[1]))")
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        nameless = "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter(one => !one.labels.length).length"
        assert page.evaluate(nameless) == 0
