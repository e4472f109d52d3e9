"""Examine a finished run again, so that its results hold everything this version measures."""

from __future__ import annotations

import numpy as np

from kdcore.config import ROLES
from kdcore.evaluation.exam import results_from_predictions
from kdcore.evaluation.predictions import predictions_table
from kdcore.evaluation.results import ExamResults
from kdcore.models.encoders import load_saved, save_temperature
from kdcore.models.inference import class_probabilities
from kdcore.runs.create import open_run
from kdcore.runs.folder import RunFolder


def examine_again(run: RunFolder) -> ExamResults:
    """Return the results, computed anew from the stored answers; results, validation rows and temperatures are kept.

    The weights, the stored answers to the test rows, sizes and speeds stay as they are, so every score stays too. The
    stored networks classify the validation rows again.

    Raises:
        KdError: the run, its sentences or its networks are missing or broken.
    """
    _, dataset = open_run(run)
    predictions, rows = run.predictions(), dataset.validation
    probabilities = {who: class_probabilities(*load_saved(run.path / who), rows.texts) for who in ROLES}
    validation = predictions_table(rows.texts, np.array(rows.labels), probabilities, dataset.label_names, rows.extra)
    results = results_from_predictions(predictions, run.results(), validation)
    for who in ROLES:
        save_temperature(run.path / who, results.candidates[who].calibration_temperature or 1.0)
    run.write_exam(results, predictions, validation)
    return results
