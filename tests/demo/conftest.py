import json

import pandas as pd
import pytest

from demo.compare.tab import CompareTab
from demo.data.tab import DataTab
from demo.runs.tab import RunsTab
from demo.site import Site
from demo.train.tab import TrainTab
from demo.try_it.tab import TryTab
from kdcore.bundled import DEMO_RUN
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import load_stored_exam
from kdcore.serving.workers import InferenceWorker, ListWorker
from kdcore.storage import write_json
from tests.demo.calls import open_tab
from tests.made_runs import make_run_folder, run_config


@pytest.fixture(scope="session")
def worker():
    """One process that answers, for all tests."""
    worker = InferenceWorker()
    yield worker
    worker.close()


@pytest.fixture(scope="session")
def list_worker():
    """One process for longer work, for all tests."""
    list_worker = ListWorker()
    yield list_worker
    list_worker.close()


@pytest.fixture
def site(tmp_path, worker, list_worker):
    return Site(tmp_path / "runs", worker, list_worker=list_worker)


@pytest.fixture
def try_tab(site):
    return open_tab(site, TryTab)[0]


@pytest.fixture
def train_tab(site):
    return open_tab(site, TrainTab)[0]


@pytest.fixture
def compare_tab(site):
    """The tab Compare; it opens sentences in the tab Try, which comes first as on the page."""
    return open_tab(site, TryTab, CompareTab)[1]


@pytest.fixture
def data_tab(site):
    return open_tab(site, DataTab)[0]


@pytest.fixture
def runs_tab(site):
    return open_tab(site, RunsTab)[0]


@pytest.fixture
def make_run(site):
    """Return a function that builds a run's folder out of known figures, without any training."""

    def make(run_id, state="done", *, curve=(), answers="", data=None, training=None, **config):
        """Return the run; `curve`: the student's accuracies; `answers`: r (right) or w (wrong), one a sentence."""
        config = run_config(training=training, data=data, **config)
        run = make_run_folder(site.root, run_id, state, config=config, at="2026-01-31T00:00:00")
        (run.path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in student_events(curve)))
        if answers:
            write_exam(run, answers)
        return run

    return make


def student_events(curve):
    """Return the recorded events of a student whose validation accuracy took this course."""
    start = {"event": "StageStarted", "stage": "student", "n_steps": len(curve), "n_epochs": len(curve)}
    epochs = [
        {"event": "EpochDone", "stage": "student", "epoch": i + 1, "n_epochs": len(curve), "train_loss": 0.5,
         "validation_loss": 0.5, "validation_accuracy": value, "best": value > max(curve[:i], default=0.0),
         "seconds": 1.0}
        for i, value in enumerate(curve)
    ]  # fmt: skip
    return [{"seq": i + 1, "at": 1.0 + i, **event} for i, event in enumerate([start, *epochs] if curve else [])]


def write_exam(run, answers):
    """Write an exam in which the teacher is always right, and the student as `answers` says."""
    right = answers.count("r") / len(answers)

    def one(accuracy):
        interval = [accuracy, accuracy]
        return {
            "accuracy": accuracy, "macro_f1": accuracy, "precision": interval, "recall": interval,
            "confusion": [[1, 0], [0, 1]], "n": len(answers), "accuracy_interval": interval,
            "macro_f1_interval": interval, "calibration_error": 0.0, "n_parameters": 353_186, "n_bytes": 700_000,
            "ms_per_sentence": 2.5, "sentences_per_s": 400.0, "epochs": 3,
        }  # fmt: skip

    results = {
        "n": len(answers),
        "label_names": ["a", "b"],
        "majority": 1.0,
        "results": {"teacher": one(1.0), "student": one(right)},
        "retention": {"value": right, "low": right, "high": 1},
        "compression": {"parameters": 1.0, "bytes": 1.0},
        "speedup": {"one_sentence": 1.0, "batch": 1.0},
        "agreement": right,
        "teacher_student_kl": 0.0,
        "teacher_vs_student": {
            "only_a": answers.count("w"), "only_b": 0, "both": answers.count("r"), "neither": 0, "p": 1.0,
            "difference": 1 - right, "interval": [0.0, 1.0], "scope": "in this run",
        },
    }  # fmt: skip
    write_json(run.path / "results.json", results)
    rows = {
        "sentence": [f"sentence {i}" for i in range(len(answers))],
        "label": ["a"] * len(answers),
        "teacher": ["a"] * len(answers),
        "student": ["a" if answer == "r" else "b" for answer in answers],
    }
    pd.DataFrame(rows).to_csv(run.path / "predictions.csv", index=False)


@pytest.fixture
def demo():
    """What is known of the bundled run's exam."""
    return load_stored_exam(RunFolder(DEMO_RUN))
