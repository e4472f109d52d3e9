"""What the events of a run add up to: how far each stage is, its remaining time, and the curves so far."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from kdcore.config import stages_of
from kdcore.runs.events_log import RecordedEvent, read_events
from kdcore.runs.folder import RunFolder
from kdcore.training.events import (
    EpochDone,
    Event,
    LabelsDone,
    Resumed,
    StageDone,
    StageStarted,
    StepDone,
    TrackedJudged,
)

STAGES = stages_of({})  # of a training with one teacher
_MAX_POINTS = 400  # of one curve; more cannot be told apart on a screen


@dataclass
class Stage:
    """How far one stage is."""

    name: str
    n_steps: int = 0  # batches; in the stage of soft targets sentences
    n_epochs: int = 0
    step: int = 0
    sentences_per_s: float = 0.0
    started_at: float | None = None  # seconds since 1970
    seconds: float | None = None  # what it took, once it is done
    at: float = 0.0  # of the last event
    counted_from: float = 0.0  # the share that was done at `started_at`; above 0 after a resume
    best_epoch: int = 0  # the best so far; of a stage that is done, the one whose weights were kept; 0: none
    epochs: list[EpochDone] = field(default_factory=list)
    tracked: dict[int, list[int]] = field(default_factory=dict)  # epoch to the class of each tracked sentence
    steps: list[tuple[float, float]] = field(default_factory=list)  # (epochs done, loss of that batch)

    @property
    def state(self) -> str:
        """`waiting`, `running` or `done`."""
        return "done" if self.seconds is not None else "running" if self.started_at is not None else "waiting"

    @property
    def share(self) -> float:
        """The share of the steps that is done."""
        return 1.0 if self.state == "done" else self.step / self.n_steps if self.n_steps else 0.0

    @property
    def epoch(self) -> int:
        """The current epoch, 1 is the first; 0 before it."""
        return min(len(self.epochs) + 1, self.n_epochs) if self.started_at is not None else 0

    def seconds_left(self, now: float) -> float | None:
        """Return the seconds until this stage ends at its speed so far; None while that is unknown."""
        done = self.share - self.counted_from
        if self.state != "running" or self.started_at is None or done < 0.02:
            return None
        whole_stage_s = (self.at - self.started_at) / done
        return max(0.0, self.at + whole_stage_s * (1 - self.share) - now)


def waiting_stages(names: Iterable[str]) -> dict[str, Stage]:
    """Return stages that have not begun, by name."""
    return {name: Stage(name) for name in names}


@dataclass
class Progress:
    """All stages of a run, up to event number `seq`."""

    stages: dict[str, Stage] = field(default_factory=lambda: waiting_stages(STAGES))
    seq: int = 0
    n_resumed: int = 0  # times a stage was resumed from a checkpoint

    @property
    def current(self) -> Stage | None:
        """The stage that began last; None before the first."""
        begun = [stage for stage in self.stages.values() if stage.started_at is not None]
        return begun[-1] if begun else None

    def add(self, recorded: RecordedEvent) -> None:
        """Take in one recorded event; those of stages or kinds this version does not know change nothing."""
        event, at = recorded.event, recorded.at
        if event.stage not in self.stages:
            return
        if isinstance(event, StageStarted):
            self.stages[event.stage] = Stage(event.stage, event.n_steps, event.n_epochs, started_at=at)
        stage = self.stages[event.stage]
        self.seq, stage.at = recorded.seq, at
        if isinstance(event, Resumed):
            self.n_resumed += 1
            _resume(stage, event, at)
        else:
            _update(stage, event)


def _resume(stage: Stage, event: Resumed, at: float) -> None:
    """Drop what was recorded after the checkpoint, and measure the speed from here on."""
    n_epochs_done = event.step / event.n_steps * event.n_epochs
    stage.n_steps, stage.n_epochs, stage.step = event.n_steps, event.n_epochs, event.step
    stage.steps = [point for point in stage.steps if point[0] <= n_epochs_done]
    stage.epochs = [epoch for epoch in stage.epochs if epoch.epoch <= event.epoch]
    stage.tracked = {epoch: labels for epoch, labels in stage.tracked.items() if epoch <= event.epoch}
    stage.best_epoch = max((epoch.epoch for epoch in stage.epochs if epoch.best), default=0)
    stage.seconds, stage.started_at, stage.counted_from = None, at, stage.share


def _update(stage: Stage, event: Event) -> None:
    if isinstance(event, StepDone):
        stage.step, stage.sentences_per_s = event.step, event.sentences_per_s
        stage.steps.append((event.step / event.n_steps * stage.n_epochs, event.loss))
        if len(stage.steps) > _MAX_POINTS:
            stage.steps = [stage.steps[0], *stage.steps[2::2]]  # every second one, and both ends
    elif isinstance(event, LabelsDone):
        stage.step = event.n_done
    elif isinstance(event, EpochDone):
        stage.epochs.append(event)
        stage.best_epoch = event.epoch if event.best else stage.best_epoch
    elif isinstance(event, TrackedJudged):
        stage.tracked[event.epoch] = event.labels
    elif isinstance(event, StageDone):
        stage.seconds = event.seconds
        stage.best_epoch = event.best_epoch or stage.best_epoch


class Follower:
    """Reads the events of a run as they are written: one reader for all who watch, which reads no line twice."""

    def __init__(self, run: RunFolder) -> None:
        self.run, self.progress = run, Progress(waiting_stages(run.config().training.stages))
        self._offset, self._lock = 0, threading.Lock()

    def read(self) -> Progress:
        """Return the progress after all events written so far."""
        with self._lock:
            new, self._offset = read_events(self.run.events_file, self._offset)
            for recorded in new:
                self.progress.add(recorded)
            return self.progress
