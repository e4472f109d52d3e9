"""The results of a run as tables of HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import candidate_name, label_word
from demo.shared.html import table, tag
from kdcore.runs.folder import RunFolder

CANDIDATES = ("teacher", "student", "baseline", "tfidf")


def results_table(lang: str, results: Mapping[str, Any]) -> Markup:
    """Return one column a candidate: what it got right, what it weighs, how fast it is."""
    found = results["results"]
    names = [name for name in CANDIDATES if name in found]

    def row(key: str, how: str, field: str, scale: float = 1.0) -> list[object]:
        cells: list[object] = [translate(lang, key)]
        for name in names:
            value = translate(lang, how, value=found[name][field] * scale)
            ends = found[name].get(f"{field}_interval")
            small = tag("small", translate(lang, "interval", low=ends[0], high=ends[1])) if ends else None
            cells.append(tag("td", value, small))
        return cells

    rows = [
        row("row_right", "share", "accuracy"),
        *([row("row_noise", "share", "noise_accuracy")] if _has_noise(results) else []),
        row("row_f1", "share", "macro_f1"),
        row("row_calibration", "share", "calibration_error"),
        row("row_parameters", "whole", "n_parameters"),
        row("row_size", "megabytes", "n_bytes", 1e-6),
        row("row_ms", "milliseconds", "ms_per_sentence"),
        row("row_pace", "whole", "sentences_per_s"),
    ]
    head = ["", *(candidate_name(lang, name) for name in names)]
    return table(head, rows, caption=translate(lang, "compare_table", n=results["n"]))


def _has_noise(results: Mapping[str, Any]) -> bool:
    """Return whether the exam asked for mistyped sentences; that of older runs did not."""
    return all(one.get("noise_accuracy") is not None for one in results["results"].values())


def confusion_tables(lang: str, run: RunFolder, results: Mapping[str, Any]) -> Markup:
    """Return one table a candidate: rows are the truth, columns the answers."""
    words = [label_word(lang, run, number) for number in range(len(results["label_names"]))]
    corner = f"{translate(lang, 'truth')} ↓  {translate(lang, 'answer')} →"
    shown = []
    for name in CANDIDATES:
        if name not in results["results"]:
            continue
        rows = [
            [word, *(_count(lang, count, i == j) for j, count in enumerate(counts))]
            for i, (word, counts) in enumerate(zip(words, results["results"][name]["confusion"], strict=True))
        ]
        shown.append(table([corner, *words], rows, caption=candidate_name(lang, name)))
    return tag("div", *shown, class_="kd-grid")


def _count(lang: str, count: int, right: bool) -> Markup:
    return tag("td", translate(lang, "whole", value=count), class_="kd-number kd-diagonal" if right else "kd-number")
