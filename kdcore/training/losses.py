"""Losses as pure functions of logits."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from kdcore.errors import ConfigError

UNLABELLED = -100  # label of a row of unknown class, which counts in the soft term only


def hard_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the cross entropy in nats, averaged over the labelled rows of the batch; 0 if there are none.

    Args:
        logits: (B, C) float.
        labels: (B,) int64, a class or `UNLABELLED`.
    """
    n_labelled = (labels != UNLABELLED).sum().clamp(min=1)
    return F.cross_entropy(logits.float(), labels, ignore_index=UNLABELLED, reduction="sum") / n_labelled


def soft_loss(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """Return `T^2 * KL(teacher_T || student_T)` in nats, averaged over the batch.

    Both logits, (B, C), are divided by the temperature T before the softmax. The gradient of the KL term shrinks
    as 1/T^2, so the factor T^2 keeps its weight relative to the hard loss when T changes (Hinton et al. 2015,
    "Distilling the Knowledge in a Neural Network", section 2).
    """
    student_log = F.log_softmax(student_logits.float() / temperature, dim=1)
    teacher_log = F.log_softmax(teacher_logits.float() / temperature, dim=1)
    return temperature**2 * F.kl_div(student_log, teacher_log, reduction="batchmean", log_target=True)


def distillation_loss(
    student_logits: Tensor, teacher_logits: Tensor, labels: Tensor, *, temperature: float, alpha: float
) -> Tensor:
    """Return `alpha * T^2 * KL(teacher_T || student_T) + (1 - alpha) * CE`, in nats, averaged over the batch.

    Source: Hinton et al. 2015, section 2. With alpha 0 it is exactly the cross entropy.

    Args:
        student_logits: (B, C) float.
        teacher_logits: (B, C) float; no gradient flows into them.
        labels: (B,) int64, a class or `UNLABELLED`.
        temperature: T, at least 1.
        alpha: weight of the soft term, 0 to 1.

    Raises:
        ConfigError: a temperature below 1 or an alpha outside 0 to 1.
    """
    if temperature < 1 or not 0 <= alpha <= 1:
        raise ConfigError(f"temperature {temperature} and alpha {alpha} do not fit.", "Use T >= 1 and 0 <= alpha <= 1.")
    hard = hard_loss(student_logits, labels)
    if alpha == 0:
        return hard
    return alpha * soft_loss(student_logits, teacher_logits.detach(), temperature) + (1 - alpha) * hard


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """Return the share of rows (N,) whose largest logit (N, C) is at their label."""
    return (logits.argmax(dim=1) == labels).float().mean().item()
