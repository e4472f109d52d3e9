"""One training loop for teacher, baseline and student: a generator of events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel

from kdcore.config import StageConfig
from kdcore.models.batches import Batch, EncodedRows, batch_order, collate, length_sorted
from kdcore.models.device import accelerator
from kdcore.training.augmentation import RowLayout
from kdcore.training.events import EpochDone, StepDone
from kdcore.training.losses import accuracy
from kdcore.training.optimisation import OptimiserSettings, new_optimiser
from kdcore.training.state import TrainState

Loss = Callable[[Tensor, Batch], Tensor]  # logits (B, C) and their batch to a scalar in nats


@dataclass(frozen=True)
class StageTask:
    """What one network is trained on, and how."""

    stage: str  # its name in the events
    train: EncodedRows  # in the order of `layout`
    layout: RowLayout
    validation: EncodedRows
    loss: Loss
    settings: StageConfig
    seed: int

    def batches(self, epoch: int) -> list[np.ndarray]:
        """Return the row numbers of an epoch's batches, a pure function of the task and the epoch."""
        rows, settings = self.layout.epoch_rows(epoch, self.seed), self.settings
        lengths = [len(self.train.token_ids[row]) for row in rows]
        order = batch_order(lengths, settings.batch_size, bucketed=settings.bucketed, seed=(self.seed, epoch))
        return [rows[chosen] for chosen in order]

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches of one epoch."""
        return -(-self.layout.n_sentences // self.settings.batch_size)

    @property
    def n_steps(self) -> int:
        """The number of batches of all epochs."""
        return self.steps_per_epoch * self.settings.epochs


def new_state(network: PreTrainedModel, task: StageTask) -> TrainState:
    """Return the state before the first step; the network moves to the accelerator's device."""
    settings = task.settings
    network.to(accelerator().device)
    optimiser = OptimiserSettings(
        settings.learning_rate,
        task.n_steps,
        n_warmup=round(settings.warmup * task.n_steps),
        weight_decay=settings.weight_decay,
        decay_vectors=False,
        max_grad_norm=settings.max_grad_norm,
    )
    return TrainState(network, new_optimiser(network.parameters(), optimiser))


def train(state: TrainState, task: StageTask) -> Iterator[StepDone | EpochDone]:
    """Train from `state` to the end, yielding a StepDone after each step and an EpochDone after each epoch.

    Every event carries the same live state, complete at that moment: `event.state.state_dict()` loaded into a fresh
    state and given to `train` again continues bit-identically (same machine, threads and versions). After the last
    event the network holds the kept epoch's weights (`settings.keep`) and is in evaluation mode.
    """
    settings = task.settings
    while state.epoch < settings.epochs:
        started, first = time.perf_counter(), state.step_in_epoch
        batches = task.batches(state.epoch)
        n_seen = 0
        for chosen in batches[first:]:
            batch, state.consistent = collate(task.train, chosen), False
            state.losses.append(_step(state, batch, task))
            state.step_in_epoch += 1
            state.consistent = True
            n_seen += len(chosen)
            yield StepDone(
                stage=task.stage,
                step=state.epoch * len(batches) + state.step_in_epoch,
                n_steps=task.n_steps,
                epoch=state.epoch + 1,
                loss=state.losses[-1],
                learning_rate=float(state.optimiser.schedule.get_last_lr()[0]),
                sentences_per_s=n_seen / max(time.perf_counter() - started, 1e-9),
                state=state,
            )
        yield _finish_epoch(state, task, started)
    if settings.keep == "best" and state.best_weights is not None:
        state.network.load_state_dict(state.best_weights)
    state.network.eval()


def _step(state: TrainState, batch: Batch, task: StageTask) -> float:
    engine = accelerator()
    state.network.train()
    batch = batch.to(engine.device)
    with engine.autocast():
        logits = state.network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits
    return state.optimiser.step(task.loss(logits.float(), batch))


def _finish_epoch(state: TrainState, task: StageTask, started: float) -> EpochDone:
    train_loss = sum(state.losses) / len(state.losses)
    validation = evaluate(state.network, task)
    state.consistent = False
    state.epoch, state.step_in_epoch, state.losses = state.epoch + 1, 0, []
    best = state.update_best(validation.accuracy, validation.loss)
    state.consistent = True
    return EpochDone(
        stage=task.stage,
        epoch=state.epoch,
        n_epochs=task.settings.epochs,
        train_loss=train_loss,
        validation_loss=validation.loss,
        validation_accuracy=validation.accuracy,
        best=best,
        seconds=time.perf_counter() - started,
        state=state,
    )


@dataclass(frozen=True)
class ValidationMetrics:
    """How a network does on the validation rows of its task."""

    loss: float  # nats, of the task's loss
    accuracy: float  # share


@torch.no_grad()
def evaluate(network: PreTrainedModel, task: StageTask, batch_size: int = 128) -> ValidationMetrics:
    """Return the network's loss and accuracy on the task's validation rows."""
    engine = accelerator()
    network.eval()
    loss, right = 0.0, 0.0
    for chosen, cpu_batch in length_sorted(task.validation, batch_size):
        batch = cpu_batch.to(engine.device)
        with engine.autocast():
            logits = network(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits.float()
        loss += task.loss(logits, batch).item() * len(chosen)
        right += accuracy(logits, batch.labels) * len(chosen)
    n_rows = len(task.validation)
    return ValidationMetrics(loss / n_rows, right / n_rows)
