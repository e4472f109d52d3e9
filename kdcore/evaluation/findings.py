"""What results and curves mean, by rules, as keys and numbers; the words for a key stand where they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from kdcore.evaluation.best_epoch import best_epoch

LEVEL = 0.05  # a difference with a smaller p is called real
_SAME = (0.95, 1.05)  # ratios between these are called the same
_RISING = 0.002  # share of right answers an epoch that still counts as learning


@dataclass(frozen=True)
class Finding:
    """One thing worth saying: `key` names the sentence, `values` are the numbers in it."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


def tell_results(results: Mapping[str, Any]) -> list[Finding]:
    """Return what the student kept, what it saves, and whether the teacher was worth having, most important first.

    A difference is stated as one only when the exact McNemar test gives p < 0.05; else it is too close to call.

    Args:
        results: what `kdcore.evaluation.exam.examine` returned; parts about a missing baseline or TF-IDF are left out.

    Raises:
        KeyError: a part that `examine` always gives is missing.
    """
    found = [_kept(results), *_level(results), *_cheaper(results)]
    if "student_vs_baseline" in results:
        found += [_compared("worth", results["student_vs_baseline"]), *_fairness(results)]
    if "student_vs_tfidf" in results:
        accuracy = results["results"]["tfidf"]["accuracy"]
        found.append(_compared("simple", results["student_vs_tfidf"], accuracy=accuracy))
    return found


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


def _kept(results: Mapping[str, Any]) -> Finding:
    retention = results["retention"]
    if retention["value"] is None:
        return Finding("kept_nothing")
    teacher, student = (results["results"][name]["accuracy"] for name in ("teacher", "student"))
    values = {name: retention[name] for name in ("value", "low", "high")}
    key = "kept" if retention["value"] < 1 else "reached"
    return Finding(key, {**values, "teacher": teacher, "student": student, "n": results["n"]})


def _level(results: Mapping[str, Any]) -> list[Finding]:
    """Return a warning when the student's interval reaches down to what needs no learning at all."""
    if results["results"]["student"]["accuracy_interval"][0] > results["majority"]:
        return []
    return [Finding("no_better_than_majority", {"majority": results["majority"]})]


def _cheaper(results: Mapping[str, Any]) -> list[Finding]:
    teacher, student = results["results"]["teacher"], results["results"]["student"]
    measures = (
        ("size", results["compression"]["parameters"], "n_parameters"),
        ("speed", results["speedup"]["one_sentence"], "ms_per_sentence"),
    )
    found = []
    for name, ratio, figure in measures:
        if not ratio:
            continue
        how = "same" if _SAME[0] <= ratio <= _SAME[1] else "better" if ratio > 1 else "worse"
        values = {"ratio": max(ratio, 1 / ratio), "student": student[figure], "teacher": teacher[figure]}
        found.append(Finding(f"{name}_{how}", values))
    return found


def _compared(name: str, test: Mapping[str, Any], **more: float) -> Finding:
    difference, (low, high) = test["difference"], test["interval"]
    if test["p"] < LEVEL:
        verdict = "better" if difference > 0 else "worse"
    else:
        verdict = "open_level" if difference == 0 else "open_above" if difference > 0 else "open_below"
    values = {"by": 100 * abs(difference), "low": 100 * low, "high": 100 * high, "p": test["p"]}
    return Finding(f"{name}_{verdict}", {**values, **more})


def _fairness(results: Mapping[str, Any]) -> list[Finding]:
    if results["student_vs_baseline"]["fair"]:
        return []
    student, baseline = (results["results"][name]["epochs"] for name in ("student", "baseline"))
    return [Finding("unfair", {"student": student, "baseline": baseline})]
