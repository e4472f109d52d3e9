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
from kdcore.serving.workers import InferenceWorker


@pytest.fixture(scope="module")
def worker():
    worker = InferenceWorker()
    yield worker
    worker.close()


def test_the_other_process_says_what_this_one_would(worker):
    text = "vai eita ektu check kore dio"
    there, here = worker.ask(DEMO_RUN, text), FinishedRun.open(DEMO_RUN).ask(text)
    for who in ROLES:
        assert there[who].label == here[who].label
        assert there[who].probabilities == pytest.approx(here[who].probabilities, abs=1e-5)
        assert there[who].ms > 0
        assert (there[who].n_read, there[who].was_cut) == (len(text), False)


def test_long_text_is_cut_and_said(worker):
    answers = worker.ask(DEMO_RUN, "ekta kotha " * 100)
    for who in ROLES:
        assert answers[who].was_cut
        assert 100 < answers[who].n_read < 1000


def test_a_process_that_died_is_replaced(worker):
    worker.ask(DEMO_RUN, "eta koro")
    for pid in list(worker._pool._processes):
        os.kill(pid, signal.SIGKILL)
    assert worker.ask(DEMO_RUN, "eta koro")["student"].probabilities


def test_what_went_wrong_there_is_raised_here(worker, tmp_path):
    with pytest.raises(RunError, match="no run"):
        worker.ask(tmp_path, "eta koro")


def test_the_shelf_knows_names_and_no_paths(tmp_path):
    store = RunStore(tmp_path)
    assert list(store.finished()) == [DEMO]
    for name in ("../x", "", "nobody", str(DEMO_RUN), None):
        with pytest.raises(RunError) as error:
            store.folder(name)
        assert str(tmp_path) not in str(error.value)


def test_other_work_is_done_between_two_sentences(worker):
    from kdcore.serving.timing import batch_s, single_ms

    spent = worker.run(single_ms, DEMO_RUN, "student", ["eta koro", "ami jabo"])
    assert len(spent) == 2
    assert min(spent) > 0
    assert worker.run(batch_s, DEMO_RUN, "teacher", ["eta koro"] * 8) > 0


def test_answers_are_calibrated_and_the_label_stays():
    run = FinishedRun.open(DEMO_RUN)
    network, tokenizer = run.pair("teacher")
    texts = ["vai eita ektu check kore dio", "ami kal jabo", "tumi ki jabe?"]
    raw, shown = class_probabilities(network, tokenizer, texts), run.probabilities("teacher", texts)
    assert (raw.argmax(axis=1) == shown.argmax(axis=1)).all()
    assert (raw.max(axis=1) > shown.max(axis=1)).all()  # it was too sure
    assert np.allclose(shown, scaled(raw, network.config.calibration_temperature), atol=1e-3)
    assert run.ask(texts[0])["teacher"].probabilities == pytest.approx(shown[0], abs=1e-5)
