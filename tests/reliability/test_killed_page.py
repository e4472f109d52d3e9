"""The process of the page is killed: its trainings go on, or are taken up again at the next start, never twice."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kdcore.runs.create import create_run
from kdcore.training.events import EpochDone, ExamDone

ROOT = Path(__file__).parents[2]
TAKEN_UP_S = 30  # after the next start


class App:
    """The real page, in a process that can be killed and started again."""

    def __init__(self, runs, log, find_workers):
        self.runs, self.log, self.find_workers, self.process = runs, log, find_workers, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self):
        environment = os.environ | {
            "KD_DATA_DIR": str(self.runs),
            "GRADIO_SERVER_PORT": str(self.port),
            "GRADIO_TEMP_DIR": str(self.runs.with_name("cache")),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def is_up(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self):
        """Kill it, and return the processes it had for itself."""
        own = [child for child in psutil.Process(self.process.pid).children() if child not in self.workers()]
        self.process.kill()
        self.process.wait()
        return own

    def workers(self):
        at_work = self.find_workers(self.runs)
        assert len(at_work) <= 1, at_work
        return at_work

    def until(self, condition, seconds=120):
        """Wait, and see to it that there are never two workers."""
        started = time.monotonic()
        while not condition():
            assert time.monotonic() - started < seconds, self.log.read_text()
            self.workers()
            time.sleep(0.1)
        return time.monotonic() - started


def is_alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def app(tmp_path, workers):
    app = App(tmp_path / "runs", tmp_path / "app.log", workers)
    yield app
    app.process.kill()
    app.process.wait()


@pytest.mark.parametrize("to_the_end", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_killed_page_neither_loses_a_training_nor_starts_it_twice(app, settings, dataset, to_the_end):
    longer = replace(settings, student=replace(settings.student, epochs=40), baseline_epochs=40)
    run = create_run(app.runs, longer, dataset)
    events = run.path / "events.jsonl"
    app.start()
    app.until(events.exists)
    [worker] = app.workers()

    own = app.kill()
    size = events.stat().st_size
    app.until(lambda: events.stat().st_size > size)
    app.until(lambda: not any(is_alive(process) for process in own))
    if to_the_end:
        app.start()
        app.until(app.is_up)
    if run.state().state == "running":  # on a slow machine it may have ended meanwhile
        assert app.workers() == [worker]
        if to_the_end:
            app.kill()
        worker.kill()
        app.start()
        took = app.until(lambda: [process.pid for process in app.workers()] not in ([], [worker.pid]), TAKEN_UP_S)
        print(f"taken up again {took:.1f} s after the start")  # noqa: T201

    def n_events(kind):
        return sum(isinstance(line.event, kind) for line in run.events())

    n_epochs = n_events(EpochDone)
    ended = [lambda: run.state().state == "done"]
    # How a training that was taken up ends is what test_interruptions.py is about.
    goes_on = [lambda: n_events(EpochDone) > n_epochs]
    app.until(lambda: any(reached() for reached in (ended if to_the_end else ended + goes_on)), 300)
    assert n_events(ExamDone) == (run.state().state == "done")
