"""The classifier by itself: saved and loaded, scored and explained."""

import numpy as np

from nlp.classifier import LinearModel, load_model, logistic, scales
from nlp.features import FORM, WORD, Feature

MODEL = LinearModel(
    ("evaluative", "plan"),
    {"w=robust": 0, "w=will": 1},
    np.array([[1.5, -0.5], [-0.25, 2.0]], np.float32),
    np.array([-1.0, -1.0], np.float32),
)


def test_unknown_features_count_for_nothing():
    rows, scale, tokens = MODEL.rows([Feature("w=robust", 3, WORD), Feature("w=unheard", 4, WORD)])
    assert rows.tolist() == [0]
    assert len(scale) == 1
    assert tokens.tolist() == [3]


def test_a_sentence_without_any_known_feature_has_the_bias_alone():
    rows, scale, _ = MODEL.rows([])
    assert MODEL.contributions(rows, scale).sum(axis=0).tolist() == [0.0, 0.0]


def test_words_are_scaled_by_their_number_and_patterns_are_not():
    assert np.isclose(scales(np.array([WORD, WORD]))[0] * np.sqrt(2), scales(np.array([WORD]))[0])
    assert scales(np.array([FORM, FORM]))[0] == scales(np.array([FORM]))[0]


def test_a_model_is_the_same_after_saving_and_loading(tmp_path):
    MODEL.save(tmp_path)
    loaded = load_model(tmp_path)
    assert loaded.outputs == MODEL.outputs
    assert loaded.index == MODEL.index
    assert np.allclose(loaded.weights, MODEL.weights)


def test_half_is_the_line_of_decision():
    assert logistic(0.0) == 0.5
    assert logistic(3.0) > 0.9
