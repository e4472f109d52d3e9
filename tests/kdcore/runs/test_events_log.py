import json

from kdcore.runs.events_log import EventsLog
from kdcore.runs.progress import Follower
from kdcore.training.events import EpochDone, LabelsDone, Resumed, StageDone, TrackedJudged
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
