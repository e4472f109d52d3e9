import json
from dataclasses import replace

import pytest
from psutil import Process

from kdcore.config import preset_config
from kdcore.runs.events_log import RecordedEvent
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import STAGES, Progress
from kdcore.runs.records import RowCounts
from kdcore.runs.time_estimate import (
    SentenceTimes,
    estimate,
    record_time_error,
    seconds_left,
    sentence_times_of,
    time_taken,
)
from kdcore.training.events import StageDone, StageStarted
from tests.made_runs import run_config

ROWS = RowCounts(train=12_000, validation=2_600, test=2_600)


def test_dearer_presets_take_longer():
    totals = [
        sum(estimate(preset_config(name, n_train=12_000), ROWS).values()) for name in ("quick", "balanced", "best")
    ]
    assert totals == sorted(totals)
    assert 2 * 60 < totals[0] < 8 * 60


def test_half_of_the_layers_take_half_of_the_time():
    quick = preset_config("quick", n_train=12_000)
    assert quick.teacher_layers == 2
    full = estimate(preset_config("balanced", n_train=12_000), ROWS)["teacher"]
    assert estimate(quick, ROWS)["teacher"] == pytest.approx(full * 2 / 6 * quick.teacher.epochs / 4)


def finished(root, config, seconds, expected_s=None, resumed=False):
    settings = replace(run_config(data={"rows": ROWS}), training=config, expected_s=expected_s or {})
    run = RunFolder.create(root, "one", settings)
    lines = [
        {"seq": i, "at": 1.0, "event": "StageDone", "stage": name, "seconds": seconds[name], "best_epoch": 0}
        for i, name in enumerate(STAGES)
    ]
    if resumed:
        event = {"at": 1.0, "event": "Resumed", "stage": "student", "step": 1, "n_steps": 2, "epoch": 1, "n_epochs": 2}
        lines.append({"seq": 6, **event})
    (run.path / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    run.set_state("running", worker=Process())
    run.set_state("done")
    return run


def test_a_finished_run_says_how_fast_this_machine_is(tmp_path):
    config = preset_config("balanced", n_train=12_000)
    slow = {name: 3 * seconds for name, seconds in estimate(config, ROWS, SentenceTimes()).items()}
    times = sentence_times_of([finished(tmp_path, config, slow)], config, "abc")
    again = estimate(config, ROWS, times)
    assert again == pytest.approx(slow)


def test_other_encoders_or_sentences_say_nothing(tmp_path):
    run = finished(tmp_path, preset_config("balanced", "bert", n_train=12_000), dict.fromkeys(STAGES, 1000.0))
    assert sentence_times_of([run], preset_config("balanced", n_train=12_000), "abc") is None
    assert sentence_times_of([run], preset_config("balanced", "bert", n_train=12_000), "other") is None


def test_a_run_that_was_resumed_has_no_sentence_times_of_its_own(tmp_path):
    config = preset_config("balanced", n_train=12_000)
    run = finished(tmp_path, config, dict.fromkeys(STAGES, 10.0), dict.fromkeys(STAGES, 10.0), resumed=True)
    assert sentence_times_of([run], config, "abc") is None
    record_time_error(run)
    assert time_taken(run) is None


def test_what_was_announced_is_held_against_what_it_took(tmp_path):
    config = preset_config("balanced", n_train=12_000)
    run = finished(tmp_path, config, dict.fromkeys(STAGES, 10.0), dict.fromkeys(STAGES, 8.0))
    record_time_error(run)
    taken = time_taken(run)
    assert (taken.expected_s, taken.spent_s) == (40, 50)
    assert taken.error == pytest.approx(-0.2)


def test_a_slow_start_makes_the_rest_longer_too():
    progress = Progress()
    start = StageStarted("teacher", n_steps=10, n_epochs=1)
    progress.add(RecordedEvent(1, 100.0, start))
    progress.add(RecordedEvent(2, 120.0, StageDone("teacher", seconds=20.0, best_epoch=1)))
    assert seconds_left(progress, dict.fromkeys(STAGES, 10.0), 120.0) == pytest.approx(80.0)


def test_the_time_left_counts_what_has_not_begun():
    expected = dict.fromkeys(STAGES, 10.0)
    progress = Progress()
    assert seconds_left(progress, expected, 0.0) == 50.0
    progress.add(RecordedEvent(1, 100.0, StageStarted("teacher", n_steps=10, n_epochs=1)))
    assert seconds_left(progress, expected, 104.0) == pytest.approx(46.0)


def test_every_further_teacher_takes_its_time():
    config = preset_config("balanced", n_train=12_000)
    alone, together = (estimate(c, ROWS) for c in (config, replace(config, teachers=3, folds=2)))
    assert list(together) == ["teacher", "teacher_2", "teacher_3", "fold_1", "fold_2", "soft_targets", "baseline",
                              "student", "exam"]  # fmt: skip
    assert together["teacher_3"] == together["teacher"] == alone["teacher"]
    assert together["fold_1"] == pytest.approx(alone["teacher"] / 2, rel=0.1)
    assert 3 * alone["soft_targets"] < together["soft_targets"] < 4 * alone["soft_targets"]
