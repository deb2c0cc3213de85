"""The panel's pages: its library, and a draft beside earlier reports."""

import pytest

PAGE = {"accept": "text/html,application/xhtml+xml"}
REPORT = "We evaluated impact on children and young people as {}. Support was late for most children in care."


BODY = (
    "Assessments were thorough, and children were listened to. Support for families was prompt and kind. "
    "Carers were well prepared for the children who came to live with them, and most children settled quickly. "
)


@pytest.fixture
def report(word):
    return lambda evaluation="good", more="": word.package(word.p(REPORT.format(evaluation) + more) + word.p(BODY) * 4)


def get(service, url, headers=None):
    return service.client.get(url, headers=PAGE | (headers or {}))


def post(service, url, headers=None, **options):
    return service.client.post(url, headers=PAGE | (headers or {}), follow_redirects=False, **options)


def add(service, *files, once="1"):
    return post(service, "/library", files=[("files", file) for file in files], data={"once": once})


def entries(service):
    return {row["name"]: row for row in service.client.get("/api/v1/library").json()["reports"]}


def test_several_reports_are_added_at_once_and_tell_their_evaluations(service, report):
    assert "It is empty" in get(service, "/library").text
    assert add(service, ("a.docx", report()), ("b <i>.docx", report("weak"))).status_code == 303
    service.work()
    page = get(service, "/library").text
    assert "Good, as the report says" in page
    assert "Weak, as the report says" in page
    assert "b &lt;i&gt;.docx" in page


def test_what_is_wrong_with_one_report_is_said_and_stops_no_other(service, report):
    answer = add(service, ("bad.docx", b"%PDF-1.7"), ("good.docx", report()))
    assert answer.status_code == 415
    assert "bad.docx: " in answer.text
    assert list(entries(service)) == ["good.docx"]


def test_a_form_without_a_file_says_so(service):
    part = '--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\nContent-Type: text/plain\r\n\r\n\r\n--x--\r\n'
    answer = post(service, "/library", {"content-type": "multipart/form-data; boundary=x"}, content=part)
    assert (answer.status_code, "No file was chosen" in answer.text) == (422, True)


def test_the_same_form_sent_twice_adds_a_report_once(service, report):
    for _ in range(2):
        add(service, ("a.docx", report()))
    assert len(entries(service)) == 1
    add(service, ("a.docx", report()), once="2")
    assert len(service.client.get("/api/v1/library").json()["reports"]) == 2


def test_the_panel_says_what_the_evaluation_was_and_may_take_it_back(service, report):
    add(service, ("a.docx", report()))
    service.work()
    add(service, ("b.docx", report("weak")), once="2")
    service.work()
    ids = {name: row["id"] for name, row in entries(service).items()}

    def say(**given):
        data = {f"{field}-{ids[name]}": value for name, said in given.items() for field, value in said.items()}
        return post(service, "/library/facts", data=data)

    ids = {name.removesuffix(".docx"): key for name, key in ids.items()}
    assert say(a={"evaluation": "adequate", "year": "2024"}, b={"evaluation": "", "year": "2023"}).status_code == 303
    found = entries(service)
    assert [(found[name]["evaluation"], found[name]["year"]) for name in ("a.docx", "b.docx")] == [
        ("adequate", 2024), ("weak", 2023),
    ]  # fmt: skip
    say(a={"evaluation": "", "year": ""})
    assert (entries(service)["a.docx"]["evaluation"], entries(service)["a.docx"]["evaluation_is"]) == ("good", "read")
    for year in ("0001", "last"):
        assert "no year of publication" in say(a={"year": "2020"}, b={"year": year}).text
    assert entries(service)["a.docx"]["year"] is None


def test_a_report_is_removed_after_a_question(service, report):
    add(service, ("a.docx", report()))
    entry = f"/library/{entries(service)['a.docx']['id']}/delete"
    assert "Remove a.docx from the library?" in get(service, entry).text
    assert post(service, entry).headers["location"] == "/library?deleted=true"
    assert entries(service) == {}


def test_a_draft_stands_beside_the_library_from_its_own_page(service, report):
    add(service, ("earlier.docx", report()))
    draft = service.reviewed(report(more=" Plans were clear."), kind="draft-report", name="draft.docx")
    service.work()
    assert f'href="/reviews/{draft}/benchmark"' in get(service, f"/reviews/{draft}").text
    page = get(service, f"/reviews/{draft}/benchmark")
    assert "draft.docx beside earlier reports" in page.text
    assert "too few to rank (n = 1)" in page.text
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("role", ["partnership", "inspector", "administrator"])
def test_nobody_but_the_panel_sees_these_pages_or_the_way_to_them(service, report, role):
    add(service, ("a.docx", report()))
    service.work()
    entry = entries(service)["a.docx"]["id"]
    head = service.token(role, organisation="Strathavon", inspection="S1")
    draft = service.reviewed(report(), kind="draft-report", headers=service.token("inspector", inspection="S1"))
    assert "/library" not in get(service, "/", head).text
    assert get(service, "/library", head).status_code == 403
    assert post(service, "/library", head, files={"files": ("a.docx", report())}).status_code == 403
    for answer in (
        get(service, f"/library/{entry}/delete", head), post(service, f"/library/{entry}/delete", head),
        post(service, "/library/facts", head, data={f"year-{entry}": "2024"}),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert get(service, f"/reviews/{draft}/benchmark", head).status_code == (403 if role == "inspector" else 404)
    assert list(entries(service)) == ["a.docx"]


def test_a_form_of_another_site_changes_nothing(service, report):
    add(service, ("a.docx", report()))
    entry = entries(service)["a.docx"]["id"]
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert post(service, f"/library/{entry}/delete", foreign).status_code == 401
    assert "a.docx" in get(service, "/library").text
