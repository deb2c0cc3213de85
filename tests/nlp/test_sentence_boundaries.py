"""Where sentences start, in the writing of partnerships."""

import pytest

from nlp.engine import load

ONE = [
    "Approx. 40 children were seen.",
    "No. of IRDs: 212 in 2025-26",
    "The s.47 enquiry was led by Dr. A. Morrison of the health board.",
    "Advice (e.g. on housing, debt, etc.) was given by 9.30am each day.",
    "See p. 12, para. 4.2 and fig. 3 for the figures.",
    "1. Children are safer",
    "improved attendance at core groups",
    "Read more at https://example.org/a.b?c=1. then return",
    "Re-registration fell from 18.5% to 9.2% in Aug. 2025.",
    "What matters most to children (and to us) is this",
    "Statement 2.1 applies.",
]
SEVERAL = [
    (["Plans are clear.", "Most are on time."], " "),
    (["Are we good?", "We think so!", "Not yet."], " "),
    (["She said “it helped me.”", "Her mother agreed."], " "),
    (["It ended in 2024.", "42 children took part."], " "),
    (["(See table 3.)", "Attendance rose."], " "),
    (["We offer groups, clubs, etc.", "Families like them."], " "),
    (["First line of an address", "Second line"], "\n"),
    (["It works well…", "Staff say so."], " "),
    (["We cited the audit [E4].", "It was thorough."], " "),
    (["It was led by the ASP team.", "It was thorough."], " "),
]


def sentences(text):
    (doc,) = load().read([(text, "")])
    return [span.text.strip() for span in doc.sents]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence_stays_whole(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(("parts", "glue"), SEVERAL)
def test_several_sentences_are_told_apart(parts, glue):
    assert sentences(glue.join(parts)) == parts
