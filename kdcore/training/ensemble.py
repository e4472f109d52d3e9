"""Several teachers for one student: which rows each learns, what each is asked, and how their answers become one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from kdcore.config import TrainConfig

Chosen = npt.NDArray[np.bool_]


class Ensemble:
    """The teachers that a training's settings want, named as its stages: `teacher`, `teacher_2`, `fold_1`.

    A teacher is too sure of the sentences it has learnt itself, so that its logits say little but their label. The
    folds are teachers that have not learnt a part of the rows, and mend the answers to that part (cross-fitting, Dao
    et al. 2021, "Knowledge Distillation as Semiparametric Inference").
    """

    def __init__(self, config: TrainConfig, n_rows: int) -> None:
        """Deal `n_rows` training rows out to the folds; as many spellings of a row stay together."""
        self.config = config
        self.members = ("teacher", *config.helpers)
        folds = np.random.default_rng(config.seed).permutation(n_rows) % config.folds + 1
        self._fold_of = np.tile(folds, config.spellings)

    def left_out(self, member: str) -> Chosen | None:
        """Return which of the spelt rows (N,) a fold does not learn; None for a teacher that learns them all."""
        kind, number = _parts(member)
        return self._fold_of == number if kind == "fold" else None

    def seed(self, member: str) -> int:
        """Return the seed a member starts from: one after another for teachers of all rows."""
        kind, number = _parts(member)
        return self.config.seed + (number - 1 if kind == "teacher" else 0)

    def of_all(self, answers: Mapping[str, Tensor]) -> Tensor:
        """Return the mean (N, C) of the answers of those who learn all rows."""
        return torch.stack([answer for name, answer in answers.items() if self.left_out(name) is None]).mean(dim=0)

    def of_learnt(self, answers: Mapping[str, Tensor]) -> Tensor:
        """Return the mean (N, C) of all who were asked about the spelt rows, a fold about those it left out."""
        mean = self.of_all(answers)
        for name, answer in answers.items():
            if (left_out := self.left_out(name)) is not None:
                rows = torch.as_tensor(left_out)
                mean[rows] = (self.config.teachers * mean[rows] + answer) / (self.config.teachers + 1)
        return mean


def _parts(member: str) -> tuple[str, int]:
    kind, _, number = member.partition("_")
    return kind, int(number or 1)
