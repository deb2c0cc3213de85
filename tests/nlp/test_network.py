"""The network by itself: sentences apart from one another, saved and loaded, and trained as it is used."""

import numpy as np
import pytest

from nlp.classifier import LinearModel
from nlp.components.sentence_labels import SentenceLabels
from nlp.network import COLUMNS, LISTS, Network, load_network, table_of

WORDS = ("clear", "plans", "are", "not", "yet")


def token(word, *lists):
    return (word, word, "12", "NN", "nsubj", "main", lists)


def network(seed=0, width=8, hidden=6, outputs=("evaluative", "plan")):
    random = np.random.default_rng(seed)
    columns = [WORDS, WORDS, ("12",), ("NN",), ("nsubj",), ("main",)]
    tables = (*(table_of(values, 2) for values in columns), table_of(("strength",), 1))
    shapes = {f"vectors/{name}": (len(table) + 2, width) for name, table in zip(COLUMNS, tables, strict=True)}
    for layer in range(2):
        shapes |= {f"kernel/{layer}": (3 * width, hidden), f"bias/{layer}": (hidden,)}
        shapes |= {f"projection/{layer}": (hidden, width), f"gain/{layer}": (width,)}
    shapes |= {"gain": (width,), "query": (width, len(outputs)), "bias": (len(outputs),)}
    shapes |= {"attended": (width, len(outputs)), "highest": (width, len(outputs))}
    return Network(outputs, tables, {n: random.normal(size=s).astype(np.float32) for n, s in shapes.items()})


LONG = [token("plans"), token("are"), token("clear", "strength"), token("not"), token("yet"), token("unheard")]
SHORT = [token("clear", "strength")]


def test_a_sentence_scores_the_same_whatever_stands_beside_it():
    alone = np.concatenate([network().scores([LONG]), network().scores([SHORT])])
    assert np.allclose(network().scores([LONG, SHORT]), alone, atol=1e-5)
    assert np.allclose(network().scores([SHORT, LONG]), alone[::-1], atol=1e-5)


def test_many_sentences_score_as_few_do():
    many = network().scores([LONG, SHORT] * 200)
    assert np.allclose(many, np.tile(network().scores([LONG, SHORT]), (200, 1)), atol=1e-5)


def test_a_sentence_without_tokens_scores_nothing():
    assert network().scores([[], SHORT])[0].tolist() == [0.0, 0.0]
    assert network().scores([]).shape == (0, 2)


def test_the_order_of_the_words_counts():
    assert not np.allclose(network().scores([LONG]), network().scores([LONG[::-1]]), atol=1e-3)


def test_a_word_of_a_lexicon_counts_beside_its_own_vector():
    assert not np.allclose(network().scores([SHORT]), network().scores([[token("clear")]]), atol=1e-3)


def test_what_was_never_seen_has_one_row_for_all():
    assert np.array_equal(network().scores([[token("quux")]]), network().scores([[token("corge")]]))


def test_a_network_is_the_same_after_saving_and_loading(tmp_path):
    network().save(tmp_path)
    loaded = load_network(tmp_path)
    assert loaded.outputs == ("evaluative", "plan")
    assert loaded.tables == network().tables
    assert np.allclose(loaded.scores([LONG, SHORT]), network().scores([LONG, SHORT]), atol=0.05)


def test_it_is_trained_as_it_is_used():
    pytest.importorskip("jax", reason="only who trains the network needs JAX")
    train = pytest.importorskip("nlp.training.train_network", reason="only who trains the network needs Optax")
    train_forward = train.forward
    padded = train.pad(network(), [LONG, SHORT])
    trained = train_forward(network().arrays, padded.columns, padded.lists)
    assert padded.lists.shape == (2, train.LENGTH, LISTS)
    assert np.allclose(trained, network().scores([LONG, SHORT]), atol=1e-4)


def test_two_classifiers_that_were_not_trained_together_are_refused():
    linear = LinearModel(("plan", "evaluative"), {}, np.zeros((0, 2), np.float32), np.zeros(2, np.float32))
    with pytest.raises(ValueError, match="not trained together"):
        SentenceLabels(None, "sentence_labels").use(linear, network())
