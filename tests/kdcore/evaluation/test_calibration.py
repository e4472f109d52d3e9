"""Temperature scaling and reliability bins, against torch, scipy and counting by hand."""

import numpy as np
import pytest
import torch
from scipy.special import softmax
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss

from kdcore.errors import KdError
from kdcore.evaluation.calibration import bin_numbers, fit_temperature, negative_log_likelihood, reliability, scaled
from kdcore.evaluation.metrics import calibration_error
from kdcore.evaluation.results import ReliabilityBin


def answers(n=4000, n_classes=3, too_sure=1.0, seed=0):
    """Return labels drawn from known distributions, and these distributions sharpened by a known factor."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(n, n_classes)) * 1.2
    labels = np.array([rng.choice(n_classes, p=p) for p in softmax(logits, axis=1)])
    return labels, softmax(too_sure * logits, axis=1)


@pytest.mark.parametrize("n_classes", [2, 3, 20])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.9])
def test_scaling_is_the_softmax_of_divided_logits(n_classes, temperature):
    logits = np.random.default_rng(1).normal(size=(50, n_classes)) * 2
    expected = torch.softmax(torch.tensor(logits) / temperature, dim=1).numpy()
    found = scaled(softmax(logits, axis=1), temperature)
    assert found == pytest.approx(expected, abs=1e-4)
    assert (found.argmax(axis=1) == logits.argmax(axis=1)).all()


def test_the_likelihood_is_that_of_scikit_learn():
    labels, shares = answers()
    assert negative_log_likelihood(shares, labels) == pytest.approx(log_loss(labels, shares))


@pytest.mark.parametrize(("n_classes", "too_sure"), [(2, 2.0), (3, 1.5), (3, 0.6)])
def test_the_factor_by_which_it_was_too_sure_is_found(n_classes, too_sure):
    labels, shares = answers(n_classes=n_classes, too_sure=too_sure)
    assert fit_temperature(shares, labels) == pytest.approx(too_sure, rel=0.1)


def test_no_other_temperature_is_likelier_and_the_error_shrinks():
    labels, shares = answers(too_sure=2.5)
    found = fit_temperature(shares, labels)
    least = negative_log_likelihood(scaled(shares, found), labels)
    assert all(negative_log_likelihood(scaled(shares, t), labels) >= least for t in np.geomspace(0.1, 10, 60))
    correct = shares.argmax(axis=1) == labels
    after = scaled(shares, found)
    assert calibration_error(correct, after.max(axis=1)) < 0.5 * calibration_error(correct, shares.max(axis=1))


def test_all_right_and_all_wrong_stay_within_bounds():
    shares = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert fit_temperature(shares, [0, 1]) == pytest.approx(0.1, rel=0.01)
    assert fit_temperature(shares, [1, 0]) == pytest.approx(10, rel=0.01)


def test_bins_are_those_of_scikit_learn_where_no_values_are_equal():
    rng = np.random.default_rng(3)
    sure = np.round(rng.uniform(0.5, 1, 1000), 6)
    correct = rng.uniform(size=1000) < sure
    found = reliability(correct, sure)
    right, said = calibration_curve(correct, sure, n_bins=10, strategy="quantile")
    assert [b.accuracy for b in found] == pytest.approx(right, abs=0.02)
    assert [b.confidence for b in found] == pytest.approx(said, abs=0.002)
    assert [b.n for b in found] == [100] * 10


def test_equal_confidences_share_a_bin_and_empty_bins_are_left_out():
    found = reliability([True, False, True, True], [0.7, 0.7, 0.7, 0.9])
    assert found == [
        ReliabilityBin(n=3, confidence=pytest.approx(0.7), accuracy=pytest.approx(2 / 3)),
        ReliabilityBin(n=1, confidence=pytest.approx(0.9), accuracy=1.0),
    ]
    assert set(bin_numbers([0.5, 0.5], 10)) == {0}


def test_what_does_not_fit_is_refused():
    with pytest.raises(KdError, match="do not fit"):
        fit_temperature(np.ones((3, 2)) / 2, [0, 1])
    with pytest.raises(KdError, match="do not fit"):
        fit_temperature(np.ones((0, 2)), [])
    with pytest.raises(KdError, match="temperature 0"):
        scaled(np.ones((3, 2)) / 2, 0)
