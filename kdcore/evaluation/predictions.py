"""The table of predictions that a run keeps: how it is made, and how it is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdcore.errors import KdError, RunError
from kdcore.evaluation.calibration import DIGITS, Array

__all__ = ["class_numbers", "need_columns", "predictions_table", "stored_probabilities"]


def checked_probabilities(name: str, given: npt.ArrayLike, shape: tuple[int, int]) -> Array:
    """Return the probabilities of one classifier as float64.

    Raises:
        KdError: another shape, or values that are not numbers.
    """
    values = np.asarray(given, dtype=np.float64)
    if values.shape != shape:
        raise KdError(
            f"The probabilities of {name} have the shape {values.shape}, but {shape} is needed.",
            "Give one row for every sentence and one column for every label.",
        )
    if not np.isfinite(values).all():
        raise KdError(
            f"The probabilities of {name} hold values that are not numbers.",
            "The training has probably diverged: use a lower learning rate.",
        )
    return values


def predictions_table(
    texts: Sequence[str],
    labels: npt.ArrayLike,
    probabilities: Mapping[str, npt.NDArray[Any]],
    label_names: Sequence[str],
    extra: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a sentence: its label, and every classifier's answer with its confidence.

    The predicted word is the largest of the probabilities before they are rounded to 6 decimals.

    Args:
        texts: the N sentences.
        labels: (N,) the true class numbers.
        probabilities: (N, C) at temperature 1, by the classifier's name.
        label_names: the C words.
        extra: N rows of further columns of the data set; its index is ignored.

    Returns:
        `sentence`, `label` (word), for each classifier `<name>` (predicted word), `<name>_confidence` (probability),
        `<name>_p_<k>` for every class number k, then the extra columns, with the suffix `_data` where a name is taken.

    Raises:
        KdError: the numbers of rows or classes do not fit.
    """
    truth, words = np.asarray(labels), np.asarray(label_names, dtype=object)
    if not len(texts) == len(truth) == len(extra):
        raise KdError(
            f"There are {len(texts)} sentences, {len(truth)} labels and {len(extra)} rows of further columns.",
            "Give one of each for every sentence.",
        )
    columns: dict[str, Any] = {"sentence": list(texts), "label": words[truth]}
    for name, given in probabilities.items():
        exact = checked_probabilities(name, given, (len(truth), len(words)))
        predicted, rounded = exact.argmax(axis=1), np.round(exact, DIGITS)
        columns[name] = words[predicted]
        columns[f"{name}_confidence"] = rounded[np.arange(len(truth)), predicted]
        columns.update({f"{name}_p_{k}": rounded[:, k] for k in range(len(words))})
    return _with_extra(columns, extra)


def _with_extra(columns: dict[str, Any], extra: pd.DataFrame) -> pd.DataFrame:
    for column, values in extra.items():
        name = str(column)
        while name in columns:
            name += "_data"
        columns[name] = values.to_numpy()
    return pd.DataFrame(columns)


def need_columns(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raise RunError unless the table has all of them."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise RunError(
            f"The table of predictions has no column {', '.join(missing)}.",
            "Use the predictions.csv of a finished run.",
        )


def class_numbers(table: pd.DataFrame, column: str, label_names: Sequence[str]) -> Array:
    """Return the (N,) class numbers of a column of label words.

    Raises:
        RunError: there is no such column, or a word is none of the labels.
    """
    need_columns(table, [column])
    known = {str(word): number for number, word in enumerate(label_names)}
    words = [str(word) for word in table[column]]
    unknown = sorted(set(words) - known.keys())
    if unknown:
        raise RunError(
            f"The column {column} of the predictions holds {unknown[0]!r}, which is none of the labels.",
            f"The labels are {', '.join(known)}.",
        )
    return np.array([known[word] for word in words], dtype=np.int64)


def stored_probabilities(table: pd.DataFrame, name: str, n_classes: int) -> Array:
    """Return the (N, C) probabilities of a candidate, rounded as stored, at temperature 1.

    Raises:
        RunError: a column is missing.
    """
    columns = [f"{name}_p_{k}" for k in range(n_classes)]
    need_columns(table, columns)
    return np.asarray(np.round(table[columns].to_numpy(dtype=np.float64), DIGITS))
