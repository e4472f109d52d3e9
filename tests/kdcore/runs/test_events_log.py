import json

import pandas as pd
import pytest

from kdcore.errors import RunError
from kdcore.runs import events_log
from kdcore.runs.events_log import EventsLog, read_events
from kdcore.runs.progress import Follower
from kdcore.training.events import (
    EpochDone,
    Event,
    ExamDone,
    LabelsDone,
    Resumed,
    StageDone,
    StageStarted,
    StepDone,
    TrackedJudged,
)
from tests.made_runs import make_run_folder


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_events_are_numbered_across_writers(tmp_path):
    file = tmp_path / "events.jsonl"
    for _ in range(2):
        with EventsLog(file) as log:
            log.write(LabelsDone("soft_targets", 1, 2))
            log.write(LabelsDone("soft_targets", 2, 2))
    assert [line["seq"] for line in lines(file)] == [1, 2, 3, 4]


def test_a_torn_last_line_is_cut_off(tmp_path):
    file = tmp_path / "events.jsonl"
    with EventsLog(file) as log:
        log.write(LabelsDone("soft_targets", 1, 2))
    with file.open("a") as torn:
        torn.write('{"seq": 2, "event": "Ep')
    with EventsLog(file) as log:
        log.write(LabelsDone("soft_targets", 2, 2))
    assert [(line["seq"], line["n_done"]) for line in lines(file)] == [(1, 1), (2, 2)]


def test_a_stage_that_was_cut_short_is_not_finished(tmp_path):
    with EventsLog(tmp_path / "events.jsonl") as log:
        log.write(StageDone("teacher", 1.0))
        log.write(StageDone("student", 1.0, cut_short=True))
    with EventsLog(tmp_path / "events.jsonl") as again:
        assert again.finished == {"teacher"}


def test_an_epoch_that_was_saved_but_not_recorded_is_recorded_on_resuming(tmp_path):
    file = tmp_path / "events.jsonl"
    epoch = EpochDone("teacher", 2, 4, 0.5, 0.5, 0.8, True, 1.0)
    for known in (False, True):
        with EventsLog(file) as log:
            log.unrecorded = epoch
            log.write(Resumed("teacher", 4, 8, 2, 4))
        assert sum(line["event"] == "EpochDone" for line in lines(file)) == 1, known


def test_wherever_the_last_line_is_torn_everybody_reads_the_lines_before_it_and_what_comes_after(tmp_path):
    """Readers of the record: who writes on, who has watched since before, and who comes later."""
    run = make_run_folder(tmp_path)
    file = run.path / "events.jsonl"
    with EventsLog(file) as log:
        log.write(TrackedJudged("teacher", 1, [1], [0.5]))
        log.write(TrackedJudged("teacher", 2, [0], [0.5]))
    first, second = file.read_bytes().splitlines(keepends=True)
    for n_left in range(len(second)):
        file.write_bytes(first + second[:n_left])
        watcher = Follower(run)
        assert (watcher.read().seq, [recorded.seq for recorded in run.events()]) == (1, [1]), n_left
        with EventsLog(file) as log:
            log.write(TrackedJudged("teacher", 3, [1], [0.5]))
        assert [line["seq"] for line in lines(file)] == [1, 2]
        assert watcher.read().stages["teacher"].tracked == {1: [1], 3: [1]}
        assert Follower(run).read().stages["teacher"].tracked == {1: [1], 3: [1]}


EVENTS = [
    StageStarted("teacher", 10, 2),
    StepDone("teacher", 1, 10, 1, 0.5, 1e-3, 8.0),
    EpochDone("teacher", 1, 2, 0.6, 0.5, 0.8, True, 12.0),
    TrackedJudged("teacher", 1, [1], [0.9]),
    LabelsDone("soft_targets", 20, 50),
    Resumed("teacher", 5, 10, 1, 2),
    StageDone("teacher", 21.0, 1, 0.8),
    ExamDone("exam"),
]


def test_every_kind_of_event_is_read_as_it_was_written(tmp_path):
    file = tmp_path / "events.jsonl"
    with EventsLog(file) as log:
        for event in EVENTS:
            log.write(event)
    recorded, offset = read_events(file)
    assert [line.event for line in recorded] == EVENTS
    assert [line.seq for line in recorded] == list(range(1, len(EVENTS) + 1))
    assert offset == file.stat().st_size
    assert {type(event) for event in EVENTS} == set(events_log._KINDS)


def test_live_fields_are_not_recorded_and_are_none_when_read(tmp_path):
    with EventsLog(tmp_path / "events.jsonl") as log:
        log.write(ExamDone("exam", {"n": 3}, pd.DataFrame(), pd.DataFrame()))
        log.write(StepDone("teacher", 1, 1, 1, 0.5, 1e-3, 8.0, state=object()))
    exam, step = (line.event for line in read_events(tmp_path / "events.jsonl")[0])
    assert (exam.results, exam.predictions, exam.validation, step.state) == (None, None, None, None)


def test_kinds_of_a_newer_version_are_plain_events_and_the_numbers_go_on(tmp_path):
    file = tmp_path / "events.jsonl"
    file.write_text('{"seq": 7, "at": 1.0, "event": "Invented", "stage": "teacher", "much": 3}\n')
    with EventsLog(file) as log:
        log.write(LabelsDone("soft_targets", 1, 2))
    recorded, _ = read_events(file)
    assert [line.seq for line in recorded] == [7, 8]
    assert recorded[0].event == Event("teacher")


def test_tracked_sentences_of_older_runs_are_read_under_their_old_name(tmp_path):
    old = {"seq": 1, "at": 1.0, "event": "PinnedJudged", "stage": "teacher", "epoch": 2, "labels": [1]}
    (tmp_path / "events.jsonl").write_text(json.dumps({**old, "confidences": [0.9]}) + "\n")
    assert read_events(tmp_path / "events.jsonl")[0][0].event == TrackedJudged("teacher", 2, [1], [0.9])


@pytest.mark.parametrize(
    "line",
    ["no json", "[]", '{"seq": 1, "at": 1.0, "event": "EpochDone", "stage": "teacher"}', '{"event": "StageDone"}'],
)
def test_a_broken_line_is_one_sentence(tmp_path, line):
    (tmp_path / "events.jsonl").write_text(line + "\n")
    with pytest.raises(RunError, match="is broken"):
        read_events(tmp_path / "events.jsonl")


def test_steps_can_be_left_out_unparsed_and_the_offset_is_the_same(tmp_path):
    file = tmp_path / "events.jsonl"
    with EventsLog(file) as log:
        for event in EVENTS:
            log.write(event)
    file.write_text(file.read_text().replace('"loss": 0.5', '"loss": broken'))
    recorded, offset = read_events(file, with_steps=False)
    assert [line.event for line in recorded] == [event for event in EVENTS if not isinstance(event, StepDone)]
    assert read_events(file, offset) == ([], offset)
