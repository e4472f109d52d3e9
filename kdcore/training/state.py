"""Everything that a training needs to resume exactly where it stopped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler
from transformers import PreTrainedModel

from kdcore.evaluation.best_epoch import is_better
from kdcore.models.random_state import random_state, restore_random_state
from kdcore.training.optimisation import Optimiser


@dataclass
class TrainState:
    """The live state of one training stage; `state_dict` returns a copy that no longer changes."""

    network: PreTrainedModel
    optimiser: Optimiser
    epoch: int = 0  # finished epochs
    step_in_epoch: int = 0  # finished batches of the current epoch
    consistent: bool = True  # False while a step or the end of an epoch is changing it
    losses: list[float] = field(default_factory=list)  # of those batches, nats
    best_epoch: int = 0  # 0: none yet
    best_accuracy: float = -1.0
    best_loss: float = float("inf")
    best_weights: dict[str, Tensor] | None = None

    def state_dict(self) -> dict[str, Any]:
        """Return a copy that consists of tensors, numbers, strings, lists and dictionaries only.

        `torch.load(..., weights_only=True)` reads it back. The random generators are those of the process.
        """
        return {
            "network": {name: tensor.detach().cpu().clone() for name, tensor in self.network.state_dict().items()},
            "optimizer": _copied(self.optimiser.optimizer.state_dict()),
            "schedule": _copied(_plain_schedule(self.optimiser.schedule)),
            "position": {"epoch": self.epoch, "step_in_epoch": self.step_in_epoch, "losses": list(self.losses)},
            "best": {"epoch": self.best_epoch, "accuracy": self.best_accuracy, "loss": self.best_loss},
            "best_weights": None if self.best_weights is None else dict(self.best_weights),
            "random": random_state(),
        }

    def load_state_dict(self, saved: dict[str, Any]) -> None:
        """Restore what `state_dict` returned, the process's random generators included."""
        self.network.load_state_dict(saved["network"])
        self.optimiser.optimizer.load_state_dict(_copied(saved["optimizer"]))
        self.optimiser.schedule.load_state_dict(_copied(saved["schedule"]))
        self.epoch = saved["position"]["epoch"]
        self.step_in_epoch = saved["position"]["step_in_epoch"]
        self.losses = list(saved["position"]["losses"])
        self.best_epoch = saved["best"]["epoch"]
        self.best_accuracy = saved["best"]["accuracy"]
        self.best_loss = saved["best"]["loss"]
        self.best_weights = saved["best_weights"]
        restore_random_state(saved["random"])

    def update_best(self, accuracy: float, loss: float) -> bool:
        """Return whether the epoch just finished is the best so far; if so, keep a copy of its weights."""
        if not is_better(accuracy, loss, self.best_accuracy, self.best_loss):
            return False
        self.best_epoch, self.best_accuracy, self.best_loss = self.epoch, accuracy, loss
        self.best_weights = {name: tensor.detach().cpu().clone() for name, tensor in self.network.state_dict().items()}
        return True


def _plain_schedule(schedule: LRScheduler) -> dict[str, Any]:
    # A LambdaLR's state also holds its functions, as None; they are rebuilt from the settings.
    return {name: value for name, value in schedule.state_dict().items() if name != "_get_lr_called_within_step"}


def _copied(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copied(inner) for inner in value]
    return value
