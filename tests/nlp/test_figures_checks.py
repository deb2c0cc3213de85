"""Figures that contradict one another, terms of quantity, percentages of nothing, dates that cannot be."""

from dataclasses import replace

import pytest

from models import ruleset
from nlp.check import all_checks, run_checks
from nlp.engine import load
from nlp.reading import read

pytestmark = pytest.mark.slow

CHECKS = (
    "quantity-term",
    "vague-quantity",
    "percentage-without-base",
    "small-base",
    "arithmetic",
    "figures-disagree",
    "contradictory-dates",
    "period-missing",
    "absolute-with-exception",
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """The position statement's ruleset with the checks of this family and no others."""
    path = tmp_path_factory.mktemp("figures") / "figures.yaml"
    shipped = (ruleset.RULESETS / "position-statement.yaml").read_text(encoding="utf-8")
    path.write_text(shipped.split("checks:\n")[0] + "checks:\n" + "".join(f"  {name}: {{}}\n" for name in CHECKS))
    return ruleset.load(str(path))


@pytest.fixture
def found(rules, document_from):
    """(script, check) -> its findings."""

    def run(script, check):
        reading = read(document_from(script), rules, load())
        return [item for item in run_checks(reading) if item.check == check]

    return run


def test_every_check_of_the_family_is_there():
    assert set(CHECKS) <= set(all_checks())


# Terms of quantity


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Most children (68%) had a plan.", "majority"),
        ("The majority, 52 of 60, agreed.", "most"),
        ("Most parents – 68% – agreed.", "majority"),
        ("Most plans were good or better: 41 of 72 (57%).", "majority"),
        ("41 of 72 plans, most of them, were good.", "majority"),
        ("Almost all of the 60 parents (45) agreed.", "most"),
        ("Of 60 parents, the majority (28) agreed.", "less than half"),
        ("Only a few of the 12 children (five of 12) had an advocate.", "less than half"),
        ("Fewer than half of staff (54%) knew the procedure.", "majority"),
        ("Most – around two thirds – of parents agreed.", "majority"),
        ("Nearly every parent (14/20) said so.", "majority"),
        ("At 68%, most staff felt confident.", "majority"),
        ("Most, though not all, parents (61%) agreed.", "majority"),
    ],
)
def test_a_term_that_its_figure_does_not_bear_out_is_asked_about(found, text, right):
    (finding,) = found(text, "quantity-term")
    assert f"“{right}”" in finding.message
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "Most (75%) had a plan, and most (90%) were pleased.",
        "The majority (50%) agreed; almost all (91%) were pleased.",
        "Few (15%) were late, and less than half (15%) were early.",
        "Most (44 of 59) had a plan.",  # 74.6 rounds to 75
        "The most recent audit (62%) was better.",
        "The most vulnerable children (12%) were seen at once.",
        "Emotional abuse was the concern most frequently recorded (44%).",
        "Most children had a plan and a third (34%) had an advocate.",
        "Most children had a plan but only 62% had a chronology.",
        "Most staff were confident; 62% said they had been trained.",
        "At most 12% were late.",
        "Most parents (over 75%) agreed.",
        "Too few children (45%) had an advocate.",
        "Most plans, 62% of which were new, were good.",
        "Almost all: over 90%. Most: 75% to 90%.",
    ],
)
def test_a_term_that_its_figure_bears_out_or_that_has_none_is_left_alone(found, text):
    assert not found(text, "quantity-term")


def test_words_outside_the_table_keep_their_plain_meaning(found):
    assert "not up to 49%" in found("A minority (62%) disagreed.", "quantity-term")[0].message
    assert found("The vast majority (61%) agreed.", "quantity-term")
    assert not found("The vast majority (88%) agreed, and a minority (12%) did not.", "quantity-term")


def test_a_table_of_terms_is_no_misuse_of_them(found):
    assert not found("# Appendix: terms used\n| Term | Share |\n| Most | 50% or more |\nMost (50%).", "quantity-term")
    assert found("# Findings\n| Aspect | Term | Share |\n| Plans | Most | 57% |", "quantity-term")


# Arithmetic


@pytest.mark.parametrize(
    "text",
    [
        "In 45 of 60 records (85%) the plan was good.",
        "85% of plans (45 of 60) were good.",
        "85%, or 45 of 60, were good.",
        "45 (85%) of 60 plans were good.",
        "We read 60 plans, and 45 (85%) were good.",
        "Of the 60 plans that we read, 45 (85%) were good.",
        "The survey was sent to 610 staff and 418 replied (72%).",
        "We offered it to 120 children, and 62 (42%) took it up.",
        "There were 566 discussions, 71 of which (18%) led to an interview.",
        "The survey was answered by 117 of the 129 children, a response rate of 81%.",
    ],
)
def test_a_per_cent_that_is_not_that_of_its_count_is_an_error(found, text):
    (finding,) = found(text, "arithmetic")
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The share of good plans rose from 62% to 58%.", "58% is less than 62%"),
        ("Registrations fell from 62 in 2024 to 75 in 2025.", "75 is more than 62"),
        ("The share now stands at 58%, up from 62% last year.", "58% is less than 62%"),
        ("Attendance is 91% (down from 89%).", "91% is more than 89%"),
        ("Attendance rose to 88%, compared with 91% a year earlier.", "88% is less than 91%"),
        ("Complaints fell (30 to 42) in the year.", "42 is more than 30"),
        ("It went from 62% down to 68%.", "68% is more than 62%"),
    ],
)
def test_a_rise_that_falls_and_a_fall_that_rises_are_errors(found, text, words):
    (finding,) = found(text, "arithmetic")
    assert words in finding.message
    assert finding.severity == "error"


@pytest.mark.parametrize(
    "text",
    [
        "Registrations fell by 20% from 100 to 90.",
        "Registrations rose from 40 to 60, an increase of 30%.",
        "The share rose by 12 percentage points, from 62% to 70%.",
        "There was a 25% rise in referrals, from 400 to 480.",
        "Referrals rose from 40 to 60. This is an increase of 30%.",
        "Referrals rose by a third, from 60 to 70.",
        "Referrals have doubled from 40 to 55.",
        "The number of children waiting halved, from 60 to 42.",
        "Two thirds of plans (48%) were good.",
        "Nearly half of staff (54%) agreed.",
        "We read 60 plans: 20 were good, 25 adequate and 10 weak.",
        "The sample of 60 children (30 girls and 25 boys) was random.",
        "We heard from 41 children, 36 parents and 186 staff, 273 people in all.",
        "Of the 60 plans, 45 were good and the remaining 20 were not.",
        "The budget is made up of 62% from the council, 28% from health and 20% from police.",
    ],
)
def test_differences_fractions_and_sums_that_do_not_fit_are_asked_about(found, text):
    (finding,) = found(text, "arithmetic")
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "In 45 of 60 records (75%) the plan was good and in 40 of 60 (66%) it was timely.",
        "Two thirds of plans (48 of 72) were good; nearly half (48%) were timely; about a third (36%) agreed.",
        "The share rose from 58% to 62%, an increase of four percentage points, or 7%.",
        "Referrals rose from 400 to 480, up 20%.",
        "Rates ranged from 12% to 8%, and rose in two areas.",
        "The rank fell from 4 to 12, and the age was raised from 16 to 18.",
        "Waits were reduced from 12 weeks to 15 days.",
        "The service was cut from 5 days to 3 and supports from 10 to 20 children.",
        "60 staff took part (20 from health and 15 from education).",
        "Of 60 parents, 40 were pleased with the worker and 30 with the plan.",
        "In 2024, 45 of 60 (75%) against a target of 85%.",
        "The 72 records included 45 children under 12 and 27 young people aged 12 or over.",
        "Attendance rose to 88%, compared with 91% nationally.",
        "Five of the 41 had moved, compared with seven of the other 15.",
        "Of the 72 records, 50 were good, 12 adequate and the other 10 weak.",
        "81% of looked after children had one placement in the year, up from 72%.",
        "17% of S2 girls and 6% of S2 boys said that they felt unsafe.",
        "The number of young people aged 16 and 17 there has decreased from nine to one.",
    ],
)
def test_figures_that_fit_are_left_alone(found, text):
    assert not found(text, "arithmetic")


TABLE = "Table 1: records, 2025\n| Area | Read | Good |\n| North | 20 | 14 |\n| South | 25 | 19 |\n| Total | {} | 33 |"


@pytest.mark.parametrize(("total", "wrong"), [("45", False), ("54", True), ("450", False), ("45*", False)])
def test_a_total_of_a_table_must_be_the_sum_of_its_rows(found, total, wrong):
    assert bool(found(TABLE.format(total), "arithmetic")) is wrong


def test_a_table_that_says_its_rows_overlap_need_not_add_up(found):
    assert not found(TABLE.format("54") + "\nA record may be in more than one area.", "arithmetic")


def test_the_cells_of_a_row_must_make_its_total(found):
    table = "| Area | Girls | Boys | Total |\n| North | 12 | 8 | 20 |\n| South | 11 | 9 | {} |"
    assert found(table.format(25), "arithmetic")
    assert not found(table.format(20), "arithmetic")


# Percentages: of how many, of how few, of when


@pytest.mark.parametrize(
    "text",
    [
        "In 2025, 68% of parents felt respected.",
        "Most staff who answered in 2025 (86%) were confident.",
        "In the survey of 2025, 94% agreed that they could recognise harm.",
    ],
)
def test_a_percentage_of_people_needs_their_number(found, text):
    assert found(text, "percentage-without-base")
    assert not found(f"{text} We asked 120 parents and staff.", "percentage-without-base")


@pytest.mark.parametrize(
    "text",
    [
        "Referrals rose by 12% in 2025.",
        "We spend 60% of the budget on families.",
        "By 2027, 90% of children will have a plan.",
        "The target of 90% of reviews was missed.",
        "One child in five lives in a low-income household, and 24% of pupils nationally do.",
        "We are 100% committed to children.",
        "In 45 of 60 records (75%) the plan was good, and 80% of plans were timely.",
    ],
)
def test_changes_budgets_targets_and_populations_need_no_number_of_cases(found, text):
    assert not found(text, "percentage-without-base")


def test_the_same_evidence_code_may_give_the_number_of_cases(found):
    assert not found(
        "The audit read 60 records [E2].\nIn the audit 68% of plans were good [E2].", "percentage-without-base"
    )
    assert found(
        "The audit read 60 records [E2].\nIn the audit 68% of plans were good [E3].", "percentage-without-base"
    )


def test_percentages_without_base_are_one_finding(found):
    (finding,) = found("In 2025, 68% of parents agreed.\nIn 2024, 61% of staff agreed.", "percentage-without-base")
    assert [mark.quote for mark in finding.also] == ["61%"]


def test_a_table_of_nothing_but_percentages_needs_the_number_of_cases(found):
    table = (
        "Table 1: survey of parents, 2025{}\n| Question | 2024 | 2025 |\n| Safe | 61% | 68% |\n| Heard | 55% | 59% |"
    )
    assert found(table.format(""), "percentage-without-base")
    assert not found(table.format(" (n = 120)"), "percentage-without-base")


@pytest.mark.parametrize(
    "text",
    [
        "Three of five children (60%) had a plan.",
        "60% of the five children had a plan.",
        "Of the eight parents we met, 75% were happy.",
        "Two thirds (67%, n = 6) agreed.",
        "Seven parents replied to the survey, and 86% were satisfied.",
        "We saw three children (60%) do well.",
        "A survey of nine parents found that 67% felt listened to.",
    ],
)
def test_a_percentage_of_very_few_is_asked_about(found, text):
    (finding,) = found(text, "small-base")
    assert " of " in finding.advice


@pytest.mark.parametrize(
    "text",
    [
        "45 of 60 children (75%) had a plan.",
        "Eight of the nine young people agreed.",
        "Six (8%) were registered again.",
        "In two localities 68% of plans were good.",
        "The five schools had attendance of 92%.",
        "Just under half of stage two complaints were late, up from 66%.",
    ],
)
def test_a_percentage_of_enough_is_left_alone(found, text):
    assert not found(text, "small-base")


def test_a_figure_of_performance_needs_its_period(found):
    text = "Our staff are strong: 82% of parents said that workers listened."
    assert found(text, "period-missing")
    for dated in (
        f"{text} This was in 2025-26.",
        f"# Survey of March 2026\n{text}",
        f"{text} It was 71% a year earlier.",
    ):
        assert not found(dated, "period-missing")


@pytest.mark.parametrize(
    "text",
    [
        "By 2027, 90% of children will have a plan.",
        "The service costs 12% of the budget.",
        "The audit of May 2026 read 60 records.\nIn the audit, 68% of plans were good.",
        "All figures in this statement are for 2025-26.\nWe do well: 82% of parents said that workers listened.",
    ],
)
def test_a_period_that_is_told_elsewhere_or_not_needed_is_not_asked_for(found, text):
    assert not found(text, "period-missing")


@pytest.mark.parametrize(
    "text",
    [
        "Many families told us that they waited too long for help.",
        "A significant number of children were not seen in time.",
        "Several young people said that nobody had listened to them.",
        "The vast majority of children are safer as a result.",
        "A small number of children were left at risk of significant harm.",
    ],
)
def test_a_vague_quantity_in_a_judgement_is_asked_about(found, text):
    assert found(text, "vague-quantity")


@pytest.mark.parametrize(
    "text",
    [
        "Many families told us that they waited too long: 31 of 44 said so.",
        "The council offers a number of services in each town.",
        "The building has stood there for many years.",
        "Many thanks are due to all who took part.",
        "We will ask many more parents what they think.",
        "How many children were safer as a result?",
    ],
)
def test_a_vague_quantity_in_description_or_with_a_figure_is_left_alone(found, text):
    assert not found(text, "vague-quantity")


def test_vague_quantities_are_grouped_by_term(found):
    text = (
        "Many families told us that they waited too long for help.\n"
        "Many parents told us that workers were kind.\n"
        "Several young people said that nobody had listened to them."
    )
    assert [len(finding.also) for finding in found(text, "vague-quantity")] == [1, 0]


# Figures that disagree


@pytest.mark.parametrize(
    "text",
    [
        "# Key facts\nA total of 412 staff were trained in trauma-informed practice in 2025-26.\n# Workforce\nIn 2025-26 we trained 421 staff in trauma-informed practice [E4].",
        "# Introduction\nThe survey was completed by 481 staff.\n# Summary\n| Source | Number |\n| Staff who completed the survey | 418 |",
        "# Introduction\nIn 41 of 72 records the child’s plan was good or better.\n# Summary\nThe child’s plan was good or better in 44 of 72 records.",
        "# Introduction\nIn our survey 68% of parents felt respected by their social worker.\n# Summary\nIn our survey 62% of parents felt respected by their social worker.",
        "# Introduction\nAt 31 March 2026, 142 children were on the child protection register.\n# Summary\nThere were 124 children on the child protection register at 31 March 2026.",
        "# Introduction\nOur three localities work well.\n# Summary\nThe group covers the four localities.",
    ],
)
def test_the_same_thing_counted_differently_is_asked_about(found, text):
    (finding,) = found(text, "figures-disagree")
    assert "here" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "# Introduction\nIn 2024-25 we trained 412 staff in trauma-informed practice.\n# Summary\nIn 2025-26 we trained 421 staff in trauma-informed practice.",
        "# Introduction\nIn Invercarron 41 children took part in the group.\n# Summary\nIn Port Ardle 45 children took part in the group.",
        "# North\nThe audit read 41 records.\n# South\nThe audit read 45 records.",
        "# Introduction\nWe trained 412 staff. Of these 380 staff were trained in schools.\n# Summary\nWe trained 41 foster carers and 412 staff.",
        "| Measure | 2024-25 | 2025-26 |\n| Children on the register | 64 | 52 |\n# Summary\n52 children were on the register in 2025-26.",
        "# Introduction\n68% of parents felt respected by their worker, up from 62% of parents in 2024.\n# Summary\nIn 2024, 62% of parents felt respected by their worker.",
        "# Introduction\nOur three localities work well.\n# Summary\nThe two localities that have a hub do best.",
    ],
)
def test_other_periods_places_and_parts_are_no_disagreement(found, text):
    assert not found(text, "figures-disagree")


# Dates


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("The plan was agreed on 31 June 2025.", "error"),
        ("Inspectors met on Monday 3 June 2025.", "error"),
        ("The pilot ran from 1 June 2025 to 31 March 2025.", "warning"),
        ("The service opened in June 2025 and closed in March 2025.", "warning"),
        ("In 2025-24 we read 60 records.", "warning"),
        (
            "The neglect strategy was approved on 3 March 2025.\nThe neglect strategy was approved on 13 March 2025.",
            "warning",
        ),
        ("Position statement, 29 May 2026\nWe will bring in a new template by March 2026.", "warning"),
        ("Draft of 29 May 2026\n| Action | By when |\n| Write a strategy | January 2026 |", "warning"),
        ("Draft of 29 May 2026\nWrite a strategy. Target date: March 2026.", "warning"),
    ],
)
def test_dates_that_cannot_be_right_are_asked_about(found, text, severity):
    assert [finding.severity for finding in found(text, "contradictory-dates")] == [severity]


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors met on Tuesday 3 June 2025, and on the first Monday of each month.",
        "The pilot ran from 1 June 2024 to 31 March 2025 and between November and March.",
        "The committee approved the strategy on 3 March 2025 and the council approved the budget on 13 March 2025.",
        "The annual report was published on 3 March 2025.\nThe annual report was published on 4 March 2024.",
        "Position statement, 29 May 2026\nWe will repeat the survey that was held in March 2025 by June 2027.",
        "Position statement, 29 May 2026\nWe will build on the 2024 review.",
        "Position statement, 29 May 2026\nIn 2024 we said that we will finish by 2025.",
        "Draft of 29 May 2026\n| Action | By when | Status |\n| Write a strategy | January 2026 | Complete |",
        "The form was dated 4/19/2007.",
    ],
)
def test_dates_that_may_all_be_right_are_left_alone(found, text):
    assert not found(text, "contradictory-dates")


# Absolutes


@pytest.mark.parametrize(
    "text",
    [
        "All children on the register (58 of 60) had a plan.",
        "Every record (92%) held a chronology.",
        "None of the families (3 of 40) had waited.",
        "All staff, 380 of 412, had been trained.",
        "Every child has a named person. Three children did not have a named person.",
        "No child waited for a place. Four children waited for a place.",
        "All new staff have completed the training. 82% of new staff have completed the training.",
        "Children are always seen alone by their social worker. Children were not always seen alone.",
        "All of the parents we asked were positive, although four of the 22 were not.",
    ],
)
def test_an_absolute_that_is_taken_back_is_asked_about(found, text):
    assert [finding.severity for finding in found(text, "absolute-with-exception")] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "All but two of the 60 children had a plan, and all 60 children (100%) were seen.",
        "All children had a plan, except three.",
        "Almost all children (58 of 60) had a plan.",
        "All staff have had training. 62% of staff said that the training helped them.",
        "Every child has a plan. Three children had a plan that was late.",
        "In 2023 three children did not have a named person. Every child now has a named person.",
        "All children must have a named person. Three children did not have a named person.",
        "All schools took part in the survey (82% response rate).",
        "All three localities have a hub. Two localities have a second hub.",
        "# One\nEvery child has a named person.\n# Two\nThree children did not have a named person.",
    ],
)
def test_an_absolute_that_holds_or_that_says_its_exception_is_left_alone(found, text):
    assert not found(text, "absolute-with-exception")


def test_a_programme_without_terms_of_quantity_has_none_to_misuse(rules, document_from):
    bare = rules.model_copy(update={"framework": rules.framework.model_copy(update={"quantity_terms": None})})
    reading = read(document_from("Most children (68%) had a plan."), bare, load())
    assert not [item for item in run_checks(reading) if item.check == "quantity-term"]
    assert [item for item in run_checks(replace(reading, ruleset=rules)) if item.check == "quantity-term"]
