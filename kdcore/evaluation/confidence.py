"""What the validation rows add to an exam: each network's temperature, and how well it then knows its own doubts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kdcore.evaluation.calibration import Array, fit_temperature, reliability, scaled
from kdcore.evaluation.metrics import calibration_error
from kdcore.evaluation.predictions import class_numbers, stored_probabilities

__all__ = ["with_confidence"]


def with_confidence(results: Mapping[str, Any], test: pd.DataFrame, validation: pd.DataFrame) -> dict[str, Any]:
    """Return the results with what temperature scaling does to each network that answered the validation rows.

    Args:
        results: what `kdcore.evaluation.exam.examine` returned.
        test: the table of predictions of the test rows.
        validation: that of the validation rows, on which the temperature is fitted.

    Returns:
        The results; `results` by name with `temperature`, `calibration_error_scaled` (as `calibration_error`, which
        stays that of temperature 1: test rows, 15 bins of equal mass) and `reliability` (`before` and `after`, ten
        bins of equal mass each); `n_validation`.

    Raises:
        RunError: a column is missing, or a word is none of the labels.
    """
    names = list(results["label_names"])
    truths = [class_numbers(table, "label", names) for table in (test, validation)]
    found = dict(results["results"])
    for who in found:
        if f"{who}_p_0" in validation.columns:
            answers = [stored_probabilities(table, who, len(names)) for table in (test, validation)]
            predicted = class_numbers(test, who, names)
            temperature = fit_temperature(answers[1], truths[1])
            found[who] = {**found[who], **_believed(truths[0], predicted, answers[0], temperature)}
    return {**results, "results": found, "n_validation": len(validation)}


def _believed(truth: Array, predicted: Array, probabilities: Array, temperature: float) -> dict[str, Any]:
    rows, correct = np.arange(len(truth)), predicted == truth
    before = probabilities[rows, predicted]
    after = scaled(probabilities, temperature)[rows, predicted]
    return {
        "temperature": temperature,
        "calibration_error_scaled": calibration_error(correct, after),
        "reliability": {"before": reliability(correct, before), "after": reliability(correct, after)},
    }
