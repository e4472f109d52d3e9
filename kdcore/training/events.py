"""The news of a training, as typed events.

The loop and the recipe only yield them; whoever iterates writes, draws or counts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

    from kdcore.evaluation.results import ExamResults
    from kdcore.training.state import TrainState


@dataclass(frozen=True)
class Event:
    """Something that happened in a stage."""

    stage: str
    LIVE: ClassVar[tuple[str, ...]] = ()  # fields for the program, not for the record

    def as_record(self) -> dict[str, Any]:
        """Return the event as plain values, ready for one line of JSON."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in self.LIVE}
        return {"event": type(self).__name__, **plain}


@dataclass(frozen=True)
class StageStarted(Event):
    """A stage begins."""

    n_steps: int  # batches in the whole stage; 0 where there is nothing to count
    n_epochs: int = 0


@dataclass(frozen=True)
class StepDone(Event):
    """One optimizer step is done."""

    LIVE = ("state",)
    step: int  # 1 is the first of the stage
    n_steps: int
    epoch: int  # 1 is the first
    loss: float  # nats, of this batch
    learning_rate: float
    sentences_per_s: float  # over the epoch so far
    state: TrainState


@dataclass(frozen=True)
class EpochDone(Event):
    """An epoch is done and was judged on the validation rows."""

    LIVE = ("state",)
    epoch: int
    n_epochs: int
    train_loss: float  # nats, mean over the epoch's batches
    validation_loss: float  # nats, of the same loss
    validation_accuracy: float  # share
    best: bool  # the best so far
    seconds: float
    state: TrainState


@dataclass(frozen=True)
class TrackedJudged(Event):
    """What a network says, after an epoch, to the sentences somebody wants to watch."""

    epoch: int
    labels: list[int]  # class number of each tracked sentence, in their order
    confidences: list[float]


@dataclass(frozen=True)
class LabelsDone(Event):
    """Part of the transfer set has its soft targets."""

    n_done: int
    n_rows: int


@dataclass(frozen=True)
class Resumed(Event):
    """A stage goes on from a checkpoint; what was reported of later steps and epochs did not happen."""

    step: int  # finished optimizer steps
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
    cut_short: bool = False  # ended early at somebody's wish; it can be resumed
    network: PreTrainedModel | None = None
    tokenizer: PreTrainedTokenizerBase | None = None


@dataclass(frozen=True)
class ExamDone(Event):
    """The exam is over."""

    LIVE = ("results", "predictions", "validation")
    results: ExamResults
    predictions: pd.DataFrame  # one row a test sentence
    validation: pd.DataFrame  # one row a validation sentence, by teacher and student alone
