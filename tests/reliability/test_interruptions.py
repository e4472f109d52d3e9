"""Workers are killed, asked to stop, and starved of disk: nothing that was learnt is lost."""

import errno
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kdcore.errors import KdError
from kdcore.learning.checkpoint import load_newest
from kdcore.learning.files import verifies
from kdcore.runs.create import create_run
from kdcore.runs.folder import RunFolder
from kdcore.runs.launcher import Launcher
from kdcore.runs.worker import carry_out
from kdcore.using.predict import FinishedRun

STAGES = ("teacher", "baseline", "student")


def final_weights(run):
    return (run.path / "student" / "model.safetensors").read_bytes()


def curve(run):
    """Return (stage, epoch, losses, accuracy) of every epoch that counts, in order."""
    epochs = []
    for event in run.events():
        if event["event"] == "Resumed":
            epochs = [e for e in epochs if e[0] != event["stage"] or e[1] <= event["epoch"]]
        if event["event"] == "EpochDone":
            names = ("stage", "epoch", "train_loss", "validation_loss", "validation_accuracy")
            epochs.append(tuple(event[name] for name in names))
    return epochs


def newest_is_whole(run):
    """Return whether the newest checkpoint of every stage verifies, whatever was being written."""
    newest = {}
    for folder in run.checkpoints.glob("[a-z]*-epoch-*"):
        newest[folder.name.split("-")[0]] = max(folder, newest.get(folder.name.split("-")[0], folder))
    return all(verifies(folder) for folder in newest.values())


def nothing_finished_is_lost(run):
    """Return whether every epoch that was reported is in a checkpoint, or its stage is over."""
    reported = {}
    for stage, epoch, *_ in curve(run):
        reported[stage] = epoch
    over = {e["stage"] for e in run.events() if e["event"] == "StageDone"}
    for stage in set(reported) - over:
        frozen = load_newest(run.checkpoints, stage)
        if frozen is None or frozen["position"]["epoch"] < reported[stage]:
            return False
    return True


def kills(new_job, n, seed):
    """Kill workers `n` times, a third of them inside a save, and return the runs, all finished in the end."""
    chance, done, jobs = random.Random(seed), 0, [new_job()]
    while done < n:
        job = jobs[-1]
        job.start()
        if done % 3 == 0:
            job.until(lambda job=job: any(job.run.checkpoints.glob(".*.tmp")))
        else:
            time.sleep(chance.uniform(0, 0.6))
        if not job.kill():
            jobs.append(new_job())
            continue
        done += 1
        assert newest_is_whole(job.run)
        assert nothing_finished_is_lost(job.run)
    for job in jobs:
        if job.run.state()["state"] != "done":
            job.finish()
    return [job.run for job in jobs]


@pytest.mark.parametrize("n", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_a_killed_run_ends_as_if_it_had_not_been(new_job, undisturbed, n):
    for run in kills(new_job, n, seed=n):
        assert curve(run) == curve(undisturbed)
        assert final_weights(run) == final_weights(undisturbed)
        assert run.predictions().equals(undisturbed.predictions())


def test_a_machine_that_shuts_down_loses_no_step(new_job):
    job = new_job()
    job.start()
    job.until(lambda: "baseline" in job.run.state()["stage"])
    asked = time.monotonic()
    job.process.send_signal(signal.SIGTERM)
    assert job.process.wait(timeout=10) == 143
    assert time.monotonic() - asked < 10
    state = job.run.state()
    assert (state["state"], state["reason"]) == ("interrupted", "shutdown")
    steps = [e for e in job.run.events() if e["event"] == "StepDone" and e["stage"] == "baseline"]
    frozen = load_newest(job.run.checkpoints, "baseline")
    if steps and frozen:
        per_epoch = steps[-1]["n_steps"] // 5
        assert frozen["position"]["epoch"] * per_epoch + frozen["position"]["step_in_epoch"] >= steps[-1]["step"]


def test_a_stop_in_the_students_stage_gives_an_examined_student(new_job, undisturbed):
    job = new_job()
    job.start()
    job.until(lambda: any(e["event"] == "EpochDone" and e["stage"] == "student" for e in job.run.events()))
    asked = time.monotonic()
    job.run.ask_to_stop()
    assert job.process.wait(timeout=20) == 0
    assert time.monotonic() - asked < 20
    assert job.run.state()["state"] == "stopped"
    assert job.run.results()["results"]["student"]["accuracy"] > 0.4
    assert len(FinishedRun.open(job.run.path).classify(["eta koro"])) == 1
    # It was cut short, not finished: resumed, it learns to its end as if nothing had been.
    job.run.requeue()
    job.finish()
    assert curve(job.run) == curve(undisturbed)
    assert final_weights(job.run) == final_weights(undisturbed)


def test_a_stop_before_the_student_keeps_the_teacher(new_job):
    job = new_job()
    job.start()
    job.until(lambda: job.run.state()["stage"] == "baseline")
    job.run.ask_to_stop()
    assert job.process.wait(timeout=20) == 0
    assert job.run.state()["state"] == "stopped"
    assert not job.run.has_student
    assert verifies(job.run.path / "teacher")


def test_a_server_that_starts_again_takes_up_what_was_left(new_job):
    """Orphans go on; those that died are taken up again by themselves, three times and no more."""
    job = new_job()
    job.start()
    launcher = Launcher(job.run.path.parent)
    launcher.tick()
    assert job.run.state()["state"] == "running"
    assert job.run.state()["pid"] == job.process.pid
    started = []
    launcher._start = lambda run: (started.append(run.run_id), run.set_state("running"))
    job.process.kill()
    job.process.wait()
    for _ in range(10):
        launcher.tick()
    assert started == [job.run.run_id] * 3
    assert job.run.state()["state"] == "interrupted"
    assert job.run.state()["n_resumed"] == 3


def test_two_servers_start_a_run_once(new_job):
    job = new_job()
    started = []
    servers = [Launcher(job.run.path.parent) for _ in range(2)]
    for server in servers:
        server._start = lambda run: (started.append(run.run_id), run.set_state("running", worker=None))
        server._look_after = lambda run: True
    from threading import Thread

    threads = [Thread(target=server.tick) for server in servers * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert started == [job.run.run_id]


@pytest.mark.parametrize("k", sorted(random.Random(0).sample(range(1, 40), 10)))
def test_a_disk_that_fills_up_fails_the_run_with_a_sentence(tmp_path, settings, dataset, monkeypatch, k):
    settings = replace(
        settings,
        teacher=replace(settings.teacher, epochs=1),
        student=replace(settings.student, epochs=1),
        baseline_epochs=1,
    )
    run = create_run(tmp_path, settings, dataset)
    real, count = os.fsync, [0]

    def failing(handle):
        count[0] += 1
        if count[0] == k:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(KdError, match="No space left"):
        list(carry_out(run, settings, dataset))
    monkeypatch.undo()
    assert run.state()["state"] == "failed"
    assert "No space left on device" in run.state()["sentence"]
    assert newest_is_whole(run)
    run.requeue()
    list(carry_out(RunFolder(Path(run.path)), settings, dataset))
    assert run.state()["state"] == "done"
