"""A disk that fills up: the run fails with a sentence, what was saved can still be used, and the page goes on."""

import errno
import os
import random
import resource

import pytest
from psutil import Process

from demo.site import Site
from demo.train.tab import TrainTab
from kdcore.errors import KdError
from kdcore.runs import events_log as record
from kdcore.runs.create import create_run
from kdcore.runs.folder import RunFolder
from kdcore.runs.worker import run_training
from kdcore.serving.workers import InferenceWorker
from kdcore.storage import verifies
from kdcore.training.checkpoint import load_newest
from tests.demo.calls import open_tab

N_IN_CI = 4


class FullDisk:
    """Counts what is synced; the write of number `k` finds the disk full."""

    def __init__(self, monkeypatch, k=None):
        self.n, self.k, self._sync = 0, k, os.fsync
        monkeypatch.setattr(os, "fsync", self)

    def __call__(self, handle):
        self.n += 1
        if self.n == self.k:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._sync(handle)


def begun(root, config, dataset):
    """Return a run as a launcher hands it to a worker."""
    run = create_run(root, config, dataset)
    run.set_state("running", worker=Process())
    return run


def newest_checkpoints_load(run):
    stages = {folder.name.split("-")[0] for folder in run.checkpoints.glob("[a-z]*-epoch-*")}
    return all(load_newest(run.checkpoints, stage) is not None for stage in stages)


def fails_and_recovers(root, config, dataset, k):
    with pytest.MonkeyPatch.context() as patch:
        # Steps are recorded by the clock; without them every run writes as often.
        patch.setattr(record, "_STEP_RECORD_S", 1e9)
        run = begun(root, config, dataset)
        FullDisk(patch, k)
        with pytest.raises(KdError, match="No space left"):
            list(run_training(run, config, dataset))
    assert run.state().state == "failed"
    assert "No space left on device" in run.state().sentence
    assert all(verifies(folder) for folder in run.checkpoints.glob("[a-z]*-epoch-*"))
    assert newest_checkpoints_load(run)
    (train_tab,) = open_tab(Site(root, InferenceWorker()), TrainTab)
    view = train_tab.watched
    assert "No space left on device" in view.watch("en", {}, run.run_id, "")[view.status]
    run.requeue()
    list(run_training(RunFolder(run.path), config, dataset))
    assert run.state().state == "done"


@pytest.fixture(scope="module")
def n_writes(tmp_path_factory, short, dataset):
    """How many times one short run syncs something."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "_STEP_RECORD_S", 1e9)
        run = begun(tmp_path_factory.mktemp("counted"), short, dataset)
        disk = FullDisk(patch)
        list(run_training(run, short, dataset))
    assert run.state().state == "done"
    return disk.n


@pytest.mark.parametrize("i", range(N_IN_CI))
def test_a_disk_that_fills_up_fails_the_run_with_a_sentence(tmp_path, short, dataset, n_writes, i):
    k = random.Random(0).sample(range(1, n_writes + 1), N_IN_CI)[i]
    fails_and_recovers(tmp_path, short, dataset, k)


@pytest.mark.slow
def test_whichever_write_fails_the_run_recovers(tmp_path, short, dataset, n_writes):
    for k in range(1, n_writes + 1):
        fails_and_recovers(tmp_path / str(k), short, dataset, k)
    print(f"every one of {n_writes} writes failed once")  # noqa: T201


def test_what_libraries_say_of_a_file_that_cannot_grow_is_one_sentence_too(tmp_path, short, dataset):
    """No stand-in here: the system refuses to let any file grow past the size of half a checkpoint."""
    run = begun(tmp_path, short, dataset)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, usual[1]))
    try:
        with pytest.raises(KdError, match="File too large"):
            list(run_training(run, short, dataset))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert (run.state().state, run.state().reason) == ("failed", "disk")
    run.requeue()
    list(run_training(run, short, dataset))
    assert run.state().state == "done"
