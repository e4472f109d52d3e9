"""Several teachers for one student: which sentences each is trained on, and how their logits are averaged."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from kdcore.config import TrainConfig
from kdcore.stages import StageSpec, training_stages
from kdcore.training.augmentation import Mask, RowLayout


class Ensemble:
    """The teachers of a training: `config.teachers` trained on all sentences, and one for each of the folds.

    A teacher is overconfident about the sentences it was trained on, so that its logits say little more than their
    label. A fold teacher is not trained on the sentences of its fold and corrects the soft targets of just these
    (cross-fitting, Dao et al. 2021, "Knowledge Distillation as Semiparametric Inference").
    """

    def __init__(self, config: TrainConfig, layout: RowLayout) -> None:
        """Assign the sentences of `layout` to folds; all spellings of a sentence are in the same fold."""
        self._seed, self._layout = config.seed, layout
        self._stages = {s.name: s for s in training_stages(config.teachers, config.folds) if s.is_teacher}
        self._fold_of = np.random.default_rng(config.seed).permutation(layout.n_sentences) % config.folds + 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all teachers' stages, in order."""
        return tuple(self._stages)

    @property
    def full_teachers(self) -> tuple[str, ...]:
        """The names of the teachers that are trained on all sentences."""
        return tuple(name for name, stage in self._stages.items() if stage.kind == "teacher")

    def held_out(self, name: str) -> Mask | None:
        """Return which sentences (n_sentences,) a fold teacher is not trained on; None for a full teacher."""
        stage = self._stages[name]
        return self._fold_of == stage.number if stage.kind == "fold" else None

    def seed(self, stage: StageSpec) -> int:
        """Return the seed of a teacher: consecutive numbers for full teachers, the training's own for fold teachers."""
        return self._seed + (max(stage.number - 1, 0) if stage.kind == "teacher" else 0)

    def mean_logits(self, logits: Mapping[str, Tensor]) -> Tensor:
        """Return the mean (N, C) of the full teachers' logits, each (N, C), by the teacher's name."""
        return torch.stack([logits[name] for name in self.full_teachers]).mean(dim=0)

    def out_of_fold_mean(self, logits: Mapping[str, Tensor]) -> Tensor:
        """Return the mean logits (n_labelled, C) of the full teachers and of the fold teacher not trained on the row.

        Args:
            logits: by the teacher's name: (n_labelled, C) of a full teacher; of a fold teacher those of the rows of its
                fold, in their order.
        """
        mean, n_full = self.mean_logits(logits), len(self.full_teachers)
        for name, of_fold in logits.items():
            if (held_out := self.held_out(name)) is not None:
                rows = torch.as_tensor(self._layout.rows_of(held_out))
                mean[rows] = (n_full * mean[rows] + of_fold) / (n_full + 1)
        return mean
