"""Structure that a reader with a screen reader needs, and tables that say where their figures come from."""

from dataclasses import replace

import pytest

from models.document import Picture
from nlp.check import run_checks


@pytest.fixture
def found(reading_of):
    def run(reading, check):
        reading = reading_of(reading) if isinstance(reading, str) else reading
        return [item for item in run_checks(reading) if item.check == check]

    return run


def levels(reading, *wanted):
    blocks = [replace(block, level=level) for block, level in zip(reading.document.blocks, wanted, strict=True)]
    return replace(reading, document=replace(reading.document, blocks=tuple(blocks)))


def test_a_heading_that_skips_a_level_is_reported(found, reading_of):
    reading = reading_of("# One\n## Two\n## Three")
    assert [item.quote for item in found(levels(reading, 1, 3, 3), "heading-order")] == ["Two"]
    assert not found(levels(reading, 1, 2, 2), "heading-order")


def test_going_back_up_by_several_levels_is_no_fault(found, reading_of):
    assert not found(levels(reading_of("# One\n## Two\n# Three"), 2, 3, 1), "heading-order")


def test_a_long_document_without_headings_is_told_so(found):
    words = "The group meets every month to look at its work. " * 160
    assert [item.start for item in found(words, "heading-order")] == [None]
    assert "bold" in found(f"**Our work**\n{words}", "heading-order")[0].message
    assert not found("The group meets.", "heading-order")


@pytest.mark.parametrize(
    ("picture", "reported"),
    [
        (Picture(3, "", decorative=False), True),
        (Picture(3, "", decorative=True), False),
        (Picture(3, "A map of the area", decorative=False), False),
    ],
)
def test_a_picture_needs_alternative_text_unless_it_is_decorative(found, reading_of, picture, reported):
    reading = reading_of("See the map.")
    reading = replace(reading, document=replace(reading.document, pictures=(picture,)))
    assert bool(found(reading, "picture-without-alternative")) is reported


def test_many_pictures_are_one_finding(found, reading_of):
    reading = reading_of("See the map.\nAnd this.")
    pictures = tuple(Picture(at, "", decorative=False) for at in (0, 3, 14))
    (finding,) = found(
        replace(reading, document=replace(reading.document, pictures=pictures)), "picture-without-alternative"
    )
    assert len(finding.also) == 2


FIGURES = "| Measure | 2024 | 2025 |\n| Referrals | 120 | 131 |\n| Registrations | 34 | 29 |"


def test_a_table_without_a_header_row_is_reported_once_for_all(found):
    (finding,) = found(f"{FIGURES}\nText between.\n{FIGURES}", "table-without-header")
    assert len(finding.also) == 1
    assert not found("| a | b |\n| c | d |", "table-without-header")


@pytest.mark.parametrize(
    ("near", "wanted"),
    [
        ("", ["source", "title"]),
        ("Table 2: Referrals and registrations", ["source"]),
        ("Table 2: Referrals and registrations. Source: council data", []),
        ("Our audit gave these figures:", []),
        ("The figures are below [E4].", []),
    ],
)
def test_a_table_of_figures_needs_a_source_and_a_title(found, near, wanted):
    told = found(f"Some text.\nMore of it.\n{near}\n{FIGURES}\nThe end.\nReally.", "table-source")
    assert [item for item in ("source", "title") if any(item in finding.message for finding in told)] == wanted


def test_numbers_in_the_first_column_make_no_table_of_figures(found):
    assert not found("| 1 | Good |\n| 2 | Weak |\n| 3 | Fair |\n| 4 | Poor |\n| 5 | Sound |", "table-source")
