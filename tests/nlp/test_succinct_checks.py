"""Standing alone and succinct: acronyms, what the reader cannot see, length, repetition, padding."""

import time
from functools import cache

import pytest
import yaml

from models import ruleset
from models.allowances import NONE, Allowances
from models.document import Block, Cell, Document, NoteReference, Story
from models.ruleset import CheckRule, RulesetFile
from nlp.check import run_checks
from nlp.engine import load
from nlp.reading import read

pytestmark = pytest.mark.slow

CHECKS = (
    "acronym-unexplained",
    "acronym-explained-late",
    "acronym-explained-differently",
    "not-visible",
    "long-sentence",
    "long-paragraph",
    "repeated-passage",
    "jargon-or-padding",
    "readability-section",
)
FILL = " ".join(["Children were safe and settled because staff came on the day."] * 12)
NOW = "# Statement 1\n## How good are we now?\n"


@cache
def rules(name="position-statement"):
    """The shipped ruleset with this family's checks alone, by their own defaults."""
    shipped = ruleset.load(name)
    checks = {
        check: CheckRule.model_validate(yaml.safe_load((ruleset.CHECKS / f"{check}.yaml").read_text("utf-8")))
        for check in CHECKS
    }
    data = shipped.rules.model_dump() | {"checks": checks}
    return shipped.model_copy(update={"rules": RulesetFile.model_validate(data)})


@pytest.fixture
def found(document_from):
    """(script or Document, check) -> its findings."""

    def make(script, check, allowed=NONE):
        document = script if isinstance(script, Document) else document_from(script)
        reading = read(document, rules(), load(), allowed)
        return [finding for finding in run_checks(reading) if finding.check == check]

    return make


def quotes(findings):
    return [finding.quote for finding in findings]


# Acronyms


def test_an_acronym_that_is_never_explained_is_asked_about_once_with_all_its_places(found):
    (finding,) = found("The YRAP met twice.\nStaff trust YRAP.\nTwo YRAPs were held.", "acronym-unexplained")
    assert "“YRAP”" in finding.message
    assert len(finding.also) == 2
    assert finding.severity == "advice"


@pytest.mark.parametrize(
    "text",
    [
        "The Young People's Risk Panel (YPRP) met. YPRP is quick.",
        "The YPRP (Young People’s Risk Panel) met.",
        "YPRP stands for Young People's Risk Panel.",
        "Young people come to the young people’s risk panel (the ‘YPRP’). The YPRP is quick.",
        "They come under the vulnerable young person protocol (the ‘VYP protocol’). VYP works.",
        "Early and effective intervention, or EEI, is used.",
        "Multi-agency tasking and co-ordination – MATAC – is new.",
        "Child sexual and criminal exploitation (CSE and CCE) are rising. CCE rose and CSE fell.",
        "The Multi-Agency Exploitation Panel (MAEP, chaired by police) meets weekly. MAEP helps.",
        "LIAM, a programme for anxious children, is popular.",
        "CEDAR is a group programme for mothers and children.",
        "Health and Social Care Partnership (H&SCP) staff agree. The HSCP leads.",
        "# Glossary\nVYP – a young person at risk outside the home\n# Body\nVYP meetings are held.",
        "| Acronym | Meaning |\n| COG | The chief officers |\nThe COG met.",
        "| CSWO | Chief Social Work Officer |\nThe CSWO met.",
        "Abbreviations: COG, Chief Officers Group; VYP, vulnerable young person.\nCOG and VYP.",
        "The Additional Support Needs team helps. ASN is rising.",
        "Each week there is a meeting known as MAEM. MAEM is quick.",
        "A memorandum of understanding (MoU) is in force. The MoU is new.",
    ],
)
def test_an_acronym_with_its_full_name_anywhere_is_left_alone(found, text):
    assert not found(text, "acronym-unexplained")


@pytest.mark.parametrize(
    "text",
    [
        "The NHS, GPs and the CPC work with GIRFEC across the UK.",
        "QI 2.1 is in Appendix II, and part IV follows.",
        "DRAFT – NOT FOR CIRCULATION",
        "Staff must NOT wait and ALL visits are recorded.",
        "OFFICIAL SENSITIVE: for staff",
        "Pupils in P7 and S1 live in DD1 4AB.",
        "It is marked [CPC12], EV-12 or S1-E03, and the form is the CA 5403.",
        "# THE YRAP GROUP\nIt met.",
        "Write to YRAP@example.org or see www.example.org/YRAP.pdf",
        "A PhD student and Dr McDonald wrote to YouTube about XX and COVID-19.",
        "Child JM is safe, and JM's mother is well. JM told us so.",
        "Children slept at home. SLEPT was written on the board.",
    ],
)
def test_what_all_readers_know_and_what_only_looks_like_an_acronym_is_left_alone(found, text):
    assert not found(text, "acronym-unexplained")


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("The Chief Officer (HSCP) leads this.", "HSCP"),
        ("We asked the CSWO, the council and the police.", "CSWO"),
        ("VYP referrals (n=41) rose (see Table 2).", "VYP"),
        ("The CSWO’s report is good.", "CSWO"),
        ("| Action | Lead |\n| Write shorter plans with families | CSWO |", "CSWO"),
        ("In 2025 EEI (up from 12) worked.", "EEI"),
        ("Staff filled in the DASH checklist.", "DASH"),
    ],
)
def test_brackets_and_commas_that_explain_nothing_do_not_count(found, text, acronym):
    assert quotes(found(text, "acronym-unexplained")) == [acronym]


def test_acronyms_and_terms_of_the_settings_count_as_explained(found):
    allowed = Allowances(acronyms={"VYP": "vulnerable young person"}, terms=["LIAM programme"])
    assert quotes(found("VYP, LIAM and TFSC.", "acronym-unexplained", allowed)) == ["TFSC"]


def test_a_note_at_an_acronym_that_spells_it_out_explains_it(found):
    text = "The VYP tracker is new.\nThe vulnerable young person protocol.\n"
    blocks = (Block(0, 23), Block(24, 61, story=Story.FOOTNOTE))
    document = Document(text, blocks, notes=(NoteReference(7, 24, 61, Story.FOOTNOTE),))
    assert not found(document, "acronym-unexplained")


def test_an_acronym_of_the_evidence_list_alone_is_a_title(found):
    assert not found("It is good [E1].\n# Evidence list\nE1: TFSC minutes", "acronym-unexplained")


def test_a_report_for_the_public_knows_fewer_acronyms(document_from):
    data = yaml.safe_load((ruleset.CHECKS / "acronym-unexplained.yaml").read_text("utf-8"))
    data["settings"]["known"] = ["everyone"]
    report = rules().rules.model_copy(update={"checks": {"acronym-unexplained": CheckRule.model_validate(data)}})
    reading = read(document_from("CAMHS and the NHS."), rules().model_copy(update={"rules": report}), load())
    assert quotes(run_checks(reading)) == ["CAMHS"]


def test_an_acronym_used_long_before_its_full_name_is_asked_to_be_explained_there(found):
    script = f"The MAEP met.\n{FILL}\n# Statement 2\n## How good are we now?\nThe Multi-Agency Exploitation Panel (MAEP) met."
    (finding,) = found(script, "acronym-explained-late")
    assert finding.start == script.index("MAEP")
    assert "under “Statement 2”" in finding.message


@pytest.mark.parametrize(
    "script",
    [
        f"The MAEP met.\nThe Multi-Agency Exploitation Panel (MAEP) met.\n{FILL}",
        f"The MAEP met.\n{FILL}\n# Glossary\nMAEP: Multi-Agency Exploitation Panel",
        f"The MAEP met.\n{FILL}\n| MAEP | Multi-Agency Exploitation Panel |",
        f"# MAEP\n{FILL}\nThe Multi-Agency Exploitation Panel (MAEP) met.",
        f"The NHS met.\n{FILL}\nThe national health service (NHS) met.",
    ],
)
def test_an_acronym_explained_nearby_or_in_a_glossary_is_not_late(found, script):
    assert not found(script, "acronym-explained-late")


@pytest.mark.parametrize(
    "text",
    [
        "An inter-agency referral discussion (IRD) is held. An initial referral discussion (IRD) is quick.",
        "The Chief Officers Group (COG) met. COG (Corporate Oversight Group) agreed.",
        "Care and Risk Management (CARM) is used. CARM stands for child at risk meeting.",
        "| ASP | Adult Support and Protection |\nThe autism support programme (ASP) helps.",
    ],
)
def test_two_full_names_of_one_acronym_are_reported_on_the_later(found, text):
    (finding,) = found(text, "acronym-explained-differently")
    assert finding.severity == "warning"
    assert len(finding.also) == 1
    assert finding.start > finding.also[0].start


def test_two_acronyms_of_one_full_name_are_reported(found):
    text = "The child protection planning meeting (CPPM) is held. Child protection planning meetings (CPM) are calm."
    (finding,) = found(text, "acronym-explained-differently")
    assert "“CPM” here and “CPPM” elsewhere" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "The child protection committee (CPC) met. Child Protection Committees (CPCs) met.",
        "An inter-agency referral discussion (IRD). Interagency Referral Discussions (IRDs).",
        "The Chief Officers Group (COG) and the Chief Officers’ Group (COG).",
        "Child and adolescent mental health services (CAMHS). Child & Adolescent Mental Health Service (CAMHS).",
        "The vulnerable young person protocol (VYP) is for vulnerable young people (VYP).",
        "The CPC (chaired by the police commander) met. The child protection committee (CPC) met.",
        "The Health and Social Care Partnership (HSCP) and the health & social care partnership (H&SCP).",
        "| CPC | Child Protection Committee |\nThe Child Protection Comittee (CPC) met.",
        "Strathcarron Child Protection Committee (CPC). The child protection committee (CPC).",
        "The child protection planning meeting (CPPM) and the core group (CG).",
    ],
)
def test_near_variants_of_a_full_name_are_the_same(found, text):
    assert not found(text, "acronym-explained-differently")


# What the reader cannot see


@pytest.mark.parametrize(
    "text",
    [
        "As noted in our last submission, thresholds for the duty team have changed.",
        "The findings of the learning review have shaped our thinking (see attached).",
        "The attached report sets out how the concern hub works.",
        "As discussed at the meeting, recruitment remains difficult in the islands.",
        "As we explained to inspectors in March, the register was cleansed.",
        "As you will be aware, the partnership went through a period of change.",
        "The team has been under strain for obvious reasons.",
        "The full dataset is available on request.",
        "We can provide further examples if inspectors would find them helpful.",
        "The linked document sets out our strengths and areas for improvement.",
        "Our evaluation of planning is set out in the linked report [E12].",
        "The impact of the service can be found here.",
        "For our assessment of chronologies, please see the audit report [E4].",
        "How well the protocol works is explained in the children's services plan [E29].",
    ],
)
def test_a_reference_to_what_the_reader_cannot_see_is_asked_about(found, text):
    assert len(found(NOW + text, "not-visible")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "As noted above, thresholds have changed.",
        "As discussed under statement 2, recruitment is difficult.",
        "Plans were changed as discussed at the review meeting with the family.",
        "A family worker is attached to each secondary school.",
        "Infants became securely attached.",
        "Interpreters are available on request.",
        "Information is available in Polish and Urdu on request.",
        "We can provide support to families when they need it.",
        "The attached audit found that 46 of 50 records were good or better.",
        "Young people told us “you will know when you meet her”.",
        "The partnership's strengths are set out below.",
        "Plans are variable: 58% of 60 were good or better. The audit report sets out the results by locality [E2].",
        "The learning review, summarised in [E9], found that visits were late.",
        "Children's plans set out what has to change and by when.",
        "The children's services plan sets out our priorities for 2026-29 [E29].",
        "Families well known to services were seen first.",
        "As inspectors saw when they observed a meeting, partners were candid.",
        "Leaders had acknowledged this in their position statement.",
        "The findings were shared with staff and changed how visits are planned [E3].",
    ],
)
def test_a_reference_beside_what_it_says_or_within_the_document_is_left_alone(found, text):
    assert not found(NOW + text, "not-visible")


def test_sources_may_be_named_where_the_question_is_how_we_know(found):
    script = "# Statement 1\n## How do we know?\nThe quarterly report sets out how good plans are [E17]."
    assert not found(script, "not-visible")


# Length

LONG = (
    "When a report comes in from a school it is passed by the duty worker to the standby team who look for earlier "
    "reports on three systems that do not speak to each other and who then decide whether a visit can wait until the "
    "morning or whether the police should go to the house that night"
)


def test_long_sentences_are_one_finding_on_the_longest(found):
    (finding,) = found(f"{LONG}.\n{LONG} with a colleague from health.", "long-sentence")
    assert finding.message.startswith("62 words")
    assert len(finding.also) == 1


@pytest.mark.parametrize(
    "text",
    [
        (
            "We will: publish one page of shared priorities for all staff in June; hold two meetings a year in the "
            "localities with the chair; ask children every spring what has changed for them at home; report to the "
            "committee in September on what they said; and tell families in plain words what came of it in the autumn."
        ),
        (
            "The services that took part were Kilbrennan Council, NHS Kilbrennan, Police Scotland, the Scottish Fire and "
            "Rescue Service, Kilbrennan Women's Aid, Barnardo's Scotland, Children 1st, the Harbour Project, Skerry Housing "
            "Association, the Islands Carers Centre, Kilbrennan Advocacy, Home-Start Lorn and the College of the Isles."
        ),
        (
            "“I told them I wanted to see my gran on Sundays and at Christmas and on her birthday and my worker wrote it all "
            "down just like I said it and then at the meeting they read it out and nobody laughed and nobody said it was "
            "silly and I was so happy that I cried”, one girl said."
        ),
        (
            "In 60 records read by pairs of staff from four services in January and February 2026, children under twelve "
            "had been seen on the day of the concern, a safe adult had been named and the parents had been told what would "
            "happen next [E1] [E2]."
        ),
    ],
)
def test_lists_quotations_and_sentences_within_the_limit_are_left_alone(found, text):
    assert not found(text, "long-sentence")


def test_a_long_paragraph_that_adds_one_thing_to_another_is_offered_bullets(found):
    text = (
        "Support after the register is varied. First, a family worker visits each month for half a year and rings in "
        "between, which families like. Second, schools keep a place in the breakfast club for each child, and 28 of 35 "
        "children still came after six months. Third, the health visitor or school nurse checks growth, teeth and sleep "
        "and passes on what she finds to the others. In addition, the welfare rights team goes through benefits with "
        "the family, which brought in £61,000 last year. Also, the housing office puts families who have to move at "
        "the top of its list. Finally, the parents' group offers a meal on Thursdays, and fathers have begun to cook."
    )
    (finding,) = found(text, "long-paragraph")
    assert "bullet points" in finding.message
    assert finding.quote == "Support after the register is varied."


def test_a_paragraph_of_common_length_and_a_long_quotation_are_left_alone(found):
    common = " ".join([f"In {n} of 60 records the plan was good and the child was safer." for n in range(31, 40)])
    assert not found(common, "long-paragraph")
    assert not found(
        "“" + " ".join(["She came when she said she would and she listened."] * 25) + "”", "long-paragraph"
    )


# Repetition

SAME = "Staff from every agency keep in touch with children after the register, so that a worry is heard early"


@pytest.mark.parametrize(
    "again",
    [
        f"{SAME}.",
        "Staff from all agencies keep in touch with children after the register so that a worry is heard early on.",
        f"{SAME} [E4].",
    ],
)
def test_a_passage_that_comes_again_names_the_other_place(found, again):
    script = f"# Statement 1: Safer\n{SAME}.\nPlans are good.\n# Statement 2: Lives improve\nHelp is quick.\n{again}"
    (finding,) = found(script, "repeated-passage")
    assert "under “Statement 1: Safer”" in finding.message
    assert finding.statement == 2
    assert [place.quote for place in finding.also] == [f"{SAME}."]


def test_sentences_that_come_again_together_are_one_finding(found):
    two = f"{SAME}. Grandparents and aunts were brought back into the lives of children who had lost them."
    script = f"# Statement 1\n{two}\n# Statement 4\nLeaders meet.\n{two}"
    assert quotes(found(script, "repeated-passage")) == [two]


@pytest.mark.parametrize(
    "script",
    [
        # the figures differ: two facts in one form
        (
            "# Statement 1\nIn the audit of records the assessment of risk was good or better in 72% of 60 cases.\n"
            "# Statement 2\nIn the audit of records the assessment of risk was good or better in 58% of 60 cases."
        ),
        # only the form is the same
        (
            "# Statement 1\nBy March 2027 the partnership will publish a plan for foster carers with all its partners.\n"
            "# Statement 2\nBy March 2027 the partnership will publish a plan for school nurses with all its partners."
        ),
        # one says the contrary
        f"# Statement 1\n{SAME}.\n# Statement 2\n{SAME.replace('keep', 'do not keep')}.",
        # a summary tells again what the body tells
        f"# Summary\n{SAME}.\n# Statement 2\n{SAME}.",
        f"# Statement 2\n{SAME}.\n# Conclusion\n{SAME}.",
        # opening lines, sources and headings
        (
            "# Statement 1\nThese are the actions that partners have agreed for the year:\n- Visit.\n"
            "# Statement 2\nThese are the actions that partners have agreed for the year:\n- Write."
        ),
        (
            "# Statement 1\nSource: dataset of the child protection committee for the years 2024 to 2026.\n"
            "# Statement 2\nSource: dataset of the child protection committee for the years 2024 to 2026."
        ),
    ],
)
def test_formulas_summaries_and_other_facts_in_the_same_form_are_no_repetition(found, script):
    assert not found(script, "repeated-passage")


def test_rows_of_one_table_may_say_the_same(found):
    row = "| Write | Progress is reported to the committee each quarter by the lead officer of the plan |"
    assert not found(f"{row}\n{row}", "repeated-passage")


def test_a_big_document_is_compared_in_good_time(found):
    lines = "\n".join(f"{SAME} in place {n} of the {n % 7} valleys that we serve." for n in range(3000))
    started = time.perf_counter()
    found(lines, "repeated-passage")
    assert time.perf_counter() - started < 60


# Padding


@pytest.mark.parametrize(
    "text",
    [
        "We are committed to improving outcomes for children and young people.",
        "We are passionate about giving every child the best possible start in life.",
        "Children and young people are at the heart of everything we do.",
        "The partnership recognises the importance of early intervention.",
        "Going forward, we will work holistically with a range of partners to deliver a variety of supports.",
        "Child protection is everyone's responsibility.",
    ],
)
def test_a_sentence_of_good_will_and_nothing_else_is_asked_what_is_done(found, text):
    assert quotes(found(NOW + text, "jargon-or-padding")) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "We are committed to seeing every child within a day and did so in 213 of 226 cases.",
        "Chief officers committed £400,000 to early help for three years.",
        "We are committed to closing the gap in return discussions by March 2027.",
        "The shared vision is clear, although staff in schools do not know it.",
        "Leaders were committed and knowledgeable, and staff trusted them.",
        "A range of supports helped 41 families to keep their children at home.",
        "Our response is robust and timely.",
        "Because the key worker stayed, children felt safer.",
        "Staff put the child at the centre of the meeting by reading out the child's own words first.",
    ],
)
def test_stance_beside_something_said_is_left_alone(found, text):
    assert not found(NOW + text, "jargon-or-padding")


def test_padding_is_one_finding(found):
    script = NOW + "We are passionate about children.\nWe put families at the heart of everything we do."
    (finding,) = found(script, "jargon-or-padding")
    assert len(finding.also) == 1


# Readability

EASY = " ".join(["The worker came to the house each day and the child was safe and well and slept at night."] * 12)
HARD = " ".join(
    ["Organisational representatives systematically operationalised interdisciplinary prioritisation."] * 30
)


def test_the_one_section_that_is_far_harder_than_the_rest_is_noted(found):
    script = "\n".join(f"# Part {n}\n{HARD if n == 3 else EASY}" for n in range(1, 6))
    (finding,) = found(script, "readability-section")
    assert finding.quote.startswith("Part 3")


def test_sections_that_are_all_alike_and_short_documents_get_no_note(found):
    assert not found("\n".join(f"# Part {n}\n{EASY}" for n in range(5)), "readability-section")
    assert not found("\n".join(f"# Part {n}\n{HARD}" for n in range(5)), "readability-section")
    assert not found(f"# Part 1\n{EASY}\n# Part 2\n{HARD}", "readability-section")


def test_cells_of_a_table_with_several_statements_are_compared_across_them(found):
    cells = ["Statement 1", f"{SAME}.", "Statement 2", f"{SAME}."]
    blocks, at = [], 0
    for number, text in enumerate(cells):
        blocks.append(Block(at, at + len(text), cell=Cell(1, number // 2, number % 2, header=False)))
        at += len(text) + 1
    assert len(found(Document("\n".join(cells) + "\n", tuple(blocks)), "repeated-passage")) == 1
