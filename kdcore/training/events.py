"""What happens during a training, as typed events.

The loop and the recipe only yield events; whoever iterates over them records, draws or counts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from pandas import DataFrame
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from kdcore.evaluation.results import ExamResults
    from kdcore.training.state import TrainState
else:  # whoever reads recorded events validates these annotations, and loads neither torch nor pandas for that
    DataFrame = PreTrainedModel = PreTrainedTokenizerBase = TrainState = ExamResults = Any


@dataclass(frozen=True)
class Event:
    """Something that happened in a stage; this class itself stands for kinds a newer version recorded."""

    stage: str
    LIVE: ClassVar[tuple[str, ...]] = ()  # fields that exist in the process only; None in a recorded event

    def as_record(self) -> dict[str, Any]:
        """Return the event's kind and its fields except the live ones, ready for one line of JSON."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in self.LIVE}
        return {"event": type(self).__name__, **plain}


@dataclass(frozen=True)
class StageStarted(Event):
    """A stage begins."""

    n_steps: int  # batches in the whole stage; 0 where there is nothing to count
    n_epochs: int = 0


@dataclass(frozen=True)
class StepDone(Event):
    """One optimiser step is done."""

    LIVE = ("state",)
    step: int  # 1 is the first of the stage
    n_steps: int
    epoch: int  # 1 is the first
    loss: float  # nats, of this batch
    learning_rate: float
    sentences_per_s: float  # over the epoch so far
    state: TrainState | None = None


@dataclass(frozen=True)
class EpochDone(Event):
    """An epoch is done and was evaluated on the validation rows."""

    LIVE = ("state",)
    epoch: int
    n_epochs: int
    train_loss: float  # nats, mean over the epoch's batches
    validation_loss: float  # nats, of the same loss
    validation_accuracy: float  # share
    best: bool  # the best so far
    seconds: float
    state: TrainState | None = None


@dataclass(frozen=True)
class TrackedJudged(Event):
    """A network's predictions for the tracked sentences after an epoch."""

    epoch: int
    labels: list[int]  # class number of each tracked sentence, in their order
    confidences: list[float]


@dataclass(frozen=True)
class LabelsDone(Event):
    """Soft targets were computed for more rows."""

    n_done: int
    n_rows: int


@dataclass(frozen=True)
class Resumed(Event):
    """A stage resumes from a checkpoint; events of later steps and epochs no longer count."""

    step: int  # finished optimiser steps
    n_steps: int
    epoch: int  # finished epochs
    n_epochs: int


@dataclass(frozen=True)
class StageDone(Event):
    """A stage is done; after a training stage, with the network it made."""

    LIVE = ("network", "tokenizer")
    seconds: float
    best_epoch: int = 0
    validation_accuracy: float = 0.0
    cut_short: bool = False  # stopped early on request; it can be resumed
    network: PreTrainedModel | None = None
    tokenizer: PreTrainedTokenizerBase | None = None


@dataclass(frozen=True)
class ExamDone(Event):
    """The exam is over."""

    LIVE = ("results", "predictions", "validation")
    results: ExamResults | None = None
    predictions: DataFrame | None = None  # one row a test sentence
    validation: DataFrame | None = None  # one row a validation sentence, teacher and student only
