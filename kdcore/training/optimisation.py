"""The optimiser of every training here: AdamW with warm-up, linear decay and clipped gradients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler
from transformers import get_linear_schedule_with_warmup

from kdcore.models.device import accelerator


@dataclass(frozen=True)
class OptimiserSettings:
    """Settings of AdamW and its schedule."""

    learning_rate: float  # peak of the schedule
    n_steps: int  # at the last of them the learning rate is 0
    n_warmup: int = 0  # of these, in which the learning rate rises from 0
    weight_decay: float = 0.01
    decay_vectors: bool = True  # False: biases and norms, vectors all of them, are not decayed
    max_grad_norm: float = 1.0  # gradients are scaled down to this 2-norm
    fused: bool | None = True  # one kernel for all parameters; None: as torch chooses


@dataclass(frozen=True)
class Optimiser:
    """An optimiser with its schedule; `step` is one training step after the forward pass."""

    parameters: list[torch.nn.Parameter]
    optimizer: torch.optim.Optimizer
    schedule: LRScheduler
    max_grad_norm: float

    def step(self, loss: Tensor) -> float:
        """Return the value of `loss`, after one step that lowers it."""
        accelerator().backward(loss)
        torch.nn.utils.clip_grad_norm_(self.parameters, self.max_grad_norm)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        return loss.item()


def new_optimiser(parameters: Iterable[torch.nn.Parameter], settings: OptimiserSettings) -> Optimiser:
    """Return an optimiser of the parameters before its first step; they must be on their device already."""
    parameters = list(parameters)
    trained = [p for p in parameters if p.requires_grad]
    groups = [{"params": trained, "weight_decay": settings.weight_decay}]
    if not settings.decay_vectors:
        groups = [
            {"params": [p for p in trained if p.ndim > 1], "weight_decay": settings.weight_decay},
            {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
        ]
    optimizer = torch.optim.AdamW(groups, lr=settings.learning_rate, fused=settings.fused)
    schedule = get_linear_schedule_with_warmup(optimizer, settings.n_warmup, settings.n_steps)
    return Optimiser(parameters, optimizer, schedule, settings.max_grad_norm)
