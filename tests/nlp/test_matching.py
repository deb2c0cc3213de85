"""Headings as people write them lead to the right statement and question."""

import pytest

from models import ruleset
from nlp.matching import question_of, statement_of

FRAMEWORK = ruleset.load("position-statement").framework

STATEMENTS = [
    ("Statement 1", 1),
    ("Inspection statement 3:", 3),
    ("INSPECTION STATEMENT TWO", 2),
    ("Statement IV – leadership", 4),
    ("1. Children and young people are safer because risks have been identified early and responded effectively", 1),
    ("Children and young people’s lives improve with high quality planning & support", 2),
    (
        "Children, young people and families are meaningfully and appropriately involved in decisions about their lives.",
        3,
    ),
    ("4. Collaborative strategic leadership, planning & operational management", 4),
    ("Safer: risk identified early", 1),
    ("Introduction", None),
    ("Our approach to children and young people", None),
    ("Children and young people are at the heart of our planning", None),
    ("Statement of purpose", None),
    ("Statement 9", None),
    ("", None),
]
QUESTIONS = [
    ("How good are we now?", "now"),
    ("2.1 How do we know?", "know"),
    ("How do we know this?", "know"),
    ("What do we plan to do next", "next"),
    ("NEXT STEPS", "next"),
    ("How good are we now – strengths", "now"),
    ("We know how good our staff are at listening", None),
    ("Next of kin", None),
]


@pytest.mark.parametrize(("heading", "number"), STATEMENTS)
def test_a_heading_names_its_statement(heading, number):
    assert statement_of(heading, FRAMEWORK) == number


@pytest.mark.parametrize(("heading", "question"), QUESTIONS)
def test_a_heading_asks_its_question(heading, question):
    assert question_of(heading, FRAMEWORK) == question
