"""How a training and its results look in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kdcore.errors import RunError
from kdcore.evaluation.results import CandidateResults, ExamResults
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.stages import StageSpec
from kdcore.training.events import EpochDone, Event, ExamDone, LabelsDone, Resumed, StageDone, StageStarted, StepDone

NAMES = {
    "teacher": "Teacher",
    "soft_targets": "Soft targets",
    "baseline": "Student alone",
    "student": "Student",
    "exam": "Exam",
    "tfidf": "TF-IDF + logistic regression",
}


def stage_name(stage: str) -> str:
    """Return what a stage is called: `Teacher 2` for `teacher_2`, `Fold teacher 1` for `fold_1`."""
    spec = StageSpec.parse(stage)
    return NAMES.get(stage) or f"{'Teacher' if spec.kind == 'teacher' else 'Fold teacher'} {spec.number}"


class ProgressBars:
    """One bar a stage, and one line an epoch; counts come from the events alone."""

    def __init__(self, console: Console) -> None:
        """Draw on `console`."""
        self.console = console
        self.progress = Progress(
            TextColumn("{task.description:<14}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
        )
        self._bars: dict[str, TaskID] = {}

    def follow(self, events: Iterable[Event]) -> ExamResults:
        """Draw the events as they come; return the results of the exam.

        Raises:
            RunError: the events ended without an exam.
        """
        results = None
        with self.progress:
            for event in events:
                self._draw(event)
                if isinstance(event, ExamDone):
                    results = event.results
        if results is None:
            raise RunError("The training ended without an exam.", "Resume the run.")
        return results

    def _draw(self, event: Event) -> None:
        if isinstance(event, StageStarted):
            total = event.n_steps or None
            self._bars[event.stage] = self.progress.add_task(stage_name(event.stage), total=total, note="")
            return
        if isinstance(event, Resumed):
            note = f"goes on after epoch {event.epoch}"
            self._bars[event.stage] = self.progress.add_task(stage_name(event.stage), total=event.n_steps, note=note)
            return
        bar = self._bars[event.stage]
        if isinstance(event, StepDone):
            note = f"loss {event.loss:.3f}  {event.sentences_per_s:,.0f} sentences/s"
            self.progress.update(bar, completed=event.step, note=note)
        elif isinstance(event, LabelsDone):
            self.progress.update(bar, completed=event.n_done)
        elif isinstance(event, EpochDone):
            self.console.print(
                f"{stage_name(event.stage):<14} epoch {event.epoch:>2} of {event.n_epochs}   "
                f"loss {event.train_loss:.3f}   validation loss {event.validation_loss:.3f}, "
                f"right {100 * event.validation_accuracy:.1f} %{'   best so far' if event.best else ''}",
                highlight=False,
                soft_wrap=True,
            )
        elif isinstance(event, StageDone):
            kept = f"kept epoch {event.best_epoch}" if event.best_epoch else ""
            self.progress.update(bar, total=1, completed=1, note=kept)


def megabytes(n_bytes: float) -> str:
    """Return a size for people, in MB of 1,000,000 bytes."""
    return f"{n_bytes / 1e6:.1f} MB"


def results_table(results: ExamResults) -> Table:
    """Return the exam's results with one column a candidate."""
    names = [name for name in ("teacher", "student", "baseline", "tfidf") if name in results.candidates]
    found = [results.candidates[name] for name in names]
    table = Table(title=f"Exam on {results.n:,} test sentences", title_justify="left")
    table.add_column("")
    for name in names:
        table.add_column(NAMES[name], justify="right")

    def row(title: str, cell: Callable[[CandidateResults], str]) -> None:
        table.add_row(title, *(cell(one) for one in found))

    row("right", lambda one: f"{100 * one.accuracy:.2f} %")
    row("  95 % interval", lambda one: "{:.1f} to {:.1f}".format(*(100 * end for end in one.accuracy_interval)))
    row("right, mistyped", lambda one: _percent(one.noise_accuracy, 2))  # missing in older runs
    row("macro-F1", lambda one: f"{100 * one.macro_f1:.2f} %")
    for k, word in enumerate(results.label_names[:4]):
        row(f"precision, {word}", partial(_of_class, "precision", k))
        row(f"recall, {word}", partial(_of_class, "recall", k))
    row("calibration error", lambda one: f"{100 * one.calibration_error:.1f} %")
    row("  as it is shown", lambda one: _percent(one.calibration_error_scaled, 1))  # teacher and student alone
    row("parameters", lambda one: f"{one.n_parameters:,}")
    row("on disk", lambda one: megabytes(one.n_bytes))
    row("one sentence", lambda one: f"{one.ms_per_sentence:.1f} ms")
    row("in batches", lambda one: f"{one.sentences_per_s:,.0f} a second")
    row("epochs", lambda one: str(one.epochs) if one.epochs else "")
    return table


def _of_class(field: str, k: int, one: CandidateResults) -> str:
    return _percent(getattr(one, field)[k], 1)


def _percent(share: float | None, digits: int) -> str:
    return "" if share is None else f"{100 * share:.{digits}f} %"


def confusion_lines(results: ExamResults) -> list[str]:
    """Return the confusion matrices of teacher and student, a line each class: truth, then the predictions."""
    lines = []
    names = results.label_names
    for who in ("teacher", "student"):
        for k, counts in enumerate(results.candidates[who].confusion):
            called = ", ".join(f"{names[i]}: {n:,}" for i, n in enumerate(counts))
            lines.append(f"{NAMES[who]}: truly {names[k]}, called {called}")
    return lines


def runs_table(runs: list[RunFolder]) -> Table:
    """Return one row a run: id, given name, state, data, settings, and what the student kept."""
    table = Table()
    for title in ("run", "name", "state", "data", "preset", "teacher", "student", "student kept"):
        table.add_column(title, overflow="fold")
    for run in runs:
        state, config = run.state().state, run.config()
        cells = ["", "", ""]
        if state == "done":
            results = run.results()
            shares = (results.teacher.accuracy, results.student.accuracy, results.retention.value or 0.0)
            cells = [_percent(share, 1) for share in shares]
        name = Text(annotations_of(run).name)  # typed by a person: no markup
        table.add_row(run.run_id, name, state, config.data.name, config.training.preset, *cells)
    return table


def bench_table(figures: dict[str, Any]) -> Table:
    """Return the bench's figures, the notebook's way beside ours."""
    table = Table(
        title=f"{figures['processor']}, {figures['threads']} threads, bf16 {'yes' if figures['bf16'] else 'no'}; "
        f"{figures['n_rows']:,} sentences",
        title_justify="left",
        caption=f"* extrapolated from timed steps. Our teacher stage reaches "
        f"{100 * figures['teacher_share_of_peak']:.0f} % of this machine's matrix-product peak.",
        caption_justify="left",
    )
    for title in ("", "the notebook's way", "ours", "faster"):
        table.add_column(title, justify="left" if not title else "right")
    names = {
        "teacher_epoch_s": ("one teacher epoch *", "{:,.0f} s"),
        "distillation_s": ("distillation, 5 epochs *", "{:,.0f} s"),
        "one_sentence_ms": ("student, one sentence", "{:.2f} ms"),
    }
    for key, (name, pattern) in names.items():
        cells = (pattern.format(figures[way][key]) for way in ("notebook", "ours"))
        table.add_row(name, *cells, f"{figures['times_faster'][key]:.1f} x")
    return table
