"""Results, runs and data as tables of HTML; pure functions of what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from demo.i18n import digits, translate
from demo.shared.display_names import marked as _who
from demo.shared.html import sentence, table, tag
from kdcore.config import PRESETS
from kdcore.data import Dataset, has_bundled_labels
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Progress

CANDIDATES = ("teacher", "student", "baseline", "tfidf")


def word_of(lang: str, bundled: bool, name: str) -> str:
    """Return the word for a label: that of the bundled task's two classes, else what the file says."""
    return translate(lang, f"label_{name}") if bundled and name in ("0", "1") else name


def label_word(lang: str, run: RunFolder, number: int) -> str:
    """Return the word for a class number of a run."""
    data = run.config().data
    return word_of(lang, has_bundled_labels(data.sha256), data.label_names[number])


def run_name(lang: str, run_id: str, run: RunFolder | None = None) -> str:
    """Return how a run is called on the page: by the name it was given, its time and preset, or as the demo run."""
    return called(lang, run_id, annotations_of(run).name if run else "")


def called(lang: str, run_id: str, given: str) -> str:
    """Return what `run_name` does, for a name that is known; it has the time beside it, lest runs be mistaken."""
    if run_id == "demo":
        return translate(lang, "demo_run")
    parts = run_id.split("-")
    if len(parts) < 4 or not (parts[0] + parts[1]).isdigit():
        return f"{given} · {run_id}" if given else run_id
    preset = translate(lang, f"name_{parts[2]}") if parts[2] in PRESETS else parts[2]
    when = digits(lang, _moment(parts[0], parts[1]))
    return f"{given} · {when}" if given else f"{when} · {preset}"


def _moment(day: str, hour: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:8]} {hour[:2]}:{hour[2:4]}"


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
    head = ["", *(_who(lang, name) for name in names)]
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
        shown.append(table([corner, *words], rows, caption=_who(lang, name)))
    return tag("div", *shown, class_="kd-grid")


def _count(lang: str, count: int, right: bool) -> Markup:
    return tag("td", translate(lang, "whole", value=count), class_="kd-number kd-diagonal" if right else "kd-number")


def epochs_table(lang: str, progress: Progress) -> Markup:
    """Return the curves' figures, one row an epoch."""
    rows = []
    for name in ("teacher", "baseline", "student"):
        for epoch in progress.stages[name].epochs:
            rows.append(
                [
                    _who(lang, name),
                    translate(lang, "whole", value=epoch.epoch),
                    translate(lang, "decimals", value=epoch.train_loss),
                    translate(lang, "decimals", value=epoch.validation_loss),
                    translate(lang, "share", value=epoch.validation_accuracy),
                ]
            )
    head = ["", *(translate(lang, f"col_{name}") for name in ("epoch", "train_loss", "validation_loss", "accuracy"))]
    return table(head, rows, caption=translate(lang, "plot_table"))


def tracked_table(lang: str, run: RunFolder, progress: Progress) -> Markup:
    """Return what the student said to the watched sentences after each epoch, and the teacher at its end."""
    teacher, student = progress.stages["teacher"], progress.stages["student"]
    if not teacher.tracked:
        return Markup("")
    last = teacher.tracked[teacher.best_epoch if teacher.best_epoch in teacher.tracked else max(teacher.tracked)]
    epochs = sorted(student.tracked)
    rows = [
        [
            sentence(text),
            label_word(lang, run, last[i]),
            *(label_word(lang, run, student.tracked[e][i]) for e in epochs),
        ]
        for i, text in enumerate(run.config().tracked)
    ]
    head = [
        translate(lang, "sentence"),
        _who(lang, "teacher"),
        *(translate(lang, "tracked_epoch", epoch=e) for e in epochs),
    ]
    return table(head, rows, caption=translate(lang, "tracked_table"), class_="kd-table kd-sentences")


def data_tables(lang: str, dataset: Dataset, bundled: bool) -> Markup:
    """Return how many rows of each class each part has, and the first sentences."""
    parts = {"train_rows": dataset.train, "validation_rows": dataset.validation, "test_rows": dataset.test}
    words = [word_of(lang, bundled, name) for name in dataset.label_names]
    counts: list[Sequence[object]] = []
    for key, rows in parts.items():
        of_class = [rows.labels.count(number) for number in range(len(words))]
        cells = (tag("td", translate(lang, "whole", value=n), class_="kd-number") for n in of_class)
        counts.append([translate(lang, key), *cells])
    first = [
        [sentence(text), words[label]]
        for text, label in zip(dataset.train.texts[:8], dataset.train.labels[:8], strict=False)
    ]
    return Markup("").join(
        (
            table([translate(lang, "data_part"), *words], counts, caption=translate(lang, "data_counts")),
            table([translate(lang, "sentence"), translate(lang, "label")], first, caption=translate(lang, "data_rows")),
        )
    )
