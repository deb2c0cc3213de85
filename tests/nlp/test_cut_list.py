"""Over the limit, what is offered to be cut reaches the limit and breaks nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import ruleset
from models.document import count_words
from nlp.check import run_checks
from nlp.cut_list import _said, cut_list
from nlp.engine import load
from nlp.reading import read
from nlp.support import is_supported, judgements
from nlp.without import without
from nlp.word_count import count, headline

LIMIT = 220
POOL = [
    "Our first response to concerns is prompt, and an audit of 60 records found 52 of them sound [E1].",
    "Children are safer because workers visit within a day, and 41 of 48 parents said so in our survey [E2].",
    "The group meets every six weeks in the council offices and is chaired by the head of service.",
    "Minutes of each meeting are kept on the shared site and sent to all members of the group.",
    "Chronologies are not yet good enough: 23 of 60 that we read had gaps of more than three months [E1].",
    "We will bring in one chronology template for all agencies by March 2027, led by the lead officer.",
    "A training calendar is sent to every team in April and again in September of each year.",
    "The partnership covers two towns, a large rural area and four islands with a ferry each.",
    "Young people told us that meetings are kinder now and that their worker explains what will happen [E2].",
    "Planning is strong, and the review of 30 plans in May found 27 of them to be clear and up to date [E1].",
    "A leaflet explains the duty desk to schools, nurseries, surgeries and the housing office.",
    "We will ask every core group to record the child's own words from January 2027, led by social work.",
]
HEADINGS = ("How good are we now?", "How do we know?", "What do we plan to do next?")


def rules():
    shipped = ruleset.load("position-statement")
    return shipped.model_copy(
        update={
            "rules": shipped.rules.model_copy(
                update={"limits": shipped.rules.limits.model_copy(update={"words": LIMIT})}
            )
        }
    )


def over_long(document_from, order):
    """A document of four statements that is over the limit, its sentences in that order."""
    lines = []
    for number in range(1, 3):
        lines.append(f"# Statement {number}")
        for place, heading in enumerate(HEADINGS):
            lines.append(f"## {heading}")
            chosen = [POOL[i] for i in order[(number * 3 + place) % len(order) :][:2]]
            lines.append(" ".join(chosen))
    return read(document_from("\n".join(lines)), rules(), load())


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(POOL))))
def test_applying_the_cut_list_reaches_the_limit_and_raises_no_new_finding(document_from, order):
    reading = over_long(document_from, order)
    findings = run_checks(reading)
    cuts = cut_list(reading, findings, load())
    over = headline(count(reading.document)) - LIMIT
    if not cuts:
        return
    starts = {cut.start for cut in cuts}
    left = without(reading, [item for item in reading.sentences if item.start in starts], load())
    assert headline(count(left.document)) == headline(count(reading.document)) - sum(cut.words for cut in cuts)
    if sum(cut.words for cut in cuts) >= over:
        assert headline(count(left.document)) <= LIMIT
    assert _said(run_checks(left)) <= _said(findings)
    assert all(
        b.level != "missing" for a, b in zip(reading.coverage, left.coverage, strict=True) if a.level != "missing"
    )
    lost = {left.text(s.start, s.end) for s in judgements(left) if not is_supported(left, s)}
    assert lost <= {reading.text(s.start, s.end) for s in judgements(reading) if not is_supported(reading, s)}


def test_description_goes_and_weaknesses_and_evidence_stay(document_from):
    reading = over_long(document_from, [2, 0, 3, 4, 6, 1, 7, 5, 10, 8, 9, 11])
    cuts = cut_list(reading, run_checks(reading), load())
    assert cuts
    assert not any("[E" in cut.quote or "not yet" in cut.quote for cut in cuts)


def test_nothing_is_offered_within_the_limit_or_far_over_it(reading_of, document_from):
    short = reading_of("Our response is robust.")
    assert cut_list(short, run_checks(short), load()) == []
    far = read(document_from("\n".join(POOL * 40)), rules(), load())
    assert cut_list(far, [], load()) == []


@pytest.mark.parametrize("chosen", [[0], [1], [0, 1], [2]])
def test_a_reading_without_sentences_is_the_reading_of_the_shorter_text(reading_of, chosen):
    script = "# Statement 1\nThe group meets. It is chaired by Ann.\n- Plans are sound."
    reading = reading_of(script)
    gone = [reading.sentences[i] for i in chosen]
    left = without(reading, gone, load())
    words = " ".join(reading.text(s.start, s.end) for i, s in enumerate(reading.sentences) if i not in chosen)
    assert count_words(left.document.text) == count_words(words) + 2
    assert [left.document.text_of(block).strip() for block in left.document.blocks] == [
        line.strip() for line in left.document.text.split("\n") if line.strip()
    ]
