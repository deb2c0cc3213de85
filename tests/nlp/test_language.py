"""What sentences say: judgement predicated, and the same words in purposes, names, duties and plans."""

import pytest

from nlp.engine import load


@pytest.fixture(scope="module")
def labels():
    def of(text, before=""):
        (found,) = load().label([(text, before)])
        return found

    return of


JUDGEMENTS = [
    ("Our initial response to concerns is prompt and thorough.", "strength"),
    ("Supervision is too infrequent and does not help workers to reflect.", "weakness"),
    ("Plans are not yet consistently specific about what must change.", "weakness"),
    ("Leaders have a sound grasp of practice and act quickly on what they find.", "strength"),
    ("Children wait too long for help with their mental health.", "weakness"),
]
NOT_JUDGEMENTS = [
    "The strategy aims to provide effective, high-quality support to families.",
    "The Effective Practice Group reports to the committee every quarter.",
    "The group meets every six weeks and is chaired by the head of service.",
    "We will introduce a single chronology template by March.",
    "The council is required by law to publish a plan every three years.",
]


@pytest.mark.parametrize(("text", "polarity"), JUDGEMENTS)
def test_a_judgement_that_is_predicated_is_evaluative(labels, text, polarity):
    found = labels(text)
    assert found.evaluative >= 0.5
    assert found.polarity == polarity


@pytest.mark.parametrize("text", NOT_JUDGEMENTS)
def test_judging_words_that_do_not_judge_are_not_evaluative(labels, text):
    assert labels(text).evaluative < 0.5


def test_description_is_the_complement_of_the_four(labels):
    for text in (*NOT_JUDGEMENTS, *(text for text, _ in JUDGEMENTS)):
        found = labels(text)
        highest = max(found.evaluative, found.impact, found.evidence, found.plan)
        assert found.descriptive == pytest.approx(1 - highest, abs=1e-3)


def test_impact_is_never_without_judgement(labels):
    for text, _ in JUDGEMENTS:
        found = labels(text)
        assert found.impact <= found.evaluative


def test_a_lead_in_decides_what_a_bare_bullet_says(labels):
    bullet = "Timelier core group meetings"
    assert labels(bullet, "Next steps:").plan > labels(bullet, "What has improved:").plan


def test_the_reasons_are_words_of_the_sentence():
    (doc,) = load().read([("Our planning is robust and families are well supported. The group meets monthly.", "")])
    first, second = doc.sents
    told = [doc.text[start:end] for start, end in first._.reasons["evaluative"]]
    assert "robust" in told
    assert not second._.reasons.get("evaluative")


def test_a_sentence_is_judged_alike_alone_and_among_others(labels):
    texts = [*NOT_JUDGEMENTS, "", *(text for text, _ in JUDGEMENTS)]
    for text, among in zip(texts, load().label([(text, "") for text in texts]), strict=True):
        alone = labels(text)
        assert alone.evaluative == pytest.approx(among.evaluative, abs=0.001)
        assert (alone.polarity, alone.question, alone.statements) == (among.polarity, among.question, among.statements)


@pytest.mark.parametrize("text", ["", " ", "\n", "\xa0"])
def test_an_empty_text_describes_nothing(labels, text):
    assert labels(text).evaluative == 0
