"""The measures of one finished run: from probabilities, or again from the table of predictions that was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdcore.errors import KdError, RunError
from kdcore.evaluation import metrics
from kdcore.evaluation.confidence import with_confidence
from kdcore.evaluation.contingency import Array
from kdcore.evaluation.predictions import (
    checked_probabilities,
    class_numbers,
    need_columns,
    predictions_table,
    stored_probabilities,
)

__all__ = ["Candidate", "compare_runs", "examine", "predictions_table", "results_from_predictions"]

# What is known of a network besides its answers; copied into the results as it is.
_COSTS = ("n_parameters", "n_bytes", "ms_per_sentence", "sentences_per_s", "epochs", "noise_accuracy")
_COMPARISONS = {
    "teacher_vs_student": ("teacher", "student"),
    "student_vs_baseline": ("student", "baseline"),
    "student_vs_tfidf": ("student", "tfidf"),
}


@dataclass(frozen=True)
class Candidate:
    """One trained classifier's answers to the test sentences, and what it costs."""

    name: str  # "teacher", "student", "baseline" (the student without a teacher) or "tfidf"
    probabilities: npt.NDArray[Any]  # (N, C), at temperature 1
    n_parameters: int
    n_bytes: int  # of the stored weights
    ms_per_sentence: float  # milliseconds, one sentence at a time
    sentences_per_s: float  # in batches
    epochs: int  # passes over the training rows; 0 for one that is not trained in epochs
    noise_accuracy: float | None = None  # on the test sentences with slips of the finger


@dataclass(frozen=True)
class _Answers:
    """What `examine` and `results_from_predictions` have in common of one candidate."""

    predicted: Array  # (N,) class numbers
    probabilities: Array  # (N, C), rounded as in the table
    costs: dict[str, Any]

    def confidence(self) -> Array:
        """Return the (N,) rounded probabilities of the predicted classes."""
        return np.asarray(self.probabilities[np.arange(len(self.predicted)), self.predicted])


def examine(labels: npt.ArrayLike, candidates: Mapping[str, Candidate], label_names: Sequence[str]) -> dict[str, Any]:
    """Return everything that is measured of a run, as plain Python values ready for a JSON file.

    Predictions come from the probabilities as given; calibration and divergence from the probabilities rounded to 6
    decimals, so that `results_from_predictions` finds the same numbers in the stored table.

    Args:
        labels: (N,) the true class numbers.
        candidates: by name; "teacher" and "student" are needed, "baseline" and "tfidf" may be absent.
        label_names: the C words, in the order of the class numbers.

    Returns:
        `n`, `label_names`, `majority` (share of the most frequent class), `results` by name (scores, intervals as
        [low, high], `calibration_error`, sizes, speeds, epochs), `retention`, `compression`, `speedup` (teacher over
        student: how many times smaller or faster), `agreement`, `teacher_student_kl` (nats), and the paired tests
        `teacher_vs_student`, `student_vs_baseline`, `student_vs_tfidf` (`difference` is first minus second, in shares).
        `fidelity` has agreement and divergence apart for where the teacher was right and where it was wrong.
        A ratio without a denominator is None.

    Raises:
        KdError: teacher or student is missing, or shapes or numbers do not fit.
    """
    truth = np.asarray(labels)
    answers = {}
    for name, candidate in candidates.items():
        exact = checked_probabilities(name, candidate.probabilities, (len(truth), len(label_names)))
        costs = {cost: getattr(candidate, cost) for cost in _COSTS}
        answers[name] = _Answers(exact.argmax(axis=1), np.round(exact, metrics.DIGITS), costs)
    return _judge(truth, answers, list(label_names))


def _judge(truth: Array, answers: Mapping[str, _Answers], label_names: list[str]) -> dict[str, Any]:
    missing = {"teacher", "student"} - answers.keys()
    if missing:
        raise KdError(f"There are no predictions of {' and '.join(sorted(missing))}.", "An exam needs both networks.")
    correct = {name: answer.predicted == truth for name, answer in answers.items()}
    results = {name: _alone(truth, answer) for name, answer in answers.items()}
    teacher, student = answers["teacher"], answers["student"]
    judged: dict[str, Any] = {
        "n": len(truth),
        "label_names": label_names,
        "majority": float(np.bincount(truth).max() / len(truth)),
        "results": results,
        "retention": _retention(correct["teacher"], correct["student"]),
        **_cheaper(results["teacher"], results["student"]),
        "agreement": metrics.agreement(teacher.predicted, student.predicted),
        "teacher_student_kl": metrics.teacher_student_kl(teacher.probabilities, student.probabilities),
        "fidelity": _fidelity(correct["teacher"], teacher, student),
    }
    for key, (first, second) in _COMPARISONS.items():
        if first in correct and second in correct:
            judged[key] = {**_compare(correct[first], correct[second]), "scope": "in this run"}
    if "baseline" in results:
        judged["student_vs_baseline"]["fair"] = results["baseline"]["epochs"] == results["student"]["epochs"]
    return judged


def _fidelity(teacher_correct: Array, teacher: _Answers, student: _Answers) -> dict[str, Any]:
    """Return how closely the student follows where the teacher is right, and where it is wrong."""
    found: dict[str, Any] = {}
    for name, rows in (("teacher_right", teacher_correct), ("teacher_wrong", ~teacher_correct)):
        found[name] = {"n": int(rows.sum()), "agreement": None, "kl": None}
        if rows.any():
            found[name]["agreement"] = metrics.agreement(teacher.predicted[rows], student.predicted[rows])
            found[name]["kl"] = metrics.teacher_student_kl(teacher.probabilities[rows], student.probabilities[rows])
    return found


def _alone(truth: Array, answer: _Answers) -> dict[str, Any]:
    correct = answer.predicted == truth
    n_classes = answer.probabilities.shape[1]
    return {
        **metrics.scores(truth, answer.predicted, n_classes),
        "accuracy_interval": metrics.accuracy_interval(correct).as_list(),
        "macro_f1_interval": metrics.macro_f1_interval(truth, answer.predicted, n_classes).as_list(),
        "calibration_error": metrics.calibration_error(correct, answer.confidence()),
        **answer.costs,
    }


def _retention(teacher_correct: Array, student_correct: Array) -> dict[str, float | None]:
    if not teacher_correct.any():
        return {"value": None, "low": None, "high": None}
    interval = metrics.retention_interval(teacher_correct, student_correct)
    return {
        "value": float(student_correct.mean() / teacher_correct.mean()),
        "low": interval.low,
        "high": interval.high,
    }


def _ratio(over: float, under: float) -> float | None:
    return float(over / under) if under > 0 else None


def _cheaper(teacher: dict[str, Any], student: dict[str, Any]) -> dict[str, dict[str, float | None]]:
    return {
        "compression": {
            "parameters": _ratio(teacher["n_parameters"], student["n_parameters"]),
            "bytes": _ratio(teacher["n_bytes"], student["n_bytes"]),
        },
        "speedup": {
            "one_sentence": _ratio(teacher["ms_per_sentence"], student["ms_per_sentence"]),
            "batch": _ratio(student["sentences_per_s"], teacher["sentences_per_s"]),
        },
    }


def _compare(correct_a: Array, correct_b: Array) -> dict[str, Any]:
    return {
        **metrics.mcnemar_exact(correct_a, correct_b),
        "difference": float(correct_a.mean() - correct_b.mean()),
        "interval": metrics.difference_interval(correct_a, correct_b).as_list(),
    }


def results_from_predictions(
    table: pd.DataFrame, results: Mapping[str, Any], validation: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Return what `examine` gave, computed again from the table of predictions.

    With the table of the validation rows, what `with_confidence` adds is there too.
    Answers, scores, intervals and tests follow from the words, calibration and divergence from the rounded
    probabilities. As `examine` rounds the same way and draws with the same seed, the numbers are equal.

    Args:
        table: what `predictions_table` made; read back with `keep_default_na=False`, or a label such as `NA` is lost.
        results: what `examine` returned; only label names, sizes, speeds and epochs are taken from it.
        validation: the same table of the validation rows, if it was kept.

    Raises:
        RunError: a column is missing, or a word is none of the labels.
    """
    label_names = list(results["label_names"])
    answers = {}
    for name, known in results["results"].items():
        rounded = stored_probabilities(table, name, len(label_names))
        costs = {cost: known[cost] for cost in _COSTS if cost in known}
        answers[name] = _Answers(class_numbers(table, name, label_names), rounded, costs)
    judged = _judge(class_numbers(table, "label", label_names), answers, label_names)
    return judged if validation is None else with_confidence(judged, table, validation)


def compare_runs(a: pd.DataFrame, b: pd.DataFrame, who: str) -> dict[str, Any]:
    """Return the paired test between the same candidate of two runs; `difference` is run a minus run b, in shares.

    The rows may stand in another order, but sentences and labels must be the same.

    Args:
        a: the table of predictions of one run.
        b: that of the other.
        who: the candidate, for instance "teacher" or "student".

    Returns:
        `who`, `n`, `difference`, `interval`, the fields of `metrics.mcnemar_exact`, and `scope`.

    Raises:
        RunError: a column is missing, or the two runs were not examined on the same sentences with the same labels.
    """
    keys = ["sentence", "label"]
    words = []
    for table in (a, b):
        need_columns(table, [*keys, who])
        words.append(table[[*keys, who]].astype(object).map(str).sort_values(keys, kind="stable").to_numpy())
    first, second = words
    if first.shape != second.shape or len(first) == 0 or (first[:, :2] != second[:, :2]).any():
        raise RunError(
            "The two runs were not examined on the same sentences with the same labels, so they cannot be compared.",
            "Choose two runs of the same data and the same split.",
        )
    correct_a, correct_b = (np.asarray(rows[:, 2] == rows[:, 1], dtype=bool) for rows in words)
    return {"who": who, "n": len(first), **_compare(correct_a, correct_b), "scope": "between these two runs"}
