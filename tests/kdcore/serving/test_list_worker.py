"""Longer work in the second process."""

import os
import signal

import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.config import ROLES
from kdcore.errors import RunError
from kdcore.serving.list_worker import ListWorker
from kdcore.serving.predict import FinishedRun
from kdcore.serving.workers import InferenceWorker


@pytest.fixture(scope="module")
def list_worker():
    list_worker = ListWorker()
    yield list_worker
    list_worker.close()


def test_a_list_is_judged_in_its_order_and_equal_sentences_alike(list_worker):
    texts = ["ami kal jabo", "eta koro", "Close the door, please.", "ami kal jabo"] + [
        f"eta koro {i}" for i in range(300)
    ]
    *steps, (n, found) = list_worker.judge(DEMO_RUN, texts)
    assert n == len(texts)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert all(verdicts == {} for _, verdicts in steps)
    run = FinishedRun.open(DEMO_RUN)
    for who in ROLES:
        expected = run.probabilities(who, texts)
        assert found[who].labels == expected.argmax(axis=1).tolist()
        assert found[who].confidences == pytest.approx(expected.max(axis=1).tolist(), abs=1e-4)
        assert found[who].confidences[0] == found[who].confidences[3]


def test_an_empty_list(list_worker):
    *_, (n, found) = list_worker.judge(DEMO_RUN, [])
    assert n == 0
    assert all(found[who].labels == [] for who in ROLES)


def test_both_networks_are_asked_about_the_same_class_and_words(list_worker):
    towards, away = (list_worker.words(DEMO_RUN, "vai eita ektu koro", label) for label in (1, 0))
    for who in ROLES:
        assert towards[who].pieces == ["vai", "eita", "ektu", "koro"]
        assert towards[who].values == pytest.approx([-value for value in away[who].values], abs=1e-4)


def test_it_makes_way_for_single_sentences(list_worker):
    assert list_worker.niceness > InferenceWorker().niceness
    *_, _ = list_worker.judge(DEMO_RUN, ["eta koro"])
    pid = next(iter(list_worker._pool._processes))
    assert os.getpriority(os.PRIO_PROCESS, pid) >= os.getpriority(os.PRIO_PROCESS, os.getpid()) + list_worker.niceness


def test_a_process_that_died_is_replaced_in_the_middle_of_a_list(list_worker):
    steps = list_worker.judge(DEMO_RUN, [f"eta koro {i}" for i in range(300)])
    next(steps)
    for pid in list(list_worker._pool._processes):
        os.kill(pid, signal.SIGKILL)
    *_, (n, found) = steps
    assert n == len(found["student"].labels) == 300


def test_what_went_wrong_there_is_raised_here(list_worker, tmp_path):
    with pytest.raises(RunError, match="no run"):
        list(list_worker.judge(tmp_path, ["eta koro"]))
    with pytest.raises(RunError, match="no run"):
        list_worker.words(tmp_path, "eta koro", 1)
