"""The tables of an exam: one column a candidate, and the confusion matrices."""

from __future__ import annotations

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import candidate_name, label_word
from demo.shared.html import table, tag
from kdcore.evaluation.results import CandidateResults, ExamResults
from kdcore.runs.folder import RunFolder

_CANDIDATES = ("teacher", "student", "baseline", "tfidf")


def _candidates(results: ExamResults) -> dict[str, CandidateResults]:
    return {name: results.candidates[name] for name in _CANDIDATES if name in results.candidates}


def results_table(lang: str, results: ExamResults) -> Markup:
    """Return one column a candidate: scores, size and speed."""
    found = _candidates(results)

    def row(key: str, how: str, field: str, scale: float = 1.0) -> list[object]:
        cells: list[object] = [translate(lang, key)]
        for one in found.values():
            value = translate(lang, how, value=getattr(one, field) * scale)
            ends = getattr(one, f"{field}_interval", None)
            small = tag("small", translate(lang, "interval", low=ends.low, high=ends.high)) if ends else None
            cells.append(tag("td", value, small))
        return cells

    # Exams of older versions had no mistyped sentences.
    has_noise = all(one.noise_accuracy is not None for one in results.candidates.values())
    rows = [
        row("row_right", "share", "accuracy"),
        *([row("row_noise", "share", "noise_accuracy")] if has_noise else []),
        row("row_f1", "share", "macro_f1"),
        row("row_calibration", "share", "calibration_error"),
        row("row_parameters", "whole", "n_parameters"),
        row("row_size", "megabytes", "n_bytes", 1e-6),
        row("row_ms", "milliseconds", "ms_per_sentence"),
        row("row_pace", "whole", "sentences_per_s"),
    ]
    head = ["", *(candidate_name(lang, name) for name in found)]
    return table(head, rows, caption=translate(lang, "compare_table", n=results.n))


def confusion_tables(lang: str, run: RunFolder, results: ExamResults) -> Markup:
    """Return one table a candidate: rows are the truth, columns the predictions."""
    words = [label_word(lang, run, number) for number in range(len(results.label_names))]
    corner = f"{translate(lang, 'truth')} ↓  {translate(lang, 'answer')} →"
    shown = []
    for name, one in _candidates(results).items():
        rows = [
            [word, *(count_cell(lang, count, i == j) for j, count in enumerate(counts))]
            for i, (word, counts) in enumerate(zip(words, one.confusion, strict=True))
        ]
        shown.append(table([corner, *words], rows, caption=candidate_name(lang, name)))
    return tag("div", *shown, class_="kd-grid")


def count_cell(lang: str, count: int, right: bool) -> Markup:
    """Return a cell of a confusion matrix; those of right predictions are candidate_name."""
    return tag("td", translate(lang, "whole", value=count), class_="kd-number kd-diagonal" if right else "kd-number")
