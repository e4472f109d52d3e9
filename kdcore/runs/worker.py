"""The training of one run: drives the recipe, and writes what it yields to the run's folder.

`python -m kdcore.runs.worker RUN` is the process that does so for the page.
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

from kdcore.config import Limits, TrainConfig
from kdcore.data import Dataset
from kdcore.errors import KdError, RunError
from kdcore.models.encoders import Pair, load_saved, save_classifier, save_temperature
from kdcore.runs.create import LOWEST_PRIORITY, TOLD, TRAINED, open_run
from kdcore.runs.events_log import EventsLog
from kdcore.runs.folder import RunFolder
from kdcore.runs.states import ACTIVE
from kdcore.runs.time_estimate import record_time_error
from kdcore.runs.worker_signals import ShutdownTimeoutError, StopSignals
from kdcore.storage import publish, verifies
from kdcore.training.checkpoint import forget, load_newest, save_checkpoint
from kdcore.training.events import EpochDone, Event, ExamDone, StageDone, StepDone
from kdcore.training.recipe import Recipe

_KEPT = ("teacher", "student")  # these are stored and asked later
_SAVE_S = 60.0  # within an epoch, a checkpoint is saved at least so often
_BEAT_S = 5.0
_STUCK_S = 1800.0  # a loop without any event for so long is taken for dead
_RESERVE, _RESERVE_BYTES = "reserve", 65_536  # held so that a full disk still takes the words that say so


def carry_out(
    run: RunFolder, config: TrainConfig, dataset: Dataset, signals: StopSignals | None = None
) -> Iterator[Event]:
    """Train from where the run's folder stands, passing the recipe's events on after they are written.

    The state ends as done, stopped, interrupted or failed. A wish to stop during the student's stage leads to the exam
    of the best student so far.

    Raises:
        KdError: something a person can mend; the run is marked as failed with that sentence.
    """
    torch.set_num_threads(run.config()["threads"])  # another number would round otherwise
    try:
        run.set_state("running", run.state()["stage"], worker=Process())
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
        _fail(run, f"The training broke off: {error}")
        raise


def _work(run: RunFolder, config: TrainConfig, dataset: Dataset, signals: StopSignals) -> Iterator[Event]:
    with EventsLog(run.path / "events.jsonl") as recorder, _Heart(run) as heart:
        pairs, frozen = _so_far(run, config, recorder)
        init_from = {stage: run.init_from / stage for stage in TRAINED} if run.init_from.is_dir() else {}
        tracked = run.config().get("tracked", run.config().get("pinned", []))
        recipe = Recipe(config, dataset, run.soft_targets, pairs, frozen, tracked, init_from)
        keeper = _Keeper(run, recorder, config.trained)
        try:
            for event in recipe.run():
                heart.event()
                if event.stage != keeper.stage:
                    run.set_state("stopping" if recipe.cut_short else "running", event.stage, worker=Process())
                keeper.keep(event)
                yield event
                was_cut = recipe.cut_short
                if ending := _ending(run, signals, recipe, event):
                    keeper.save()
                    _finish(run, ending)
                    return
                if recipe.cut_short and not was_cut:
                    keeper.save()  # so that it can be resumed, although its student is examined now
        except ShutdownTimeoutError:
            keeper.save()
            raise
    _finish(run, "stopped" if recipe.cut_short else "done")


def _ending(run: RunFolder, signals: StopSignals, recipe: Recipe, event: Event) -> str:
    """Return the state to end in now, if any; a stop during the student's stage first goes on to the exam."""
    if signals.shut_down:
        signals.answered()
        return "interrupted"
    if not run.asked_to_stop or recipe.cut_short:
        return ""
    if event.stage in ("student", "exam"):
        recipe.cut_short = event.stage == "student" and isinstance(event, (StepDone, EpochDone))
        if recipe.cut_short:
            run.set_state("stopping", event.stage, worker=Process())
        return ""
    return "stopped"


def _finish(run: RunFolder, state: str) -> None:
    stage = run.state()["stage"]
    (run.path / _RESERVE).unlink(missing_ok=True)
    if state == "interrupted":
        run.set_state(state, stage, "The computer was shut down.", "shutdown")
    elif state == "stopped":
        run.set_state("stopping", stage)
        run.set_state("stopped", stage, "Stopped by its owner; it can be resumed.")
    else:
        record_time_error(run)
        run.set_state("done")
        shutil.rmtree(run.init_from, ignore_errors=True)
        shutil.rmtree(run.checkpoints, ignore_errors=True)  # a finished run is not resumed, and these are large
        for helper in TrainConfig.from_dict(run.config()["training"]).helpers:
            shutil.rmtree(run.path / helper, ignore_errors=True)


def _fail(run: RunFolder, sentence: str, reason: str = "") -> None:
    (run.path / _RESERVE).unlink(missing_ok=True)
    with suppress(OSError):  # the disk is fuller still: the launcher will find that the worker is gone
        if (old := run.state())["state"] in ACTIVE:
            run.set_state("failed", old["stage"], sentence, reason)


def _so_far(
    run: RunFolder, config: TrainConfig, recorder: EventsLog
) -> tuple[dict[str, Pair], dict[str, dict[str, Any]]]:
    """Return the networks of finished stages, and the state of the one under way."""
    pairs: dict[str, Pair] = {}
    for stage in config.trained:
        place = run.path / stage
        if stage not in recorder.finished or not verifies(place):
            frozen = load_newest(run.checkpoints, stage)
            if frozen is not None:
                recorder.owed = frozen["record"]
                return pairs, {stage: frozen}
            return pairs, {}
        pairs[stage] = load_saved(place)
    return pairs, {}


class _Keeper:
    """Writes what must not be lost before the event is recorded that says it exists."""

    def __init__(self, run: RunFolder, recorder: EventsLog, trained: Sequence[str]) -> None:
        self.run, self.recorder, self.trained, self.saved_at = run, recorder, trained, time.monotonic()
        self.last: Event | None = None

    @property
    def stage(self) -> str:
        return self.last.stage if self.last else ""

    def keep(self, event: Event) -> None:
        self.last = event
        if isinstance(event, StageDone) and event.stage in self.trained:
            self._network(event)
        if isinstance(event, EpochDone) or time.monotonic() - self.saved_at > _SAVE_S:
            self.save()
        if isinstance(event, ExamDone):
            for who in _KEPT:
                save_temperature(self.run.path / who, event.results.candidates[who].calibration_temperature or 1.0)
            self.run.write_exam(event.results, event.predictions, event.validation)
        self.recorder.write(event)
        if isinstance(event, StageDone) and not event.cut_short:
            forget(self.run.checkpoints, event.stage)  # its network is kept now

    def save(self) -> None:
        """Save a checkpoint, if the last event carries the state of a training and nothing is changing it just now."""
        event = self.last
        if isinstance(event, (StepDone, EpochDone)) and event.state.consistent:
            _check_disk(self.run)
            record = event.as_record() if isinstance(event, EpochDone) else {}
            save_checkpoint(self.run.checkpoints, event.stage, {**event.state.state_dict(), "record": record})
            self.saved_at = time.monotonic()

    def _network(self, event: StageDone) -> None:
        assert event.network is not None, "a training stage ends with its network"
        assert event.tokenizer is not None, "a training stage ends with its tokenizer"
        device, place = event.network.device, self.run.path / event.stage
        unfinished = place.with_name(f".{place.name}.tmp")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        save_classifier(event.network, event.tokenizer, unfinished)
        event.network.to(device)
        publish(unfinished, place)


def _check_disk(run: RunFolder) -> None:
    floor = Limits().disk_floor_bytes
    if shutil.disk_usage(run.path).free < floor:
        raise RunError(f"Less than {floor / 1e9:g} GB of disk space are left.", "Free some, then resume the run.")


class _Heart:
    """Beats while events keep coming."""

    def __init__(self, run: RunFolder) -> None:
        self.run, self.ended, self.advanced_at = run, threading.Event(), time.monotonic()

    def event(self) -> None:
        self.advanced_at = time.monotonic()

    def __enter__(self) -> _Heart:
        def beat() -> None:
            while True:
                if time.monotonic() - self.advanced_at < _STUCK_S:
                    with suppress(OSError):
                        self.run.beat()
                if self.ended.wait(_BEAT_S):
                    return

        threading.Thread(target=beat, name="heart", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()


def main(path: str, *options: str) -> int:
    """Carry out the queued run in `path` and return the exit code; its state says how it ended."""
    if TOLD in options and not sys.stdin.readline():
        return 1  # whoever started this died before it was written down: nobody knows of it, and nothing has begun
    run = RunFolder.open(path)
    signals = StopSignals()
    if hasattr(os, "nice"):
        os.nice(LOWEST_PRIORITY)
    signals.heed_signals()
    try:
        run.beat()
        run.set_state("running", run.state()["stage"], worker=Process())
        config, dataset = open_run(run)
        for _event in carry_out(run, config, dataset, signals):
            pass
    except ShutdownTimeoutError:
        _finish(run, "interrupted")
    except KdError as error:
        _fail(run, str(error))
        return 2
    return 143 if signals.shut_down else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
