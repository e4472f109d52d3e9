"""Studies of the recipe itself: what each part of it brings, and how it does on people it has never read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import stats

from kdcore.config import TrainConfig
from kdcore.data import Dataset, hold_out
from kdcore.errors import DataError
from kdcore.models.inference import class_probabilities
from kdcore.models.tfidf import fit_tfidf
from kdcore.training.events import StageDone
from kdcore.training.recipe import Recipe

# Each rung has what the ones before it have, and one thing more.
RUNGS: dict[str, dict[str, Any]] = {
    "no distillation": {"spellings": 1, "transfer": 0, "teachers": 1, "folds": 1},
    "+ distillation": {},
    "+ transfer set": {"transfer": 2},
    "+ variants": {"spellings": 5},
    "+ out-of-fold": {"folds": 2},
    "+ ensemble": {"teachers": 3},
}


@dataclass(frozen=True)
class Rung:
    """A student trained with so many parts of the recipe, from several seeds."""

    name: str
    accuracies: list[float]  # shares of the validation rows, by seed

    @property
    def mean(self) -> float:
        """The mean share."""
        return float(np.mean(self.accuracies))

    @property
    def margin(self) -> float:
        """Half of the 95 % interval of the mean by Student's t; infinite for one seed."""
        n = len(self.accuracies)
        if n < 2:
            return float("inf")
        return float(stats.t.ppf(0.975, n - 1) * np.std(self.accuracies, ddof=1) / np.sqrt(n))


def ablation(config: TrainConfig, dataset: Dataset, seeds: Sequence[int]) -> Iterator[Rung]:
    """Yield one rung after another, judged on the validation rows.

    All rungs share their teachers and as many steps; the seeds are those of the student alone.
    """
    top: dict[str, Any] = {}
    for changes in RUNGS.values():
        top |= changes
    whole = Recipe(replace(config, **top), dataset)
    for teacher in ("teacher", *whole.config.helpers):
        for _ in whole.teacher(teacher):
            pass
    for _ in whole.soft_targets():
        pass
    parts: dict[str, Any] = {}
    for name, changes in RUNGS.items():
        parts |= changes
        recipe = replace(whole, config=replace(config, **parts), pairs={})
        stage = recipe.student if name != "no distillation" else recipe.baseline
        yield Rung(name, [_reached(stage(seed)) for seed in seeds])


def _reached(events: Iterator[object]) -> float:
    return next(event.validation_accuracy for event in events if isinstance(event, StageDone))


@dataclass(frozen=True)
class LeftOut:
    """How it went with one value of a column kept from training."""

    value: str
    n: int  # rows of it
    tfidf: float  # share that letters and regression got right
    student: float


def leave_one_out(config: TrainConfig, dataset: Dataset, column: str) -> Iterator[LeftOut]:
    """Yield, for each value of a column, how well TF-IDF and the student alone do on rows of a value they never saw.

    Raises:
        DataError: there is no such column.
    """
    if column not in dataset.train.extra.columns:
        raise DataError(f"There is no column {column!r}.", f"Use one of {', '.join(dataset.train.extra.columns)}.")
    for value in sorted(set(dataset.train.extra[column].astype(str))):
        part = hold_out(dataset, f"{column}={value}")
        recipe = Recipe(config, part)
        for _ in recipe.baseline():
            pass
        opponent = fit_tfidf(part.train.texts, part.train.labels, len(part.label_names))
        answers = (
            opponent.probabilities(part.test.texts),
            class_probabilities(*recipe.pairs["baseline"], part.test.texts),
        )
        tfidf, student = (float(np.mean(p.argmax(axis=1) == np.array(part.test.labels))) for p in answers)
        yield LeftOut(value, len(part.test), tfidf, student)
