import json

import pytest

from kdcore.config import preset_config
from kdcore.runs.estimate import Pace, estimate, pace_of, seconds_left
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import STAGES, Progress

ROWS = {"train": 12_000, "validation": 2_600, "test": 2_600}


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


def finished(root, config, seconds):
    run = RunFolder.create(root, "one", {"training": config.as_dict(), "data": {"rows": ROWS}})
    lines = [
        {"seq": i, "at": 1.0, "event": "StageDone", "stage": name, "seconds": seconds[name], "best_epoch": 0}
        for i, name in enumerate(STAGES)
    ]
    (run.path / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    run.set_state("running")
    run.set_state("done")
    return run


def test_a_finished_run_says_how_fast_this_machine_is(tmp_path):
    config = preset_config("balanced", n_train=12_000)
    slow = {name: 3 * seconds for name, seconds in estimate(config, ROWS, Pace()).items()}
    pace = pace_of([finished(tmp_path, config, slow)], config)
    again = estimate(config, ROWS, pace)
    assert again == pytest.approx(slow)


def test_other_encoders_say_nothing(tmp_path):
    run = finished(tmp_path, preset_config("balanced", "bert", n_train=12_000), dict.fromkeys(STAGES, 1000.0))
    assert pace_of([run], preset_config("balanced", n_train=12_000)) == Pace()


def test_the_time_left_counts_what_has_not_begun():
    expected = dict.fromkeys(STAGES, 10.0)
    progress = Progress()
    assert seconds_left(progress, expected, 0.0) == 50.0
    progress.add({"seq": 1, "event": "StageStarted", "stage": "teacher", "n_steps": 10, "n_epochs": 1, "at": 100.0})
    assert seconds_left(progress, expected, 104.0) == pytest.approx(46.0)
