"""The status of a run on the page."""

import json
import os
import re

from demo.runs.history import history_table
from demo.shared.curves import accuracy_figure, loss_figure
from demo.train.status import _minutes_to_start, status_html
from tests.made_runs import make_run_folder, run_config


def queued(site, run_id, created_ns, seconds):
    run = make_run_folder(site.root, run_id, config=run_config(expected_s={"teacher": seconds}))
    os.utime(run.path / "config.json", ns=(created_ns, created_ns))
    return run


def test_minutes_to_the_start_count_the_runs_that_start_before_even_if_their_ids_sort_the_other_way(site):
    """Two runs of the same second: the launcher starts the one created first, so the page must count that one."""
    first = queued(site, "20260131-154500-quick-ffff", 10**18, 600.0)
    second = queued(site, "20260131-154500-quick-0000", 10**18 + 1, 1200.0)
    assert [site.launcher.queue_position(run) for run in (first, second)] == [1, 2]
    assert [_minutes_to_start(site, run) for run in (first, second)] == [1, 10]


def write_epochs(run, accuracies, losses, kept):
    """Record a student's finished stage; each epoch is `best` if it was kept when it ended."""
    lines, best = [{"event": "StageStarted", "stage": "student", "n_steps": 30, "n_epochs": 3}], (0.0, -1.0)
    for epoch, (accuracy, loss) in enumerate(zip(accuracies, losses, strict=True), start=1):
        is_best, best = (accuracy, -loss) > best, max(best, (accuracy, -loss))
        judged = {"validation_accuracy": accuracy, "validation_loss": loss, "best": is_best}
        lines.append({"event": "EpochDone", "stage": "student", "epoch": epoch, "n_epochs": 3, "train_loss": 0.5,
                      "seconds": 1.0, **judged})  # fmt: skip
    lines.append({"event": "StageDone", "stage": "student", "seconds": 3.0, "best_epoch": kept})
    run.events_file.write_text(
        "".join(json.dumps({"seq": i, "at": i, **line}) + "\n" for i, line in enumerate(lines, 1))
    )


def test_sentence_circles_and_sparkline_name_the_epoch_that_was_kept_among_equal_ones(site, make_run):
    run = make_run("one")
    write_epochs(run, [0.8, 0.9, 0.9], [0.5, 0.4, 0.3], kept=3)
    progress = site.store.follower("one").read()
    assert "Of 3 epochs, number 3 was the best and was kept" in status_html(site, "en", "one", run, progress)
    assert list(loss_figure("en", progress.stages["student"]).data[-1].x) == [3]
    assert list(accuracy_figure("en", progress).data[-1].x) == [3]
    row = history_table("en", site.summaries.summarise({"one": run}))
    last = re.search(r'points="[^"]* ([\d.]+),([\d.]+)"', row)
    assert f'x="{float(last[1]) - 3:g}" y="{float(last[2]) - 3:g}"' in row


def test_where_the_settings_keep_the_last_epoch_it_is_not_called_the_best(site, make_run):
    run = make_run("one")
    write_epochs(run, [0.8, 0.9, 0.7], [0.5, 0.4, 0.6], kept=3)
    html = status_html(site, "en", "one", run, site.store.follower("one").read())
    assert "The last of 3 epochs was kept, as the settings say: right on 70.0 %" in html
    assert "the best" not in html
