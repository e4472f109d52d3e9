import json

from kdcore.learning.events import LabelsDone, Resumed, StageDone
from kdcore.runs.record import Recorder


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_events_are_numbered_across_writers(tmp_path):
    file = tmp_path / "events.jsonl"
    for _ in range(2):
        with Recorder(file) as recorder:
            recorder.write(LabelsDone("soft_targets", 1, 2))
            recorder.write(LabelsDone("soft_targets", 2, 2))
    assert [line["seq"] for line in lines(file)] == [1, 2, 3, 4]


def test_a_torn_last_line_is_cut_off(tmp_path):
    file = tmp_path / "events.jsonl"
    with Recorder(file) as recorder:
        recorder.write(LabelsDone("soft_targets", 1, 2))
    with file.open("a") as log:
        log.write('{"seq": 2, "event": "Ep')
    with Recorder(file) as recorder:
        recorder.write(LabelsDone("soft_targets", 2, 2))
    assert [(line["seq"], line["n_done"]) for line in lines(file)] == [(1, 1), (2, 2)]


def test_a_stage_that_was_cut_short_is_not_finished(tmp_path):
    with Recorder(tmp_path / "events.jsonl") as recorder:
        recorder.write(StageDone("teacher", 1.0))
        recorder.write(StageDone("student", 1.0, cut_short=True))
    with Recorder(tmp_path / "events.jsonl") as again:
        assert again.finished == {"teacher"}


def test_an_epoch_that_was_saved_but_not_recorded_is_recorded_on_resuming(tmp_path):
    file = tmp_path / "events.jsonl"
    epoch = {"event": "EpochDone", "stage": "teacher", "epoch": 2}
    for known in (False, True):
        with Recorder(file) as recorder:
            recorder.owed = epoch
            recorder.write(Resumed("teacher", 4, 8, 2, 4))
        assert sum(line["event"] == "EpochDone" for line in lines(file)) == 1, known
