"""Leave one group out: how well a classifier does on, say, a writer it has never read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kdcore.config import TrainConfig
from kdcore.data import Dataset, hold_out
from kdcore.errors import DataError
from kdcore.models.inference import class_probabilities
from kdcore.models.tfidf import fit_tfidf
from kdcore.training.recipe import Recipe


@dataclass(frozen=True)
class GroupAccuracy:
    """The accuracies on the rows with one value of a column, when trained on all other rows."""

    value: str
    n: int  # rows with this value
    tfidf: float  # share
    student: float  # share, of the student without a teacher


def leave_one_out(config: TrainConfig, dataset: Dataset, column: str) -> Iterator[GroupAccuracy]:
    """Yield the accuracies of TF-IDF and of the student without a teacher for each value of a column.

    Raises:
        DataError: there is no such column.
    """
    if column not in dataset.train.extra.columns:
        raise DataError(f"There is no column {column!r}.", f"Use one of {', '.join(dataset.train.extra.columns)}.")
    for value in sorted(set(dataset.train.extra[column].astype(str))):
        part = hold_out(dataset, f"{column}={value}")
        recipe = Recipe(config, part)
        for _ in recipe.run_stage("baseline"):
            pass
        tfidf = fit_tfidf(part.train.texts, part.train.labels, len(part.label_names))
        probabilities = (
            tfidf.probabilities(part.test.texts),
            class_probabilities(*recipe.networks["baseline"], part.test.texts),
        )
        accuracies = [float(np.mean(p.argmax(axis=1) == np.array(part.test.labels))) for p in probabilities]
        yield GroupAccuracy(value, len(part.test), *accuracies)
