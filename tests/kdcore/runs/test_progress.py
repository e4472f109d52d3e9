import json

import pytest

from kdcore.runs.events_log import RecordedEvent, event_of
from kdcore.runs.progress import STAGES, Follower, Progress
from kdcore.training.events import Resumed, StepDone
from tests.made_runs import make_run_folder

RECORDS = [
    {"event": "StageStarted", "stage": "teacher", "n_steps": 10, "n_epochs": 2, "at": 100.0},
    {"event": "StepDone", "stage": "teacher", "step": 5, "n_steps": 10, "epoch": 1, "loss": 0.5,
     "learning_rate": 1e-3, "sentences_per_s": 8.0, "at": 110.0},
    {"event": "EpochDone", "stage": "teacher", "epoch": 1, "n_epochs": 2, "train_loss": 0.6, "validation_loss": 0.5,
     "validation_accuracy": 0.8, "best": True, "seconds": 12.0, "at": 112.0},
    {"event": "EpochDone", "stage": "teacher", "epoch": 2, "n_epochs": 2, "train_loss": 0.4, "validation_loss": 0.6,
     "validation_accuracy": 0.7, "best": False, "seconds": 9.0, "at": 121.0},
    {"event": "StageDone", "stage": "teacher", "seconds": 21.0, "best_epoch": 1, "at": 121.0},
    {"event": "StageStarted", "stage": "soft_targets", "n_steps": 50, "n_epochs": 0, "at": 121.0},
    {"event": "LabelsDone", "stage": "soft_targets", "n_done": 20, "n_rows": 50, "at": 123.0},
    {"event": "SomethingNew", "stage": "teacher", "at": 124.0},
    {"event": "StageStarted", "stage": "nobody", "n_steps": 1, "n_epochs": 0, "at": 124.0},
]  # fmt: skip


def recorded(record):
    return RecordedEvent(record["seq"], record["at"], event_of(record))


def progress_after(n):
    progress = Progress()
    for seq, record in enumerate(RECORDS[:n], start=1):
        progress.add(recorded({"seq": seq, **record}))
    return progress


def test_nothing_has_begun():
    progress = progress_after(0)
    assert progress.current is None
    assert [stage.state for stage in progress.stages.values()] == ["waiting"] * len(STAGES)


def test_half_of_a_stage():
    stage = progress_after(2).stages["teacher"]
    assert (stage.state, stage.share, stage.epoch, stage.sentences_per_s) == ("running", 0.5, 1, 8.0)
    assert stage.steps == [(1.0, 0.5)]
    assert stage.seconds_left(112.0) == pytest.approx(8.0)  # 10 s for a half, 12 s gone


def test_the_best_epoch_is_not_the_last():
    progress = progress_after(7)
    teacher = progress.stages["teacher"]
    assert (teacher.state, teacher.best_epoch, len(teacher.epochs)) == ("done", 1, 2)
    assert progress.current.name == "soft_targets"
    assert progress.current.share == 0.4


def test_a_resumed_stage_forgets_what_came_after_its_checkpoint():
    progress = progress_after(4)
    old_name = {"event": "PinnedJudged", "stage": "teacher", "epoch": 2, "labels": [1], "confidences": [0.9]}
    progress.add(recorded({"seq": 5, "at": 122.0, **old_name}))
    assert progress.stages["teacher"].tracked == {2: [1]}
    progress.add(RecordedEvent(6, 200.0, Resumed("teacher", step=5, n_steps=10, epoch=1, n_epochs=2)))
    stage = progress.stages["teacher"]
    assert ([epoch.epoch for epoch in stage.epochs], stage.tracked, stage.state) == ([1], {}, "running")
    assert stage.seconds_left(200.0) is None
    progress.add(RecordedEvent(7, 202.0, StepDone("teacher", 6, 10, 2, 0.5, 1e-3, 8.0)))
    assert stage.seconds_left(202.0) == pytest.approx(8.0)  # four steps, each 2 s as the one since the resume


def test_what_this_version_does_not_know_is_passed_over():
    progress = progress_after(len(RECORDS))
    assert progress.stages["teacher"].state == "done"


def test_long_curves_are_thinned_and_keep_both_ends():
    progress = progress_after(1)
    for step in range(1, 2001):
        progress.add(RecordedEvent(step, 100.0 + step, StepDone("teacher", step, 2000, 1, 1.0, 1e-3, 1.0)))
    steps = progress.stages["teacher"].steps
    assert 150 < len(steps) <= 400
    assert steps[-1][0] == 2.0
    assert steps[0][0] < 0.1


def test_a_follower_reads_each_line_once_and_waits_for_the_end_of_a_line(tmp_path):
    run = make_run_folder(tmp_path)
    follower = Follower(run)
    assert follower.read().seq == 0
    lines = [json.dumps({"seq": seq, **record}) for seq, record in enumerate(RECORDS, start=1)]
    log = run.path / "events.jsonl"
    log.write_text("\n".join(lines[:2]) + "\n" + lines[2][:20])
    assert follower.read().seq == 2
    log.write_text("\n".join(lines[:5]) + "\n")
    assert follower.read().stages["teacher"].state == "done"
    assert len(follower.read().stages["teacher"].epochs) == 2
