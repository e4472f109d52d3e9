"""The whole recipe with tiny networks, as the worker writes it down."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.errors import EncoderError, RunError
from kdcore.evaluation.calibration import scaled
from kdcore.evaluation.exam import results_from_predictions
from kdcore.models.encoders import save_temperature
from kdcore.runs.create import continued_config, create_run, open_run
from kdcore.runs.folder import RunFolder
from kdcore.runs.worker import run_training
from kdcore.serving.predict import FinishedRun
from kdcore.serving.reexamine import examine_again
from kdcore.storage import verifies, write_json
from kdcore.training.events import EpochDone, ExamDone, StageDone, StepDone, TrackedJudged


def tiny_config(teacher, student, **changes):
    config = TrainConfig(
        preset="quick",
        encoders=encoder_pair(f"{teacher},{student}"),
        teacher=StageConfig(2, 1e-3, 16),
        student=StageConfig(3, 2e-3, 16),
        baseline_epochs=3,
        seed=1,
    )
    return replace(config, **changes)


@pytest.fixture(scope="module")
def dataset(small_csv):
    return load_dataset(small_csv, seed=1)


@pytest.fixture(scope="module")
def finished(tmp_path_factory, dataset, tiny_bert, tiny_student):
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path_factory.mktemp("runs"), config, dataset)
    return run, list(run_training(run, config, dataset))


def recorded(run, kind):
    return [line.event for line in run.events() if isinstance(line.event, kind)]


def test_stages_come_in_order(finished):
    _, events = finished
    assert [e.stage for e in events if isinstance(e, StageDone)] == list(tiny_config("a", "b").stages)


def test_the_folder_holds_all_that_is_promised(finished):
    run, _ = finished
    assert run.state().state == "done"
    for name in ("config.json", "events.jsonl", "results.json", "predictions.csv"):
        assert (run.path / name).is_file()
    for who in ("teacher", "student"):
        assert {f.name for f in (run.path / who).iterdir()} >= {"config.json", "model.safetensors", "tokenizer.json"}
    assert len(list(run.soft_targets.glob("*.safetensors"))) == 1
    assert run.config().training.seed == 1


def test_events_are_numbered_and_end_with_the_exam(finished):
    run, events = finished
    records = run.events()
    assert [r.seq for r in records] == list(range(1, len(records) + 1))
    assert [type(r.event) for r in records[-2:]] == [ExamDone, StageDone]
    assert sum(isinstance(r.event, EpochDone) for r in records) == 2 + 3 + 3
    assert sum(isinstance(r.event, StepDone) for r in records) <= sum(isinstance(e, StepDone) for e in events)


def test_the_stored_networks_give_the_written_predictions(finished, dataset):
    run, _ = finished
    table = run.predictions()
    again = FinishedRun.open(run.path).classify(dataset.test.texts)
    assert table["sentence"].tolist() == dataset.test.texts
    for who in ("teacher", "student"):
        assert again[who].tolist() == table[who].tolist()


def test_results_follow_from_the_predictions(finished):
    run, _ = finished
    assert results_from_predictions(run.predictions(), run.results(), run.validation()) == run.results()


def test_the_validation_rows_and_the_temperature_they_gave_are_kept(finished, dataset):
    run, _ = finished
    table, again = run.validation(), FinishedRun.open(run.path)
    assert table["sentence"].tolist() == dataset.validation.texts
    for who in ("teacher", "student"):
        temperature = run.results().candidates[who].calibration_temperature
        assert again.pair(who)[0].config.calibration_temperature == temperature
        assert verifies(run.path / who)
        raw = table[[f"{who}_p_0", f"{who}_p_1"]].to_numpy()
        shown = again.probabilities(who, dataset.validation.texts)
        assert np.allclose(scaled(raw, temperature), shown, atol=2e-4)


def test_an_older_run_is_examined_again_and_keeps_its_scores(finished, tmp_path):
    run = RunFolder(shutil.copytree(finished[0].path, tmp_path / "old"))
    (run.path / "validation.csv").unlink()
    old = run.results().as_json()
    for who in ("teacher", "student"):
        save_temperature(run.path / who, 5.0)
        del old["results"][who]["temperature"]
    write_json(run.path / "results.json", old)
    assert run.validation() is None
    assert examine_again(run) == run.results()
    again, first = run.results(), finished[0].results()
    for who in ("teacher", "student"):
        same = [results.candidates[who].calibration_temperature for results in (again, first)]
        assert same[0] == pytest.approx(same[1], rel=0.01)
        assert again.candidates[who].accuracy == first.candidates[who].accuracy
    assert (run.path / "predictions.csv").read_bytes() == (finished[0].path / "predictions.csv").read_bytes()


def test_results_are_plain_json_with_the_promised_parts(finished):
    run, _ = finished
    results = json.loads((run.path / "results.json").read_text())
    assert set(results["results"]) == {"teacher", "student", "baseline", "tfidf"}
    assert results["student_vs_baseline"]["fair"] is True
    assert np.sum(results["results"]["student"]["confusion"]) == results["n"] == len(run.predictions())


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory, dataset, tiny_bert, tiny_student):
    """A training with two teachers of all rows and two of half of them, on a file with sentences without a label."""
    config = tiny_config(tiny_bert, tiny_student, teachers=2, folds=2, spellings=2, transfer=1)
    data = replace(dataset, unlabelled=["eta koro na", "kalke ashbo"], sha256="other")
    run = create_run(tmp_path_factory.mktemp("runs"), config, data)
    return run, list(run_training(run, config, data))


def test_every_teacher_of_an_ensemble_has_its_stage_and_is_then_deleted(ensemble):
    run, events = ensemble
    done = [e.stage for e in events if isinstance(e, StageDone)]
    assert done == ["teacher", "teacher_2", "fold_1", "fold_2", "soft_targets", "baseline", "student", "exam"]
    assert run.state().state == "done"
    assert {place.name for place in run.path.iterdir() if place.is_dir()} == {
        "teacher", "baseline", "student", "soft_targets"
    }  # fmt: skip
    assert len(list(run.soft_targets.glob("*.safetensors"))) == 4


def test_the_file_keeps_the_sentences_that_have_no_label(ensemble):
    assert open_run(ensemble[0])[1].unlabelled == ["eta koro na", "kalke ashbo"]


_slow = pytest.mark.slow


@pytest.mark.parametrize(
    "stage", ["fold_2", *(pytest.param(stage, marks=_slow) for stage in ("teacher_2", "soft_targets", "student"))]
)
def test_a_training_killed_in_any_stage_of_the_ensemble_ends_the_same(ensemble, tmp_path, dataset, stage):
    whole, _ = ensemble
    config, data = open_run(whole)
    run = create_run(tmp_path, config, data)
    events = run_training(run, config, data)
    for event in events:
        if event.stage == stage:
            next(events)
            break
    events.close()
    run.requeue()
    list(run_training(run, config, data))
    assert run.state().state == "done"
    assert run.predictions().equals(whole.predictions())


def test_tracked_sentences_are_judged_after_every_epoch_and_change_nothing_else(
    finished, tmp_path, dataset, tiny_bert, tiny_student
):
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path, config, dataset, tracked=["eta koro", "ami jabo"])
    list(run_training(run, config, dataset))
    judged = recorded(run, TrackedJudged)
    assert [(e.stage, e.epoch) for e in judged] == [("teacher", i) for i in (1, 2)] + [
        ("student", i) for i in (1, 2, 3)
    ]
    assert all(len(e.labels) == len(e.confidences) == 2 for e in judged)
    assert run.predictions().equals(finished[0].predictions())
    assert not run.checkpoints.exists()


def test_a_failure_is_written_down(tmp_path, dataset, tiny_student):
    config = tiny_config("nobody/nothing", tiny_student)
    run = create_run(tmp_path, config, dataset)
    with pytest.raises(EncoderError):
        list(run_training(run, config, dataset))
    assert run.state().state == "failed"
    assert "nobody/nothing" in run.state().sentence


def test_an_unknown_encoder_makes_no_run(tmp_path, dataset, tiny_student):
    with pytest.raises(EncoderError):
        create_run(tmp_path / "runs", tiny_config("nonsense", tiny_student), dataset)
    assert not (tmp_path / "runs").exists()


def test_three_classes_with_words_for_labels(tmp_path, bundled_frame, tiny_bert, tiny_student):
    rows = bundled_frame[bundled_frame.form.isin(["command", "question", "statement"])].sample(240, random_state=0)
    rows[["sentence", "form"]].rename(columns={"form": "label"}).to_csv(tmp_path / "three.csv", index=False)
    data = load_dataset(tmp_path / "three.csv")
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path / "runs", config, data)
    list(run_training(run, config, data))
    assert data.label_names == ["command", "question", "statement"]
    assert np.shape(run.results().student.confusion) == (3, 3)
    assert results_from_predictions(run.predictions(), run.results(), run.validation()) == run.results()
    answers = FinishedRun.open(run.path).classify(["close the door"])
    assert answers.loc[0, "student"] in data.label_names
    report = FinishedRun.open(run.path).evaluate(data.test)
    assert report["student"]["accuracy"] == pytest.approx(run.results().student.accuracy)


def test_leaving_in_the_middle_is_written_down(tmp_path, dataset, tiny_bert, tiny_student):
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path, config, dataset)
    events = run_training(run, config, dataset)
    next(events)
    events.close()
    assert run.state().state == "stopped"


def test_training_longer_is_a_new_run_that_starts_where_the_first_ended(finished, tmp_path):
    run, _ = finished
    before = {file: file.read_bytes() for file in run.path.rglob("*") if file.is_file()}
    config, dataset = open_run(run)
    more = create_run(tmp_path, continued_config(config), dataset, continues=run)
    reached = {e.stage: e.validation_accuracy for e in recorded(run, StageDone)}
    list(run_training(more, continued_config(config), dataset))
    assert more.config().continues == run.run_id
    assert more.config().data.name == run.config().data.name == "small"
    for event in (e for e in recorded(more, StageDone) if e.stage in reached):
        assert event.validation_accuracy >= reached[event.stage], event.stage
    losses = {(r, e.stage, e.epoch): e.train_loss for r, one in (("first", run), ("more", more))
              for e in recorded(one, EpochDone)}  # fmt: skip
    assert losses["more", "baseline", 1] < losses["first", "baseline", 1]
    assert {file: file.read_bytes() for file in run.path.rglob("*") if file.is_file()} == before
    assert not more.init_from.exists()


def test_only_a_finished_run_that_kept_its_networks_can_go_on(finished, tmp_path, dataset):
    run, _ = finished
    config, _ = open_run(run)
    waiting = create_run(tmp_path / "a", config, dataset)
    with pytest.raises(RunError, match="cannot be trained longer"):
        create_run(tmp_path / "b", config, dataset, continues=waiting)
    assert not (tmp_path / "b").exists()
