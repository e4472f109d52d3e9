"""The training of one run: iterates over the recipe, and writes what it yields to the run's folder.

`python -m kdcore.runs.worker RUN` is the process that the launcher starts.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import torch
from psutil import Process
from safetensors import SafetensorError

from kdcore.config import ROLES, Limits, TrainConfig
from kdcore.data import Dataset
from kdcore.errors import KdError, RunError
from kdcore.models.encoders import Pair, load_saved, save_classifier, save_temperature
from kdcore.runs.create import LOWEST_PRIORITY, TRAINED, WAIT_FOR_START, open_run
from kdcore.runs.events_log import EventsLog, event_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.states import ACTIVE
from kdcore.runs.time_estimate import record_time_error
from kdcore.runs.worker_signals import ShutdownTimeoutError, StopSignals
from kdcore.storage import publish, verifies
from kdcore.training.checkpoint import forget, load_newest, save_checkpoint
from kdcore.training.events import EpochDone, Event, ExamDone, StageDone, StepDone
from kdcore.training.recipe import Recipe

_CHECKPOINT_S = 60.0  # within an epoch, a checkpoint is saved at least so often
_HEARTBEAT_S = 5.0
_WATCHDOG_S = 1800.0  # without any event for so long the heartbeat stops, and the launcher ends the process
_RESERVE, _RESERVE_BYTES = "reserve", 65_536  # deleted on a full disk, so that the state that says so can be written


def run_training(
    run: RunFolder, config: TrainConfig, dataset: Dataset, signals: StopSignals | None = None
) -> Iterator[Event]:
    """Train from the point the run's folder is at; yield the recipe's events after they are recorded.

    The state ends as done, stopped, interrupted or failed. A request to stop during the student's stage leads to the
    exam of the best student so far.

    Raises:
        KdError: something a person can fix; the run is marked as failed with that sentence.
    """
    torch.set_num_threads(run.config().threads)  # with another number, sums are rounded differently
    try:
        run.set_state("running", run.state().stage, worker=Process())
        (run.path / _RESERVE).write_bytes(os.urandom(_RESERVE_BYTES))  # zeros might be stored as nothing
        yield from _work(run, config, dataset, signals or StopSignals())
    except (KeyboardInterrupt, GeneratorExit):
        _finish(run, "stopped")
        raise
    except ShutdownTimeoutError:
        _finish(run, "interrupted")
    except (OSError, SafetensorError) as error:
        why = f"A file could not be read or written ({getattr(error, 'strerror', None) or error})."
        fix = "If the disk is full, free some space; then resume the run."
        _fail(run, f"{why} {fix}", "disk")
        raise RunError(why, fix) from error
    except KdError as error:
        _fail(run, str(error))
        raise
    except Exception as error:
        _fail(run, f"The training failed: {error}")
        raise


def _work(run: RunFolder, config: TrainConfig, dataset: Dataset, signals: StopSignals) -> Iterator[Event]:
    with EventsLog(run.events_file) as log, _Heartbeat(run) as heartbeat:
        pairs, frozen = _resume_point(run, config, log)
        init_from = {stage: run.init_from / stage for stage in TRAINED} if run.init_from.is_dir() else {}
        recipe = Recipe(config, dataset, run.soft_targets, pairs, frozen, run.config().tracked, init_from)
        writer = _Writer(run, log, config.trained)
        try:
            for event in recipe.run():
                heartbeat.progressed()
                if event.stage != writer.stage:
                    run.set_state("stopping" if recipe.cut_short else "running", event.stage, worker=Process())
                writer.write(event)
                yield event
                was_cut = recipe.cut_short
                if final_state := _final_state(run, signals, recipe, event):
                    writer.save_checkpoint()
                    _finish(run, final_state)
                    return
                if recipe.cut_short and not was_cut:
                    writer.save_checkpoint()  # so that it can be resumed, although its student is examined now
        except ShutdownTimeoutError:
            writer.save_checkpoint()
            raise
    _finish(run, "stopped" if recipe.cut_short else "done")


def _final_state(run: RunFolder, signals: StopSignals, recipe: Recipe, event: Event) -> str:
    """Return the state to end in now, "" to continue; a stop during the student's stage first leads to the exam."""
    if signals.shut_down:
        signals.cancel_timeout()
        return "interrupted"
    if not run.stop_requested or recipe.cut_short:
        return ""
    if event.stage in ("student", "exam"):
        recipe.cut_short = event.stage == "student" and isinstance(event, (StepDone, EpochDone))
        if recipe.cut_short:
            run.set_state("stopping", event.stage, worker=Process())
        return ""
    return "stopped"


def _finish(run: RunFolder, state: str) -> None:
    stage = run.state().stage
    (run.path / _RESERVE).unlink(missing_ok=True)
    if state == "interrupted":
        run.set_state(state, stage, "The computer was shut down.", "shutdown")
    elif state == "stopped":
        run.set_state("stopped", stage, "Stopped by its owner; it can be resumed.")
    else:
        record_time_error(run)
        run.set_state("done")
        shutil.rmtree(run.init_from, ignore_errors=True)
        shutil.rmtree(run.checkpoints, ignore_errors=True)  # a finished run is not resumed, and these are large
        for helper in run.config().training.extra_teachers:
            shutil.rmtree(run.path / helper, ignore_errors=True)


def _fail(run: RunFolder, sentence: str, reason: str = "") -> None:
    (run.path / _RESERVE).unlink(missing_ok=True)
    with suppress(OSError):  # even that did not fit on the disk: the launcher will find that the worker is gone
        if (old := run.state()).state in ACTIVE:
            run.set_state("failed", old.stage, sentence, reason)


def _resume_point(
    run: RunFolder, config: TrainConfig, log: EventsLog
) -> tuple[dict[str, Pair], dict[str, dict[str, Any]]]:
    """Return the networks of finished stages, and the newest checkpoint of the stage to resume, by stage."""
    pairs: dict[str, Pair] = {}
    for stage in config.trained:
        folder = run.path / stage
        if stage not in log.finished or not verifies(folder):
            frozen = load_newest(run.checkpoints, stage)
            if frozen is None:
                return pairs, {}
            if frozen["record"]:
                epoch = event_of(frozen["record"])
                log.unrecorded = epoch if isinstance(epoch, EpochDone) else None
            return pairs, {stage: frozen}
        pairs[stage] = load_saved(folder)
    return pairs, {}


class _Writer:
    """Writes to the run's folder what an event brings, before the event is recorded that says it exists."""

    def __init__(self, run: RunFolder, log: EventsLog, trained: Sequence[str]) -> None:
        self.run, self.log, self.trained, self.saved_at = run, log, trained, time.monotonic()
        self.last: Event | None = None

    @property
    def stage(self) -> str:
        return self.last.stage if self.last else ""

    def write(self, event: Event) -> None:
        self.last = event
        if isinstance(event, StageDone) and event.stage in self.trained:
            self._save_network(event)
        if isinstance(event, EpochDone) or time.monotonic() - self.saved_at > _CHECKPOINT_S:
            self.save_checkpoint()
        if isinstance(event, ExamDone):
            self._save_exam(event)
        self.log.write(event)
        if isinstance(event, StageDone) and not event.cut_short:
            forget(self.run.checkpoints, event.stage)  # its network is saved now

    def save_checkpoint(self) -> None:
        """Save a checkpoint, if the last event carries the state of a training and no step is changing it just now."""
        event = self.last
        if isinstance(event, (StepDone, EpochDone)) and event.state is not None and event.state.consistent:
            _check_disk(self.run)
            record = event.as_record() if isinstance(event, EpochDone) else {}
            save_checkpoint(self.run.checkpoints, event.stage, {**event.state.state_dict(), "record": record})
            self.saved_at = time.monotonic()

    def _save_network(self, event: StageDone) -> None:
        assert event.network is not None, "a training stage ends with its network"
        assert event.tokenizer is not None, "a training stage ends with its tokenizer"
        device, folder = event.network.device, self.run.path / event.stage
        unfinished = folder.with_name(f".{folder.name}.tmp")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        save_classifier(event.network, event.tokenizer, unfinished)
        event.network.to(device)
        publish(unfinished, folder)

    def _save_exam(self, event: ExamDone) -> None:
        assert event.results is not None, "an exam ends with its results"
        assert event.predictions is not None, "an exam ends with its test rows"
        assert event.validation is not None, "an exam ends with its validation rows"
        for who in ROLES:
            save_temperature(self.run.path / who, event.results.candidates[who].calibration_temperature or 1.0)
        self.run.write_exam(event.results, event.predictions, event.validation)


def _check_disk(run: RunFolder) -> None:
    floor = Limits().disk_floor_bytes
    if shutil.disk_usage(run.path).free < floor:
        raise RunError(f"Less than {floor / 1e9:g} GB of disk space are left.", "Free some, then resume the run.")


class _Heartbeat:
    """A thread that writes the heartbeat while events keep coming."""

    def __init__(self, run: RunFolder) -> None:
        self.run, self.ended, self.progressed_at = run, threading.Event(), time.monotonic()

    def progressed(self) -> None:
        self.progressed_at = time.monotonic()

    def __enter__(self) -> _Heartbeat:
        def work() -> None:
            while True:
                if time.monotonic() - self.progressed_at < _WATCHDOG_S:
                    with suppress(OSError):
                        self.run.write_heartbeat()
                if self.ended.wait(_HEARTBEAT_S):
                    return

        threading.Thread(target=work, name="heartbeat", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()


def main(path: str, *options: str) -> int:
    """Train the queued run in `path` and return the exit code; the run's state says how it ended."""
    if WAIT_FOR_START in options and not sys.stdin.readline():
        return 1  # the launcher died before the state named this process; nothing has begun
    run = RunFolder.open(path)
    signals = StopSignals()
    if hasattr(os, "nice"):
        os.nice(LOWEST_PRIORITY)
    signals.install_handlers()
    try:
        run.write_heartbeat()
        run.set_state("running", run.state().stage, worker=Process())
        config, dataset = open_run(run)
        for _event in run_training(run, config, dataset, signals):
            pass
    except ShutdownTimeoutError:
        _finish(run, "interrupted")
    except KdError as error:
        _fail(run, str(error))
        return 2
    return 143 if signals.shut_down else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
