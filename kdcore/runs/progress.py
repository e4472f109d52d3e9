"""What a run's events add up to: how far each stage is, how long it will take, and the curves so far."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kdcore.config import stages_of
from kdcore.runs.folder import RunFolder

STAGES = stages_of({})  # of a training with one teacher
_MOST_POINTS = 400  # of one curve; more cannot be told apart on a screen


@dataclass(frozen=True)
class Epoch:
    """One pass over the training rows, as it was judged on the validation rows."""

    epoch: int
    train_loss: float  # nats
    validation_loss: float  # nats
    validation_accuracy: float  # share
    best: bool  # the best up to then


@dataclass
class Stage:
    """How far one stage is."""

    name: str
    n_steps: int = 0  # batches, or sentences in the stage of soft targets
    n_epochs: int = 0
    step: int = 0
    sentences_per_s: float = 0.0
    started_at: float | None = None  # seconds since 1970
    seconds: float | None = None  # what it took, once it is done
    at: float = 0.0  # of the last event
    counted_from: float = 0.0  # the share that was done when the clock began, after a resume
    best_epoch: int = 0
    epochs: list[Epoch] = field(default_factory=list)
    tracked: dict[int, list[int]] = field(default_factory=dict)  # epoch to the class of each tracked sentence
    steps: list[tuple[float, float]] = field(default_factory=list)  # (epochs passed, loss of that batch)

    @property
    def state(self) -> str:
        """`waiting`, `running` or `done`."""
        return "done" if self.seconds is not None else "running" if self.started_at is not None else "waiting"

    @property
    def share(self) -> float:
        """The share of its steps that is done."""
        return 1.0 if self.state == "done" else self.step / self.n_steps if self.n_steps else 0.0

    @property
    def epoch(self) -> int:
        """The epoch at work, 1 being the first; 0 before it."""
        return min(len(self.epochs) + 1, self.n_epochs) if self.started_at is not None else 0

    def seconds_left(self, now: float) -> float | None:
        """Return the seconds until this stage ends at its pace so far; None when that cannot be told yet."""
        gone = self.share - self.counted_from
        if self.state != "running" or self.started_at is None or gone < 0.02:
            return None
        pace = (self.at - self.started_at) / gone
        return max(0.0, self.at + pace * (1 - self.share) - now)


def staged(names: Iterable[str]) -> dict[str, Stage]:
    """Return stages of which none has begun, by name."""
    return {name: Stage(name) for name in names}


@dataclass
class Progress:
    """All stages of a run, up to event number `seq`."""

    stages: dict[str, Stage] = field(default_factory=lambda: staged(STAGES))
    seq: int = 0
    n_resumed: int = 0  # times the training was taken up again

    @property
    def current(self) -> Stage | None:
        """The stage at work, or the last one that was; None before the first."""
        begun = [stage for stage in self.stages.values() if stage.started_at is not None]
        return begun[-1] if begun else None

    def add(self, event: Mapping[str, Any]) -> None:
        """Take in one recorded event; kinds this version does not know are passed over."""
        stage = self.stages.get(event.get("stage", ""))
        if stage is None:
            return
        self.seq, stage.at = event["seq"], event["at"]
        self.n_resumed += event["event"] == "Resumed"
        if event["event"] == "StageStarted":
            at = event["at"]
            self.stages[stage.name] = Stage(stage.name, event["n_steps"], event["n_epochs"], started_at=at, at=at)
        elif event["event"] in _TAKEN_IN:
            _TAKEN_IN[event["event"]](stage, event)


def _resume(stage: Stage, event: Mapping[str, Any]) -> None:
    """Forget what was reported after the checkpoint, and count the pace from here."""
    passed = event["step"] / event["n_steps"] * event["n_epochs"]
    stage.n_steps, stage.n_epochs, stage.step = event["n_steps"], event["n_epochs"], event["step"]
    stage.steps = [point for point in stage.steps if point[0] <= passed]
    stage.epochs = [epoch for epoch in stage.epochs if epoch.epoch <= event["epoch"]]
    stage.tracked = {epoch: labels for epoch, labels in stage.tracked.items() if epoch <= event["epoch"]}
    stage.best_epoch = max((epoch.epoch for epoch in stage.epochs if epoch.best), default=0)
    stage.seconds, stage.started_at, stage.counted_from = None, event["at"], stage.share


def _add_step(stage: Stage, event: Mapping[str, Any]) -> None:
    stage.step, stage.sentences_per_s = event["step"], event["sentences_per_s"]
    stage.steps.append((event["step"] / event["n_steps"] * stage.n_epochs, event["loss"]))
    if len(stage.steps) > _MOST_POINTS:
        stage.steps = [stage.steps[0], *stage.steps[2::2]]  # every second one, and both ends


def _add_labels(stage: Stage, event: Mapping[str, Any]) -> None:
    stage.step = event["n_done"]


def _add_epoch(stage: Stage, event: Mapping[str, Any]) -> None:
    kept = ("epoch", "train_loss", "validation_loss", "validation_accuracy", "best")
    stage.epochs.append(Epoch(**{name: event[name] for name in kept}))
    stage.best_epoch = event["epoch"] if event["best"] else stage.best_epoch


def _add_tracked(stage: Stage, event: Mapping[str, Any]) -> None:
    stage.tracked[event["epoch"]] = event["labels"]


def _end(stage: Stage, event: Mapping[str, Any]) -> None:
    stage.seconds = event["seconds"]
    stage.best_epoch = event["best_epoch"] or stage.best_epoch


_TAKEN_IN: dict[str, Callable[[Stage, Mapping[str, Any]], None]] = {
    "Resumed": _resume,
    "StepDone": _add_step,
    "LabelsDone": _add_labels,
    "EpochDone": _add_epoch,
    "TrackedJudged": _add_tracked,
    "PinnedJudged": _add_tracked,  # as older runs call it
    "StageDone": _end,
}


class Follower:
    """Reads a run's events as they grow: one reader for all who watch, which never reads a line twice."""

    def __init__(self, run: RunFolder) -> None:
        self.run, self.progress = run, Progress(staged(stages_of(run.config().get("training", {}))))
        self._position, self._lock = 0, threading.Lock()

    def read(self) -> Progress:
        """Return the progress after all events written so far; a half-written last line waits for its end."""
        with self._lock:
            try:
                with (self.run.path / "events.jsonl").open("rb") as log:
                    log.seek(self._position)
                    new = log.read()
            except FileNotFoundError:
                return self.progress
            whole = new[: new.rfind(b"\n") + 1]
            self._position += len(whole)
            for line in whole.splitlines():
                self.progress.add(json.loads(line))
            return self.progress
