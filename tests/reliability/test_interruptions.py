"""Workers are killed, shut down, and asked to stop: nothing that was learnt is lost."""

import random
import signal
import time

import pytest
from psutil import Process

from kdcore.runs.launcher import Launcher
from kdcore.serving.predict import FinishedRun
from kdcore.storage import verifies
from kdcore.training.checkpoint import load_newest
from kdcore.training.events import EpochDone, Resumed, StageDone, StepDone

STAGES = ("teacher", "baseline", "student")


def final_weights(run):
    return (run.path / "student" / "model.safetensors").read_bytes()


def curve(run):
    """Return (stage, epoch, losses, accuracy) of every epoch that counts, in order."""
    epochs = []
    for event in (line.event for line in run.events()):
        if isinstance(event, Resumed):
            epochs = [e for e in epochs if e[0] != event.stage or e[1] <= event.epoch]
        if isinstance(event, EpochDone):
            names = ("stage", "epoch", "train_loss", "validation_loss", "validation_accuracy")
            epochs.append(tuple(getattr(event, name) for name in names))
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
    over = {line.event.stage for line in run.events() if isinstance(line.event, StageDone)}
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
        if job.run.state().state != "done":
            job.finish()
    return [job.run for job in jobs]


@pytest.mark.parametrize("n", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_a_killed_run_ends_as_if_it_had_not_been(new_job, undisturbed, n):
    runs = kills(new_job, n, seed=n)
    for run in runs:
        assert curve(run) == curve(undisturbed)
        assert final_weights(run) == final_weights(undisturbed)
        assert run.predictions().equals(undisturbed.predictions())
    print(f"{n} kills in {len(runs)} runs, all of which ended as the undisturbed one did")  # noqa: T201


# Every step is written down, where a worker on its own writes one a second; all else is as it is.
EVERY_STEP = """
import sys
from kdcore.runs import events_log as record
from kdcore.runs import worker
record._STEP_RECORD_S = 0
sys.exit(worker.main(*sys.argv[1:]))
"""


def steps(run):
    """Return (stage, step) of every step that was done, in order; what a resume took back is still there."""
    return [(line.event.stage, line.event.step) for line in run.events() if isinstance(line.event, StepDone)]


def shut_down(job):
    """Ask for the end as a machine does that goes down; return the seconds until the worker ended."""
    asked = time.monotonic()
    job.process.send_signal(signal.SIGTERM)
    code = job.process.wait(timeout=10)
    took = time.monotonic() - asked
    assert code == 143
    assert (job.run.state().state, job.run.state().reason) == ("interrupted", "shutdown")
    return took


@pytest.mark.parametrize("n", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_a_machine_that_shuts_down_loses_at_most_a_step(new_job, undisturbed, n):
    """One run, shut down after `n` seeded numbers of steps, resumed each time, and whole in the end."""
    job, slowest, lost, steps_before = new_job(), 0.0, [], []
    for n_steps in sorted(random.Random(n).sample(range(1, 100), n)):
        job.start(EVERY_STEP)
        resumed = [(e.event.stage, e.event.step) for e in job.run.events() if isinstance(e.event, Resumed)][-1:]
        if resumed and steps_before and resumed[0][0] == steps_before[-1][0]:
            lost.append(steps_before[-1][1] - resumed[0][1])
        job.until(lambda n_steps=n_steps: len(steps(job.run)) >= n_steps)
        slowest = max(slowest, shut_down(job))
        assert newest_is_whole(job.run)
        steps_before = steps(job.run)
        job.run.requeue()
    job.finish()
    assert slowest < 10
    assert max(lost, default=0) <= 1
    assert curve(job.run) == curve(undisturbed)
    assert final_weights(job.run) == final_weights(undisturbed)
    print(f"{n} shut-downs: slowest exit {slowest:.1f} s, at most {max(lost, default=0)} steps lost")  # noqa: T201


# Evaluating an epoch takes minutes where there are many validation rows, and yields no event meanwhile.
SLOW_EVALUATION = """
import sys, time
from kdcore.training import loop
from kdcore.runs import events_log as record
from kdcore.runs import worker
record._STEP_RECORD_S = 0

def evaluate(*_):
    while True:
        time.sleep(0.01)

loop.evaluate = evaluate
sys.exit(worker.main(*sys.argv[1:]))
"""


def test_a_machine_that_shuts_down_waits_for_no_exam(new_job, undisturbed):
    job = new_job()
    job.start(SLOW_EVALUATION)
    per_epoch = -(-undisturbed.config().data.rows.train // 16)
    job.until(lambda: steps(job.run)[-1:] == [("teacher", per_epoch)])
    assert shut_down(job) < 10
    assert load_newest(job.run.checkpoints, "teacher")["position"]["step_in_epoch"] == per_epoch
    job.run.requeue()
    job.start()
    job.until(lambda: curve(job.run))
    assert curve(job.run)[0] == curve(undisturbed)[0]


def test_a_stop_in_the_students_stage_gives_an_examined_student(new_job, undisturbed):
    job = new_job()
    job.start()
    job.until(lambda: any(stage == "student" for stage, *_ in curve(job.run)))
    asked = time.monotonic()
    job.run.request_stop()
    assert job.process.wait(timeout=20) == 0
    assert time.monotonic() - asked < 20
    assert job.run.state().state == "stopped"
    assert job.run.results().student.accuracy > 0.4
    assert len(FinishedRun.open(job.run.path).classify(["eta koro"])) == 1
    # It was cut short, not finished: resumed, it learns to its end as if nothing had been.
    job.run.requeue()
    job.finish()
    assert curve(job.run) == curve(undisturbed)
    assert final_weights(job.run) == final_weights(undisturbed)


def test_a_stop_before_the_student_keeps_the_teacher(new_job):
    job = new_job()
    job.start()
    job.until(lambda: job.run.state().stage == "baseline")
    job.run.request_stop()
    assert job.process.wait(timeout=20) == 0
    assert job.run.state().state == "stopped"
    assert not job.run.has_results
    assert verifies(job.run.path / "teacher")


def test_a_server_that_starts_again_takes_up_what_was_left(new_job):
    """Orphans go on; those that died are taken up again by themselves, three times and no more."""
    job = new_job()
    job.start()
    launcher = Launcher(job.run.path.parent)
    launcher.tick()
    assert job.run.state().state == "running"
    assert job.run.state().pid == job.process.pid
    started, dead = [], Process(job.process.pid)
    launcher._start = lambda run: (started.append(run.run_id), run.set_state("running", worker=dead))
    job.process.kill()
    job.process.wait()
    for _ in range(10):
        launcher.tick()
    assert started == [job.run.run_id] * 3
    assert job.run.state().state == "interrupted"
    assert job.run.state().n_resumed == 3
