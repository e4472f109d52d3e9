"""One training loop for teacher, baseline and student: a generator of events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel, get_linear_schedule_with_warmup

from kdcore.config import StageConfig
from kdcore.models.batches import Batch, EncodedRows, batch_order, collate, length_sorted
from kdcore.models.device import accelerator
from kdcore.training.events import EpochDone, StepDone
from kdcore.training.losses import accuracy
from kdcore.training.state import TrainState

Loss = Callable[[Tensor, Batch], Tensor]  # logits (B, C) and their batch to a number in nats


@dataclass(frozen=True)
class StageTask:
    """What one network is to learn, and how."""

    stage: str  # its name in the events
    train: EncodedRows  # all sentences in their own spelling, in a second one and so on, then the transfer set
    validation: EncodedRows
    loss: Loss
    settings: StageConfig
    seed: int
    spellings: int = 1  # of each sentence; each epoch sees every sentence once, in one of them
    transfer: int = 0  # sentences that the teacher alone has labelled: half of an epoch, or all where they are fewer

    def __len__(self) -> int:
        return (len(self.train) - self.transfer) // self.spellings

    def batches(self, epoch: int) -> list[np.ndarray]:
        """Return the row numbers of an epoch's batches, a pure function of the task and the epoch.

        Half of the sentences come in their own spelling, so that it weighs most. With a transfer set they take turns:
        an epoch is as long as without it.
        """
        random = np.random.default_rng([self.seed, epoch, self.spellings])
        n = len(self)
        other = random.integers(1, self.spellings, n) if self.spellings > 1 else np.zeros(n, int)
        rows = np.arange(n) + n * other * random.integers(0, 2, n)
        if self.transfer:
            drawn = random.choice(self.transfer, min(n // 2, self.transfer), replace=False)
            n_own = n - len(drawn)
            turn = np.roll(np.random.default_rng(self.seed).permutation(n), -epoch * n_own)[:n_own]
            rows = np.concatenate([rows[np.sort(turn)], self.spellings * n + drawn])
        lengths = [len(self.train.token_ids[row]) for row in rows]
        settings = self.settings
        order = batch_order(lengths, settings.batch_size, bucketed=settings.bucketed, seed=(self.seed, epoch))
        return [rows[chosen] for chosen in order]

    def steps_per_epoch(self) -> int:
        """Return the number of batches of one epoch."""
        return -(-len(self) // self.settings.batch_size)


def new_state(network: PreTrainedModel, task: StageTask) -> TrainState:
    """Return the state before the first step: fused AdamW, warm-up, then linear decay to zero.

    The network moves to the accelerator's device. Biases and norms, vectors all of them, are not decayed.
    """
    settings = task.settings
    network.to(accelerator().device)
    matrices = [p for p in network.parameters() if p.requires_grad and p.ndim > 1]
    vectors = [p for p in network.parameters() if p.requires_grad and p.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": settings.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=settings.learning_rate, fused=True)
    n_steps = task.steps_per_epoch() * settings.epochs
    schedule = get_linear_schedule_with_warmup(optimizer, round(settings.warmup * n_steps), n_steps)
    return TrainState(network, optimizer, schedule)


def train(state: TrainState, task: StageTask) -> Iterator[StepDone | EpochDone]:
    """Train from `state` to the end, yielding a StepDone after each step and an EpochDone after each epoch.

    Every event carries the same living state, complete at that moment: `event.state.state_dict()` loaded into a fresh
    state and given to `train` again continues bit-identically (same machine, threads and versions). After the last
    event the network holds the kept epoch's weights (`settings.keep`) and is in evaluation mode.
    """
    settings = task.settings
    n_steps = task.steps_per_epoch() * settings.epochs
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
                n_steps=n_steps,
                epoch=state.epoch + 1,
                loss=state.losses[-1],
                learning_rate=float(state.schedule.get_last_lr()[0]),
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
    loss = task.loss(logits.float(), batch)
    engine.backward(loss)
    torch.nn.utils.clip_grad_norm_(state.network.parameters(), task.settings.max_grad_norm)
    state.optimizer.step()
    state.schedule.step()
    state.optimizer.zero_grad()
    return loss.item()


def _finish_epoch(state: TrainState, task: StageTask, started: float) -> EpochDone:
    train_loss = sum(state.losses) / len(state.losses)
    loss, score = judge(state.network, task)
    state.consistent = False
    state.epoch, state.step_in_epoch, state.losses = state.epoch + 1, 0, []
    best = state.judge(score, loss)
    state.consistent = True
    return EpochDone(
        stage=task.stage,
        epoch=state.epoch,
        n_epochs=task.settings.epochs,
        train_loss=train_loss,
        validation_loss=loss,
        validation_accuracy=score,
        best=best,
        seconds=time.perf_counter() - started,
        state=state,
    )


@torch.no_grad()
def judge(network: PreTrainedModel, task: StageTask, batch_size: int = 128) -> tuple[float, float]:
    """Return the task's loss in nats and the accuracy, both on its validation rows."""
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
    return loss / n_rows, right / n_rows
