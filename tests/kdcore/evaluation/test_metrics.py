"""Scores, calibration and tests against scikit-learn and scipy, and on numbers worked out by hand."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from scipy.stats import binomtest, entropy
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score

from kdcore.errors import KdError
from kdcore.evaluation import metrics


@pytest.fixture
def three_classes():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, 300)
    predicted = np.where(rng.random(300) < 0.7, labels, rng.integers(0, 3, 300))
    return labels, predicted


def test_scores_agree_with_scikit_learn(three_classes):
    labels, predicted = three_classes
    found = metrics.scores(labels, predicted, 3)
    assert found.accuracy == pytest.approx(accuracy_score(labels, predicted))
    assert found.macro_f1 == pytest.approx(f1_score(labels, predicted, average="macro"))
    assert found.precision == pytest.approx(precision_score(labels, predicted, average=None))
    assert found.recall == pytest.approx(recall_score(labels, predicted, average=None))
    assert found.n == 300


def test_rows_are_the_truth_and_an_empty_class_stays():
    found = metrics.scores([0, 0, 1, 1], [0, 1, 1, 1], 3)
    assert found.confusion == [[1, 1, 0], [0, 2, 0], [0, 0, 0]]
    assert found.precision == pytest.approx([1, 2 / 3, 0])
    assert found.recall == pytest.approx([0.5, 1, 0])
    assert found.macro_f1 == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)
    assert json.loads(json.dumps(asdict(found))) == asdict(found)


@pytest.mark.parametrize(("predicted", "share"), [([0, 1, 0, 1], 1.0), ([1, 0, 1, 0], 0.0)])
def test_all_right_and_all_wrong(predicted, share):
    found = metrics.scores([0, 1, 0, 1], predicted, 2)
    assert found.accuracy == found.macro_f1 == share
    assert metrics.accuracy_interval(np.equal(predicted, [0, 1, 0, 1])) == metrics.Interval(share, share)


@pytest.mark.parametrize(
    ("labels", "predicted"), [([], []), ([0, 1], [0]), ([0, 2], [0, 1]), ([0, 1], [-1, 1]), ([[0]], [[0]])]
)
def test_what_is_no_list_of_classes_is_refused(labels, predicted):
    with pytest.raises(KdError, match=r"\."):
        metrics.scores(labels, predicted, 2)


def test_agreement_counts_equal_answers():
    assert metrics.agreement([0, 1, 1, 0], [0, 1, 0, 1]) == 0.5


@pytest.mark.parametrize(("only_a", "only_b"), [(0, 0), (8, 2), (2, 8), (5, 5), (25, 6), (1, 0), (0, 30)])
def test_mcnemar_is_the_exact_binomial_test(only_a, only_b):
    a = np.repeat([True, False, True, False], [only_a, only_b, 40, 7])
    b = np.repeat([False, True, True, False], [only_a, only_b, 40, 7])
    found = metrics.mcnemar_exact(a, b)
    expected = binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1.0
    assert found.p == pytest.approx(expected)
    assert (found.only_a, found.only_b, found.both, found.neither) == (only_a, only_b, 40, 7)
    assert found.n == len(a)
    assert json.loads(json.dumps(asdict(found))) == asdict(found)


def test_calibration_error_by_hand():
    # Two bins of two: 0.6 (wrong) and 0.7 (right) are 0.65 sure, 0.5 right; 0.8 and 0.9 are 0.85 sure, 1 right.
    probabilities = np.array([[0.6, 0.4], [0.1, 0.9], [0.7, 0.3], [0.2, 0.8]])
    labels = [1, 1, 0, 1]
    assert metrics.expected_calibration_error(labels, probabilities, bins=2) == pytest.approx(0.5 * 0.15 + 0.5 * 0.15)
    assert metrics.expected_calibration_error(labels, probabilities, bins=1) == pytest.approx(0.0)


def test_equal_confidences_share_a_bin_in_any_order():
    confidence = np.repeat([0.6, 0.8], [7, 5])
    correct = np.arange(12) % 3 > 0
    order = np.random.default_rng(0).permutation(12)
    found = metrics.calibration_error(correct, confidence)
    assert found == pytest.approx(metrics.calibration_error(correct[order], confidence[order]))
    by_hand = 7 / 12 * abs(correct[:7].mean() - 0.6) + 5 / 12 * abs(correct[7:].mean() - 0.8)
    assert found == pytest.approx(by_hand)


def test_certain_and_right_is_calibrated_and_certain_and_wrong_is_not():
    probabilities = np.eye(3)[[0, 1, 2, 0]]
    assert metrics.expected_calibration_error([0, 1, 2, 0], probabilities) == 0
    assert metrics.expected_calibration_error([1, 2, 0, 1], probabilities) == 1


def test_divergence_agrees_with_scipy_and_stays_finite():
    rng = np.random.default_rng(2)
    teacher, student = rng.dirichlet([1, 2, 3], 50), rng.dirichlet([1, 1, 1], 50)
    assert metrics.teacher_student_kl(teacher, student) == pytest.approx(entropy(teacher, student, axis=1).mean(), 1e-4)
    assert metrics.teacher_student_kl(teacher, teacher) == 0
    assert metrics.teacher_student_kl([[1.0, 0.0]], [[0.0, 1.0]]) == pytest.approx(6 * np.log(10), rel=1e-4)
    with pytest.raises(KdError, match="cannot be compared"):
        metrics.teacher_student_kl(teacher, student[:, :2])
