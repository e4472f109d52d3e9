"""Which epoch of a training is the best: the rule by which weights are kept, and curves and sentences name an epoch."""

from __future__ import annotations

from collections.abc import Sequence


def is_better(accuracy: float, loss: float, than_accuracy: float, than_loss: float) -> bool:
    """Return whether an epoch is better than another: higher validation accuracy, or the same and a lower loss."""
    return (accuracy, -loss) > (than_accuracy, -than_loss)


def best_epoch(accuracies: Sequence[float], losses: Sequence[float]) -> int:
    """Return the number of the best epoch, 1 is the first, 0 if there is none; of equal epochs the earliest.

    Args:
        accuracies: shares of the validation rows, one an epoch.
        losses: nats on the validation rows, one an epoch.
    """
    best = 0
    for i, (accuracy, loss) in enumerate(zip(accuracies, losses, strict=True)):
        if best == 0 or is_better(accuracy, loss, accuracies[best - 1], losses[best - 1]):
            best = i + 1
    return best
