"""The exam of one run: from probabilities, or again from the table of predictions that was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdcore.errors import KdError, RunError
from kdcore.evaluation import metrics
from kdcore.evaluation.calibration import fit_temperature, reliability, scaled
from kdcore.evaluation.contingency import Array
from kdcore.evaluation.predictions import (
    checked_probabilities,
    class_numbers,
    need_columns,
    stored_probabilities,
)
from kdcore.evaluation.results import (
    CandidateFacts,
    CandidateResults,
    Compression,
    ExamResults,
    Fidelity,
    FidelityPart,
    PairedTest,
    Reliability,
    Retention,
    Speedup,
)

__all__ = ["Candidate", "add_calibration", "compare_runs", "examine", "results_from_predictions"]


@dataclass(frozen=True, kw_only=True)
class Candidate(CandidateFacts):
    """One trained classifier's answers to the test sentences, and what it costs."""

    name: str  # "teacher", "student", "baseline" (the student without a teacher) or "tfidf"
    probabilities: npt.NDArray[Any]  # (N, C), at temperature 1


@dataclass(frozen=True)
class _Answers:
    """What `examine` and `results_from_predictions` have in common of one candidate."""

    predicted: Array  # (N,) class numbers
    probabilities: Array  # (N, C), rounded as in the table
    facts: CandidateFacts

    def confidence(self) -> Array:
        """Return the (N,) rounded probabilities of the predicted classes."""
        return np.asarray(self.probabilities[np.arange(len(self.predicted)), self.predicted])


def examine(labels: npt.ArrayLike, candidates: Mapping[str, Candidate], label_names: Sequence[str]) -> ExamResults:
    """Return everything that is measured of a run on its test rows.

    Predictions come from the probabilities as given; calibration and divergence from the probabilities rounded to 6
    decimals, so that `results_from_predictions` finds the same numbers in the stored table.

    Args:
        labels: (N,) the true class numbers.
        candidates: by name; "teacher" and "student" are needed, "baseline" and "tfidf" may be absent.
        label_names: the C words, in the order of the class numbers.

    Raises:
        KdError: teacher or student is missing, or shapes or numbers do not fit.
    """
    truth = np.asarray(labels)
    answers = {}
    for name, candidate in candidates.items():
        exact = checked_probabilities(name, candidate.probabilities, (len(truth), len(label_names)))
        answers[name] = _Answers(exact.argmax(axis=1), np.round(exact, metrics.DIGITS), candidate)
    return _results(truth, answers, list(label_names))


def _results(truth: Array, answers: Mapping[str, _Answers], label_names: list[str]) -> ExamResults:
    missing = {"teacher", "student"} - answers.keys()
    if missing:
        raise KdError(f"There are no predictions of {' and '.join(sorted(missing))}.", "An exam needs both networks.")
    correct = {name: answer.predicted == truth for name, answer in answers.items()}
    candidates = {name: _candidate_results(truth, answer) for name, answer in answers.items()}
    teacher, student = answers["teacher"], answers["student"]

    def paired_test(first: str, second: str) -> PairedTest | None:
        both = first in correct and second in correct
        return _paired_test(correct[first], correct[second], "in this run") if both else None

    against_baseline = paired_test("student", "baseline")
    if against_baseline:
        fair = candidates["baseline"].epochs == candidates["student"].epochs
        against_baseline = replace(against_baseline, fair=fair)
    return ExamResults(
        n=len(truth),
        label_names=label_names,
        majority=float(np.bincount(truth).max() / len(truth)),
        candidates=candidates,
        retention=_retention(correct["teacher"], correct["student"]),
        compression=_compression(candidates["teacher"], candidates["student"]),
        speedup=_speedup(candidates["teacher"], candidates["student"]),
        agreement=metrics.agreement(teacher.predicted, student.predicted),
        teacher_student_kl=metrics.teacher_student_kl(teacher.probabilities, student.probabilities),
        fidelity=_fidelity(correct["teacher"], teacher, student),
        teacher_vs_student=_paired_test(correct["teacher"], correct["student"], "in this run"),
        student_vs_baseline=against_baseline,
        student_vs_tfidf=paired_test("student", "tfidf"),
    )


def _fidelity(teacher_correct: Array, teacher: _Answers, student: _Answers) -> Fidelity:
    def on(rows: Array) -> FidelityPart:
        if not rows.any():
            return FidelityPart(0, None, None)
        return FidelityPart(
            int(rows.sum()),
            metrics.agreement(teacher.predicted[rows], student.predicted[rows]),
            metrics.teacher_student_kl(teacher.probabilities[rows], student.probabilities[rows]),
        )

    return Fidelity(on(teacher_correct), on(~teacher_correct))


def _candidate_results(truth: Array, answer: _Answers) -> CandidateResults:
    correct = answer.predicted == truth
    n_classes = answer.probabilities.shape[1]
    facts = {field.name: getattr(answer.facts, field.name) for field in fields(CandidateFacts)}
    return CandidateResults(
        **asdict(metrics.scores(truth, answer.predicted, n_classes)),
        **facts,
        accuracy_interval=metrics.accuracy_interval(correct),
        macro_f1_interval=metrics.macro_f1_interval(truth, answer.predicted, n_classes),
        calibration_error=metrics.calibration_error(correct, answer.confidence()),
    )


def _retention(teacher_correct: Array, student_correct: Array) -> Retention:
    if not teacher_correct.any():
        return Retention(None, None, None)
    low, high = metrics.retention_interval(teacher_correct, student_correct)
    return Retention(float(student_correct.mean() / teacher_correct.mean()), low, high)


def _ratio(over: float, under: float) -> float | None:
    return float(over / under) if under > 0 else None


def _compression(teacher: CandidateFacts, student: CandidateFacts) -> Compression:
    return Compression(_ratio(teacher.n_parameters, student.n_parameters), _ratio(teacher.n_bytes, student.n_bytes))


def _speedup(teacher: CandidateFacts, student: CandidateFacts) -> Speedup:
    return Speedup(
        one_sentence=_ratio(teacher.ms_per_sentence, student.ms_per_sentence),
        batch=_ratio(student.sentences_per_s, teacher.sentences_per_s),
    )


def _paired_test(correct_a: Array, correct_b: Array, scope: str) -> PairedTest:
    return PairedTest(
        **asdict(metrics.mcnemar_exact(correct_a, correct_b)),
        difference=float(correct_a.mean() - correct_b.mean()),
        interval=metrics.difference_interval(correct_a, correct_b),
        scope=scope,
    )


def add_calibration(results: ExamResults, test: pd.DataFrame, validation: pd.DataFrame) -> ExamResults:
    """Return the results with temperature scaling for each classifier that answered the validation rows.

    The temperature is fitted on the validation rows; calibration error (15 bins) and reliability diagrams (10 bins of
    equal mass) with it are of the test rows.

    Args:
        results: of `examine`.
        test: the table of predictions of the test rows.
        validation: that of the validation rows.

    Raises:
        RunError: a column is missing, or a word is none of the labels.
    """
    names = results.label_names
    truths = [class_numbers(table, "label", names) for table in (test, validation)]
    candidates = dict(results.candidates)
    for who in candidates:
        if f"{who}_p_0" in validation.columns:
            answers = [stored_probabilities(table, who, len(names)) for table in (test, validation)]
            predicted = class_numbers(test, who, names)
            temperature = fit_temperature(answers[1], truths[1])
            candidates[who] = _calibrated(candidates[who], truths[0], predicted, answers[0], temperature)
    return replace(results, candidates=candidates, n_validation=len(validation))


def _calibrated(
    found: CandidateResults, truth: Array, predicted: Array, probabilities: Array, temperature: float
) -> CandidateResults:
    rows, correct = np.arange(len(truth)), predicted == truth
    before = probabilities[rows, predicted]
    after = scaled(probabilities, temperature)[rows, predicted]
    return replace(
        found,
        calibration_temperature=temperature,
        calibration_error_scaled=metrics.calibration_error(correct, after),
        reliability=Reliability(reliability(correct, before), reliability(correct, after)),
    )


def results_from_predictions(
    table: pd.DataFrame, results: ExamResults, validation: pd.DataFrame | None = None
) -> ExamResults:
    """Return what `examine` gave, computed again from the table of predictions.

    With the table of the validation rows, what `add_calibration` adds is there too.
    Answers, scores, intervals and tests follow from the words, calibration and divergence from the rounded
    probabilities. As `examine` rounds the same way and draws with the same seed, the numbers are equal.

    Args:
        table: what `predictions_table` made; read back with `keep_default_na=False`, or a label such as `NA` is lost.
        results: of `examine`; only label names and `CandidateFacts` are taken from it.
        validation: the same table of the validation rows, if it was kept.

    Raises:
        RunError: a column is missing, or a word is none of the labels.
    """
    names = results.label_names
    answers = {
        who: _Answers(class_numbers(table, who, names), stored_probabilities(table, who, len(names)), known)
        for who, known in results.candidates.items()
    }
    again = _results(class_numbers(table, "label", names), answers, names)
    return again if validation is None else add_calibration(again, table, validation)


def compare_runs(a: pd.DataFrame, b: pd.DataFrame, who: str) -> PairedTest:
    """Return the paired test between the same candidate of two runs; `difference` is run a minus run b, in shares.

    The rows may stand in another order, but sentences and labels must be the same.

    Args:
        a: the table of predictions of one run.
        b: that of the other.
        who: the candidate, for instance "teacher" or "student".

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
    return _paired_test(correct_a, correct_b, "between these two runs")
