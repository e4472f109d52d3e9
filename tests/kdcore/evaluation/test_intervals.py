"""The intervals from redrawn counts against scipy's, which redraws sentences."""

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import f1_score

from kdcore.errors import KdError
from kdcore.evaluation import intervals

N = 400


@pytest.fixture(scope="module")
def pair():
    rng = np.random.default_rng(3)
    hard = rng.random(N)
    return hard < 0.93, (hard < 0.88) ^ (rng.random(N) < 0.03)


def by_sentences(samples, statistic):
    """Return the percentile interval that scipy finds by redrawing sentences."""
    found = bootstrap(
        samples,
        statistic,
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=10_000,
        batch=500,
        rng=np.random.default_rng(4),
    )
    return pytest.approx([found.confidence_interval.low, found.confidence_interval.high], abs=0.004)


def test_accuracy(pair):
    expected = by_sentences((pair[0].astype(float),), lambda right, axis: right.mean(axis=axis))
    assert intervals.accuracy_interval(pair[0]) == expected


def test_retention(pair):
    teacher, student = (right.astype(float) for right in pair)
    expected = by_sentences((teacher, student), lambda t, s, axis: s.mean(axis=axis) / t.mean(axis=axis))
    assert intervals.retention_interval(*pair) == expected


def test_difference(pair):
    a, b = (right.astype(float) for right in pair)
    expected = by_sentences((a, b), lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis))
    assert intervals.difference_interval(*pair) == expected


def test_macro_f1_with_a_rare_class():
    rng = np.random.default_rng(5)
    labels = rng.choice(3, N, p=[0.5, 0.4, 0.1])
    predicted = np.where(rng.random(N) < 0.8, labels, rng.integers(0, 3, N))
    found = intervals.macro_f1_interval(labels, predicted, 3)
    redrawn = [
        f1_score(labels[rows], predicted[rows], average="macro", labels=range(3), zero_division=0)
        for rows in rng.integers(0, N, (400, N))
    ]
    assert found == pytest.approx(np.percentile(redrawn, [2.5, 97.5]), abs=0.012)


def test_macro_f1_counts_an_empty_class_as_zero_and_manages_twenty_classes():
    assert intervals.macro_f1_interval([0, 1] * 50, [0, 1] * 50, 3) == pytest.approx([2 / 3, 2 / 3])
    labels = np.arange(600) % 20
    interval = intervals.macro_f1_interval(labels, np.where(np.arange(600) % 7, labels, 0), 20, resamples=3_000)
    assert 0.8 < interval.low < interval.high < 0.95


def test_the_same_seed_gives_the_same_interval(pair):
    assert intervals.retention_interval(*pair) == intervals.retention_interval(*pair)
    assert intervals.retention_interval(*pair) != intervals.retention_interval(*pair, seed=1)


def test_equals_differ_by_nothing(pair):
    assert intervals.difference_interval(pair[0], pair[0]) == intervals.Interval(0, 0)
    assert intervals.retention_interval(pair[0], pair[0]) == intervals.Interval(1, 1)


def test_a_teacher_that_is_rarely_right_still_has_an_interval():
    interval = intervals.retention_interval([True, False, False], [True, True, False])
    assert 0 < interval.low <= interval.high < np.inf


def test_nothing_can_be_kept_of_a_teacher_that_is_never_right():
    with pytest.raises(KdError, match="no sentence right"):
        intervals.retention_interval([False, False], [True, False])


@pytest.mark.parametrize("lengths", [(0, 0), (3, 2)])
def test_lists_that_do_not_pair_are_refused(lengths):
    with pytest.raises(KdError, match="cannot be compared"):
        intervals.difference_interval(*(np.ones(length, dtype=bool) for length in lengths))
