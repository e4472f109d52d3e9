"""The commands that train: a new run, a stopped one that continues, and a finished one that is trained longer."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdcore.cli.options import OUT, LabelColumn, RunsOption, TextColumn, waiting
from kdcore.config import PRESETS, DistillConfig, Overrides, TrainConfig, preset_config

if TYPE_CHECKING:
    from kdcore.data import Dataset
    from kdcore.runs.folder import RunFolder

Preset = Enum("Preset", {name: name for name in PRESETS}, type=str)  # type: ignore[misc]


def train(
    data: Annotated[
        str | None, typer.Option(metavar="FILE|URL", help="CSV or TSV; by default the bundled sentences.")
    ] = None,
    preset: Annotated[
        Preset, typer.Option(help="How long to train; notebook is the recipe to compare with.")
    ] = Preset.balanced,  # type: ignore[attr-defined]
    encoders: Annotated[str, typer.Option(metavar="PAIR", help="compact, bert, or TEACHER,STUDENT.")] = "compact",
    text_column: TextColumn = None,
    label_column: LabelColumn = None,
    holdout: Annotated[
        str | None,
        typer.Option(metavar="COLUMN=VALUES", help="Test on these rows only, and train on the others."),
    ] = None,
    temperature: Annotated[
        float, typer.Option(help="Distillation temperature: how much the teacher's answers are softened.")
    ] = DistillConfig.temperature,
    alpha: Annotated[
        float, typer.Option(help="Weight of the teacher's answers against the labels, 0 to 1.")
    ] = DistillConfig.alpha,
    epochs: Annotated[int | None, typer.Option(help="Epochs of the student; its baseline gets as many.")] = None,
    teacher_epochs: Annotated[int | None, typer.Option(help="Epochs of the teacher.")] = None,
    teachers: Annotated[int, typer.Option(help="Number of teachers whose mean answer the student learns from.")] = 1,
    folds: Annotated[
        int | None,
        typer.Option(
            help="2 or more: as many further teachers, each of which labels the fold that it was not trained on.",
            show_default="the preset's",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Random seed of the training, and of the split of your own file.")] = 0,
    runs: RunsOption = Path("runs"),
) -> None:
    """Train a teacher, distil it into a student, and test both. The last line is the run's folder."""
    with waiting("Getting ready ..."):
        from kdcore.data import hold_out, load_dataset
        from kdcore.runs.create import create_run

        dataset = load_dataset(data, text_column=text_column, label_column=label_column, seed=seed)
        dataset = hold_out(dataset, holdout) if holdout else dataset
        config = preset_config(preset.value, encoders, seed, n_train=len(dataset.train))
        config = Overrides(temperature, alpha, epochs, teacher_epochs, teachers=teachers, folds=folds).apply(config)
        run = create_run(runs, config, dataset, state="running")
    for note in dataset.notes:
        OUT.print(note, highlight=False, markup=False)
    _follow(run, config, dataset)


def resume(run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run that was stopped.")]) -> None:
    """Continue a stopped, failed or interrupted training from its newest checkpoint."""
    with waiting("Getting ready ..."):
        from kdcore.runs.create import open_run
        from kdcore.runs.folder import RunFolder

        folder = RunFolder.open(run)
        config, dataset = open_run(folder)
        if folder.state().state == "running" and not folder.has_worker():
            folder.set_state("interrupted", folder.state().stage)
        folder.requeue()
    _follow(folder, config, dataset)


def train_longer(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run; it does not change.")],
    runs: RunsOption = Path("runs"),
) -> None:
    """Train a finished run's models for as many epochs again, as a new run. The last line is its folder."""
    with waiting("Getting ready ..."):
        from kdcore.runs.create import continued_config, create_run, open_run
        from kdcore.runs.folder import RunFolder

        first = RunFolder.open(run, finished=True)
        config, dataset = open_run(first)
        config = continued_config(config)
        tracked = first.config().tracked
        more = create_run(runs, config, dataset, tracked=tracked, state="running", continues=first)
    _follow(more, config, dataset)


def _follow(run: RunFolder, config: TrainConfig, dataset: Dataset) -> None:
    from kdcore.cli.terminal import ProgressBars, confusion_lines, results_table
    from kdcore.evaluation.wording import headline
    from kdcore.runs.worker import run_training

    results = ProgressBars(OUT).follow(run_training(run, config, dataset))
    OUT.print(results_table(results))
    for line in (*confusion_lines(results), "", *headline(results), ""):
        OUT.print(line, highlight=False, markup=False)
    print(run.path)
