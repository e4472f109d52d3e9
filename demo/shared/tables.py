"""Results, runs and data as tables of HTML; pure functions of what they show."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from demo.i18n import digits, translate
from demo.shared.display_names import marked as _who
from demo.shared.html import sentence, table, tag
from kdcore.config import PRESETS
from kdcore.data import Dataset, has_bundled_labels
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Progress


def word_of(lang: str, bundled: bool, name: str) -> str:
    """Return the word for a label: that of the bundled task's two classes, else what the file says."""
    return translate(lang, f"label_{name}") if bundled and name in ("0", "1") else name


def label_word(lang: str, run: RunFolder, number: int) -> str:
    """Return the word for a class number of a run."""
    data = run.config()["data"]
    return word_of(lang, has_bundled_labels(data["sha256"]), data["label_names"][number])


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
        for i, text in enumerate(run.config().get("tracked", run.config().get("pinned", [])))
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
