"""The progress of a run as tables of HTML."""

from __future__ import annotations

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import candidate_name, label_word
from demo.shared.html import sentence, table
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Progress


def epochs_table(lang: str, progress: Progress) -> Markup:
    """Return the numbers behind the curves, one row per epoch."""
    rows = []
    for name in ("teacher", "baseline", "student"):
        for epoch in progress.stages[name].epochs:
            rows.append(
                [
                    candidate_name(lang, name),
                    translate(lang, "whole", value=epoch.epoch),
                    translate(lang, "decimals", value=epoch.train_loss),
                    translate(lang, "decimals", value=epoch.validation_loss),
                    translate(lang, "share", value=epoch.validation_accuracy),
                ]
            )
    head = ["", *(translate(lang, f"col_{name}") for name in ("epoch", "train_loss", "validation_loss", "accuracy"))]
    return table(head, rows, caption=translate(lang, "plot_table"))


def tracked_table(lang: str, run: RunFolder, progress: Progress) -> Markup:
    """Return the student's answers to the tracked sentences after each epoch, and the trained teacher's."""
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
        candidate_name(lang, "teacher"),
        *(translate(lang, "tracked_epoch", epoch=e) for e in epochs),
    ]
    return table(head, rows, caption=translate(lang, "tracked_table"), class_="kd-table kd-sentences")
