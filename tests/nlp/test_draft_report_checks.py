"""Draft reports: one evaluation, on the scale, in its own words, followed up where weak, with nothing out of nowhere."""

import pytest

from nlp.check import run_checks
from nlp.evaluations import evaluations


@pytest.fixture
def found(reading_of):
    def run(script, check):
        return [item for item in run_checks(reading_of(script, "draft-report")) if item.check == check]

    return run


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("We evaluated quality indicator 2.1, impact on children and young people, as good.", "good"),
        ("Quality indicator 2.1 was evaluated as very good.", "very good"),
        ("The impact of services on children was evaluated as weak.", "weak"),
        ("Evaluation of quality indicator 2.1: Adequate", "adequate"),
        ("2.1 Impact on children and young people – Good", "good"),
        ("For these reasons the evaluation of quality indicator 2.1 is ‘unsatisfactory’.", "unsatisfactory"),
        ("Inspectors have graded the impact on children as satisfactory.", "satisfactory"),
        ("Our overall evaluation remains good.", "good"),
        ("# Evaluation of quality indicator 2.1\nEvaluation: good", "good"),
        ("# Evaluation of quality indicator 2.1\nVery good", "very good"),
        ("The panel gave indicator 2.1 the evaluation weak.", "weak"),
    ],
)
def test_a_stated_evaluation_is_read(reading_of, sentence, word):
    assert [item.word for item in evaluations(reading_of(sentence, "draft-report"))] == [word]


@pytest.mark.parametrize(
    "sentence",
    [
        "Relationships between staff and children were good.",
        "Of 64 assessments, 43 were evaluated as good or better.",
        "In the 2019 inspection, a previous evaluation of weak had been given.",
        "The nursery had been evaluated as very good.",
        "There were weak links with housing and an adequate supply of carers.",
        "Good practice was evaluated by the university.",
        "We judged that plans were good enough.",
        "Most plans were graded good.",
    ],
)
def test_words_of_the_scale_in_common_speech_are_no_evaluation(reading_of, sentence):
    assert evaluations(reading_of(sentence, "draft-report")) == ()


def test_a_scale_that_is_explained_is_no_evaluation(reading_of):
    script = (
        "# Appendix 2: The six-point scale\n| 2.1 | Good |\nQuality indicator 2.1 is good where strengths outweigh."
    )
    assert evaluations(reading_of(script, "draft-report")) == ()


def test_a_row_with_the_indicator_and_one_word_is_an_evaluation(reading_of):
    script = "| Quality indicator | Evaluation |\n| 2.1 Impact on children and young people | Good |"
    (item,) = evaluations(reading_of(script, "draft-report"))
    assert (item.indicator, item.word) == ("2.1", "good")


def test_a_report_without_an_evaluation_is_told_so_and_two_words_are_held_against_each_other(found):
    assert [item.start for item in found("Children were safe.", "indicator-evaluation")] == [None]
    script = "Quality indicator 2.1 was evaluated as good.\nWe evaluated quality indicator 2.1 as very good."
    assert [item.quote for item in found(script, "indicator-evaluation")] == ["very good"]
    assert not found("Quality indicator 2.1 was evaluated as good. It was evaluated as good.", "indicator-evaluation")


GOOD = "# Evaluation of quality indicator 2.1\nQuality indicator 2.1 was evaluated as {}.\n"


@pytest.mark.parametrize(
    ("label", "words", "told"),
    [
        ("very good", "Strengths clearly outweigh areas for improvement.", True),
        ("very good", "The strengths clearly outweighed areas for improvement.", True),
        ("good", "There were major strengths.", True),
        ("good", "There were a number of important strengths with significant positive impact.", False),
        ("very good", "There were major strengths and very few areas for improvement.", False),
        ("good", "There were many strengths.", False),
    ],
)
def test_the_explanation_is_held_against_the_published_words_of_the_other_points(found, label, words, told):
    assert bool(found(GOOD.format(label) + words, "evaluation-wording")) is told


@pytest.mark.parametrize(
    ("after", "message"),
    [
        ("", "no intention"),
        ("We will carry out a progress review.", "without a time"),
        ("We will carry out a progress review within 12 months of publication.", None),
        ("The Care Inspectorate will return to the partnership in spring 2027 to review progress.", None),
    ],
)
def test_a_weak_evaluation_asks_for_intention_and_time_of_a_follow_up(found, after, message):
    told = found(GOOD.format("weak") + after, "follow-up-missing")
    assert [message in item.message for item in told] == ([True] if message else [])


def test_an_evaluation_from_adequate_on_needs_no_follow_up(found):
    assert not found(GOOD.format("adequate"), "follow-up-missing")


BODY = "Workers visited children on the day of the referral, and an audit of 40 records found them safe.\n"


def test_a_key_message_is_traced_by_what_it_is_about(found):
    script = f"# Key messages\n- Children were visited on the day of the referral.\n# Findings\n{BODY}"
    assert not found(script, "key-message-untraced")
    other = script.replace(
        "Children were visited on the day of the referral.", "Dental vans cured toothache on islands."
    )
    assert [item.quote for item in found(other, "key-message-untraced")] == ["Dental vans cured toothache on islands."]


def test_something_new_in_the_conclusion_is_reported_and_the_formula_is_not(found):
    script = f"# Findings\n{BODY}# Conclusion\nContractors of secure transport cancelled many journeys at short notice."
    assert found(script, "conclusion-new")
    formula = (
        "We are confident that the partnership has the capacity to make changes in areas that require improvement."
    )
    assert not found(f"# Findings\n{BODY}# Conclusion\n{formula}", "conclusion-new")


def test_a_statement_that_nothing_is_said_about_is_reported(found):
    body = "".join(
        f"# Statement {n}\nPractice was good. Plans were poor. Help was prompt and effective.\n" for n in (1, 2, 3)
    )
    assert [item.statement for item in found(body, "statement-not-addressed")] == [4]
