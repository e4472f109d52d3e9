"""The training of one run: drives the recipe, and writes what it yields to the run's folder.

`python -m kdcore.runs.worker RUN` is the process that does so for the page.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from psutil import Process

from kdcore.config import Limits, TrainConfig
from kdcore.data import Dataset, load_dataset
from kdcore.errors import KdError, RunError
from kdcore.learning.checkpoint import forget, load_newest, save_checkpoint
from kdcore.learning.encoders import Pair, load_saved, save_classifier, save_temperature
from kdcore.learning.events import EpochDone, Event, ExamDone, StageDone, StepDone
from kdcore.learning.files import publish, verifies
from kdcore.recipe import Recipe
from kdcore.runs.folder import RunFolder
from kdcore.runs.record import Recorder

_TRAINED = ("teacher", "baseline", "student")
_KEPT = ("teacher", "student")  # these are stored and asked later
_SAVE_S = 60.0  # within an epoch, a checkpoint is saved at least so often
_BEAT_S = 5.0
_STUCK_S = 1800.0  # a loop without any event for so long is taken for dead
_LOWEST_PRIORITY = 19  # all cores when nobody else wants them, and none when a visitor asks


@dataclass
class Wishes:
    """What the outside wants of a training under way."""

    shut_down: bool = False  # the machine is going down: save and end at once


def carry_out(run: RunFolder, config: TrainConfig, dataset: Dataset, wishes: Wishes | None = None) -> Iterator[Event]:
    """Train from where the run's folder stands, passing the recipe's events on after they are written.

    The state ends as done, stopped, interrupted or failed. A wish to stop during the student's stage leads to the exam
    of the best student so far.

    Raises:
        KdError: something a person can mend; the run is marked as failed with that sentence.
    """
    torch.set_num_threads(run.config()["threads"])  # another number would round otherwise
    run.set_state("running", run.state()["stage"], worker=Process())
    try:
        yield from _work(run, config, dataset, wishes or Wishes())
    except (KeyboardInterrupt, GeneratorExit):
        _finish(run, "stopped")
        raise
    except OSError as error:
        why = f"A file could not be read or written ({error.strerror or error})."
        fix = "If the disk is full, free some space; then resume the run."
        _fail(run, f"{why} {fix}", "disk")
        raise RunError(why, fix) from error
    except KdError as error:
        _fail(run, str(error))
        raise
    except Exception as error:
        _fail(run, f"The training broke off: {error}")
        raise


def _work(run: RunFolder, config: TrainConfig, dataset: Dataset, wishes: Wishes) -> Iterator[Event]:
    with Recorder(run.path / "events.jsonl") as recorder, _Heart(run) as heart:
        recipe = Recipe(config, dataset, run.soft_targets, *_so_far(run, recorder), run.config().get("pinned", []))
        keeper, stage = _Keeper(run, recorder), ""
        for event in recipe.run():
            heart.event()
            if event.stage != stage:
                stage = event.stage
                run.set_state("stopping" if recipe.cut_short else "running", stage, worker=Process())
            keeper.keep(event)
            yield event
            was_cut = recipe.cut_short
            if ending := _ending(run, wishes, recipe, event):
                keeper.save(event)
                _finish(run, ending)
                return
            if recipe.cut_short and not was_cut:
                keeper.save(event)  # so that it can be resumed, although its student is examined now
    _finish(run, "stopped" if recipe.cut_short else "done")


def _ending(run: RunFolder, wishes: Wishes, recipe: Recipe, event: Event) -> str:
    """Return the state to end in now, if any; a stop during the student's stage first goes on to the exam."""
    if wishes.shut_down:
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
    if state == "interrupted":
        run.set_state(state, stage, "The computer was shut down.", "shutdown")
    elif state == "stopped":
        run.set_state("stopping", stage)
        run.set_state("stopped", stage, "Stopped by its owner; it can be resumed.")
    else:
        run.set_state("done")
        shutil.rmtree(run.checkpoints, ignore_errors=True)  # a finished run is not resumed, and these are large


def _fail(run: RunFolder, sentence: str, reason: str = "") -> None:
    run.set_state("failed", run.state()["stage"], sentence, reason)


def _so_far(run: RunFolder, recorder: Recorder) -> tuple[dict[str, Pair], dict[str, dict[str, Any]]]:
    """Return the networks of finished stages, and the state of the one under way."""
    pairs: dict[str, Pair] = {}
    for stage in _TRAINED:
        place = _place(run, stage)
        if stage not in recorder.finished or not verifies(place):
            frozen = load_newest(run.checkpoints, stage)
            if frozen is not None:
                recorder.owed = frozen["record"]
                return pairs, {stage: frozen}
            return pairs, {}
        pairs[stage] = load_saved(place)
    return pairs, {}


def _place(run: RunFolder, stage: str) -> Any:
    """Return where a stage's network is kept: the baseline only until the exam."""
    return run.checkpoints / stage if stage == "baseline" else run.path / stage


class _Keeper:
    """Writes what must not be lost before the event is recorded that says it exists."""

    def __init__(self, run: RunFolder, recorder: Recorder) -> None:
        self.run, self.recorder, self.saved_at = run, recorder, time.monotonic()

    def keep(self, event: Event) -> None:
        if isinstance(event, StageDone) and event.stage in _TRAINED:
            self._network(event)
        if isinstance(event, EpochDone) or time.monotonic() - self.saved_at > _SAVE_S:
            self.save(event)
        if isinstance(event, ExamDone):
            for who in _KEPT:
                save_temperature(self.run.path / who, event.results["results"][who]["temperature"])
            self.run.write_exam(event.results, event.predictions, event.validation)
        self.recorder.write(event)
        if isinstance(event, StageDone) and not event.cut_short:
            forget(self.run.checkpoints, event.stage)  # its network is kept now

    def save(self, event: Event) -> None:
        """Save a checkpoint, if the event carries the state of a training."""
        if isinstance(event, (StepDone, EpochDone)):
            _check_disk(self.run)
            record = event.as_record() if isinstance(event, EpochDone) else {}
            save_checkpoint(self.run.checkpoints, event.stage, {**event.state.state_dict(), "record": record})
            self.saved_at = time.monotonic()

    def _network(self, event: StageDone) -> None:
        assert event.network is not None, "a training stage ends with its network"
        assert event.tokenizer is not None, "a training stage ends with its tokenizer"
        device, place = event.network.device, _place(self.run, event.stage)
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
                    self.run.beat()
                if self.ended.wait(_BEAT_S):
                    return

        threading.Thread(target=beat, name="heart", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()


def open_run(run: RunFolder) -> tuple[TrainConfig, Dataset]:
    """Return what a run is to learn and how, as its folder says.

    Raises KdError when the folder or its sentences are broken.
    """
    config = TrainConfig.from_dict(run.config()["training"])
    if run.data_file.exists():
        return config, load_dataset(run.data_file, text_column="sentence", label_column="label")
    return config, load_dataset()


def main(path: str) -> int:
    """Carry out the queued run in `path` and return the exit code; its state says how it ended."""
    run = RunFolder.open(path)
    wishes = Wishes()
    if hasattr(os, "nice"):
        os.nice(_LOWEST_PRIORITY)
    signal.signal(signal.SIGTERM, lambda *_: setattr(wishes, "shut_down", True))
    try:
        run.beat()
        run.set_state("running", worker=Process())
        config, dataset = open_run(run)
        for _event in carry_out(run, config, dataset, wishes):
            pass
    except KdError as error:
        if run.state()["state"] == "running":
            run.set_state("failed", run.state()["stage"], str(error))
        return 2
    return 143 if wishes.shut_down else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
