"""A page that serves for long: no process, no open file and no memory stays behind after a training."""

import gc
import time

import psutil
import pytest

from kdcore.data import load_dataset
from kdcore.runs.launcher import Launcher
from kdcore.runs.store import RunStore

N_WARM = 1  # trainings after which all is loaded that is loaded once


@pytest.fixture
def handful(tmp_path, bundled_frame):
    rows = bundled_frame[bundled_frame.split == "train"].sample(60, random_state=1)
    rows[["sentence", "label"]].to_csv(tmp_path / "handful.csv", index=False)
    return load_dataset(tmp_path / "handful.csv")


def train_and_watch(launcher, store, config, dataset, n):
    """Train `n` times, two at once, watched as the page watches; return the runs."""
    runs = [launcher.submit(config, dataset, f"secret of visitor {i}") for i in range(n)]
    ending = time.monotonic() + 60 * n
    while not all(run.state().state == "done" for run in runs):
        assert time.monotonic() < ending, [run.state() for run in runs]
        time.sleep(0.2)
        launcher.tick()
        for run in runs:
            store.follower(run.run_id).read()
    return runs


def left_behind(launcher, before):
    """Return the processes begun since `before`; the last worker writes `done` a moment before it ends."""
    launcher.tick()
    return set(psutil.Process().children()) - before


@pytest.mark.parametrize("n", [2, pytest.param(200, marks=pytest.mark.slow)])
def test_short_trainings_leave_nothing_behind(tmp_path, short, handful, workers, n):
    launcher, me = Launcher(tmp_path / "runs", n_parallel=2, n_waiting=n), psutil.Process()
    launcher.root.mkdir()
    store = RunStore(launcher.root)
    made, before, others = [], None, set(me.children())  # other tests' browsers
    for part in (N_WARM, n - N_WARM):
        made += train_and_watch(launcher, store, short, handful, part)
        ending = time.monotonic() + 20
        while left := left_behind(launcher, others):
            assert time.monotonic() < ending, left  # a zombie is a child too
            time.sleep(0.1)
        gc.collect()
        before = before or (me.num_fds(), me.memory_info().rss)
    n_files, memory = before
    assert len({run.run_id for run in made}) == n
    assert all(run.has_results for run in made)
    assert workers(launcher.root) == []
    assert me.num_fds() <= n_files
    grown = me.memory_info().rss - memory
    print(f"{n} trainings: {grown / 1e6:+.1f} MB, {me.num_fds() - n_files:+d} open files")  # noqa: T201
    assert grown < 50e6
