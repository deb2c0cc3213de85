"""A draft beside earlier reports: numbers worked by hand, n beside every figure, and never a word of advice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import ruleset
from models.benchmark import Earlier, PartFigures, Passage, Profile, words
from workers.benchmark import benchmark

FRAMEWORK = ruleset.load("draft-report").framework


def report(name, evaluation="good", strengths=10, words=1000, passages=(), year=None, terms=None):
    part = {"words": words, "judgements": 20, "strengths": strengths, "weaknesses": 4, "mixed": 1, "supported": 15}
    parts = [
        PartFigures(statement=number, quantity_terms=terms or {"most": 2}, **part) for number in (None, 1, 2, 3, 4)
    ]
    profile = Profile(name=name, sha256=name, evaluation=evaluation, parts=parts, passages=list(passages))
    return Earlier(profile=profile, evaluation=evaluation, year=year)


def passage(text):
    return Passage(start=0, end=len(text), text=text, statements=[1], matter=sorted(set(text.lower().split())))


def against(library, draft=None):
    return benchmark((draft or report("draft")).profile, [], library, FRAMEWORK)


def strengths(found):
    return found.parts[0].measures[0]


def test_the_percentile_is_the_share_below_with_those_alike_counted_half():
    found = strengths(against([report(str(n), strengths=n) for n in (5, 8, 10, 12)]))
    assert (found.value, found.percentile, found.n, found.enough) == (10.0, 62.5, 4, False)


def test_only_reports_with_the_same_evaluation_count():
    found = strengths(
        against([report("a", strengths=5), report("b", "weak", strengths=1), report("c", "weak", strengths=3)])
    )
    assert (found.percentile, found.n) == (100.0, 1)
    assert [value.report for value in found.same] == ["a"]


def test_it_says_when_n_is_too_small():
    few, many = (against([report(str(n)) for n in range(number)]) for number in (words().reports - 1, words().reports))
    assert any("a percentile means nothing" in note for note in few.notes)
    assert not any("a percentile means nothing" in note for note in many.notes)
    assert strengths(many).enough
    assert (strengths(few).median, strengths(many).median) == (None, 10.0)


def test_a_draft_without_an_evaluation_has_no_place():
    found = against([report("a")], report("draft", None))
    assert (strengths(found).percentile, strengths(found).n) == (None, 0)
    assert any("No evaluation on the scale was found" in note for note in found.notes)


def test_a_part_with_next_to_nothing_in_it_is_held_against_nothing():
    small = report("small", words=words().words - 1)
    assert strengths(against([report("a")], small)).percentile is None
    assert strengths(against([small])).n == 0


def test_a_part_with_no_words_has_no_figures():
    found = strengths(against([report("a", words=0)], report("draft", words=0)))
    assert (found.value, found.percentile, found.n, found.same) == (None, None, 0, [])


def test_terms_of_quantity_stand_beside_those_of_reports_alike_where_there_are_enough():
    library = [report(str(n), terms={"few": number}) for n, number in enumerate((4, 4, 3, 2, 2))]
    for earlier, medians in ((library, (3.0, 0.0)), (library[:-1], (None, None))):
        found = against(earlier).parts[0].quantity_terms
        assert [(item.term, item.count, item.rate, item.median, item.n) for item in found] == [
            ("few", 0, 0.0, medians[0], len(earlier)), ("most", 2, 2.0, medians[1], len(earlier)),
        ]  # fmt: skip


def test_the_nearest_passage_shares_rare_matter_and_not_what_all_say():
    library = [
        report("a", passages=[passage("advocacy offered children families late rural islands")]),
        report("b", passages=[passage("supervision staff regular children families reflective")]),
        *[report(str(n), passages=[passage(f"children families services plan{n} other{n}")]) for n in range(6)],
    ]
    draft = report("draft", passages=[passage("advocacy reached few children families rural islands")])
    (found,) = against(library, draft).nearest
    assert [item.report for item in found.near] == ["a"]


def test_no_word_of_it_advises_an_evaluation():
    said = " ".join([*words().notes.values(), *(item.title for item in words().measures.values())]).lower()
    assert not [
        word for word in ("should be", "recommend", "suggests an evaluation", "ought", "would be rated") if word in said
    ]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20), st.integers(0, 40))
def test_a_percentile_lies_between_nought_and_a_hundred_and_rises_with_the_value(values, own):
    library = [report(str(n), strengths=value) for n, value in enumerate(values)]
    lower, higher = (
        strengths(against(library, report("draft", strengths=number))).percentile for number in (own, own + 1)
    )
    assert 0 <= lower <= higher <= 100


def test_a_real_report_has_a_profile(draft_report):
    assert draft_report.evaluation == "good"
    whole = draft_report.part(None)
    assert whole.judgements == whole.strengths + whole.weaknesses + whole.mixed
    assert all(draft_report.part(number).words <= whole.words for number in (1, 2, 3, 4))


@pytest.fixture(scope="module")
def draft_report():
    from datetime import UTC, datetime
    from pathlib import Path

    from workers.review import review

    content = (Path(__file__).parents[2] / "examples" / "strathcarron-draft-report.docx").read_bytes()
    return review(content, "draft", datetime.now(UTC), ruleset.load("draft-report")).profile
