"""Ablation: what each part of the recipe adds to the accuracy of the student."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import stats

from kdcore.config import TrainConfig
from kdcore.data import Dataset
from kdcore.training.events import StageDone
from kdcore.training.recipe import Recipe

# The settings that each step changes; it keeps those of the steps before it.
STEPS: dict[str, dict[str, Any]] = {
    "no distillation": {"spellings": 1, "transfer": 0, "teachers": 1, "folds": 1},
    "+ distillation": {},
    "+ transfer set": {"transfer": 2},
    "+ variants": {"spellings": 5},
    "+ out-of-fold": {"folds": 2},
    "+ ensemble": {"teachers": 3},
}


@dataclass(frozen=True)
class AblationStep:
    """The accuracy of a student trained with some parts of the recipe, from several seeds."""

    name: str
    accuracies: list[float]  # shares of the validation rows, by seed

    @property
    def mean(self) -> float:
        """The mean accuracy over the seeds."""
        return float(np.mean(self.accuracies))

    @property
    def margin(self) -> float:
        """Half the width of the mean's 95 % interval by Student's t; infinite for one seed."""
        n = len(self.accuracies)
        if n < 2:
            return float("inf")
        return float(stats.t.ppf(0.975, n - 1) * np.std(self.accuracies, ddof=1) / np.sqrt(n))


def ablation(config: TrainConfig, dataset: Dataset, seeds: Sequence[int]) -> Iterator[AblationStep]:
    """Yield the steps in order, each evaluated on the validation rows.

    The teachers of the last step are trained once and serve all steps; students have the same number of steps. `seeds`
    are those of the student alone.
    """
    last: dict[str, Any] = {}
    for changes in STEPS.values():
        last |= changes
    shared = Recipe(replace(config, **last), dataset)
    for stage in ("teacher", *shared.config.extra_teachers, "soft_targets"):
        for _ in shared.run_stage(stage):
            pass
    settings: dict[str, Any] = {}
    for name, changes in STEPS.items():
        settings |= changes
        recipe = replace(shared, config=replace(config, **settings), networks={})
        stage = "baseline" if name == "no distillation" else "student"
        yield AblationStep(name, [_accuracy(recipe, stage, seed) for seed in seeds])


def _accuracy(recipe: Recipe, stage: str, seed: int) -> float:
    recipe.student_seed = seed
    return next(event.validation_accuracy for event in recipe.run_stage(stage) if isinstance(event, StageDone))
