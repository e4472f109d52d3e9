"""Thresholds and costs, against scikit-learn and counting by hand."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from kdcore.errors import KdError
from kdcore.evaluation.thresholds import GRID, Costs, Matrix, cheapest_threshold, cost_curve, matrix_at

rng = np.random.default_rng(5)
TRUTH = rng.uniform(size=500) < 0.3
GIVEN = np.round(np.clip(rng.normal(0.35 + 0.3 * TRUTH, 0.2), 0, 1), 2)


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.77, 1.0])
def test_the_counts_are_those_of_scikit_learn(threshold):
    found = matrix_at(TRUTH, GIVEN, threshold)
    (rejections, alarms), (misses, hits) = confusion_matrix(TRUTH, threshold <= GIVEN)
    assert found == Matrix(hits, misses, alarms, rejections)
    assert found.prevalence == pytest.approx(TRUTH.mean())


@pytest.mark.parametrize("costs", [Costs(), Costs(5, 1), Costs(1, 3, 0.02), Costs(2, 1, 1.0), Costs(1, 1, 0.0)])
def test_the_curve_is_the_expected_cost_at_every_threshold(costs):
    curve = cost_curve(TRUTH, GIVEN, costs)
    assert curve == pytest.approx([matrix_at(TRUTH, GIVEN, t).expected(costs)[2] for t in GRID])


def test_the_cost_of_a_sentence_is_counted_by_hand():
    matrix = Matrix(hits=60, misses=40, false_alarms=30, rejections=270)
    assert matrix.expected(Costs(5, 1)) == pytest.approx((40 / 400, 30 / 400, (5 * 40 + 30) / 400))
    assert matrix.expected(Costs(5, 1, 0.1)) == pytest.approx((0.1 * 0.4, 0.9 * 0.1, 5 * 0.04 + 0.09))


def test_a_base_rate_is_as_if_the_class_were_so_common():
    """Repeating the sentences of the class makes it more common; the reweighted cost foretells that cost."""
    again = np.concatenate([np.flatnonzero(~TRUTH), np.tile(np.flatnonzero(TRUTH), 4)])
    rate = TRUTH[again].mean()
    direct = cost_curve(TRUTH[again], GIVEN[again], Costs(2, 1))
    assert cost_curve(TRUTH, GIVEN, Costs(2, 1, rate)) == pytest.approx(direct)


def test_no_threshold_is_cheaper_and_dear_misses_lower_it():
    for costs in (Costs(), Costs(10, 1), Costs(1, 10)):
        best = cheapest_threshold(TRUTH, GIVEN, costs)
        assert matrix_at(TRUTH, GIVEN, best).expected(costs)[2] == pytest.approx(cost_curve(TRUTH, GIVEN, costs).min())
    assert (
        cheapest_threshold(TRUTH, GIVEN, Costs(10, 1))
        < cheapest_threshold(TRUTH, GIVEN, Costs())
        < cheapest_threshold(TRUTH, GIVEN, Costs(1, 10))
    )


def test_of_equally_cheap_thresholds_the_middle_one_is_taken():
    assert cheapest_threshold([True, False], [0.8, 0.2], Costs()) == pytest.approx(0.5, abs=0.011)


def test_one_class_alone_has_rates_too():
    matrix = matrix_at([True, True], [0.2, 0.9], 0.5)
    assert (matrix.miss_rate, matrix.false_alarm_rate) == (0.5, 0.0)
    assert np.isfinite(cost_curve([False, False], [0.2, 0.9], Costs())).all()


@pytest.mark.parametrize("wrong", [{"miss": -1}, {"false_alarm": np.inf}, {"base_rate": 1.5}, {"miss": np.nan}])
def test_what_is_no_cost_is_refused(wrong):
    with pytest.raises(KdError):
        Costs(**wrong)


def test_lists_that_do_not_fit_are_refused():
    with pytest.raises(KdError):
        matrix_at([True], [0.1, 0.2], 0.5)
    with pytest.raises(KdError):
        cost_curve([], [], Costs())
