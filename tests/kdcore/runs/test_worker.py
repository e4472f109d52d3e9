"""The whole recipe with tiny networks, as the worker writes it down."""

import json
from dataclasses import replace

import numpy as np
import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.errors import EncoderError, RunError
from kdcore.judging.exam import results_from_predictions
from kdcore.learning.events import STAGES, StageDone, StepDone
from kdcore.recipe import Recipe
from kdcore.runs.create import create_run, longer, open_run
from kdcore.runs.worker import carry_out
from kdcore.using.predict import FinishedRun


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


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def dataset(small_csv):
    return load_dataset(small_csv, seed=1)


@pytest.fixture(scope="module")
def finished(tmp_path_factory, dataset, tiny_bert, tiny_student):
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path_factory.mktemp("runs"), config, dataset)
    return run, list(carry_out(run, config, dataset))


def test_stages_come_in_order(finished):
    _, events = finished
    assert [e.stage for e in events if isinstance(e, StageDone)] == list(STAGES)


def test_the_folder_holds_all_that_is_promised(finished):
    run, _ = finished
    assert run.state()["state"] == "done"
    for name in ("config.json", "events.jsonl", "results.json", "predictions.csv"):
        assert (run.path / name).is_file()
    for who in ("teacher", "student"):
        assert {f.name for f in (run.path / who).iterdir()} >= {"config.json", "model.safetensors", "tokenizer.json"}
    assert len(list(run.soft_targets.glob("*.safetensors"))) == 1
    assert TrainConfig.from_dict(run.config()["training"]).seed == 1


def test_events_are_numbered_and_end_with_the_exam(finished):
    run, events = finished
    records = list(run.events())
    assert [r["seq"] for r in records] == list(range(1, len(records) + 1))
    assert [r["event"] for r in records[-2:]] == ["ExamDone", "StageDone"]
    assert sum(r["event"] == "EpochDone" for r in records) == 2 + 3 + 3
    assert sum(r["event"] == "StepDone" for r in records) <= sum(isinstance(e, StepDone) for e in events)


def test_the_stored_networks_give_the_written_predictions(finished, dataset):
    run, _ = finished
    table = run.predictions()
    again = FinishedRun.open(run.path).classify(dataset.test.texts)
    assert table["sentence"].tolist() == dataset.test.texts
    for who in ("teacher", "student"):
        assert again[who].tolist() == table[who].tolist()


def test_results_follow_from_the_predictions(finished):
    run, _ = finished
    assert results_from_predictions(run.predictions(), run.results()) == run.results()


def test_results_are_plain_json_with_the_promised_parts(finished):
    run, _ = finished
    results = json.loads((run.path / "results.json").read_text())
    assert set(results["results"]) == {"teacher", "student", "baseline", "tfidf"}
    assert results["student_vs_baseline"]["fair"] is True
    assert np.sum(results["results"]["student"]["confusion"]) == results["n"] == len(run.predictions())


def test_without_the_soft_term_the_student_is_its_baseline(dataset, tiny_bert, tiny_student):
    """Same initial weights, seed, batches and schedule: with alpha 0 nothing is left that differs."""
    config = tiny_config(tiny_bert, tiny_student)
    recipe = Recipe(replace(config, distill=replace(config.distill, alpha=0.0)), dataset)
    losses = {"baseline": [], "student": []}
    for stage in (recipe.teacher, recipe.soft_targets, recipe.baseline, recipe.student):
        for event in stage():
            if isinstance(event, StepDone) and event.stage in losses:
                losses[event.stage].append(event.loss)
    assert losses["student"] == losses["baseline"]


def test_the_seed_decides_the_outcome(dataset, tiny_bert, tiny_student):
    def losses(seed):
        recipe = Recipe(tiny_config(tiny_bert, tiny_student, seed=seed), dataset)
        return [e.loss for e in recipe.teacher() if isinstance(e, StepDone)]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_pinned_sentences_are_judged_after_every_epoch_and_change_nothing_else(
    finished, tmp_path, dataset, tiny_bert, tiny_student
):
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path, config, dataset, pinned=["eta koro", "ami jabo"])
    list(carry_out(run, config, dataset))
    judged = [e for e in run.events() if e["event"] == "PinnedJudged"]
    assert [(e["stage"], e["epoch"]) for e in judged] == [("teacher", i) for i in (1, 2)] + [
        ("student", i) for i in (1, 2, 3)
    ]
    assert all(len(e["labels"]) == len(e["confidences"]) == 2 for e in judged)
    assert run.predictions().equals(finished[0].predictions())
    assert not run.checkpoints.exists()


def test_a_failure_is_written_down(tmp_path, dataset, tiny_student):
    config = tiny_config("nobody/nothing", tiny_student)
    run = create_run(tmp_path, config, dataset)
    with pytest.raises(EncoderError):
        list(carry_out(run, config, dataset))
    assert run.state()["state"] == "failed"
    assert "nobody/nothing" in run.state()["sentence"]


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
    list(carry_out(run, config, data))
    assert data.label_names == ["command", "question", "statement"]
    assert np.shape(run.results()["results"]["student"]["confusion"]) == (3, 3)
    assert results_from_predictions(run.predictions(), run.results()) == run.results()
    answers = FinishedRun.open(run.path).classify(["close the door"])
    assert answers.loc[0, "student"] in data.label_names
    report = FinishedRun.open(run.path).evaluate(data.test)
    assert report["student"]["accuracy"] == pytest.approx(run.results()["results"]["student"]["accuracy"])


def test_leaving_in_the_middle_is_written_down(tmp_path, dataset, tiny_bert, tiny_student):
    config = tiny_config(tiny_bert, tiny_student)
    run = create_run(tmp_path, config, dataset)
    events = carry_out(run, config, dataset)
    next(events)
    events.close()
    assert run.state()["state"] == "stopped"


def test_training_longer_is_a_new_run_that_starts_where_the_first_ended(finished, tmp_path):
    run, _ = finished
    before = {file: file.read_bytes() for file in run.path.rglob("*") if file.is_file()}
    config, dataset = open_run(run)
    more = create_run(tmp_path, longer(config), dataset, continues=run)
    reached = {e["stage"]: e["validation_accuracy"] for e in run.events() if e["event"] == "StageDone"}
    list(carry_out(more, longer(config), dataset))
    assert more.config()["continues"] == run.run_id
    assert more.config()["data"]["name"] == run.config()["data"]["name"] == "small"
    for event in (e for e in more.events() if e["event"] == "StageDone" and e["stage"] in reached):
        assert event["validation_accuracy"] >= reached[event["stage"]], event["stage"]
    losses = {(r, e["stage"], e["epoch"]): e["train_loss"] for r, one in (("first", run), ("more", more))
              for e in one.events() if e["event"] == "EpochDone"}  # fmt: skip
    assert losses["more", "baseline", 1] < losses["first", "baseline", 1]
    assert {file: file.read_bytes() for file in run.path.rglob("*") if file.is_file()} == before
    assert not more.starts.exists()


def test_only_a_finished_run_that_kept_its_networks_can_go_on(finished, tmp_path, dataset):
    run, _ = finished
    config, _ = open_run(run)
    waiting = create_run(tmp_path / "a", config, dataset)
    with pytest.raises(RunError, match="cannot be trained longer"):
        create_run(tmp_path / "b", config, dataset, continues=waiting)
    assert not (tmp_path / "b").exists()
