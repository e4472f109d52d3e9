"""What is said of curves whose course is known."""

import pytest

from kdcore.evaluation.findings import tell_curve


def told(accuracies, train=None, validation=None, finished=False, rival=None, kept=None):
    n = len(accuracies)
    train = train or [1.0 - 0.05 * i for i in range(n)]
    validation = validation or [1.0 - 0.05 * i for i in range(n)]
    return tell_curve(train, validation, accuracies, finished=finished, rival=rival, kept=kept)


@pytest.mark.parametrize(
    ("accuracies", "key"),
    [
        ([], "curve_first"),
        ([0.6], "curve_one"),
        ([0.6, 0.7, 0.75], "curve_learning"),
        ([0.6, 0.7, 0.70, 0.70, 0.70], "curve_flat"),
        ([0.8, 0.8005, 0.801], "curve_flat"),
    ],
)
def test_the_course_of_a_curve_has_its_sentence(accuracies, key):
    assert told(accuracies)[0].key == key


def test_memorising_names_the_epoch_that_is_kept():
    found = told([0.7, 0.8, 0.85, 0.84, 0.83], validation=[0.6, 0.5, 0.45, 0.5, 0.6])[0]
    assert found.key == "curve_memorising"
    assert found.values["epoch"] == 3


def test_a_rising_validation_loss_alone_is_no_memorising():
    """While accuracy still rises, the newest epoch is the best one, and there is nothing to warn of."""
    assert told([0.7, 0.8, 0.85], validation=[0.4, 0.5, 0.6])[0].key == "curve_learning"


def test_the_end_names_the_best_epoch():
    found = told([0.7, 0.9, 0.8], finished=True)[0]
    assert found.key == "curve_done"
    assert (found.values["epoch"], found.values["accuracy"], found.values["n"]) == (2, 0.9, 3)


def test_going_on_that_brought_nothing_is_said():
    assert told([0.7, 0.9, 0.8], finished=True, kept=0)[0].key == "curve_no_gain"
    assert told([0.7, 0.9, 0.8], finished=True, kept=2)[0].key == "curve_done"


@pytest.mark.parametrize(("rival", "key"), [(0.7, "curve_ahead"), (0.8, "curve_behind"), (0.9, "curve_behind")])
def test_the_student_beside_the_one_that_learnt_alone(rival, key):
    assert told([0.7, 0.8], rival=rival)[1].key == key


def test_without_a_rival_nothing_is_said_of_one():
    assert len(told([0.7, 0.8])) == 1
