"""What the results of a run mean, as plain English sentences by rules, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LEVEL = 0.05  # a difference with a smaller p is called real


def headline(results: Mapping[str, Any]) -> list[str]:
    """Return a few sentences: what the student kept, what it saves, and whether the teacher was worth having.

    A difference is stated as one only when the exact McNemar test gives p < 0.05; else it is too close to call.

    Args:
        results: what `kdcore.judging.exam.examine` returned; parts about a missing baseline or TF-IDF are left out.

    Raises:
        KeyError: a part that `examine` always gives is missing.
    """
    sentences = [_kept(results), _level(results), _cheaper(results)]
    if "student_vs_baseline" in results:
        sentences += [_worth(results["student_vs_baseline"]), _fairness(results)]
    if "student_vs_tfidf" in results:
        sentences.append(_against_tfidf(results))
    return [sentence for sentence in sentences if sentence]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _points(share: float) -> str:
    value = f"{100 * abs(share):.1f}"
    return f"{value} percentage point{'' if value == '1.0' else 's'}"


def _p(p: float) -> str:
    if p < 0.001:
        return "p < 0.001"
    # Near the line, three decimals could show 0.050 for a p on either side of it.
    return f"p = {p:.5f}" if p != _LEVEL and f"{p:.3f}" == "0.050" else f"p = {p:.3f}"


def _evidence(test: Mapping[str, Any]) -> str:
    low, high = (f"{100 * end:+.1f}" for end in test["interval"])
    return f"95 % interval {low} to {high} points, {_p(test['p'])}"


def _verdict(test: Mapping[str, Any]) -> str:
    if test["p"] >= _LEVEL:
        return "open"
    return "better" if test["difference"] > 0 else "worse"


def _kept(results: Mapping[str, Any]) -> str:
    retention = results["retention"]
    if retention["value"] is None:
        return "The teacher got no sentence right in this run, so there was nothing for the student to keep."
    teacher, student = (_percent(results["results"][name]["accuracy"]) for name in ("teacher", "student"))
    ends = f"95 % interval {100 * retention['low']:.1f} to {100 * retention['high']:.1f} %"
    verb = "kept" if retention["value"] < 1 else "reached"
    return (
        f"The student {verb} {_percent(retention['value'])} of the teacher's accuracy in this run ({ends}): "
        f"{student} against {teacher} of {results['n']:,} test sentences."
    )


def _level(results: Mapping[str, Any]) -> str:
    """Return a warning when the student's interval reaches down to what needs no learning at all."""
    if results["results"]["student"]["accuracy_interval"][0] > results["majority"]:
        return ""
    return (
        f"That is not clearly better than always giving the most frequent label, which is right in "
        f"{_percent(results['majority'])} in this run."
    )


def _times(ratio: float, more: str, less: str) -> str:
    if 0.95 <= ratio <= 1.05:
        return f"about as {more.replace('smaller', 'small').replace('faster', 'fast')}"
    return f"{ratio:.1f} times {more}" if ratio > 1 else f"{1 / ratio:.1f} times {less}"


def _cheaper(results: Mapping[str, Any]) -> str:
    teacher, student = results["results"]["teacher"], results["results"]["student"]
    parts = []
    size, speed = results["compression"]["parameters"], results["speedup"]["one_sentence"]
    if size:
        counts = f"{student['n_parameters']:,} parameters instead of {teacher['n_parameters']:,}"
        parts.append(f"it is {_times(size, 'smaller', 'larger')} ({counts})")
    if speed:
        times = f"{student['ms_per_sentence']:.2f} ms instead of {teacher['ms_per_sentence']:.2f}"
        parts.append(f"answering one sentence is {_times(speed, 'faster', 'slower')} ({times})")
    return f"Beside the teacher, {' and '.join(parts)}." if parts else ""


def _worth(test: Mapping[str, Any]) -> str:
    by, evidence, verdict = _points(test["difference"]), _evidence(test), _verdict(test)
    if verdict == "better":
        return (
            f"In this run, learning from the teacher was worth {by} over the same student learning alone ({evidence})."
        )
    if verdict == "worse":
        return f"In this run, learning from the teacher cost {by} against the same student learning alone ({evidence})."
    return (
        f"Whether learning from the teacher helped is too close to call in this run: "
        f"the student was {_gap(test)} the same student learning alone ({evidence})."
    )


def _gap(test: Mapping[str, Any]) -> str:
    if test["difference"] == 0:
        return "level with"
    side = "above" if test["difference"] > 0 else "below"
    return f"{_points(test['difference'])} {side}"


def _fairness(results: Mapping[str, Any]) -> str:
    if results["student_vs_baseline"]["fair"]:
        return ""
    student, baseline = (results["results"][name]["epochs"] for name in ("student", "baseline"))
    return (
        f"That comparison is not fair: the student learnt for {_epochs(student)}, the one learning alone for "
        f"{_epochs(baseline)}, so part of the difference may be the training time."
    )


def _epochs(n: int) -> str:
    return f"{n} epoch{'' if n == 1 else 's'}"


def _against_tfidf(results: Mapping[str, Any]) -> str:
    test = results["student_vs_tfidf"]
    name = f"letters + regression (TF-IDF, {_percent(results['results']['tfidf']['accuracy'])})"
    by, evidence, verdict = _points(test["difference"]), _evidence(test), _verdict(test)
    if verdict == "better":
        return f"The student beats {name} by {by} in this run ({evidence})."
    if verdict == "worse":
        return (
            f"The student is beaten by {name}, by {by} in this run ({evidence}): the simpler method is the better one."
        )
    return f"The student against {name} is too close to call in this run ({evidence})."
