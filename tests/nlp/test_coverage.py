"""The matrix is right in every layout that partnerships use."""

import pytest

NOW = "Our response to concerns is prompt and effective. Children are safer because concerns are acted on well. Partners share information quickly and consistently well in nearly every case that we have looked at this year."
KNOW = "An audit of 60 records in March found 49 to be good. In the survey 71% of parents said that they felt listened to. Performance data for the year to March show that 92% of discussions within 24 hours of the concern."
NEXT = "We will extend the hub to evenings by June. We plan to train all managers in the new approach. We will report progress to the committee every quarter and publish what changes for children as a result of it."
QUESTIONS = {
    "now": ("How good are we now?", NOW),
    "know": ("How do we know?", KNOW),
    "next": ("What do we plan to do next?", NEXT),
}
TITLES = {
    1: "Statement 1: Children and young people are safer",
    2: "Children and young people’s lives improve with high-quality planning and support",
    3: "Inspection statement 3",
    4: "Collaborative strategic leadership, planning and operational management",
}


def by_statement():
    return "\n".join(
        f"# {title}\n" + "\n".join(f"## {asked}\n{text}" for asked, text in QUESTIONS.values())
        for title in TITLES.values()
    )


def by_question():
    return "\n".join(
        f"# {asked}\n" + "\n".join(f"## {title}\n{text}" for title in TITLES.values())
        for asked, text in QUESTIONS.values()
    )


def bold_run_ins():
    return "\n".join(
        f"# {title}\n" + "\n".join(f"**{asked}** {text}" for asked, text in QUESTIONS.values())
        for title in TITLES.values()
    )


def questions_as_columns():
    rows = ["| Statement | " + " | ".join(asked for asked, _ in QUESTIONS.values()) + " |"]
    rows += [f"| {title} | " + " | ".join(text for _, text in QUESTIONS.values()) + " |" for title in TITLES.values()]
    return "Our position\n" + "\n".join(rows)


def questions_as_rows():
    rows = ["| | " + " | ".join(TITLES.values()) + " |"]
    rows += [f"| {asked} | " + " | ".join([text] * 4) + " |" for asked, text in QUESTIONS.values()]
    return "Our position\n" + "\n".join(rows)


LAYOUTS = [by_statement, by_question, bold_run_ins, questions_as_columns, questions_as_rows]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_all_twelve_cells_are_answered_in_every_layout(reading_of, layout):
    cells = reading_of(layout()).coverage
    assert len(cells) == 12
    assert {
        (cell.statement, cell.question) for cell in cells if cell.level == "strong" and cell.basis == "structure"
    } == {(statement, question) for statement in (1, 2, 3, 4) for question in ("now", "know", "next")}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_an_answer_that_is_taken_out_leaves_its_cell_missing_in_every_layout(reading_of, layout):
    script = layout()
    for sentence in NEXT.split(". "):
        script = script.replace(sentence, "")
    cells = reading_of(script).coverage
    assert {cell.question for cell in cells if cell.level == "missing"} == {"next"}


def test_a_heading_of_the_same_level_ends_a_statement(reading_of):
    reading = reading_of(f"# Statement 1\n## How good are we now?\n{NOW}\n# Appendix\n{NEXT}")
    assert reading.places[-1].statement is None
    assert reading.places[-1].question is None
