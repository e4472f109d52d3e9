"""Short trainings of tiny networks in real worker processes, and ways to disturb them."""

import multiprocessing
import os
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.runs.create import create_run

WORKER = "import runpy\nrunpy.run_module('kdcore.runs.worker', run_name='__main__')"


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
def short(settings):
    """One epoch of each: a training of seconds."""
    once = {"epochs": 1}
    teacher, student = replace(settings.teacher, **once), replace(settings.student, **once)
    return replace(settings, teacher=teacher, student=student, baseline_epochs=1)


@pytest.fixture(scope="session")
def dataset(small_csv):
    return load_dataset(small_csv, seed=1)


@pytest.fixture
def workers():
    """Return a function from a folder to the living workers of the runs below it; those left end with the test."""
    asked = set()

    def find(folder: Path):
        asked.add(folder)
        found = []
        for process in psutil.process_iter(["cmdline", "status"]):
            line = process.info["cmdline"] or []
            mine = "kdcore.runs.worker" in line and any(Path(word).is_relative_to(folder) for word in line)
            if mine and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found

    yield find
    for folder in list(asked):
        for process in find(folder):
            process.kill()


class Forked:
    """A worker's process, forked from one that has loaded torch already: six seconds less for each of many."""

    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload(["kdcore.runs.worker", "transformers.models.bert.modeling_bert"])

    def __init__(self, program, path):
        log = f"log = os.open({str(path / 'worker.log')!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)"
        begin = f"import os, sys\n{log}\nos.dup2(log, 1), os.dup2(log, 2)\nsys.argv = ['worker', {str(path)!r}]\n"
        self._process = self._context.Process(target=exec, args=(begin + program, {"__name__": "__main__"}))
        self._process.start()
        self.pid = self._process.pid

    def poll(self):
        return None if self._process.is_alive() else self._process.exitcode

    def kill(self):
        self._process.kill()

    def send_signal(self, number):
        os.kill(self.pid, number)

    def wait(self, timeout=None):
        self._process.join(timeout)
        assert not self._process.is_alive(), f"no end after {timeout} s"
        return self._process.exitcode


class Job:
    """A run and the process that works at it."""

    def __init__(self, run):
        self.run, self.process = run, None

    def start(self, program=WORKER):
        """Start a worker, or a `program` around it, and wait until it reports something new."""
        before = self.size()
        self.process = Forked(program, self.run.path)
        self.until(lambda: self.size() > before)

    def until(self, condition, seconds=300):
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
        if self.run.state().state == "done":
            return False
        self.run.set_state("interrupted")
        self.run.requeue()
        return True

    def finish(self):
        if self.run.state().state == "queued":
            self.start()
        self.process.wait(timeout=600)  # at the lowest priority on a busy machine
        assert self.run.state().state == "done", (self.run.path / "worker.log").read_text()


@pytest.fixture(scope="package")
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
