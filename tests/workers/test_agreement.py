"""Agreement between reviewers: against NLTK's coefficients, on worked examples, and where it is not defined."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from workers.agreement import STATES, Decided, agreement


def decided(table, check="balance"):
    """Rows of findings, one letter a reviewer: a accepted, d dismissed, anything else not decided."""
    named = dict(zip("ad", STATES, strict=True))
    return [
        Decided(f"f{row}", check, f"r{column}", named[letter])
        for row, letters in enumerate(table)
        for column, letter in enumerate(letters)
        if letter in named
    ]


def values(decisions):
    return {item.coefficient: item.value for item in agreement(decisions)[0].coefficients}


def test_worked_example_of_cohens_kappa():
    """20 both yes, 5 and 10 apart, 15 both no: 0.7 observed, 0.5 expected, kappa 0.4."""
    table = ["aa"] * 20 + ["ad"] * 5 + ["da"] * 10 + ["dd"] * 15
    assert values(decided(table))["cohen_kappa"] == pytest.approx(0.4)


def test_full_agreement_is_one_and_systematic_disagreement_below_nought():
    assert set(values(decided(["aa", "dd"] * 6)).values()) == {1.0}
    assert max(values(decided(["ad", "da"] * 6)).values()) < 0


def test_one_answer_throughout_gives_no_coefficient():
    (overall, _) = agreement(decided(["aa"] * 12))
    assert [(item.value, item.low, item.high) for item in overall.coefficients] == [(None, None, None)] * 2
    assert overall.alike == 1.0


def test_findings_decided_by_one_do_not_count_and_none_gives_nothing():
    assert agreement(decided(["a.", ".d"])) == []
    assert agreement(decided(["a.", "aa", "dd"]))[0].n == 2


def test_a_pair_weighs_as_many_findings_as_it_has_in_common():
    """A and B agree on 60, half of each kind; C decided one of them, and differently from both."""
    assert values(decided(["aa."] * 30 + ["dd."] * 29 + ["dda"]))["cohen_kappa"] > 0.95


def test_there_is_no_interval_where_many_draws_have_no_value():
    (overall, *_) = agreement(decided(["aa"] * 29 + ["dd"]))
    assert [(item.value, item.low, item.high) for item in overall.coefficients] == [(1.0, None, None)] * 2


def test_few_findings_are_said_to_be_few():
    assert not agreement(decided(["aa", "dd"] * 4))[0].enough
    assert agreement(decided(["aa", "dd"] * 5))[0].enough


def test_each_check_has_its_own():
    found = agreement([*decided(["aa", "ad"], "balance"), *decided(["dd", "dd", "aa"], "acronym")][:])
    assert [item.check for item in found] == [None, "acronym", "balance"]


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    chance = random.Random(3)
    table = [
        "".join(chance.choice("ad") if chance.random() < 0.3 else letter * 1 for letter in pair)
        for pair in ["aa", "dd"] * 20
    ]
    first, second = agreement(decided(table)), agreement(decided(table))
    assert first == second
    assert all(item.low <= item.value <= item.high for item in first[0].coefficients)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ad.", min_size=3, max_size=3), min_size=3, max_size=30))
def test_alpha_agrees_with_nltk(table):
    kept = [row for row in table if sum(letter in "ad" for letter in row) >= 2]
    letters = {letter for row in kept for letter in row if letter in "ad"}
    if len(letters) < 2:
        return
    data = [(item.reviewer, item.finding, item.state) for item in decided(kept)]
    assert values(decided(table))["krippendorff_alpha"] == pytest.approx(AnnotationTask(data=data).alpha(), abs=0.0011)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ad", min_size=2, max_size=2), min_size=3, max_size=30))
def test_kappa_of_two_agrees_with_nltk(table):
    first, second = ({row[column] for row in table} for column in (0, 1))
    if first == second and len(first) == 1:
        return
    data = [(item.reviewer, item.finding, item.state) for item in decided(table)]
    assert values(decided(table))["cohen_kappa"] == pytest.approx(AnnotationTask(data=data).kappa(), abs=0.0011)
