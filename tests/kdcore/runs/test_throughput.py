import json
import sys
import time
from dataclasses import astuple

import pytest

from kdcore.config import EncoderPair, StageConfig, TrainConfig
from kdcore.data import load_dataset, save_dataset
from kdcore.errors import RunError
from kdcore.runs import throughput as pacing
from kdcore.runs import throughput_trial as trial
from kdcore.runs.throughput import ThroughputStore
from kdcore.runs.time_estimate import SentenceTimes
from tests.made_runs import make_run_folder

PAIR = EncoderPair("compact-teacher", "compact-student")
CONFIG = TrainConfig("quick", PAIR, StageConfig(1, 1e-3), StageConfig(1, 1e-3), baseline_epochs=1)
MEASURED = {"teacher_s": 1.0, "soft_targets_s": 2.0, "student_s": 3.0, "exam_s": 4.0, "save_s": 5.0}


@pytest.fixture(autouse=True)
def same_priority(monkeypatch):
    """A trial lowers the priority of its process, which here is that of the tests."""
    monkeypatch.setattr(trial.os, "nice", lambda _: 0)


@pytest.fixture
def trials(monkeypatch):
    """Let trials answer at once, and count them."""
    made = []

    def run(self, command, environment):
        made.append(command)
        return "a line of a library\n" + json.dumps(MEASURED)

    monkeypatch.setattr(ThroughputStore, "_trial", run)
    return made


def test_a_trial_is_made_once_and_kept(tmp_path, trials):
    assert ThroughputStore(tmp_path).sentence_times(CONFIG, "abc", []) == SentenceTimes()
    store = ThroughputStore(tmp_path)
    assert not store.is_measured(PAIR, "abc")
    for _ in range(2):
        store.measure(PAIR, "abc")
    assert len(trials) == 1
    assert store.sentence_times(CONFIG, "abc", []) == SentenceTimes(**MEASURED)
    assert ThroughputStore(tmp_path).sentence_times(CONFIG, "abc", []) == SentenceTimes(**MEASURED)
    assert ThroughputStore(tmp_path).sentence_times(CONFIG, "other", []) == SentenceTimes()


def test_another_machine_on_the_same_disk_is_timed_again(tmp_path, trials, monkeypatch):
    ThroughputStore(tmp_path).measure(PAIR, "abc")
    monkeypatch.setattr(pacing.platform, "node", lambda: "elsewhere")
    assert not ThroughputStore(tmp_path).is_measured(PAIR, "abc")


def test_no_trial_while_a_training_is_at_work(tmp_path, trials):
    make_run_folder(tmp_path, state="running")
    ThroughputStore(tmp_path).measure(PAIR, "abc")
    assert trials == []


@pytest.mark.parametrize("answer", ["", "no json", "[]", '{"teacher_s": 1}{'])
def test_a_trial_that_fails_is_a_sentence_and_leaves_nothing(tmp_path, monkeypatch, answer):
    monkeypatch.setattr(ThroughputStore, "_trial", lambda *_: answer)
    with pytest.raises(RunError, match="could not be measured"):
        ThroughputStore(tmp_path).measure(PAIR, "abc")
    assert not ThroughputStore(tmp_path).is_measured(PAIR, "abc")


def test_a_trial_makes_way_for_a_training(tmp_path, monkeypatch):
    store, busy = ThroughputStore(tmp_path), iter([False, False, True])
    monkeypatch.setattr(store, "_is_busy", lambda: next(busy))
    started = time.monotonic()
    assert store._trial([sys.executable, "-c", "import time; time.sleep(60)"], {}) is None
    assert time.monotonic() - started < 20


def test_what_a_trial_prints_is_read_and_a_failed_one_is_none(tmp_path):
    assert ThroughputStore(tmp_path)._trial([sys.executable, "-c", "print(7)"], {}) == "7\n"
    with pytest.raises(ValueError, match="failed"):
        ThroughputStore(tmp_path)._trial([sys.executable, "-c", "raise SystemExit(2)"], {})


def test_a_real_trial_measures_what_is_asked(capsys, small_csv, tmp_path, tiny_bert, tiny_student):
    save_dataset(load_dataset(small_csv), tmp_path / "own.csv")
    assert trial.main([str(tmp_path), str(tiny_bert), str(tiny_student), str(tmp_path / "own.csv")]) == 0
    pace = SentenceTimes(**json.loads(capsys.readouterr().out))
    assert all(0 < seconds < 1 for seconds in astuple(pace))
    assert [file.name for file in tmp_path.iterdir()] == ["own.csv"]


def test_a_trial_of_encoders_that_are_not_there_says_so(capsys, tmp_path):
    assert trial.main([str(tmp_path), "nowhere/none", "compact-student"]) == 2
    assert "could not be loaded" in capsys.readouterr().err
