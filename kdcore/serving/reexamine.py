"""Examine a finished run again: bring what is known of it up to what this version measures."""

from __future__ import annotations

from typing import Any

from kdcore.config import ROLES
from kdcore.evaluation.exam import results_from_predictions
from kdcore.models.encoders import load_saved, save_temperature
from kdcore.models.inference import class_probabilities
from kdcore.runs.create import open_run
from kdcore.runs.folder import RunFolder
from kdcore.training.exam_stage import validation_table


def examine_again(run: RunFolder) -> dict[str, Any]:
    """Return the results, computed anew from the stored answers; results, validation rows and temperatures are kept.

    The weights, the stored answers to the test rows, sizes and speeds stay as they are, so every score stays too. The
    validation rows are judged again by the stored networks.

    Raises:
        KdError: the run, its sentences or its networks are missing or broken.
    """
    _, dataset = open_run(run)
    predictions = run.predictions()
    texts = dataset.validation.texts
    validation = validation_table(
        {who: class_probabilities(*load_saved(run.path / who), texts) for who in ROLES}, dataset
    )
    results = results_from_predictions(predictions, run.results(), validation)
    for who in ROLES:
        save_temperature(run.path / who, results["results"][who]["temperature"])
    run.write_exam(results, predictions, validation)
    return results
