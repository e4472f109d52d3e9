"""Short trainings of tiny networks in real worker processes, and ways to disturb them."""

import os
import subprocess
import sys
import time

import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.runs.create import create_run


@pytest.fixture(scope="session")
def settings(tiny_bert, tiny_student):
    return TrainConfig(
        preset="quick",
        encoders=encoder_pair(f"{tiny_bert},{tiny_student}"),
        teacher=StageConfig(3, 1e-3, 16),
        student=StageConfig(5, 2e-3, 16),
        baseline_epochs=5,
        seed=1,
    )


@pytest.fixture(scope="session")
def dataset(small_csv):
    return load_dataset(small_csv, seed=1)


class Job:
    """A run and the process that works at it."""

    def __init__(self, run):
        self.run, self.process = run, None

    def start(self):
        """Start a worker and wait until it reports something new."""
        before = self.size()
        command = [sys.executable, "-m", "kdcore.runs.worker", str(self.run.path)]
        with (self.run.path / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HF_HUB_OFFLINE": "1"})
        self.until(lambda: self.size() > before)

    def until(self, condition, seconds=60):
        ending = time.monotonic() + seconds
        while not condition() and self.process.poll() is None:
            assert time.monotonic() < ending, (self.run.path / "worker.log").read_text()
            time.sleep(0.002)

    def size(self):
        log = self.run.path / "events.jsonl"
        return log.stat().st_size if log.exists() else 0

    def kill(self):
        """End the worker as the kernel does, and let the run go on from its checkpoint."""
        self.process.kill()
        self.process.wait()
        if self.run.state()["state"] == "done":
            return False
        self.run.set_state("interrupted")
        self.run.requeue()
        return True

    def finish(self):
        if self.run.state()["state"] == "queued":
            self.start()
        self.process.wait(timeout=120)
        assert self.run.state()["state"] == "done", (self.run.path / "worker.log").read_text()


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory, settings, dataset):
    """Return a run that went through in one go: what the others must equal."""
    job = Job(create_run(tmp_path_factory.mktemp("undisturbed"), settings, dataset))
    job.finish()
    return job.run


@pytest.fixture
def new_job(tmp_path, settings, dataset):
    jobs = []

    def create():
        jobs.append(Job(create_run(tmp_path / "runs", settings, dataset)))
        return jobs[-1]

    yield create
    for job in jobs:
        if job.process and job.process.poll() is None:
            job.process.kill()
            job.process.wait()
