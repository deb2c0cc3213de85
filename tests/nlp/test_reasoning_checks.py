"""Judgement, evidence, impact and action: what the checks of reasoning ask about, and what they leave alone."""

import pytest

from models.ruleset import CHECKS, CheckRule, load_data
from nlp.check import all_checks

SOUND_NOW = "Children are safer, but help after dark is not yet good enough."
SOUND_KNOW = "The case file audit read 40 records [E1]. We surveyed 60 children in March [E2]."
SOUND_NEXT = "By March 2027 the duty manager will open a line after dark, and will measure how soon it answers."

pytestmark = pytest.mark.slow


@pytest.fixture
def found(reading_of):
    """The quotes of what one check reports in a script."""

    def run(script, check, name="position-statement"):
        reading = reading_of(script, name)
        rule = CheckRule.model_validate(load_data(CHECKS / f"{check}.yaml"))
        return [(hit.message, reading.text(hit.start, hit.end)) for hit in all_checks()[check](reading, rule)]

    return run


@pytest.fixture
def statement():
    """A statement with its three questions."""

    def make(now=SOUND_NOW, know=SOUND_KNOW, after=SOUND_NEXT):
        return (
            f"# Statement 1\n## How good are we now?\n{now}\n## How do we know?\n{know}\n"
            f"## What do we plan to do next?\n{after}"
        )

    return make


# One source


@pytest.mark.parametrize(
    "know",
    [
        "We know this from the annual case file audit [E2].",
        "The spring survey of children is our evidence [E7]. It was answered by 64 children, of whom 50 felt safe.",
        "Our minimum dataset shows how long each step takes [E1]. The figures are looked at each quarter.",
        "- In May auditors read 40 records.\n- 31 of them held a chronology.\n- The results were better than in 2024.",
        "Parents told us so in a questionnaire. Of 45 parents, 38 knew what had to change.",
        "The evaluation of the recovery programme by the university followed 30 families [E4].",
        "**Audit.** Two auditors read 52 records in March [E1].",
        "Minutes of the committee record each decision [E9].",
    ],
)
def test_a_know_part_with_one_source_is_reported(found, statement, know):
    assert [message for message, _ in found(statement(know=know), "single-source")] == ["part"]


@pytest.mark.parametrize(
    "know",
    [
        SOUND_KNOW,
        "The audit read 40 records and an external reviewer checked ten of them.",
        "We compared what records show with what children told us.",
        "The dataset [E1] and the parents' survey [E3] agree.",
        "- Children's survey, 2026 [E1]\n- Dip sample of chronologies [E2]",
        "- The audit read 40 records.\n- The advocacy service reports each quarter.",
        "- The audit read 40 records.\n- Barnahus partners kept a diary.",
        "The sources are the same sources as under statement 2.",
        "Our view rests on the audit described under statement 1.",
        "We observed six meetings, asked the parents who were there and read the minutes.",
        "Three different sources agree on this [E4].",
        "**Records.** We read 40.\n**Young people.** The forum met us twice.\n**Numbers.** Re-registration fell.",
    ],
)
def test_a_know_part_with_several_sources_is_left_alone(found, statement, know):
    assert not found(statement(know=know), "single-source")


@pytest.mark.parametrize(
    ("now", "message"),
    [
        ("Early help works well. This is based solely on the parents' questionnaire.", "only"),
        ("We are confident that plans are good, although our only evidence is the annual audit.", "only"),
        ("Our judgement that transitions are good rests on a single focus group.", "only"),
        ("We rely on the manager's report alone when we say that placements are stable.", "only"),
        (
            "Foster carers are well supported in every locality. One carer told us that her worker rang each week.",
            "few",
        ),
        ("Families trust our staff. A mother said that the worker had saved her life.", "few"),
        ("Our kinship service is highly effective. The carers' survey was very positive [E31].", "strong"),
    ],
)
def test_a_judgement_that_shows_that_it_has_one_source_is_reported(found, statement, now, message):
    assert [item for item, _ in found(statement(now=now), "single-source")] == [message]


@pytest.mark.parametrize(
    "now",
    [
        "We have tried not to rest any judgement on one source alone.",
        "Plans are good: 40 of 52 records said what had to change [E2].",
        "Last year 44 of 53 children gave their account in a single interview.",
        "We are cautious here: our only evidence is one survey with 14 replies.",
        "Children are settled. One girl said that she sleeps now, and 31 of 40 records show the same [E2].",
        "Relationships are steady [E2].",
        "The western team relies on a single social worker, which is not good enough.",
        "Our response is highly effective: records [E2] and children [E3] both say so.",
        "Families deal with one worker only, and they like it.",
        "Young people told us that they feel safe.",
    ],
)
def test_a_judgement_that_may_rest_on_several_sources_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "single-source")


def test_one_source_is_seen_in_a_draft_report(found):
    report = "# Statement 1\nStaff worked well together across services. This finding rested on a single focus group."
    assert found(report, "single-source", "draft-report")
    sound = "# Statement 1\nNo finding in this report rests on one source. Staff worked well together."
    assert not found(sound, "single-source", "draft-report")


# A policy as proof


@pytest.mark.parametrize(
    "now",
    [
        "The protocol ensures children are protected.",
        "Our new neglect strategy means that children are safer.",
        "Children are safe because of our child protection procedures.",
        "As our participation strategy demonstrates, children are listened to.",
        "Young people's lives improve through our corporate parenting strategy.",
        "The information-sharing agreement has kept vulnerable children safe.",
        "Babies are protected. This is evidenced by our pre-birth guidance.",
        "Thanks to the revised domestic abuse policy, families have better outcomes.",
        "Children are kept safe from harm, as set out in the partnership's practice framework.",
        "Under the missing persons protocol young people are safer than before.",
    ],
)
def test_a_policy_that_stands_for_impact_is_reported(found, statement, now):
    assert [message for message, _ in found(statement(now=now), "policy-as-proof")] == ["proves"]


@pytest.mark.parametrize(
    "now",
    [
        "The protocol aims to ensure that children are protected.",
        "The procedures set out how staff keep children safe.",
        "Procedures alone do not show that children are safer.",
        "The neglect strategy has made children safer: 31 of 40 records show that daily care improved [E2].",
        "The protocol is clear and well understood by staff.",
        "The strategy was written with children and young people, who feel proud of it.",
        "Strategy discussions make children safer because health is always there.",
        "The policy was changed because young people asked for it.",
        "The procedures are not followed consistently, and some children are less safe.",
        "Children's services plan to keep families together.",
        "An audit of the protocol's use found that children were safer where it was followed.",
        "Guidance teachers help pupils to feel safe.",
        "Parents told us that the new procedure made them feel listened to.",
    ],
)
def test_a_policy_that_is_only_named_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "policy-as-proof")


def test_a_policy_with_evidence_on_the_same_matter_under_the_next_question_is_left_alone(found, statement):
    now = "The kinship protocol has made children safer."
    assert found(statement(now=now), "policy-as-proof")
    assert not found(statement(now=now, know="We asked 22 kinship carers about the year [E4]."), "policy-as-proof")


def test_a_know_part_of_policies_only_is_reported(found, statement):
    know = "Our procedures, the information-sharing agreement and the participation strategy set this out."
    assert [message for message, _ in found(statement(know=know), "policy-as-proof")] == ["part"]
    assert not found(statement(know=know), "single-source")
    assert not found(statement(know=f"{know} An audit found them followed in 40 of 52 records."), "policy-as-proof")


def test_cited_evidence_that_is_a_policy_is_reported(found, statement):
    listed = "# Evidence list\n| No. | Document |\n| E1 | Case file audit |\n| E5 | Procedures for the protection of unborn babies |"
    script = f"{statement(now='Unborn babies are safer and mothers feel supported [E5].')}\n{listed}"
    assert [message for message, _ in found(script, "policy-as-proof")] == ["listed"]
    assert not found(script.replace("supported [E5]", "supported [E1]"), "policy-as-proof")


def test_a_policy_is_seen_in_a_draft_report(found):
    report = "# Statement 1\nThe partnership's protocol for missing young people had made them safer."
    assert found(report, "policy-as-proof", "draft-report")
    assert not found(
        f"{report} In records, 22 of 27 had been seen within three days.", "policy-as-proof", "draft-report"
    )


# The view of staff as evidence of impact


@pytest.mark.parametrize(
    "now",
    [
        "94% of staff were confident that their work had made children safer.",
        "Children are safer than they were. In our survey 88% of practitioners agreed.",
        "Almost all managers believed that families were better off because of early help.",
        "Feedback from the neglect training was excellent and children are better protected as a result.",
        "In the staff survey nine in ten said that children's lives had improved.",
        "Participants rated the briefings highly. This shows that children are safer.",
        "Staff feel that outcomes for children have improved significantly.",
        "The workforce survey shows that we are making a real difference: 90% of staff agreed.",
        "Practitioners told us that the hub has had a positive impact on children.",
        "Children are safer. Social workers report growing confidence in the new approach.",
    ],
)
def test_the_view_of_staff_that_stands_for_impact_is_reported(found, statement, now):
    assert found(statement(now=now), "staff-view-as-impact")


@pytest.mark.parametrize(
    "now",
    [
        "In the survey 91% of 418 staff were confident that they would recognise risk.",
        "Staff feel valued and well supported by their managers.",
        "94% of staff were confident that children were safer, but records did not bear this out.",
        "Staff were confident that children were safer, and 40 of 52 records show that risk had fallen [E2].",
        "Children told us that staff listen and that they feel safe.",
        "Staff said that they were better able to support families.",
        "Parents said that workers had helped them, and their children were calmer.",
        "Teachers' attendance data shows that 31 of 44 children came to school more often.",
        "Training was rated highly by participants, but we do not know what it changed for children.",
        "The audit found children safer where staff felt confident.",
        "Staff stay longer in their posts, so children have the same worker for years.",
        "Health visitors identified neglect earlier, and babies were protected sooner.",
        "Managers oversee decisions closely. Children are safer as a result.",
    ],
)
def test_the_view_of_staff_that_is_about_staff_or_stands_beside_more_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "staff-view-as-impact")


def test_the_view_of_staff_among_other_sources_is_left_alone(found, statement):
    view = "94% of staff agreed that children were safer [E8]."
    assert found(statement(know=view), "staff-view-as-impact")
    assert not found(
        statement(know=f"{view}\nIn our survey 50 of 64 children felt safer [E7]."), "staff-view-as-impact"
    )


def test_the_view_of_staff_is_seen_in_a_draft_report(found):
    view = (
        "Almost all staff who answered the survey (94%, n=418) were confident that their work had made children safer."
    )
    assert found(f"# Statement 2\n{view} This showed a strong impact.", "staff-view-as-impact", "draft-report")
    sound = "In the survey most staff (84%, n=418) felt valued. Confidence was not fully reflected in records."
    assert not found(f"# Statement 4\n{sound}", "staff-view-as-impact", "draft-report")


# A figure without its meaning


@pytest.mark.parametrize(
    "now",
    [
        "IRDs were held within 24 hours in 92% of cases.",
        "Eighty-one per cent of core groups took place on time.",
        "A chronology was present in 45 of 60 records [E2].",
        "In 2025-26, 68 of 94 children were offered advocacy [E19].",
        "Health attended 97% of discussions. Police attended 99%.",
        "Child protection planning meetings: 74% were held within 28 days.",
        "Return discussions were completed for 61 of 104 missing episodes (59%) [E6].",
        "- 92% of referrals were screened within a day\n- 71% of families were offered early help",
        "Two thirds of the plans had been reviewed within six months.",
        "Of the 38 young people, 24 had a first meeting within ten working days.",
    ],
)
def test_a_bare_figure_is_reported(found, statement, now):
    assert found(statement(now=now), "data-without-so-what")[0][0] == "bare"


@pytest.mark.parametrize(
    "now",
    [
        "IRDs are prompt: 92% were held within 24 hours.",
        "IRDs were held within 24 hours in 92% of cases, up from 71% two years earlier.",
        "IRDs were held within 24 hours in 92% of cases. This is not good enough for children referred at weekends.",
        "Our first response is consistently good. In 92% of cases IRDs were held within 24 hours.",
        "Of our 17,300 children, 22% live in low-income households.",
        "Sixty-four of 130 children replied to the survey (49%).",
        "Only 31 of 94 children had an advocate.",
        "Parents were present at 264 of 291 meetings, and they say that it changed what was decided.",
        "Timeliness has improved:\n- 92% of IRDs were held within 24 hours",
        "Too many children wait: 41 of 60 were seen after six weeks.",
        "Our target is 90%; 92% of visits took place on time.",
        "In 46 of 49 records a safe place had been agreed, so that children slept safely that night.",
        "The committee meets six times a year.",
        "The service has a budget of £2.4m, of which 60% is spent on staff.",
    ],
)
def test_a_figure_with_its_meaning_or_of_context_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "data-without-so-what")


@pytest.mark.parametrize(
    "now",
    [
        "92% of IRDs were held within 24 hours, so children are safer.",
        "All child protection planning meetings were held within timescales, which shows that children are protected.",
        "Attendance by health at planning meetings was 97%. This means that children are kept safe.",
        "Children are safe because 98% of visits were completed on time.",
        "We reviewed 95% of plans on time. As a result children have better outcomes.",
    ],
)
def test_timeliness_that_stands_for_impact_is_reported(found, statement, now):
    assert found(statement(now=now), "data-without-so-what")[0][0] == "compliance"


@pytest.mark.parametrize(
    "now",
    [
        "92% of IRDs were held within 24 hours, and file audit found that children were made safe the same day.",
        "Plans are reviewed on time. Children told us that they know what happens next.",
        "Children were safer: re-registration fell from 18% to 9%.",
        "Reviews were timely for 63 of 72 children, and in 50 records risk had fallen.",
    ],
)
def test_timeliness_beside_evidence_of_children_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "data-without-so-what")


def test_a_bare_figure_is_reported_in_findings_and_not_in_key_facts(found):
    figure = "Discussions were held within 24 hours in 92% of cases."
    assert found(f"# Statement 1\n{figure}", "data-without-so-what", "draft-report")
    assert not found(f"# Key facts\n{figure}", "data-without-so-what", "draft-report")
    assert not found(
        f"# Statement 1\nPrompt action kept children safe. {figure}", "data-without-so-what", "draft-report"
    )


def test_figures_under_how_do_we_know_are_evidence(found, statement):
    assert not found(statement(know="IRDs were held within 24 hours in 92% of cases [E1]."), "data-without-so-what")


# What was done, given as what was achieved


@pytest.mark.parametrize(
    "now",
    [
        "We have trained 412 staff in trauma-informed practice.",
        "Over 900 practitioners attended our multi-agency training programme.",
        "Three thousand leaflets were issued to families.",
        "Twelve learning events have taken place across the partnership.",
        "97% of the workforce has completed the child protection module.",
        "The committee met eight times and held two development days.",
        "Our new website had 14,000 visits.",
        "Last year we have:\n- delivered briefings to 612 staff\n- published four newsletters",
        "The engagement team ran 23 drop-in sessions in schools.",
        "All 31 schools have received the pack.",
        "A strong training offer is in place, with 65 courses delivered.",
    ],
)
def test_counts_of_what_was_done_are_reported(found, statement, now):
    assert len(found(statement(now=now), "output-as-outcome")) >= 1


@pytest.mark.parametrize(
    "now",
    [
        "We trained 612 staff in harm outside the home but cannot say what it changed for young people.",
        "We trained 85 carers. Six months later children had fewer broken nights.",
        "We held four workshops; as a result schools now refer earlier.",
        "Parents were present at 264 of 291 child protection planning meetings (91%) last year.",
        "Family group decision making worked with 58 families, and in 44 of them children stayed at home.",
        "In 47 of 52 records a social worker saw the child within a day.",
        "Young people sat on interview panels for 22 posts, and their view decided some appointments.",
        "Since 340 staff were trained, referrals for neglect have risen from 41 to 67 and children are seen younger.",
        "The chief officers' group meets six times a year.",
        "Forty-one children were waiting for a place in June.",
        "Too few staff have been trained: 40 of 120.",
        "Training is mandatory for new staff.",
    ],
)
def test_counts_with_what_came_of_them_are_left_alone(found, statement, now):
    assert not found(statement(now=now), "output-as-outcome")


def test_meetings_held_to_find_out_are_evidence(found, statement):
    assert not found(statement(know="Nine workshops with parents were held in May."), "output-as-outcome")
    assert found(statement(know="We have trained 412 staff and issued 600 leaflets."), "output-as-outcome")


# Nothing on what is different for children


@pytest.mark.parametrize(
    "now",
    [
        (
            "Leadership is visible and cohesive. Chief officers meet monthly and hold one another to account. "
            "Governance is robust and well understood by every partner. Budgets are balanced and the risk register is kept up to date. "
            "Staffing is a pressure."
        ),
        (
            "Our procedures are comprehensive and were refreshed in 2025. Information sharing between agencies is effective. "
            "The training programme is of high quality, although attendance by housing is low. The hub brings partners together each day."
        ),
    ],
)
def test_a_statement_without_any_difference_for_children_is_reported(found, statement, now):
    assert [message for message, _ in found(statement(now=now), "no-impact")] == ["none"]


@pytest.mark.parametrize(
    "now",
    [
        (
            "Leadership is visible and cohesive. Chief officers meet monthly and hold one another to account. "
            "Their decision to fund a nurse meant that fewer children were examined twice, and budgets are balanced."
        ),
        (
            "Governance is robust and well understood by every partner. The risk register is kept up to date and reviewed each month. "
            "Young people told us that they feel listened to by the committee."
        ),
        (
            "Vacancies have fallen by half and supervision is regular. Caseloads are manageable in two of the three localities. "
            "Because of this, families in the islands have had the same worker for two years."
        ),
        (
            "Governance is robust and well understood by every partner. The risk register is kept up to date and reviewed each month. "
            "We cannot yet show what difference leadership makes to children."
        ),
        "Governance is robust.",
    ],
)
def test_a_statement_with_some_difference_or_too_few_words_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "no-impact")


# Strengths only


PRAISE = (
    "Our first response is prompt and effective. Children are safer as a result. Information is shared well. "
    "Schools are confident in the duty team and early help is highly regarded."
)


@pytest.mark.parametrize(
    "more",
    [
        "",
        "There are no gaps in cover and children are seen without delay.",
        "Concerns about children are shared at once, and waiting times have fallen.",
        "Workers are skilled at challenging one another.",
    ],
)
def test_a_statement_with_strengths_only_is_reported(found, statement, more):
    script = statement(
        now=f"{PRAISE} {more}", after="By March 2027 the manager will extend the duty team to the islands."
    )
    assert [message for message, _ in found(script, "only-positives")] == ["none"]


@pytest.mark.parametrize(
    "more",
    [
        "Chronologies remain uneven.",
        "Too few children have an advocate.",
        "We are less sure about older young people.",
        "Some parents still travel 70 miles.",
        "Recording needs to be better.",
        "We cannot yet show the difference that this makes.",
        "Only 31 of 94 children had an advocate.",
        "Help in the north is slower to arrive.",
        "There is room for improvement in how we involve fathers.",
        "Fathers are seldom invited.",
        "Families waited four months for help.",
    ],
)
def test_a_statement_with_one_weakness_is_left_alone(found, statement, more):
    script = statement(
        now=f"{PRAISE} {more}", after="By March 2027 the manager will extend the duty team to the islands."
    )
    assert not found(script, "only-positives")


def test_a_weakness_under_how_do_we_know_counts(found, statement):
    know = "The audit read 40 records. It included too few teenagers to tell us much. We surveyed 60 children."
    assert not found(statement(now=PRAISE, know=know), "only-positives")


# A weakness without an action


@pytest.mark.parametrize(
    "weakness",
    [
        "Children who have lived with domestic abuse wait too long for help to recover.",
        "Fathers are not consistently involved and too few are invited to meetings.",
        "Advocacy reaches too few children.",
        "Sleep clinics are patchy, and disabled children get too little respite.",
        "Supervision is inconsistent in two of the four teams.",
        "Our out-of-hours cover is weak and poorly staffed.",
        "Brothers and sisters are too often separated.",
    ],
)
def test_a_weakness_that_no_plan_takes_up_is_reported(found, statement, weakness):
    plan = "By June 2027 the head of education will extend the neglect toolkit to all nurseries.\nBy May 2027 the analyst will replace ten indicators."
    assert [quote for _, quote in found(statement(now=weakness, after=plan), "weakness-without-action")] == [weakness]


@pytest.mark.parametrize(
    ("weakness", "plan"),
    [
        ("Chronologies remain uneven.", "Improve the quality of chronologies."),
        ("Too few children have an advocate.", "By May every child will be offered advocacy."),
        ("Fathers are not consistently involved.", "The reviewing team will invite dads to each meeting from June."),
        ("Staff turnover is too high in the north.", "We will recruit four social workers and improve retention."),
        ("Children wait too long to be seen by CAMHS.", "Add two mental health workers by June."),
        ("We cannot yet show what difference we make.", "Replace process measures with outcome measures."),
        ("Teenagers' plans are weak.", "Train adolescent workers in planning by May."),
        (
            "Health information reaches schools too late.",
            "By May the nurse manager will send notes to head teachers weekly.",
        ),
        ("Young people at risk outside the home wait too long.", "First meetings on exploitation within ten days."),
        ("Too many brothers and sisters are separated.", "A plan for every sibling group by March."),
        ("Families on the islands are not well served.", "Open a second base to spare remote families the ferry."),
        ("We are too slow.", "By May we will act within a week."),
    ],
)
def test_a_weakness_that_a_plan_takes_up_in_other_words_is_left_alone(found, statement, weakness, plan):
    assert not found(statement(now=weakness, after=plan), "weakness-without-action")


@pytest.mark.parametrize(
    "sentence",
    [
        "Children are seen without delay and domestic abuse is recognised early.",
        "Waiting times for recovery have fallen from 19 weeks to four.",
        "Domestic abuse is a serious harm to children.",
        "We have no gaps in advocacy.",
        "Fathers are well involved.",
    ],
)
def test_a_strength_needs_no_action(found, statement, sentence):
    assert not found(statement(now=sentence), "weakness-without-action")


def test_a_weakness_in_a_row_with_its_plan_is_left_alone(found):
    script = (
        "# Statement 4\n| Theme | How good are we now? | How do we know? | What do we plan to do next? |\n"
        "| Contracts | We are weaker at stopping what does not work. | Audit [E1] | Set a review point each year. |"
    )
    assert not found(script, "weakness-without-action")


def test_a_weakness_in_a_statement_without_any_plan_is_left_to_another_check(found):
    assert not found(
        "# Statement 1\n## How good are we now?\nAdvocacy reaches too few children.", "weakness-without-action"
    )


def test_who_leads_an_action_does_not_take_a_weakness_up(found, statement):
    plan = "| Action | Lead | By when |\n| Extend the neglect toolkit | Head of advocacy | May 2027 |"
    assert found(statement(now="Advocacy reaches too few children.", after=plan), "weakness-without-action")


# An action that nothing leads to


@pytest.mark.parametrize(
    "action",
    [
        "Launch a website for childminders by March 2027.",
        "By May 2027 the fleet manager will replace the minibuses.",
        "- Hold a poetry festival in the harbour by June 2027. Lead: arts officer.",
        "| Action | Lead | By when |\n| Buy tablets for elected members | Head of ICT | May 2027 |",
    ],
)
def test_an_action_on_another_matter_is_reported(found, statement, action):
    assert found(statement(after=action), "action-without-weakness")


@pytest.mark.parametrize(
    ("now", "action"),
    [
        ("Chronologies remain uneven.", "Improve the quality of chronologies."),
        ("Too few children have an advocate.", "Offer advocacy to each child over five by May 2027."),
        ("Staff turnover is high.", "Recruit six social workers by June 2027."),
        ("Children travel up to 70 miles to be interviewed.", "Open an interview room in the west by January 2027."),
        ("The audit is sound.", "Repeat the joint audit in January 2027."),
        ("Young people go missing again while they wait.", "Offer a return discussion within 72 hours."),
        ("Plans are variable.", "Improve support by May 2027."),
    ],
)
def test_an_action_with_something_behind_it_is_left_alone(found, statement, now, action):
    assert not found(statement(now=now, after=action), "action-without-weakness")


def test_an_action_that_the_introduction_leads_to_is_left_alone(found, statement):
    script = statement(after="Replace the minibuses by May 2027.")
    assert found(script, "action-without-weakness")
    assert not found(f"Our minibuses are old and were replaced in one area only.\n{script}", "action-without-weakness")


# An action without owner, date or measure


@pytest.mark.parametrize(
    "after",
    [
        "Improve the quality of chronologies.",
        "We will continue to work with our advocacy provider to strengthen participation.",
        "- Strengthen supervision across all teams.",
        "We will review the duty line by March 2027.",
        "The head of service will review the duty line.",
        "| Action | Lead | By when |\n| Review the duty line | | March 2027 |",
        "| Action | Lead | By when |\n| Review the duty line | Head of service | |",
        "| Action | Timescale |\n| Review the duty line | March 2027 |",
        "To further develop our approach to trauma.",
        "We plan to explore options for a shared record.",
    ],
)
def test_an_action_without_an_owner_or_a_date_is_reported(found, statement, after):
    assert found(statement(after=after), "action-without-owner-or-date")


@pytest.mark.parametrize(
    "after",
    [
        SOUND_NEXT,
        "- Review the duty line by March 2027. Lead: head of service. Measure: calls answered.",
        "- Review the duty line (lead: head of service; March 2027)",
        "The head of service will review the duty line by March 2027. Progress will be reported to the committee.",
        "We will review the duty line. The head of service leads this, and it will be done by March 2027.",
        "| Action | Lead | By when |\n| Review the duty line | Head of service | March 2027 |",
        "| What | Who | When | How we will know |\n| Review the duty line | CPC | Q3 2026 | Calls answered |",
        "Our next steps are to:\n- review the duty line by spring 2027, led by the head of service",
        "Each of these actions has a lead and a date in our improvement plan [E5].\n- Review the duty line\n- Train staff",
        "These actions are drawn from the improvement plan and are overseen by the board.\n- Review the duty line",
        "Children told us that they want a line that is open after dark.",
        "From January 2027 the recovery service will take on two more workers.",
        "The head of service will publish the waiting list each month.",
        "NHS Glenshiel will appoint a nurse by the end of the year.",
        "By June 2027 every child on the register will be offered an advocate; the reviewing officers will check this.",
        "Measure: we will see caseloads fall.",
    ],
)
def test_an_action_with_owner_and_date_is_left_alone(found, statement, after):
    assert not found(statement(after=after), "action-without-owner-or-date")


def test_a_missing_measure_is_reported_only_where_the_others_have_one(found, statement):
    row = "| Look at line {n} | Head of service | March 2027 | {measure} |"
    head = "| Action | Lead | By when | How we will know |"
    full = "\n".join([head, *(row.format(n=n, measure="Calls answered") for n in "abcde")])
    assert found(statement(after=f"{full}\n{row.format(n='f', measure='')}"), "action-without-owner-or-date")
    bare = "\n".join([head, *(row.format(n=n, measure="") for n in "abcde")])
    assert not found(statement(after=bare), "action-without-owner-or-date")


# A plan under "How good are we now?"


@pytest.mark.parametrize(
    "now",
    [
        "We will introduce a single chronology template by March.",
        "Over the next year we plan to extend the toolkit to all nurseries.",
        "A new recovery service will be launched in the autumn.",
        "The partnership intends to recruit six family support workers.",
        "Our next step is to roll out the model to the islands.",
        "Going forward, services will work together to develop a shared record.",
        "We are going to review the protocol with young people.",
        "We aim to publish a new strategy in the spring.",
    ],
)
def test_a_plan_under_how_good_are_we_now_is_reported(found, statement, now):
    assert found(statement(now=now), "plan-in-now")


@pytest.mark.parametrize(
    "now",
    [
        "Children told us that their worker will always ring back.",
        "Too few children have an advocate.",
        "“They said they will come and they do.”",
        "The toolkit was extended to all nurseries last year.",
        "Staff know that managers will back them.",
        "We have planned well for the new service.",
        "Parents are confident that they will be told.",
        "Our strategic planning is mature.",
        "Plans are written with families and most say who will do what.",
        "We were asked to improve and we have done so.",
        "The willingness of partners to share is a strength.",
    ],
)
def test_what_is_the_case_under_how_good_are_we_now_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "plan-in-now")


# A duty met, given as a strength


@pytest.mark.parametrize(
    "now",
    [
        "We fully meet our statutory duties.",
        "The partnership complies with all legislative requirements.",
        "It is a strength that every child on the register has a named lead professional.",
        "We are proud that all looked after children have an allocated social worker.",
        "A robust child protection committee is in place, as national guidance requires, and this is a strength.",
        "We are fully compliant with the Children and Young People (Scotland) Act 2014.",
        "Our reviews are excellent: they are held within statutory timescales.",
        "We are pleased that all staff are registered with the SSSC.",
    ],
)
def test_a_duty_presented_as_a_strength_is_reported(found, statement, now):
    assert found(statement(now=now), "expected-duty-as-strength")


@pytest.mark.parametrize(
    "now",
    [
        "The duty team is well regarded by schools.",
        "Young people who did not trust statutory services stayed with the project.",
        "We go beyond our statutory duties by following each child for a year.",
        "Statutory reviews were late for a third of children.",
        "We do not yet meet our statutory duty to consult children.",
        "Compliance is not enough, and we look at quality as well.",
        "Every child on the register has a plan that they helped to write.",
        "The child protection committee is chaired by an independent chair.",
        "Strong relationships are our greatest strength.",
        "Children's plans meet their needs.",
    ],
)
def test_a_duty_that_is_no_boast_is_left_alone(found, statement, now):
    assert not found(statement(now=now), "expected-duty-as-strength")
