"""The real bundled encoders on a fixed part of the bundled data, and the demo run as it is stored."""

from dataclasses import replace

import numpy as np
import pytest

from kdcore.bundled import ASSETS
from kdcore.config import preset_config
from kdcore.data import load_dataset
from kdcore.evaluation.calibration import scaled
from kdcore.evaluation.exam import results_from_predictions
from kdcore.runs.folder import RunFolder
from kdcore.serving.predict import FinishedRun
from kdcore.training.events import ExamDone
from kdcore.training.recipe import Recipe

DEMO_RUN = ASSETS / "demo_run"


@pytest.mark.parametrize(
    ("n_rows", "epochs", "margin"), [(300, (5, 15), 0.15), pytest.param(1500, None, 0.03, marks=pytest.mark.slow)]
)
def test_quick_is_within_a_margin_of_tfidf(bundled_frame, tmp_path, n_rows, epochs, margin):
    """With 300 rows this shows that the stages train at all; that the student comes near, only the 1,500 rows do."""
    part = bundled_frame[bundled_frame.split == "train"].sample(n_rows, random_state=7)
    part[["sentence", "label"]].to_csv(tmp_path / "part.csv", index=False)
    dataset = load_dataset(tmp_path / "part.csv")
    config = preset_config("quick", n_train=len(dataset.train))
    if epochs:
        teacher, student = replace(config.teacher, epochs=epochs[0]), replace(config.student, epochs=epochs[1])
        config = replace(config, teacher=teacher, student=student, baseline_epochs=1)
    results = next(e.results for e in Recipe(config, dataset).run() if isinstance(e, ExamDone))
    student, opponent = (results.candidates[name].accuracy for name in ("student", "tfidf"))
    assert student > opponent - margin


@pytest.fixture(scope="module")
def demo():
    return FinishedRun.open(DEMO_RUN)


@pytest.mark.parametrize("n", [400, pytest.param(None, marks=pytest.mark.slow)])
def test_the_demo_runs_weights_give_its_predictions(demo, n):
    table = demo.folder.predictions()
    table = table.sample(n, random_state=0) if n else table
    again = demo.classify(table["sentence"].tolist())
    for who in ("teacher", "student"):
        assert again[who].tolist() == table[who].tolist()
        temperature = demo.folder.results().candidates[who].calibration_temperature
        stored = scaled(table[[f"{who}_p_0", f"{who}_p_1"]].to_numpy(), temperature).max(axis=1)
        assert np.allclose(again[f"{who}_confidence"], stored, atol=1e-3)


def test_the_demo_runs_results_follow_from_its_predictions(demo):
    found = results_from_predictions(demo.folder.predictions(), demo.folder.results(), demo.folder.validation())
    assert found == demo.folder.results()


def test_the_demo_run_was_examined_on_the_bundled_test_rows(demo):
    dataset = load_dataset()
    table = demo.folder.predictions()
    assert table["sentence"].tolist() == dataset.test.texts
    assert table["label"].tolist() == [dataset.label_names[k] for k in dataset.test.labels]
    assert demo.folder.config().data.sha256 == dataset.sha256


def test_the_demo_run_is_an_ordinary_run(demo):
    run = RunFolder.open(DEMO_RUN, finished=True)
    assert {type(line.event).__name__ for line in run.events()} >= {
        "StageStarted",
        "StepDone",
        "EpochDone",
        "ExamDone",
        "StageDone",
    }
    assert not (DEMO_RUN / "checkpoints").exists()
