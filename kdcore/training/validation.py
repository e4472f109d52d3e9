"""What the trained networks say to the validation rows, by which temperature and thresholds are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kdcore.data import Dataset
from kdcore.evaluation.predictions import predictions_table


@dataclass(frozen=True)
class _Answers:
    probabilities: np.ndarray  # (N, C), at temperature 1


def validation_table(answers: Mapping[str, np.ndarray], dataset: Dataset) -> pd.DataFrame:
    """Return the table of predictions of the validation rows, with the columns of that of the test rows.

    Args:
        answers: probabilities (N, C) of the dataset's N validation rows, by the network's name.
        dataset: whose validation rows they are.
    """
    rows = dataset.validation
    said = {name: _Answers(probabilities) for name, probabilities in answers.items()}
    return predictions_table(rows.texts, np.array(rows.labels), said, dataset.label_names, rows.extra)
