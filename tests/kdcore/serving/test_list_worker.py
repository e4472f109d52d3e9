"""Longer work in the second process."""

import os
import signal

import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.config import WHO
from kdcore.errors import RunError
from kdcore.serving.list_worker import Backroom
from kdcore.serving.predict import FinishedRun
from kdcore.serving.workers import Desk


@pytest.fixture(scope="module")
def backroom():
    backroom = Backroom()
    yield backroom
    backroom.close()


def test_a_list_is_judged_in_its_order_and_equal_sentences_alike(backroom):
    texts = ["ami kal jabo", "eta koro", "Close the door, please.", "ami kal jabo"] + [
        f"eta koro {i}" for i in range(300)
    ]
    *steps, (n, found) = backroom.judge(DEMO_RUN, texts)
    assert n == len(texts)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert all(verdicts == {} for _, verdicts in steps)
    run = FinishedRun.open(DEMO_RUN)
    for who in WHO:
        expected = run.probabilities(who, texts)
        assert found[who].labels == expected.argmax(axis=1).tolist()
        assert found[who].confidences == pytest.approx(expected.max(axis=1).tolist(), abs=1e-4)
        assert found[who].confidences[0] == found[who].confidences[3]


def test_an_empty_list(backroom):
    *_, (n, found) = backroom.judge(DEMO_RUN, [])
    assert n == 0
    assert all(found[who].labels == [] for who in WHO)


def test_both_networks_are_asked_about_the_same_class_and_words(backroom):
    towards, away = (backroom.words(DEMO_RUN, "vai eita ektu koro", label) for label in (1, 0))
    for who in WHO:
        assert towards[who].pieces == ["vai", "eita", "ektu", "koro"]
        assert towards[who].values == pytest.approx([-value for value in away[who].values], abs=1e-4)


def test_it_makes_way_for_single_sentences(backroom):
    assert backroom.niceness > Desk().niceness
    *_, _ = backroom.judge(DEMO_RUN, ["eta koro"])
    pid = next(iter(backroom._pool._processes))
    assert os.getpriority(os.PRIO_PROCESS, pid) >= os.getpriority(os.PRIO_PROCESS, os.getpid()) + backroom.niceness


def test_a_process_that_died_is_replaced_in_the_middle_of_a_list(backroom):
    steps = backroom.judge(DEMO_RUN, [f"eta koro {i}" for i in range(300)])
    next(steps)
    for pid in list(backroom._pool._processes):
        os.kill(pid, signal.SIGKILL)
    *_, (n, found) = steps
    assert n == len(found["student"].labels) == 300


def test_what_went_wrong_there_is_raised_here(backroom, tmp_path):
    with pytest.raises(RunError, match="no run"):
        list(backroom.judge(tmp_path, ["eta koro"]))
    with pytest.raises(RunError, match="no run"):
        backroom.words(tmp_path, "eta koro", 1)
