"""The rule by which an epoch is the best, against the weights that a training keeps by it."""

import random

import pytest
import torch

from kdcore.evaluation.best_epoch import best_epoch
from kdcore.evaluation.findings import tell_curve
from kdcore.training.state import TrainState


@pytest.mark.parametrize(
    ("accuracies", "losses", "best"),
    [([], [], 0), ([0.5], [1.0], 1), ([0.7, 0.9, 0.8], [1, 1, 1], 2), ([0.7, 0.9, 0.9], [1, 0.5, 0.4], 3),
     ([0.7, 0.9, 0.9], [1, 0.4, 0.5], 2), ([0.9, 0.9], [0.5, 0.5], 1), ([0.0], [float("inf")], 1)],
)  # fmt: skip
def test_the_highest_accuracy_wins_then_the_lower_loss_then_the_earlier_epoch(accuracies, losses, best):
    assert best_epoch(accuracies, losses) == best


@pytest.mark.parametrize("seed", range(20))
def test_sentence_and_kept_weights_agree_where_many_epochs_are_equally_accurate(seed):
    rng = random.Random(seed)
    accuracies = [rng.choice([0.7, 0.8, 0.9]) for _ in range(12)]
    losses = [rng.choice([0.3, 0.4, 0.5]) for _ in range(12)]
    state = TrainState(torch.nn.Linear(1, 1, bias=False), None, None)
    for epoch, (accuracy, loss) in enumerate(zip(accuracies, losses, strict=True), start=1):
        state.network.weight.data.fill_(epoch)
        state.epoch = epoch
        state.update_best(accuracy, loss)
    named = tell_curve(losses, losses, accuracies, finished=True, kept=state.best_epoch)[0]
    assert named.key == "curve_done"
    assert named.values["epoch"] == state.best_epoch == best_epoch(accuracies, losses)
    assert state.best_weights["weight"].item() == state.best_epoch
