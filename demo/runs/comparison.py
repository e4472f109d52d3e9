"""Two to four runs side by side: a paired test, the results, and only the settings that differ.

Pure functions of the runs' folders.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from demo.i18n import digits, letters, translate
from demo.shared.display_names import run_name
from demo.shared.html import table, tag
from kdcore.config import PRESETS
from kdcore.data import is_bundled
from kdcore.errors import KdError
from kdcore.evaluation.exam import compare_runs
from kdcore.evaluation.results import ExamResults, Interval
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Stage
from kdcore.runs.records import RunConfig
from kdcore.runs.settings_diff import differing

_LEVEL = 0.05  # a difference with a smaller p counts as one
_WORDS = {
    "training.preset": "train_preset",
    "training.encoders.teacher": "setting_start_teacher",
    "training.encoders.student": "setting_start_student",
    "training.teacher.epochs": "teacher_epochs",
    "training.student.epochs": "student_epochs",
    "training.teacher.learning_rate": "teacher_rate",
    "training.student.learning_rate": "student_rate",
    "training.baseline_epochs": "setting_baseline_epochs",
    "training.distill.temperature": "temperature",
    "training.distill.alpha": "alpha",
    "training.teacher_layers": "setting_teacher_layers",
    "training.dropout": "setting_dropout",
    "training.spellings": "setting_spellings",
    "training.transfer": "setting_transfer",
    "training.teachers": "setting_teachers",
    "training.folds": "setting_folds",
    "training.seed": "seed",
    "data.name": "setting_data",
    "data.sha256": "setting_fingerprint",
    "continues": "setting_continues",
    "threads": "setting_threads",
    "python": "setting_python",
}
_STAGE_SETTINGS = ("batch_size", "warmup", "weight_decay", "max_grad_norm", "keep", "bucketed")


@dataclass(frozen=True)
class Side:
    """One of the runs that are compared."""

    letter: str
    run_id: str
    run: RunFolder
    student: Stage


def sides(lang: str, runs: Mapping[str, RunFolder], students: Sequence[Stage]) -> list[Side]:
    """Return the runs with a letter each, by which tables and curves name them."""
    names = letters(lang)
    return [Side(*given) for given in zip(names, runs, runs.values(), students, strict=False)]


def verdict(lang: str, compared: Sequence[Side]) -> Markup:
    """Return what the paired test says of each run's student against the first one's, and which letter is which run."""
    sentences = tag(
        "div", tag("ul", *(tag("li", line) for line in _sentences(lang, compared)), class_="kd-list"), role="status"
    )
    named = [
        tag(
            "li",
            tag("b", side.letter),
            " ",
            tag("a", run_name(lang, side.run_id, side.run), href=f"?run={side.run_id}"),
        )
        for side in compared
    ]
    return tag(
        "div",
        tag("h2", translate(lang, "versus_title"), class_="kd-h"),
        sentences,
        tag("ul", *named, class_="kd-letters"),
    )


def _sentences(lang: str, compared: Sequence[Side]) -> list[str]:
    missing = [side for side in compared if not side.run.has_results]
    lines = [translate(lang, "versus_no_exam", b=side.letter) for side in missing]
    if compared[0] in missing:
        return lines
    others = [side for side in compared[1:] if side not in missing]
    return [_against(lang, compared[0], other) for other in others] + lines


def _against(lang: str, first: Side, other: Side) -> str:
    letters = {"a": first.letter, "b": other.letter}
    try:
        test = compare_runs(other.run.predictions(), first.run.predictions(), "student")
    except KdError:
        return translate(lang, "versus_other_exam", **letters)
    low, high = (100 * end for end in test.interval)
    by = 100 * test.difference
    if by == 0:
        return translate(lang, "versus_level", **letters, n=test.n)
    verdict = "open" if test.p >= _LEVEL else "better" if by > 0 else "worse"
    shown = by if verdict == "open" else abs(by)
    return translate(lang, f"versus_{verdict}", **letters, by=shown, low=low, high=high, p=test.p, n=test.n)


def curves_sentence(lang: str, compared: Sequence[Side]) -> str:
    """Return what the curves show, in a sentence; "" when no student has finished an epoch."""
    judged = [side for side in compared if side.student.epochs]
    if not judged:
        return ""
    if len({side.run.config().data.sha256 for side in judged}) > 1:
        return translate(lang, "versus_other_data")
    best = [max(epoch.validation_accuracy for epoch in side.student.epochs) for side in judged]
    most = max(best)
    names = ", ".join(side.letter for side, value in zip(judged, best, strict=True) if value == most)
    return translate(lang, "versus_highest", names=names, value=most)


def outcome_table(lang: str, compared: Sequence[Side]) -> Markup:
    """Return one column a run: what teacher, student, and student alone got right, what was kept, and what it costs."""
    found = [side.run.results() if side.run.has_results else None for side in compared]

    def row(title: str, cell: Callable[[ExamResults], Markup | None]) -> list[object]:
        return [title, *((results and cell(results)) or tag("td", "–") for results in found)]

    def accuracy(who: str) -> list[object]:
        def cell(results: ExamResults) -> Markup | None:
            one = results.candidates.get(who)
            return None if one is None else _cell(lang, "share", one.accuracy, one.accuracy_interval)

        return row(translate(lang, "versus_right", who=translate(lang, who)), cell)

    def kept(results: ExamResults) -> Markup | None:
        value, low, high = results.retention.value, results.retention.low, results.retention.high
        ends = None if low is None or high is None else Interval(low, high)
        return None if value is None else _cell(lang, "share", value, ends)

    student = translate(lang, "student")
    rows = [
        *(accuracy(who) for who in ("teacher", "student", "baseline")),
        row(translate(lang, "versus_kept"), kept),
        row(f"{student}: {translate(lang, 'row_parameters')}", lambda r: _cell(lang, "whole", r.student.n_parameters)),
        row(f"{student}: {translate(lang, 'row_size')}", lambda r: _cell(lang, "megabytes", r.student.n_bytes * 1e-6)),
        row(
            f"{student}: {translate(lang, 'row_ms')}", lambda r: _cell(lang, "milliseconds", r.student.ms_per_sentence)
        ),
    ]
    return table(["", *(side.letter for side in compared)], rows, caption=translate(lang, "versus_results"))


def _cell(lang: str, how: str, value: float, ends: Interval | None = None) -> Markup:
    small = tag("small", translate(lang, "interval", low=ends.low, high=ends.high)) if ends else None
    return tag("td", translate(lang, how, value=value), small)


def settings_table(lang: str, compared: Sequence[Side]) -> Markup:
    """Return a table of the settings that differ, or a sentence that none does."""
    configs = [side.run.config() for side in compared]
    differ = differing(configs)
    if not differ:
        return tag("p", translate(lang, "versus_alike"))
    head = [translate(lang, "setting"), *(side.letter for side in compared)]
    rows = []
    for path, values in differ.items():
        cells = (_value(lang, path, value, config) for value, config in zip(values, configs, strict=True))
        rows.append([_setting(lang, path), *cells])
    return table(head, rows, caption=translate(lang, "versus_settings"))


def _setting(lang: str, path: str) -> str:
    """Return the name of a setting on the page; a library is named as it is."""
    part, _, last = path.rpartition(".")
    if part == "versions":
        return last
    if part in ("training.teacher", "training.student") and last in _STAGE_SETTINGS:
        return f"{translate(lang, part.removeprefix('training.'))}: {translate(lang, f'setting_{last}')}"
    if part == "data.rows":
        return translate(lang, "setting_rows", part=translate(lang, f"{last}_rows"))
    return translate(lang, _WORDS[path])


def _value(lang: str, path: str, value: Any, config: RunConfig) -> str:
    if value is None:
        return translate(lang, "setting_unset")
    if isinstance(value, bool):
        return translate(lang, "yes" if value else "no")
    if isinstance(value, str):
        return _word(lang, path, value, config)
    return digits(lang, f"{value:g}" if isinstance(value, float) else str(value))


def _word(lang: str, path: str, value: str, config: RunConfig) -> str:
    if path == "training.preset" and value in PRESETS:
        return translate(lang, f"name_{value}")
    if path == "data.name" and is_bundled(config.data.sha256):
        return translate(lang, "bundled")
    if path == "data.sha256":
        return value[:8]
    if path == "continues":
        return run_name(lang, value)
    if path.endswith(".keep"):
        return translate(lang, "keep_best" if value == "best" else "keep_last")
    return value
