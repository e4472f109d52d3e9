"""The verdict on a run in one sentence, and whether the student is good enough, as keys and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kdcore.evaluation.findings import LEVEL, Finding, tell_results

__all__ = ["good_enough", "verdict"]

_COSTS = ("size_better", "size_same", "size_worse", "speed_better", "speed_same", "speed_worse")


def verdict(results: Mapping[str, Any]) -> list[Finding]:
    """Return the clauses of one sentence: what was kept, at what size, at what speed, and what distillation was worth.

    A worth is stated as one only when the exact McNemar test gives p < 0.05.

    Args:
        results: what `kdcore.evaluation.exam.examine` returned.
    """
    retention = results["retention"]
    if retention["value"] is None:
        return [Finding("verdict_nothing")]
    clauses = [Finding("verdict_kept", {name: retention[name] for name in ("value", "low", "high")})]
    clauses += [Finding(f"verdict_{f.key}", f.values) for f in tell_results(results) if f.key in _COSTS]
    if "student_vs_baseline" in results:
        test = results["student_vs_baseline"]
        how = "open" if test["p"] >= LEVEL else "better" if test["difference"] > 0 else "worse"
        by = 100 * (test["difference"] if how == "open" else abs(test["difference"]))
        clauses.append(Finding(f"verdict_worth_{how}", {"by": by, "p": test["p"]}))
    return clauses


def good_enough(results: Mapping[str, Any]) -> list[Finding]:
    """Return yes, no or open first, then the reasons: the larger class, TF-IDF, the teacher.

    Yes means better than what needs no network, beyond chance: the accuracy's interval lies above the share of the
    largest class, and the paired test against TF-IDF (where there is one) gives p < 0.05.

    Args:
        results: what `kdcore.evaluation.exam.examine` returned.
    """
    student, majority = results["results"]["student"], results["majority"]
    above = student["accuracy_interval"][0] > majority
    simple = [finding for finding in tell_results(results) if finding.key.startswith("simple_")]
    if not above or any(f.key == "simple_worse" for f in simple):
        answer = Finding("enough_no")
    else:
        answer = Finding("enough_open" if any("open" in f.key for f in simple) else "enough_yes")
    by = 100 * (student["accuracy"] - majority)
    values = {"majority": majority, "by": by, "low": student["accuracy_interval"][0]}
    reasons = [Finding("enough_majority" if above else "enough_not_majority", values), *simple]
    return [answer, *reasons, _against_teacher(results["teacher_vs_student"])]


def _against_teacher(test: Mapping[str, Any]) -> Finding:
    """Return student minus teacher; the test is of teacher minus student."""
    low, high = (-100 * end for end in reversed(test["interval"]))
    values = {"by": -100 * test["difference"], "low": low, "high": high, "p": test["p"]}
    if test["p"] >= LEVEL:
        return Finding("enough_level", values)
    return Finding("enough_behind" if test["difference"] > 0 else "enough_ahead", values)
