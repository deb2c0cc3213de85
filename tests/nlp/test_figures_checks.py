"""Figures: terms of quantity against their bands, bases, sums, dates; and the innocent sentences beside each fault."""

import pytest

from nlp.check import run_checks


@pytest.fixture
def found(reading_of):
    def run(script, check):
        script = f"# Statement 1\n## How good are we now?\n{script}"
        return [item.quote for item in run_checks(reading_of(script)) if item.check == check]

    return run


CASES = {
    "quantity-term": (
        [
            "Most (68%) of parents said that they were heard in the survey of May 2026.",
            "The majority of plans, 54 of 60, were up to date.",
            "Almost all children (43 of 52) were seen within a day.",
            "Few children, 20 of 52, had an advocate.",
        ],
        [
            "Most (78%) of parents said that they were heard.",
            "The majority of plans, 36 of 60, were up to date.",
            "Almost all children (49 of 52) were seen within a day.",
            "Less than half of the children (15%) had an advocate.",
            "Few (15%) had an advocate.",
            "Most of all, children want to be heard; 68% said so.",
        ],
    ),
    "arithmetic": (
        [
            "Plans were good in 45 of 60 records (85%).",
            "The share rose from 62% to 58% in a year.",
        ],
        [
            "Plans were good in 45 of 60 records (75%).",
            "The share rose from 58% to 62% in a year.",
            "Plans were good in 41 of 60 records (68%).",
            "In 2024 we read 60 records (E5) and in 2025 another 72.",
        ],
    ),
    "percentage-without-base": (
        ["The audit found that 72% of plans were good and up to date."],
        ["The audit found that 36 of 50 plans (72%) were good.", "Our budget rose by 4% this year."],
    ),
    "small-base": (
        ["Of the 6 children who moved home, 50% had done so twice."],
        ["Of the 60 children who moved home, 50% had done so twice.", "Of the 6 children who moved home, 3 had done so twice."],
    ),
    "contradictory-dates": (
        ["The review was finished on 31 June 2026.", "The pilot ran from May 2026 to March 2026."],
        ["The review was finished on 30 June 2026.", "The pilot ran from March 2026 to May 2026."],
    ),
    "vague-quantity": (
        ["A significant number of children waited too long for help to recover."],
        ["A number of services use the building.", "A number of children, 31 of 60, waited too long for help."],
    ),
    "absolute-with-exception": (
        ["All children had a named worker (68 of 72)."],
        ["All children had a named worker (72 of 72).", "All staff are expected to attend; 68 of 72 did."],
    ),
}  # fmt: skip
FAULTS = [(check, text) for check, (faults, _) in CASES.items() for text in faults]
SOUND = [(check, text) for check, (_, sound) in CASES.items() for text in sound]


@pytest.mark.parametrize(("check", "text"), FAULTS)
def test_figures_that_do_not_fit_are_reported(found, check, text):
    assert found(text, check)


@pytest.mark.parametrize(("check", "text"), SOUND)
def test_figures_that_only_look_so_are_left_alone(found, check, text):
    assert not found(text, check)


def test_the_same_thing_counted_differently_is_reported(found):
    script = (
        "In the year to June 2026, 412 staff were trained in trauma.\nThe programme is well liked.\n"
        "In the year to June 2026, 421 staff were trained in trauma."
    )
    assert found(script, "figures-disagree")


def test_the_same_thing_in_another_year_is_no_disagreement(found):
    script = "In 2025, 412 staff were trained in trauma.\nIn 2026, 421 staff were trained in trauma."
    assert not found(script, "figures-disagree")
