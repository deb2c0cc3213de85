"""Readability needs no network and is not fooled by a missing dictionary."""

from nlp.readability import readability

TEXT = ["Collaborative leadership ensures consistently effective multi-agency planning for vulnerable children."] * 12


def test_reading_ease_counts_syllables_by_the_dictionary():
    # With the fallback alone (pyphen) this text would read 12 points easier.
    assert readability(TEXT).flesch_reading_ease is not None
    assert readability(TEXT).flesch_reading_ease < 0


def test_a_short_text_has_no_reading_age():
    assert readability(TEXT[:2]).reading_age is None


def test_long_words_and_sentences_read_older():
    easy = readability(["The dog ran to the park and sat by the tree."] * 12)
    hard = readability(TEXT)
    assert easy.reading_age is not None
    assert hard.reading_age is not None
    assert easy.reading_age < hard.reading_age
