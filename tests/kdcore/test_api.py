"""The public API: what is exported, the examples of its docstrings, and what goes wrong with a sentence."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import kdcore
from kdcore import api
from kdcore.bundled import DEMO_RUN

ROOT = Path(__file__).parents[2]


def test_exported_names():
    assert kdcore.__all__ == sorted(kdcore.__all__, key=kdcore.__all__.index)
    assert {"load_dataset", "distil", "load", "KdError"} <= set(kdcore.__all__) == set(kdcore._HOME_OF)
    assert all(getattr(kdcore, name) is not None for name in kdcore.__all__)
    assert set(kdcore.__all__) <= set(dir(kdcore))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kdcore.nothing  # noqa: B018


@pytest.mark.parametrize("module", [kdcore, api], ids=lambda module: module.__name__)
def test_examples_of_the_docstrings_run(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


def test_importing_the_package_loads_no_torch():
    code = "import kdcore, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_sample_keeps_classes_and_parts_and_is_another_dataset():
    whole = kdcore.load_dataset()
    small = whole.sample(200)
    parts = ("train", "validation", "test")
    assert abs(sum(len(getattr(small, part)) for part in parts) - 200) <= 6
    for part in parts:
        rows, every = getattr(small, part), getattr(whole, part)
        assert set(rows.labels) == set(every.labels)
        assert set(rows.texts) <= set(every.texts)
        assert len(rows.extra) == len(rows)
    assert small.sha256 != whole.sha256
    assert small.train.texts == whole.sample(200).train.texts != whole.sample(200, seed=1).train.texts


def test_every_event_is_passed_on_in_order(tmp_path):
    dataset, events = kdcore.load_dataset().sample(100), []
    run = kdcore.distil(dataset, "quick", epochs=1, teacher_epochs=1, runs=tmp_path, on_event=events.append)
    assert [e.stage for e in events if isinstance(e, kdcore.EpochDone)] == ["teacher", "baseline", "student"]
    assert isinstance(events[0], kdcore.StageStarted)
    assert isinstance(events[-1], kdcore.StageDone)
    assert any(isinstance(e, kdcore.ExamDone) for e in events)
    assert run.path.parent == tmp_path


def test_mistakes_are_sentences(tmp_path):
    dataset = kdcore.load_dataset().sample(100)
    for settings in ({"preset": "quik"}, {"preset": "quick", "epoch": 1}, {"preset": "quick", "alpha": 2}):
        with pytest.raises(kdcore.ConfigError) as error:
            kdcore.distil(dataset, runs=tmp_path, **settings)
        assert error.value.fix
    assert not any(tmp_path.iterdir())
    with pytest.raises(kdcore.RunError, match="no run"):
        kdcore.load(tmp_path)


def test_predictions_are_those_of_the_run():
    run = kdcore.load(DEMO_RUN)
    table = run.folder.predictions().head(20)
    predictions = run.predict(list(table.sentence))
    assert [p.label for p in predictions] == list(table.student)
    assert all(0.5 <= p.confidence <= 1 for p in predictions)
    assert [p.label for p in run.predict(list(table.sentence), who="teacher")] == list(table.teacher)
