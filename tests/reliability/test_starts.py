"""Two servers on one folder of runs: what both would start is started once, and nothing is lost between them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kdcore.runs.create import THREAD_SETTINGS, create_run
from kdcore.runs.folder import list_runs
from kdcore.runs.launcher import Launcher

ROOT = Path(__file__).parents[2]

# A server with the real launcher; its workers only sleep: it is the starting that is tried, not the training.
SERVER = """
import sys, time
from pathlib import Path
from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.runs.launcher import Launcher

folder, me, data, pair, n = Path(sys.argv[1]), sys.argv[2], *sys.argv[3:5], int(sys.argv[5])
config = TrainConfig("quick", encoder_pair(pair), StageConfig(1, 1e-3), StageConfig(1, 1e-3), baseline_epochs=1)
dataset = load_dataset(data)
sys.executable = str(folder / "sleeper")
for i in range(n):
    (folder / f"{i}-{me}-ready").touch()
    while len(list(folder.glob(f"{i}-*-ready"))) < 2:
        time.sleep(0.001)
    launcher = Launcher(folder / str(i))
    launcher.submit(config, dataset, "secret of " + me * 10)
    for _ in range(3):
        launcher.tick()
"""


@pytest.fixture
def sleeper(tmp_path):
    """What stands in for the interpreter that a worker runs in."""
    file = tmp_path / "sleeper"
    file.write_text("#!/bin/sh\nwhile sleep 1; do :; done\n")
    file.chmod(0o755)
    return file


@pytest.mark.parametrize("n", [5, pytest.param(20, marks=pytest.mark.slow)])
def test_two_servers_at_once_start_one_run_and_lose_none(tmp_path, small_csv, settings, sleeper, workers, n):
    for i in range(n):
        (tmp_path / str(i)).mkdir()
    pair = f"{settings.encoders.teacher},{settings.encoders.student}"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", SERVER, str(tmp_path), me, str(small_csv), pair, str(n)], env=environment
        )
        for me in "ab"
    ]
    assert [server.wait(timeout=180) for server in servers] == [0, 0]
    for i in range(n):
        states = {run.run_id: run.state() for run in list_runs(tmp_path / str(i))}
        assert sorted(state.state for state in states.values()) == ["queued", "running"]
        [worker] = workers(tmp_path / str(i))
        [pid] = [state.pid for state in states.values() if state.state == "running"]
        assert pid == worker.pid
        assert THREAD_SETTINGS.items() <= worker.environ().items()


DYING_SERVER = """
import os, sys
from pathlib import Path
from kdcore.runs.folder import RunFolder
from kdcore.runs.launcher import Launcher

RunFolder.set_state = lambda *_, **__: os._exit(9)
Launcher(Path(sys.argv[1])).tick()
"""


def test_a_server_that_dies_while_it_starts_a_run_leaves_no_worker_that_nobody_knows_of(
    tmp_path, short, dataset, workers
):
    run = create_run(tmp_path, short, dataset)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", DYING_SERVER, str(tmp_path)], env=environment).returncode == 9
    assert run.state().state == "queued"
    ending = time.monotonic() + 60
    while workers(tmp_path):
        assert time.monotonic() < ending
        time.sleep(0.1)
    assert not (run.path / "events.jsonl").exists()
    assert (run.path / "worker.log").read_text() == ""


def test_a_worker_whose_start_cannot_be_written_down_is_ended(tmp_path, short, dataset, workers, monkeypatch):
    run = create_run(tmp_path, short, dataset)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kdcore.runs.folder.write_json", full)
        with pytest.raises(OSError, match="No space"):
            Launcher(tmp_path).tick()
    assert run.state().state == "queued"
    assert workers(tmp_path) == []
