"""The pages as a browser without script gets them: the words, the forms, and who is shown what."""

import re

import pytest

from models.errors import DamagedDocument, ReviewFailed
from models.finding import Finding
from models.review import Review
from service.api.access import Caller, readers
from service.web import words
from service.web.quotes import Text
from workers.store import reviews
from workers.store.tables import ReviewRow

PAGE = {"accept": "text/html,application/xhtml+xml"}


def get(service, url, **options):
    return service.client.get(url, headers=PAGE | options.pop("headers", {}), **options)


def post(service, url, follow_redirects=False, headers=None, **options):
    return service.client.post(url, headers=PAGE | (headers or {}), follow_redirects=follow_redirects, **options)


def send(service, content, ruleset="position-statement", name="a.docx", once="1", headers=None):
    data = {"ruleset": ruleset, "once": once}
    return post(service, "/", files={"file": (name, content)}, data=data, headers=headers)


def findings(service, review_id):
    return service.client.get(f"/api/v1/reviews/{review_id}").json()["review"]["findings"]


def shown(html):
    return re.findall(r'<article class="finding [a-z]+" id="f-([0-9a-f]+)"', html)


def test_a_document_is_sent_by_the_form_and_listed(service, sheet):
    assert "There are none yet" in get(service, "/").text
    answer = send(service, sheet(), name="Our <b> statement.docx")
    assert answer.status_code == 303
    page = get(service, answer.headers["location"])
    assert "It is being read" in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    service.work()
    listed = get(service, "/").text
    assert "Our &lt;b&gt; statement.docx" in listed
    assert "<b>" not in listed
    assert "to mend" in listed
    done = get(service, answer.headers["location"])
    assert "<title>Our &lt;b&gt; statement.docx – Standpoint</title>" in done.text
    assert "What each question is answered by" in done.text


def test_pages_are_kept_nowhere_and_run_nothing_from_elsewhere(service, sheet):
    review_id = service.reviewed(sheet())
    for url in ("/", f"/reviews/{review_id}", f"/reviews/{review_id}/next", f"/reviews/{review_id}/delete", "/nowhere"):
        page = get(service, url)
        assert page.headers["cache-control"] == "no-store"
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)|\son[a-z]+=|\sstyle=|<style", page.text)
        assert not re.search(r'(?:src|href|action)="(?!/|#)', page.text)
    for name in ("pages.js", "pages.css", "report.css", "mark.svg"):
        assert service.client.get(f"/static/{name}").headers["cache-control"] == "no-cache"
    assert service.client.get("/static/../report.html").status_code == 404


@pytest.mark.parametrize(
    ("content", "ruleset", "status", "says"),
    [
        (b"%PDF-1.7", "position-statement", 415, "Save As, Word Document"),
        (b"PK\x03\x04 cut", "position-statement", 422, "let Word repair it"),
        (b"x", "", 422, "What the document is was not chosen"),
        (b"x", "/etc/passwd.yaml", 422, "What the document is was not chosen"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_beside_the_form(service, content, ruleset, status, says):
    page = send(service, content, ruleset)
    assert page.status_code == status
    assert says in page.text
    assert page.text.index('role="alert" id="problem"') > page.text.index("<form")
    assert "There are none yet" in page.text


def test_a_form_without_a_file_says_so(service):
    empty = post(service, "/", data={"ruleset": "position-statement"})
    assert (empty.status_code, "No file was chosen" in empty.text) == (422, True)
    blank = post(service, "/", data={"ruleset": "position-statement"}, files={"file": ("", b"")})
    assert (blank.status_code, "No file was chosen" in blank.text) == (422, True)


def test_the_same_form_sent_twice_is_one_review_but_not_with_another_file(service, sheet):
    first, second = send(service, sheet()), send(service, sheet())
    assert first.headers["location"] == second.headers["location"]
    assert send(service, sheet("Something else is said here.")).headers["location"] != first.headers["location"]
    assert send(service, sheet(), once="").headers["location"] != first.headers["location"]
    assert send(service, sheet(), once="2").headers["location"] != first.headers["location"]


def test_too_many_waiting_and_too_large_are_said_in_words(service, sheet):
    service.context.settings = service.context.settings.model_copy(update={"max_waiting": 1, "max_upload_mb": 1})
    assert "larger than 1 MB" in send(service, b"x" * (2**20 + 1)).text
    send(service, sheet())
    full = send(service, sheet(), once="2")
    assert (full.status_code, full.headers["retry-after"]) == (503, "30")
    assert "Wait a little" in full.text


def test_an_upload_beyond_the_form_is_a_page_for_a_page_and_a_problem_for_the_api(service):
    large = {"content-length": str(2**31)}
    page = post(service, "/", headers=large, content=b"x")
    assert (page.status_code, "The file is too large" in page.text) == (413, True)
    api = service.client.post("/api/v1/reviews", headers=PAGE | large, content=b"x")
    assert (api.status_code, api.headers["content-type"]) == (413, "application/problem+json")


def test_the_list_is_paged(service, sheet, monkeypatch):
    monkeypatch.setattr("service.web.home._A_PAGE", 2)
    for number in range(3):
        service.reviewed(sheet(), name=f"n{number}.docx")
    first, second = get(service, "/").text, get(service, "/?offset=2").text
    assert ("n2.docx" in first, "n0.docx" in first, "Older" in first, "Newer" in first) == (True, False, True, False)
    assert ("n0.docx" in second, "n2.docx" in second, "Older" in second, "Newer" in second) == (
        True,
        False,
        False,
        True,
    )


def test_a_failed_review_says_why_and_what_to_do(service, sheet):
    for refusal in (DamagedDocument("The part <x> cannot be read."), ReviewFailed("ValueError")):
        review_id = service.post(sheet()).json()["id"]
        reviews.fail(service.context.sessions, ReviewRow.id == review_id, refusal, service.context.now())
        page = get(service, f"/reviews/{review_id}").text
        assert "It could not be read" in page
        assert refusal.advice in page
        assert "<x>" not in page


def test_findings_are_filtered_and_grouped(service, sheet):
    review_id = service.reviewed(sheet())
    known = findings(service, review_id)
    assert shown(get(service, f"/reviews/{review_id}").text) == [item["id"] for item in known]
    for name, of in (("level", "severity"), ("check", "check"), ("statement", "statement"), ("question", "question")):
        for value in {item[of] for item in known}:
            page = get(service, f"/reviews/{review_id}", params={name: value or "none"}).text
            assert shown(page) == [item["id"] for item in known if item[of] == value]
    grouped = shown(get(service, f"/reviews/{review_id}?order=check").text)
    assert sorted(grouped) == sorted(item["id"] for item in known)
    assert shown(get(service, f"/reviews/{review_id}?decision=accepted").text) == []
    assert get(service, f"/reviews/{review_id}?level={'x' * 100}").status_code == 422


def test_a_decision_by_form_goes_back_to_the_finding_and_is_shown_with_who_and_when(service, sheet):
    review_id = service.reviewed(sheet())
    finding = findings(service, review_id)[0]["id"]
    url = f"/reviews/{review_id}/findings/{finding}?decision=open"
    answer = post(service, url, data={"state": "dismissed", "reason": "<i>ours</i>\r\nstands"})
    back = f"/reviews/{review_id}?decision=open&kept={finding}#f-{finding}"
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    page = get(service, back).text
    assert finding in shown(page)
    assert "&lt;i&gt;ours&lt;/i&gt;\nstands" in page
    assert re.search(r"by you, \d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d", page)
    assert "1 of " in page
    assert finding not in shown(get(service, f"/reviews/{review_id}?decision=open").text)
    post(service, url, data={"state": "open"})
    assert "Reopened by you" in get(service, f"/reviews/{review_id}").text


def test_the_script_gets_only_the_parts_that_changed(service, sheet):
    review_id = service.reviewed(sheet())
    finding = findings(service, review_id)[0]["id"]
    url = f"/reviews/{review_id}/findings/{finding}"
    part = post(service, url, data={"state": "accepted"}, headers={"x-part": "true"})
    assert re.findall(r' id="(tally|d-[0-9a-f]+)"', part.text) == ["tally", f"d-{finding}"]
    assert "<html" not in part.text
    assert post(service, url, data={"state": "perhaps"}).status_code == 422
    assert post(service, url, data={"state": "open", "reason": "x" * 1001}).status_code == 422
    assert post(service, url.replace(finding, "0" * 12), data={"state": "open"}).status_code == 404


def test_the_next_version_shows_what_is_resolved_still_there_and_new(service, sheet):
    first = service.reviewed(sheet())
    text = "Our initial response to concerns is effective. A new audit shows that it is good (https://example.org/x)."
    answer = post(service, f"/reviews/{first}/next", files={"file": ("b.docx", sheet(text))}, data={"once": "1"})
    service.work()
    page = get(service, answer.headers["location"]).text
    changes = service.client.get(f"/api/v1{answer.headers['location']}").json()["changes"]
    for name, title in (("resolved", "resolved"), ("still_there", "still there"), ("new", "new")):
        assert f"<strong>{len(changes[name])}</strong> {title}" in page
    assert changes["resolved"]
    assert f'href="{answer.headers["location"]}">Go to it' in get(service, f"/reviews/{first}").text
    assert "What was resolved" in page
    assert shown(get(service, f"{answer.headers['location']}?change=new").text) == changes["new"]
    post(service, f"/reviews/{first}/delete")
    assert "no longer kept" in get(service, answer.headers["location"]).text
    wrong = post(service, f"/reviews/{answer.headers['location'][9:]}/next", files={"file": ("b.pdf", b"%PDF-1.7")})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (415, True)


def test_replies_of_word_stand_with_their_finding(service, sheet, word):
    first = service.reviewed(sheet())
    finding = findings(service, first)[0]["id"]
    comments = word.comment(7, f"A remark. (a-check · {finding})", "Standpoint", "0A0A0A0A")
    comments += word.comment(8, "We <keep> this.", "Ann", "0B0B0B0B")
    threads = word.threads(("0A0A0A0A", True, ""), ("0B0B0B0B", False, "0A0A0A0A"))
    text = "Our initial response to concerns is robust and effective. See https://example.org/plan for more."
    content = word.package(word.p(word.commented(7, word.r(text))), comments=comments, commentsExtended=threads)
    second = service.reviewed(content, url=f"/api/v1/reviews/{first}/revisions")
    page = get(service, f"/reviews/{second}").text
    assert "the comment was resolved" in page
    assert "Ann: We &lt;keep&gt; this." in page


def test_deleting_is_asked_first_and_then_done(service, sheet):
    review_id = service.reviewed(sheet(), name="gone.docx")
    assert "Delete gone.docx?" in get(service, f"/reviews/{review_id}/delete").text
    assert get(service, f"/reviews/{review_id}").status_code == 200
    answer = post(service, f"/reviews/{review_id}/delete", follow_redirects=True)
    assert "has been deleted" in answer.text
    assert get(service, f"/reviews/{review_id}").status_code == 404


def test_files_are_what_the_api_gives(service, sheet):
    review_id = service.reviewed(sheet())
    for name in ("document", "original", "report", "findings.csv", "findings.xlsx"):
        page, api = (
            get(service, f"{base}/{review_id}{name}")
            for base, name in (("/reviews", f"/files/{name}"), ("/api/v1/reviews", f"/{name}"))
        )
        assert page.status_code == api.status_code == 200
        if name != "findings.xlsx":  # holds the time
            assert page.content == api.content
        assert page.headers.get("content-disposition") == api.headers.get("content-disposition")
    assert get(service, f"/reviews/{review_id}/files/review").status_code == 404


def test_personal_data_is_unreadable_on_the_page(service, sheet):
    text = "The audit was sound. Her CHI number is 0101015518 and she was helped by the team. It went well in the end."
    review_id = service.reviewed(sheet(text))
    assert any(item["hidden"] for item in findings(service, review_id))
    page = get(service, f"/reviews/{review_id}").text
    assert "0101015518" not in page
    assert "▮▮▮▮" in page


def test_a_quote_stands_between_its_neighbours_under_its_heading(service, sheet, word):
    content = word.package(
        word.p("Above it all.")
        + word.p("One goes before. Our initial response is robust and effective. Two comes after.")
    )
    review_id = service.reviewed(content)
    review = Review.model_validate(service.client.get(f"/api/v1/reviews/{review_id}").json()["review"])
    plain = Text(review, lambda _start, text: text)
    start = review.sentences[2].start
    quote = review.sentences[2].text[4:20]
    made = Finding(
        id="0" * 12, check="x", severity="advice", message="", advice="", start=start + 4, end=start + 20, quote=quote
    )
    passage = plain.passage(made)
    assert passage.lead + passage.quote + passage.tail == review.sentences[2].text
    assert (passage.before, passage.after) == ("One goes before.", "Two comes after.")
    assert plain.passage(made.model_copy(update={"start": None})) is None


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, 303),
        ({"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, 401),
        ({"origin": "null"}, 401),
        ({"sec-fetch-site": "same-site"}, 401),
        ({"host": "evil.example"}, 401),
    ],
)
def test_a_form_of_another_site_changes_nothing(service, sheet, header, status):
    review_id = service.reviewed(sheet())
    finding = findings(service, review_id)[0]["id"]
    assert send(service, sheet(), headers=header).status_code == status
    url = f"/reviews/{review_id}"
    assert post(service, f"{url}/findings/{finding}", data={"state": "accepted"}, headers=header).status_code == status
    assert post(service, f"{url}/next", files={"file": ("a.docx", sheet())}, headers=header).status_code == status
    assert post(service, f"{url}/delete", headers=header).status_code == status
    assert get(service, url).status_code == (404 if status == 303 else 200)


def test_a_browser_tells_our_own_forms_where_they_come_from(service):
    """With `no-referrer` it would send `Origin: null`, and every form would be refused."""
    assert get(service, "/").headers["referrer-policy"] == "same-origin"
    assert service.client.get("/api/v1/reviews").headers["referrer-policy"] == "no-referrer"


def test_problems_are_pages_for_browsers_and_problem_details_for_programs(service, sheet):
    review_id = service.post(sheet()).json()["id"]
    for url, status, says in (
        ("/nowhere", 404, "Go to your documents"),
        ("/reviews/nope", 404, "belong to another organisation"),
        (f"/reviews/{review_id}/files/document", 409, "Wait until it has been read"),
        ("/?offset=-1", 422, "Go back"),
    ):
        page = get(service, url)
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert says in page.text
        assert service.client.get(url).headers["content-type"] == "application/problem+json"
    assert get(service, "/api/v1/reviews/nope").headers["content-type"] == "application/problem+json"
    assert service.client.put("/", headers=PAGE).status_code == 405


def test_without_a_local_user_and_without_sign_in_the_pages_are_closed(service):
    service.context.local = False
    page = get(service, "/")
    assert (page.status_code, "Sign-in is not set up" in page.text) == (401, True)
    assert page.headers["www-authenticate"] == "Bearer"


def test_a_fault_of_ours_is_a_page_without_words_of_the_document(service, sheet, monkeypatch):
    review_id = service.reviewed(sheet())
    monkeypatch.setattr("service.web.review._read", lambda _answer: 1 / 0)
    page = get(service, f"/reviews/{review_id}")
    assert (page.status_code, "Something went wrong on our side" in page.text) == (500, True)
    assert "robust" not in page.text


def test_each_role_is_offered_only_what_it_may_send_and_sees_only_its_own(service, sheet, people):
    service.post(sheet(), name="theirs.docx", headers=people["own"])
    service.post(sheet(), kind="draft-report", name="draft.docx", headers=people["inspector"])
    offered = {
        "own": (True, False, True, False), "other": (True, False, False, False), "inspector": (True, True, False, True),
        "elsewhere": (True, True, False, False), "panel": (False, True, False, True),
        "administrator": (False, False, False, False),
    }  # fmt: skip
    for person, expected in offered.items():
        page = get(service, "/", headers=people[person]).text
        has = ('value="position-statement"', 'value="draft-report"', "theirs.docx", "draft.docx")
        assert tuple(each in page for each in has) == expected, person
    refused = send(service, sheet(), "draft-report", headers=people["own"])
    assert (refused.status_code, "You may not do this" in refused.text) == (403, True)
    assert "draft" not in get(service, "/", headers=people["own"]).text.lower()


def test_who_will_see_a_document_is_said_as_the_rule_has_it():
    partner = Caller("a", frozenset({"partnership"}), "Strathavon")
    assert readers(partner, "position-statement") == ["people of Strathavon"]
    assert readers(Caller("a", frozenset({"partnership"})), "position-statement") == ["you"]
    both = Caller("a", frozenset({"partnership"}), "Strathavon", "S1")
    assert readers(both, "self-evaluation") == ["people of Strathavon", "inspectors of inspection S1"]
    inspector = Caller("i", frozenset({"inspector"}), "", "S1")
    assert (
        words.several(readers(inspector, "draft-report"))
        == "the quality assurance panel and inspectors of inspection S1"
    )
    assert readers(Caller("p", frozenset({"panel"})), "draft-report") == ["the quality assurance panel"]


def test_times_are_those_of_scotland():
    assert words.moment("2026-07-01T22:30:00+00:00") == "1 July 2026, 23:30"
    assert words.day("2026-12-31T23:59:00+00:00") == "31 December 2026"
    assert words.several(["a", "b", "c"]) == "a, b and c"
