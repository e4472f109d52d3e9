"""What the trained networks say to the validation rows, by which temperature and thresholds are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kdcore.data import Dataset
from kdcore.judging.predictions import predictions_table
from kdcore.learning.encoders import Pair
from kdcore.learning.inference import class_probabilities


@dataclass(frozen=True)
class _Answers:
    probabilities: np.ndarray  # (N, C), at temperature 1


def validation_table(pairs: Mapping[str, Pair], dataset: Dataset) -> pd.DataFrame:
    """Return the table of predictions of the validation rows, with the columns of that of the test rows.

    Args:
        pairs: the networks by name, on any device.
        dataset: whose validation rows they judge.
    """
    rows = dataset.validation
    answers = {name: _Answers(class_probabilities(*pair, rows.texts)) for name, pair in pairs.items()}
    return predictions_table(rows.texts, np.array(rows.labels), answers, dataset.label_names, rows.extra)
