import os
import signal

import numpy as np
import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.config import ROLES
from kdcore.errors import RunError
from kdcore.evaluation.calibration import scaled
from kdcore.models.inference import class_probabilities
from kdcore.runs.store import DEMO, RunStore
from kdcore.serving.predict import FinishedRun
from kdcore.serving.workers import InferenceWorker, ListWorker


@pytest.fixture(scope="module")
def worker():
    worker = InferenceWorker()
    yield worker
    worker.close()


def test_the_other_process_says_what_this_one_would(worker):
    text = "vai eita ektu check kore dio"
    there, here = worker.answer_sentence(DEMO_RUN, text), FinishedRun.open(DEMO_RUN).answer(text)
    for who in ROLES:
        assert there[who].label == here[who].label
        assert there[who].probabilities == pytest.approx(here[who].probabilities, abs=1e-5)
        assert there[who].ms > 0
        assert (there[who].n_read, there[who].was_cut) == (len(text), False)


def test_long_text_is_cut_and_said(worker):
    answers = worker.answer_sentence(DEMO_RUN, "ekta kotha " * 100)
    for who in ROLES:
        assert answers[who].was_cut
        assert 100 < answers[who].n_read < 1000


def test_a_process_that_died_is_replaced(worker):
    worker.answer_sentence(DEMO_RUN, "eta koro")
    for pid in list(worker._pool._processes):
        os.kill(pid, signal.SIGKILL)
    assert worker.answer_sentence(DEMO_RUN, "eta koro")["student"].probabilities


def test_what_went_wrong_there_is_raised_here(worker, tmp_path):
    with pytest.raises(RunError, match="no run"):
        worker.answer_sentence(tmp_path, "eta koro")


def test_the_shelf_knows_names_and_no_paths(tmp_path):
    store = RunStore(tmp_path)
    assert list(store.finished()) == [DEMO]
    for name in ("../x", "", "nobody", str(DEMO_RUN), None):
        with pytest.raises(RunError) as error:
            store.folder(name)
        assert str(tmp_path) not in str(error.value)


def test_other_work_is_done_between_two_sentences(worker):
    from kdcore.serving.timing import run_batch_s, run_single_ms

    spent = worker.run(run_single_ms, DEMO_RUN, "student", ["eta koro", "ami jabo"])
    assert len(spent) == 2
    assert min(spent) > 0
    assert worker.run(run_batch_s, DEMO_RUN, "teacher", ["eta koro"] * 8) > 0


def test_answers_are_calibrated_and_the_label_stays():
    run = FinishedRun.open(DEMO_RUN)
    network, tokenizer = run.pair("teacher")
    texts = ["vai eita ektu check kore dio", "ami kal jabo", "tumi ki jabe?"]
    raw, shown = class_probabilities(network, tokenizer, texts), run.probabilities("teacher", texts)
    assert (raw.argmax(axis=1) == shown.argmax(axis=1)).all()
    assert (raw.max(axis=1) > shown.max(axis=1)).all()  # it was too sure
    assert np.allclose(shown, scaled(raw, network.config.calibration_temperature), atol=1e-3)
    assert run.answer(texts[0])["teacher"].probabilities == pytest.approx(shown[0], abs=1e-5)


@pytest.fixture(scope="module")
def list_worker():
    list_worker = ListWorker()
    yield list_worker
    list_worker.close()


def test_a_list_is_classified_in_its_order_and_equal_sentences_alike(list_worker):
    texts = ["ami kal jabo", "eta koro", "Close the door, please.", "ami kal jabo"] + [
        f"eta koro {i}" for i in range(300)
    ]
    *steps, (n, found) = list_worker.classify_texts(DEMO_RUN, texts)
    assert n == len(texts)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert all(answers == {} for _, answers in steps)
    run = FinishedRun.open(DEMO_RUN)
    for who in ROLES:
        expected = run.probabilities(who, texts)
        assert found[who].labels == expected.argmax(axis=1).tolist()
        assert found[who].confidences == pytest.approx(expected.max(axis=1).tolist(), abs=1e-4)
        assert found[who].confidences[0] == found[who].confidences[3]


def test_an_empty_list(list_worker):
    *_, (n, found) = list_worker.classify_texts(DEMO_RUN, [])
    assert n == 0
    assert all(found[who].labels == [] for who in ROLES)


def test_both_networks_are_asked_about_the_same_class_and_words(list_worker):
    towards, away = (list_worker.word_shares(DEMO_RUN, "vai eita ektu koro", label) for label in (1, 0))
    for who in ROLES:
        assert towards[who].pieces == ["vai", "eita", "ektu", "koro"]
        assert towards[who].values == pytest.approx([-value for value in away[who].values], abs=1e-4)


def test_lists_yield_to_single_sentences(list_worker):
    assert list_worker.niceness > InferenceWorker().niceness
    *_, _ = list_worker.classify_texts(DEMO_RUN, ["eta koro"])
    pid = next(iter(list_worker._pool._processes))
    assert os.getpriority(os.PRIO_PROCESS, pid) >= os.getpriority(os.PRIO_PROCESS, os.getpid()) + list_worker.niceness


def test_a_process_that_died_is_replaced_in_the_middle_of_a_list(list_worker):
    steps = list_worker.classify_texts(DEMO_RUN, [f"eta koro {i}" for i in range(300)])
    next(steps)
    for pid in list(list_worker._pool._processes):
        os.kill(pid, signal.SIGKILL)
    *_, (n, found) = steps
    assert n == len(found["student"].labels) == 300


def test_what_went_wrong_with_a_list_is_raised_here(list_worker, tmp_path):
    with pytest.raises(RunError, match="no run"):
        list(list_worker.classify_texts(tmp_path, ["eta koro"]))
    with pytest.raises(RunError, match="no run"):
        list_worker.word_shares(tmp_path, "eta koro", 1)
