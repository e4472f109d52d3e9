"""The measures of one finished run: from probabilities, or again from the table of predictions that was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdcore.errors import KdError, RunError
from kdcore.judging import metrics
from kdcore.judging.counts import Array

__all__ = ["Candidate", "compare_runs", "examine", "predictions_table", "results_from_predictions"]

# What is known of a network besides its answers; copied into the results as it is.
_COSTS = ("n_parameters", "n_bytes", "ms_per_sentence", "sentences_per_s", "epochs")
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
        A ratio without a denominator is None.

    Raises:
        KdError: teacher or student is missing, or shapes or numbers do not fit.
    """
    truth = np.asarray(labels)
    answers = {}
    for name, candidate in candidates.items():
        exact = _probabilities(name, candidate.probabilities, (len(truth), len(label_names)))
        costs = {cost: getattr(candidate, cost) for cost in _COSTS}
        answers[name] = _Answers(exact.argmax(axis=1), np.round(exact, metrics.DIGITS), costs)
    return _judge(truth, answers, list(label_names))


def _probabilities(name: str, given: npt.ArrayLike, shape: tuple[int, int]) -> Array:
    values = np.asarray(given, dtype=np.float64)
    if values.shape != shape:
        raise KdError(
            f"The probabilities of {name} have the shape {values.shape}, but {shape} is needed.",
            "Give one row for every test sentence and one column for every label.",
        )
    if not np.isfinite(values).all():
        raise KdError(
            f"The probabilities of {name} hold values that are not numbers.",
            "The training has probably diverged: use a lower learning rate.",
        )
    return values


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
    }
    for key, (first, second) in _COMPARISONS.items():
        if first in correct and second in correct:
            judged[key] = {**_compare(correct[first], correct[second]), "scope": "in this run"}
    if "baseline" in results:
        judged["student_vs_baseline"]["fair"] = results["baseline"]["epochs"] == results["student"]["epochs"]
    return judged


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


def predictions_table(
    texts: Sequence[str],
    labels: npt.ArrayLike,
    candidates: Mapping[str, Candidate],
    label_names: Sequence[str],
    extra: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a test sentence: its label, and what every candidate said and how surely.

    The predicted word is the largest of the probabilities before they are rounded to 6 decimals.

    Args:
        texts: the N sentences.
        labels: (N,) the true class numbers.
        candidates: by name.
        label_names: the C words.
        extra: N rows of further columns of the data set; its index is ignored.

    Returns:
        `sentence`, `label` (word), for each candidate `<name>` (predicted word), `<name>_confidence` (its probability),
        `<name>_p_<k>` for every class number k, then the extra columns, with the suffix `_data` where a name is taken.

    Raises:
        KdError: the numbers of rows or classes do not fit.
    """
    truth, words = np.asarray(labels), np.asarray(label_names, dtype=object)
    if not len(texts) == len(truth) == len(extra):
        raise KdError(
            f"There are {len(texts)} sentences, {len(truth)} labels and {len(extra)} rows of further columns.",
            "Give one of each for every test sentence.",
        )
    columns: dict[str, Any] = {"sentence": list(texts), "label": words[truth]}
    for name, candidate in candidates.items():
        exact = _probabilities(name, candidate.probabilities, (len(truth), len(words)))
        predicted, rounded = exact.argmax(axis=1), np.round(exact, metrics.DIGITS)
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


def results_from_predictions(table: pd.DataFrame, results: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `examine` gave, computed again from the table of predictions.

    Answers, scores, intervals and tests follow from the words, calibration and divergence from the rounded
    probabilities. As `examine` rounds the same way and draws with the same seed, the numbers are equal.

    Args:
        table: what `predictions_table` made; read back with `keep_default_na=False`, or a label such as `NA` is lost.
        results: what `examine` returned; only label names, sizes, speeds and epochs are taken from it.

    Raises:
        RunError: a column is missing, or a word is none of the labels.
    """
    label_names = list(results["label_names"])
    answers = {}
    for name, known in results["results"].items():
        columns = [f"{name}_p_{k}" for k in range(len(label_names))]
        _need(table, [name, *columns])
        rounded = np.round(table[columns].to_numpy(dtype=np.float64), metrics.DIGITS)
        answers[name] = _Answers(_numbers(table, name, label_names), rounded, {cost: known[cost] for cost in _COSTS})
    return _judge(_numbers(table, "label", label_names), answers, label_names)


def _need(table: pd.DataFrame, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise RunError(
            f"The table of predictions has no column {', '.join(missing)}.",
            "Use the predictions.csv of a finished run.",
        )


def _numbers(table: pd.DataFrame, column: str, label_names: Sequence[str]) -> Array:
    _need(table, [column])
    known = {str(word): number for number, word in enumerate(label_names)}
    words = [str(word) for word in table[column]]
    strange = sorted(set(words) - known.keys())
    if strange:
        raise RunError(
            f"The column {column} of the predictions holds {strange[0]!r}, which is none of the labels.",
            f"The labels are {', '.join(known)}.",
        )
    return np.array([known[word] for word in words], dtype=np.int64)


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
        _need(table, [*keys, who])
        words.append(table[[*keys, who]].astype(object).map(str).sort_values(keys, kind="stable").to_numpy())
    first, second = words
    if first.shape != second.shape or len(first) == 0 or (first[:, :2] != second[:, :2]).any():
        raise RunError(
            "The two runs were not examined on the same sentences with the same labels, so they cannot be compared.",
            "Choose two runs of the same data and the same split.",
        )
    correct_a, correct_b = (np.asarray(rows[:, 2] == rows[:, 1], dtype=bool) for rows in words)
    return {"who": who, "n": len(first), **_compare(correct_a, correct_b), "scope": "between these two runs"}
