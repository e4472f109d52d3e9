"""What results and curves mean, found by rules: keys and numbers. Each place that shows them has words for the keys.

English: `kdcore.evaluation.wording`. A difference is stated as one only when the exact McNemar test gives p < 0.05.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import mean
from typing import Any

from kdcore.evaluation.best_epoch import best_epoch
from kdcore.evaluation.results import ExamResults, PairedTest

LEVEL = 0.05  # a difference with a smaller p is stated as one
_SAME = (0.95, 1.05)  # ratios between these count as equal
_RISING = 0.002  # share of right answers an epoch that still counts as learning


@dataclass(frozen=True)
class Finding:
    """One thing worth saying: `key` names the sentence, `values` are the numbers in it."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


def exam_findings(results: ExamResults) -> list[Finding]:
    """Return what the student kept, what it saves, and what distillation gained, most important first.

    Parts about a missing baseline or TF-IDF are left out.
    """
    found = [_kept(results), *_majority_warning(results), *_costs(results)]
    if results.student_vs_baseline:
        found += [_paired_finding("worth", results.student_vs_baseline), *_fairness(results)]
    if results.student_vs_tfidf:
        accuracy = results.candidates["tfidf"].accuracy
        found.append(_paired_finding("simple", results.student_vs_tfidf, accuracy=accuracy))
    return found


def verdict_findings(results: ExamResults) -> list[Finding]:
    """Return the clauses of one sentence: what was kept, at what size, at what speed, and what distillation gained."""
    kept = results.retention
    if kept.value is None:
        return [Finding("verdict_nothing")]
    clauses = [Finding("verdict_kept", asdict(kept))]
    clauses += [Finding(f"verdict_{f.key}", f.values) for f in _costs(results)]
    test = results.student_vs_baseline
    if test:
        outcome = "open" if test.p >= LEVEL else "better" if test.difference > 0 else "worse"
        by = 100 * (test.difference if outcome == "open" else abs(test.difference))
        clauses.append(Finding(f"verdict_worth_{outcome}", {"by": by, "p": test.p}))
    return clauses


def good_enough_findings(results: ExamResults) -> list[Finding]:
    """Return yes, no or undecided first, then the reasons: the most frequent class, TF-IDF, the teacher.

    Yes means better than what needs no network, beyond chance: the accuracy's interval lies above the share of the
    most frequent class, and the paired test against TF-IDF (where there is one) gives p < 0.05.
    """
    student, majority = results.student, results.majority
    above = student.accuracy_interval.low > majority
    simple = [finding for finding in exam_findings(results) if finding.key.startswith("simple_")]
    if not above or any(f.key == "simple_worse" for f in simple):
        answer = Finding("enough_no")
    else:
        answer = Finding("enough_open" if any("open" in f.key for f in simple) else "enough_yes")
    by = 100 * (student.accuracy - majority)
    values = {"majority": majority, "by": by, "low": student.accuracy_interval.low}
    reasons = [Finding("enough_majority" if above else "enough_not_majority", values), *simple]
    return [answer, *reasons, _against_teacher(results.teacher_vs_student)]


def tell_curve(
    train_losses: Sequence[float],
    validation_losses: Sequence[float],
    accuracies: Sequence[float],
    *,
    finished: bool,
    rival: float | None = None,
    kept: int | None = None,
) -> list[Finding]:
    """Return what the epochs of one stage show so far: one sentence about the curve, one about a rival.

    Args:
        train_losses: nats, one an epoch.
        validation_losses: nats, one an epoch.
        accuracies: shares of right answers on the validation rows, one an epoch.
        finished: whether the stage is over.
        rival: the best accuracy of the same student learning alone, if it is known.
        kept: of a stage that is over, the epoch whose weights were kept, 0 for those it began with; None for the best.
    """
    if not accuracies:
        return [Finding("curve_first")]
    best = best_epoch(accuracies, validation_losses)
    values = {"epoch": best, "accuracy": accuracies[best - 1], "n": len(accuracies)}
    if finished:
        found = [_end_of_curve(accuracies, best, kept)]
    elif len(accuracies) == 1:
        found = [Finding("curve_one", values)]
    elif _memorises(train_losses, validation_losses) and best < len(accuracies):
        found = [Finding("curve_memorising", values)]
    elif (gain := _gain(accuracies)) is not None:
        found = [Finding("curve_learning", {**values, "gain": gain})]
    else:
        found = [Finding("curve_flat", values)]
    if rival is not None:
        found.append(Finding("curve_ahead" if accuracies[best - 1] > rival else "curve_behind", {"rival": rival}))
    return found


def _end_of_curve(accuracies: Sequence[float], best: int, kept: int | None) -> Finding:
    values = {"epoch": best, "accuracy": accuracies[best - 1], "n": len(accuracies)}
    if kept == 0:
        return Finding("curve_no_gain", values)
    if kept not in (None, best) and kept == len(accuracies):
        return Finding("curve_done_last", {**values, "epoch": kept, "accuracy": accuracies[-1]})
    return Finding("curve_done", values)


def _gain(accuracies: Sequence[float]) -> float | None:
    """Return what the last epoch gained, at least `_RISING`; None if the last epochs gained less than that."""
    last = accuracies[-1] - accuracies[-2]
    rising = mean((last, accuracies[-1] - accuracies[max(0, len(accuracies) - 3)])) >= _RISING
    return max(last, _RISING) if rising else None


def _memorises(train_losses: Sequence[float], validation_losses: Sequence[float]) -> bool:
    """Return whether, over the last two epochs, training still gets better and validation worse."""
    if len(train_losses) < 3:
        return False
    return train_losses[-1] < train_losses[-3] and validation_losses[-1] > validation_losses[-2] > validation_losses[-3]


def _kept(results: ExamResults) -> Finding:
    kept = results.retention
    if kept.value is None:
        return Finding("kept_nothing")
    accuracies = {"teacher": results.teacher.accuracy, "student": results.student.accuracy}
    return Finding("kept" if kept.value < 1 else "reached", {**asdict(kept), **accuracies, "n": results.n})


def _majority_warning(results: ExamResults) -> list[Finding]:
    """Return a warning when the student's interval reaches down to the share of the most frequent class."""
    if results.student.accuracy_interval.low > results.majority:
        return []
    return [Finding("no_better_than_majority", {"majority": results.majority})]


def _costs(results: ExamResults) -> list[Finding]:
    teacher, student = results.teacher, results.student
    measures = (
        ("size", results.compression.parameters, teacher.n_parameters, student.n_parameters),
        ("speed", results.speedup.one_sentence, teacher.ms_per_sentence, student.ms_per_sentence),
    )
    found = []
    for name, ratio, of_teacher, of_student in measures:
        if not ratio:
            continue
        outcome = "same" if _SAME[0] <= ratio <= _SAME[1] else "better" if ratio > 1 else "worse"
        values = {"ratio": max(ratio, 1 / ratio), "student": of_student, "teacher": of_teacher}
        found.append(Finding(f"{name}_{outcome}", values))
    return found


def _paired_finding(name: str, test: PairedTest, **more: float) -> Finding:
    if test.p < LEVEL:
        outcome = "better" if test.difference > 0 else "worse"
    else:
        outcome = "open_level" if test.difference == 0 else "open_above" if test.difference > 0 else "open_below"
    low, high = test.interval
    values = {"by": 100 * abs(test.difference), "low": 100 * low, "high": 100 * high, "p": test.p}
    return Finding(f"{name}_{outcome}", {**values, **more})


def _fairness(results: ExamResults) -> list[Finding]:
    if results.student_vs_baseline is None or results.student_vs_baseline.fair:
        return []
    epochs = {who: results.candidates[who].epochs for who in ("student", "baseline")}
    return [Finding("unfair", epochs)]


def _against_teacher(test: PairedTest) -> Finding:
    """Return student minus teacher; the test is of teacher minus student."""
    low, high = (-100 * end for end in reversed(test.interval))
    values = {"by": -100 * test.difference, "low": low, "high": high, "p": test.p}
    if test.p >= LEVEL:
        return Finding("enough_level", values)
    return Finding("enough_behind" if test.difference > 0 else "enough_ahead", values)
