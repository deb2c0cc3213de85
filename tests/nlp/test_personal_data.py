"""Personal data: recognised by form and check digit, names by what stands beside them, never repeated."""

import pytest

from models.document import Comment, Document, Picture, Unseen, UnseenText
from nlp.identifiers import identifiers
from nlp.people import names


def chi(day="010115", serial="123"):
    total = sum(int(d) * w for d, w in zip(day + serial, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return day + serial + str(check) if check < 10 else chi(day, str(int(serial) + 1))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"The CHI number {chi()} was on the form.", ["chi"]),
        (f"The CHI number {chi()[:6]} {chi()[6:]} was on the form.", ["chi"]),
        ("NHS 943 476 5919", ["nhs"]),
        ("Her number is AB 12 34 56 C.", ["national-insurance"]),
        ("She was born on 3 March 2014.", ["birth"]),
        ("DOB: 03/03/2014", ["birth"]),
        ("Mosaic ID: 1234567", ["record"]),
        ("Write to jane.smith@example.org for more.", ["email"]),
        ("Ring her on 07700 900123.", []),  # a number kept for fiction is no valid one
        ("Ring her on 07911 123456.", ["telephone"]),
        ("They live at IV30 1XE now.", ["postcode"]),
    ],
)
def test_identifiers_are_recognised(text, kinds):
    assert [item.kind for item in identifiers(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        f"The code {str((int(chi()) + 1) % 10**10).zfill(10)} is no CHI number.",
        "Ring Childline on 0800 1111, or 0131 area code.",
        "Write to childprotection@example.gov.uk or info@example.org.",
        "A budget of 1234567890 was agreed on 12/03/2024.",
        "Spending was £1,234,567 in 2023-2024, up 12.5%.",
        "Section 47 and E12 and S1-E03 and 2.1.",
        "The plan was born out of the 2019 review.",
        "Reference HSCP/2024/117 was filed.",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(text):
    assert identifiers(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Callum, 14, said that he felt safer.", "child"),
        ("Eilidh (aged 9) had not been seen.", "child"),
        ("Her brother Jamie was placed elsewhere.", "child"),
        ("JM, aged 7, was seen at home.", "initials"),
        ("“They listened,” – Kayleigh, parent", "quoted"),
        ("The social worker Karen McIntosh visited.", "role"),
        ("Mrs Macdonald attended the meeting.", "titled"),
        ("We are grateful to Fiona Campbell for this.", "full"),
        ("Later Chloe moved to her aunt.", "first"),
    ],
)
def test_possible_names_are_recognised(text, kind):
    assert [name.kind for name in names(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Child A, aged 7, and Family B were seen.",
        "Dr Gray’s Hospital and Queen Margaret University took part.",
        "The Nurse Family Partnership and Maggie’s Centre help.",
        "The Iona ward, Skye and Harris are far.",
        "May and June were busy; in April they will meet.",
        "Grace was given, and Will is done.",
        "Smith and Jones (2019) and Alexander Scott (2020) found this.",
        "St Andrew’s School and Margaret Street Nursery.",
        "Group A (12) and Table C, 12.",
        "The Signs of Safety approach, the Bairns’ Hoose and The Promise.",
    ],
)
def test_places_works_and_pseudonyms_are_no_names(text):
    assert names(text) == []


@pytest.fixture
def found(reading_of):
    def run(script, check, **changes):
        from nlp.check import run_checks

        return [item for item in run_checks(reading_of(script)) if item.check == check]

    return run


def test_a_finding_shows_only_the_first_characters_of_an_identifier(found):
    (finding,) = found(f"The number {chi()} is on the form.", "personal-identifier")
    assert finding.quote == chi()[:2]
    assert chi() not in finding.message + finding.advice
    assert finding.hidden == [(11, 21)]
    assert finding.severity == "error"


def test_a_name_that_comes_again_is_one_finding(found):
    (finding,) = found("Callum, 14, said so. Later Callum moved.\nCallum is well.", "possible-name")
    assert (finding.quote, len(finding.also), len(finding.hidden)) == ("C", 2, 3)


def test_pseudonyms_that_are_said_to_be_some_are_left_alone(found):
    assert not found("Callum (not his real name), 14, said so.", "possible-name")


def test_office_holders_are_left_alone(found):
    assert not found("The board is chaired by Fiona Campbell, chief executive of the council.", "possible-name")


def test_a_small_count_beside_a_named_place_is_advice(found):
    assert found("Only three children in Kirkton were registered.", "small-count")
    assert not found("Three children in four said so in March.", "small-count")
    assert not found("Two young people told inspectors that they were well.", "small-count")


def test_data_that_the_page_does_not_show_is_counted_by_place(reading_of):
    from dataclasses import replace

    from nlp.check import run_checks

    reading = reading_of("Nothing here.")
    document = replace(
        reading.document,
        unseen=(
            UnseenText(Unseen.DELETED, "Mrs Macdonald said no"),
            UnseenText(Unseen.PROPERTY, "Jane Smith", "creator"),
            UnseenText(Unseen.PROPERTY, "Strathcarron Council", "Manager"),
        ),
        comments=(Comment("1", "Ann", "Callum, 14, should be out", resolved=False, parent=None),),
        pictures=(Picture(0, "A map", decorative=False),),
    )
    assert isinstance(document, Document)
    findings = [
        item for item in run_checks(replace(reading, document=document)) if item.check == "personal-data-unseen"
    ]
    assert sorted(item.message for item in findings) == [
        "A name or identifier of a person was found in a comment (1).",
        "A name or identifier of a person was found in a tracked deletion (1).",
        "The properties of the file name a person (author).",
    ]


@pytest.mark.parametrize("text", ["Figures: TBC", "[insert figure] of 60", "XX% of plans", "See ?? below"])
def test_placeholders_are_reported(found, text):
    assert found(text, "working-marks")


@pytest.mark.parametrize("text", ["The TB clinic", "[E12]", "[2019] CSOH 4", "Is this good?", "the XXL hub"])
def test_what_only_looks_like_a_placeholder_is_left_alone(found, text):
    assert not found(text, "working-marks")


@pytest.mark.parametrize(
    "text",
    [
        "Ross McAllister, who is 14 and lives in Taynuilt, was moved three times in a year.",
        "We think of Ross McAllister, aged 14.",
        "One boy, Ross McAllister, was moved three times in a year.",
        "Ross (14) told us that he felt safer.",
        "A girl called Skye had waited for months.",
        "Islay, who has just turned nine, lives with her grandmother.",
    ],
)
def test_a_name_with_an_age_or_a_kin_word_is_found_whatever_the_name(text):
    assert [item.kind for item in names(text)] == ["child"]


@pytest.mark.parametrize(
    "text",
    [
        "Children in Perth, aged 14, were asked.",
        "Young people from Fife aged 16 took part.",
        "The service in Angus is for children, aged 5 to 12.",
        "Children, aged 12 and over, are asked for their views.",
        "Police Scotland (14) and Health (9) returned the survey.",
        "Families, who were 14 in number, had been helped.",
        "A family, Home Start, was helped.",
    ],
)
def test_an_age_beside_a_place_a_group_or_a_count_makes_no_name(text):
    assert "child" not in [item.kind for item in names(text)]
