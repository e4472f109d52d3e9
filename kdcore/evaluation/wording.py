"""The English sentences for findings, and how numbers are written in them."""

from __future__ import annotations

from string import Formatter
from typing import Any

from kdcore.evaluation.findings import exam_findings
from kdcore.evaluation.results import ExamResults

_BASELINE = "the same student learning alone (95 % interval {low:+.1f} to {high:+.1f} points, {p:p})"
_TFIDF = "TF-IDF + logistic regression ({accuracy:%})"
_EVIDENCE = "(95 % interval {low:+.1f} to {high:+.1f} points, {p:p})"
_TOO_CLOSE = "Whether learning from the teacher helped is too close to call in this run: the student was "
_TFIDF_OPEN = f"Whether the student or {_TFIDF} is better is too close to call in this run {_EVIDENCE}."

WORDS = {
    "kept": "The student kept {value:%} of the teacher's accuracy in this run (95 % interval {low:%} to {high:%}): "
    "{student:%} against {teacher:%} of {n:,} test sentences.",
    "reached": "The student reached {value:%} of the teacher's accuracy in this run (95 % interval {low:%} to "
    "{high:%}): {student:%} against {teacher:%} of {n:,} test sentences.",
    "kept_nothing": "The teacher got no sentence right in this run, so there was nothing for the student to keep.",
    "no_better_than_majority": "That is not clearly better than always giving the most frequent label, which is right "
    "for {majority:%} of the test sentences in this run.",
    "size_better": "It is {ratio:.1f} times smaller: {student:,} parameters instead of {teacher:,}.",
    "size_same": "It is about as large: {student:,} parameters, the teacher {teacher:,}.",
    "size_worse": "It is {ratio:.1f} times larger: {student:,} parameters instead of {teacher:,}.",
    "speed_better": "It answers one sentence {ratio:.1f} times faster: {student:.2f} ms instead of {teacher:.2f}.",
    "speed_same": "It answers one sentence about as fast: {student:.2f} ms, the teacher {teacher:.2f}.",
    "speed_worse": "It answers one sentence {ratio:.1f} times slower: {student:.2f} ms instead of {teacher:.2f}.",
    "worth_better": f"In this run, learning from the teacher was worth {{by:.1f}} percentage points over {_BASELINE}.",
    "worth_worse": f"In this run, learning from the teacher cost {{by:.1f}} percentage points against {_BASELINE}.",
    "worth_open_above": f"{_TOO_CLOSE}{{by:.1f}} percentage points above {_BASELINE}.",
    "worth_open_below": f"{_TOO_CLOSE}{{by:.1f}} percentage points below {_BASELINE}.",
    "worth_open_level": f"{_TOO_CLOSE}level with {_BASELINE}.",
    "unfair": "That comparison is not fair: the student was trained for {student} epochs, the one learning alone for "
    "{baseline}, so part of the difference may come from longer training.",
    "simple_better": f"The student beats {_TFIDF} by {{by:.1f}} percentage points in this run {_EVIDENCE}.",
    "simple_worse": f"The student is beaten by {_TFIDF}, by {{by:.1f}} percentage points in this run {_EVIDENCE}: "
    "the simpler method is the better one.",
    "simple_open_above": _TFIDF_OPEN,
    "simple_open_below": _TFIDF_OPEN,
    "simple_open_level": _TFIDF_OPEN,
}


class NumberFormatter(Formatter):
    """`str.format` with more ways to write a number: `%` (a share, one decimal), `.0%` (none) and `p` (a p-value)."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one number as it is written in a sentence."""
        if format_spec in ("%", ".0%"):
            return f"{100 * value:.{1 if format_spec == '%' else 0}f} %"
        if format_spec == "p":
            return _p(value)
        return str(super().format_field(value, format_spec))


def _p(p: float) -> str:
    if p < 0.001:
        return "p < 0.001"
    # Near the significance level, three decimals could show 0.050 for a p on either side of it.
    return f"p = {p:.5f}" if p != 0.05 and f"{p:.3f}" == "0.050" else f"p = {p:.3f}"


def headline(results: ExamResults) -> list[str]:
    """Return the findings of `exam_findings` as English sentences, for the terminal."""
    return [NumberFormatter().format(WORDS[finding.key], **finding.values) for finding in exam_findings(results)]
