"""Figures and dates are read as they are meant; what counts nothing is left alone."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import dates_in, periods_in
from nlp.figures import Kind, figures_in, number_of


def read(text):
    return [(text[found.start : found.end], found.kind, round(found.value, 1)) for found in figures_in(text)]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("45 of 60 records", 45, 60),
        ("45 out of 60", 45, 60),
        ("45/60", 45, 60),
        ("45 of the 60 plans", 45, 60),
        ("eight of the nine young people", 8, 9),
        ("Ninety-one of 97 children", 91, 97),
        ("45 plans out of 60", 45, 60),
    ],
)
def test_a_share_has_its_part_and_its_whole(text, part, whole):
    (found,) = figures_in(text)
    assert (found.kind, found.part, found.whole) == (Kind.SHARE, part, whole)


@pytest.mark.parametrize("text", ["Of the 60 plans that we read, 45 were good", "Of 60, 45 were good"])
def test_a_whole_may_stand_first(text):
    share = figures_in(text)[-1]
    assert (share.kind, share.part, share.whole) == (Kind.SHARE, 45, 60)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("three quarters of staff", 75),
        ("two-thirds agreed", 66.7),
        ("a third of them", 33.3),
        ("half of the children", 50),
        ("one in five families", 20),
        ("nine out of ten parents", 90),
        ("9 in 10", 90),
    ],
)
def test_a_fraction_in_words_is_a_fraction(text, value):
    assert [(kind, number) for _, kind, number in read(text)] == [(Kind.FRACTION, value)]


@pytest.mark.parametrize(
    "text",
    [
        "the third sector and a third party",
        "once a quarter, and over the last quarter",
        "half-day courses, half an hour, half-brothers",
        "the third review of the year",
        "the first half of the year",
    ],
)
def test_ordinals_quarters_of_a_year_and_half_days_are_no_fractions(text):
    assert not figures_in(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("68%", 68),
        ("68 per cent", 68),
        ("68.5 percent", 68.5),
        ("sixty-eight per cent", 68),
        ("Ninety-seven per cent", 97),
    ],
)
def test_per_cents_are_read_in_figures_and_in_words(text, value):
    (found,) = figures_in(text)
    assert (found.kind, found.value) == (Kind.PERCENT, value)


@pytest.mark.parametrize(
    "text",
    [
        "in 2024-25, on 16 March 2026 and by May 2027",
        "£3.2m, £1,200 p.a. and 40p",
        "call 0141 496 0123 between 9am and 5pm, 24/7",
        "[E12], (E3), E4, [3] and S1-E03",
        "Table 3, Appendix 2, page 9, section 47, Statement 1 and QI 2.1",
        "aged 12 to 17, under 18s, 12-year-olds, age 5",
        "S3 and P7, M8, COVID-19, NHS 24",
        "the 1st and the 22nd",
        "www.example.org/2024/17 and a1@example.org",
        "stage two complaints",
        "1. First things first",
    ],
)
def test_what_counts_nothing_is_left_alone(text):
    assert not read(text)


def test_a_note_mark_never_joins_its_figure():
    assert [value for _, _, value in read("363\u20601 staff and 41\u20602 children")] == [363, 41]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("nearly half", "nearly"),
        ("more than 60%", "over"),
        ("no more than 12", "at most"),
        ("about 70%", "about"),
        ("at least 30", "at least"),
        ("60 or more", "at least"),
        ("fewer than 12", "below"),
        ("62%", ""),
    ],
)
def test_a_word_beside_a_figure_loosens_it(text, bound):
    assert figures_in(text)[0].bound == bound


def test_ranges_rates_times_and_points_are_told_apart():
    kinds = [kind for _, kind, _ in read("10 to 15 meetings, 3.1 per 1,000, 24 hours, 12 percentage points, n = 60")]
    assert kinds == [Kind.RANGE, Kind.RATE, Kind.TIME, Kind.POINTS, Kind.COUNT]
    assert [kind for _, kind, _ in read("rose from 10 to 15")] == [Kind.COUNT, Kind.COUNT]


@given(st.integers(0, 999_999))
def test_whole_numbers_are_read_with_and_without_commas(number):
    assert number_of(f"{number:,}") == number_of(str(number)) == number


@given(st.text(alphabet="0123456789 %of/,.-()ninetyhalfMarch[]E–", max_size=120))
def test_any_text_is_read_without_error_and_in_order(text):
    found = figures_in(text)
    assert all(0 <= item.opens <= item.start < item.end <= len(text) for item in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 16 March 2026", date(2026, 3, 16), date(2026, 3, 16)),
        ("on the 3rd of June, 2025", date(2025, 6, 3), date(2025, 6, 3)),
        ("June 3rd, 2025", date(2025, 6, 3), date(2025, 6, 3)),
        ("03/06/2025", date(2025, 6, 3), date(2025, 6, 3)),
        ("4/19/2007", date(2007, 4, 19), date(2007, 4, 19)),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Sept. 2024", date(2024, 9, 1), date(2024, 9, 30)),
        ("in 2024-25", date(2024, 4, 1), date(2025, 8, 31)),
        ("in summer 2025", date(2025, 6, 1), date(2025, 8, 31)),
        ("by the end of 2025", date(2025, 12, 1), date(2025, 12, 31)),
        ("since 2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_a_date_reaches_from_its_first_to_its_last_day(text, first, last):
    (found,) = dates_in(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["31 June 2025", "30 February", "29 February 2025", "31/04/2025", "31 September"])
def test_a_day_that_no_month_has_is_impossible(text):
    assert [found.possible for found in dates_in(text)] == [False]


@pytest.mark.parametrize("text", ["29 February 2024", "31 March", "30 June 2025", "29 February"])
def test_a_day_that_its_month_has_is_possible(text):
    assert [found.possible for found in dates_in(text)] == [True]


@pytest.mark.parametrize("text", ["we may march on", "2,024 children", "£2025", "0141 2026", "may 3", "room 2019a"])
def test_what_is_no_date_is_not_read_as_one(text):
    assert not [found for found in dates_in(text) if found.month] or text == "0141 2026"


@pytest.mark.parametrize(
    ("text", "backwards"),
    [
        ("from 1 June 2025 to 31 March 2025", True),
        ("between March 2025 and January 2025", True),
        ("September 2024 – June 2023", True),
        ("from 1 April 2024 to 31 March 2025", False),
        ("from June 2025 to June 2025", False),
    ],
)
def test_a_period_may_run_backwards(text, backwards):
    assert [period.backwards for period in periods_in(text)] == [backwards]


def test_two_dates_joined_by_and_are_no_period_without_between():
    assert not periods_in("in March 2025 and January 2025")
