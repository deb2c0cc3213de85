"""A writer can ask for silence: in a Word comment, in a file beside the document, for one run."""

from datetime import UTC, datetime

import pytest

from models import ruleset
from models.allowances import Allowances
from nlp.engine import load
from workers.review import review

WHEN = datetime(2026, 11, 25, tzinfo=UTC)
LINK = "See https://example.org/plan for the plan."


@pytest.fixture(scope="module")
def checks_of():
    def run(content, **options):
        done = review(content, "a.docx", WHEN, ruleset.load("position-statement"), load(), **options)
        return done, [finding.check for finding in done.review.findings]

    return run


def test_a_comment_silences_a_check_in_the_paragraph_it_stands_on(word, checks_of):
    said = word.commented(7, word.r(LINK))
    comments = word.comment(7, "standpoint: ignore bare-url")
    done, checks = checks_of(word.package(word.p(said) + word.p(LINK.replace("plan", "list")), comments=comments))
    assert checks.count("bare-url") == 1
    assert [item.by for item in done.review.silenced if item.check == "bare-url"] == ["comment"]


def test_a_comment_can_silence_a_check_in_the_whole_document(word, checks_of):
    body = word.p(word.commented(7, word.r("A title"))) + word.p(LINK)
    _, checks = checks_of(
        word.package(body, comments=word.comment(7, "Standpoint: ignore bare-url, long-sentence in this document"))
    )
    assert "bare-url" not in checks


def test_a_comment_that_only_mentions_a_check_silences_nothing(word, checks_of):
    body = word.p(word.commented(7, word.r(LINK)))
    _, checks = checks_of(word.package(body, comments=word.comment(7, "Should we ask standpoint to ignore bare-url?")))
    assert "bare-url" in checks


def test_the_settings_beside_a_document_silence_a_check(word, checks_of):
    done, checks = checks_of(word.package(word.p(LINK)), allowed=Allowances(ignore=["bare-url"]))
    assert "bare-url" not in checks
    assert {item.by for item in done.review.silenced} == {"settings"}


def test_a_reply_silences_the_finding_it_answers(word, checks_of):
    first, _ = checks_of(word.package(word.p(LINK)))
    finding = next(item for item in first.review.findings if item.check == "bare-url")
    ours = f"A link. (bare-url · {finding.id})"
    comments = word.comment(7, ours, "Standpoint", "0A0A0A0A") + word.comment(8, "standpoint: ignore", "A", "0B0B0B0B")
    threads = word.threads(("0A0A0A0A", False, ""), ("0B0B0B0B", False, "0A0A0A0A"))
    body = word.p(word.commented(7, word.r(LINK)))
    _, checks = checks_of(word.package(body, comments=comments, commentsExtended=threads))
    assert "bare-url" not in checks
