import os
import signal

import numpy as np
import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.config import WHO
from kdcore.errors import RunError
from kdcore.evaluation.calibration import scaled
from kdcore.models.inference import class_probabilities
from kdcore.runs.store import DEMO, Shelf
from kdcore.serving.predict import FinishedRun
from kdcore.serving.workers import Desk


@pytest.fixture(scope="module")
def desk():
    desk = Desk()
    yield desk
    desk.close()


def test_the_other_process_says_what_this_one_would(desk):
    text = "vai eita ektu check kore dio"
    there, here = desk.ask(DEMO_RUN, text), FinishedRun.open(DEMO_RUN).ask(text)
    for who in WHO:
        assert there[who].label == here[who].label
        assert there[who].probabilities == pytest.approx(here[who].probabilities, abs=1e-5)
        assert there[who].ms > 0
        assert (there[who].n_read, there[who].was_cut) == (len(text), False)


def test_long_text_is_cut_and_said(desk):
    answers = desk.ask(DEMO_RUN, "ekta kotha " * 100)
    for who in WHO:
        assert answers[who].was_cut
        assert 100 < answers[who].n_read < 1000


def test_a_process_that_died_is_replaced(desk):
    desk.ask(DEMO_RUN, "eta koro")
    for pid in list(desk._pool._processes):
        os.kill(pid, signal.SIGKILL)
    assert desk.ask(DEMO_RUN, "eta koro")["student"].probabilities


def test_what_went_wrong_there_is_raised_here(desk, tmp_path):
    with pytest.raises(RunError, match="no run"):
        desk.ask(tmp_path, "eta koro")


def test_the_shelf_knows_names_and_no_paths(tmp_path):
    shelf = Shelf(tmp_path)
    assert list(shelf.finished()) == [DEMO]
    for name in ("../x", "", "nobody", str(DEMO_RUN), None):
        with pytest.raises(RunError) as error:
            shelf.folder(name)
        assert str(tmp_path) not in str(error.value)


def test_other_work_is_done_between_two_sentences(desk):
    from kdcore.serving.timing import batch_s, single_ms

    spent = desk.run(single_ms, DEMO_RUN, "student", ["eta koro", "ami jabo"])
    assert len(spent) == 2
    assert min(spent) > 0
    assert desk.run(batch_s, DEMO_RUN, "teacher", ["eta koro"] * 8) > 0


def test_answers_are_calibrated_and_the_label_stays():
    run = FinishedRun.open(DEMO_RUN)
    network, tokenizer = run.pair("teacher")
    texts = ["vai eita ektu check kore dio", "ami kal jabo", "tumi ki jabe?"]
    raw, shown = class_probabilities(network, tokenizer, texts), run.probabilities("teacher", texts)
    assert (raw.argmax(axis=1) == shown.argmax(axis=1)).all()
    assert (raw.max(axis=1) > shown.max(axis=1)).all()  # it was too sure
    assert np.allclose(shown, scaled(raw, network.config.calibration_temperature), atol=1e-3)
    assert run.ask(texts[0])["teacher"].probabilities == pytest.approx(shown[0], abs=1e-5)
