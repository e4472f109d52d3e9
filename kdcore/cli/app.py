"""The same actions without a browser: `python -m kdcore ...`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kdcore.cli.runs import OUT, RunsOption, compare, evaluate, examine, list_all, predict, waiting
from kdcore.cli.studies import ablate, leave_one_out, probe
from kdcore.config import PRESETS, DistillConfig, TrainConfig, preset_config
from kdcore.errors import ConfigError, KdError

if TYPE_CHECKING:
    from kdcore.data import Dataset
    from kdcore.runs.folder import RunFolder

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Distil a large text classifier into a tiny one: a teacher learns your sentences, a student learns from it.",
)
Preset = Enum("Preset", {name: name for name in PRESETS}, type=str)  # type: ignore[misc]


@app.command()
def train(
    data: Annotated[
        str | None, typer.Option(metavar="FILE|URL", help="CSV or TSV; without it, the bundled sentences.")
    ] = None,
    preset: Annotated[
        Preset, typer.Option(help="How long to learn; notebook is the recipe to compare with.")
    ] = Preset.balanced,  # type: ignore[attr-defined]
    encoders: Annotated[str, typer.Option(metavar="PAIR", help="compact, bert, or TEACHER,STUDENT.")] = "compact",
    text_column: Annotated[str | None, typer.Option(help="Column with the sentences, if not recognised.")] = None,
    label_column: Annotated[str | None, typer.Option(help="Column with the labels, if not recognised.")] = None,
    holdout: Annotated[
        str | None,
        typer.Option(metavar="COLUMN=VALUES", help="Examine on these rows alone, and learn from the others."),
    ] = None,
    temperature: Annotated[
        float | None, typer.Option(help="How soft the teacher's answers are made.  [default: 3]", show_default=False)
    ] = None,
    alpha: Annotated[
        float | None,
        typer.Option(help="Weight of the teacher against the labels, 0 to 1.  [default: 0.7]", show_default=False),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(help="Passes of the student over the rows; its baseline gets as many.")
    ] = None,
    teacher_epochs: Annotated[int | None, typer.Option(help="Passes of the teacher over the rows.")] = None,
    teachers: Annotated[int, typer.Option(help="Teachers whose mean answer the student learns from.")] = 1,
    folds: Annotated[
        int | None,
        typer.Option(
            help="From 2: as many more teachers, each of which labels a part of the rows that it has not learnt.  "
            "[default: the preset's]",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the training, and of the split of your own file.")] = 0,
    runs: RunsOption = Path("runs"),
) -> None:
    """Train a teacher, distil it into a student, and examine both. Prints the run's folder last."""
    with waiting("Getting ready ..."):
        from kdcore.data import hold_out, load_dataset
        from kdcore.runs.create import create_run

        distill = {k: v for k, v in (("temperature", temperature), ("alpha", alpha)) if v is not None}
        settings = DistillConfig(**distill)
        dataset = load_dataset(data, text_column=text_column, label_column=label_column, seed=seed)
        dataset = hold_out(dataset, holdout) if holdout else dataset
        config = preset_config(preset.value, encoders, seed, n_train=len(dataset.train))
        config = _adjusted(replace(config, distill=settings, teachers=teachers), epochs, teacher_epochs, folds)
        run = create_run(runs, config, dataset, state="running")
    for note in dataset.notes:
        OUT.print(note, highlight=False, markup=False)
    _follow(run, config, dataset)


@app.command()
def resume(run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run that was stopped.")]) -> None:
    """Let a stopped, failed or interrupted training go on from its newest checkpoint."""
    with waiting("Getting ready ..."):
        from kdcore.runs.create import open_run
        from kdcore.runs.folder import RunFolder

        folder = RunFolder.open(run)
        config, dataset = open_run(folder)
        if folder.state().state == "running" and not folder.has_worker():
            folder.set_state("interrupted", folder.state().stage)
        folder.requeue()
    _follow(folder, config, dataset)


@app.command("longer")
def train_longer(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run; it does not change.")],
    runs: RunsOption = Path("runs"),
) -> None:
    """Train a finished run's networks as long again, as a new run that starts from them. Prints its folder last."""
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


def _adjusted(config: TrainConfig, epochs: int | None, teacher_epochs: int | None, folds: int | None) -> TrainConfig:
    if epochs is not None:
        config = replace(config, student=replace(config.student, epochs=epochs), baseline_epochs=epochs)
    if teacher_epochs is not None:
        config = replace(config, teacher=replace(config.teacher, epochs=teacher_epochs))
    return config if folds is None else replace(config, folds=folds)


for _name, _command in (
    ("evaluate", evaluate),
    ("predict", predict),
    ("examine", examine),
    ("compare", compare),
    ("runs", list_all),
    ("probe", probe),
    ("ablate", ablate),
    ("leave-one-out", leave_one_out),
):
    app.command(_name)(_command)


@app.command("build-encoders")
def build_encoders(
    minilm: Annotated[Path, typer.Option(metavar="DIR", help="Folder of all-MiniLM-L6-v2.", show_default=False)],
    corpus: Annotated[
        Path, typer.Option(metavar="FILE", help="TSV of romanised Bengali, column text.", show_default=False)
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write both encoders to.", show_default=False)],
    epochs: Annotated[int, typer.Option(help="Times that the teacher's encoder reads everything.")] = 30,
    student_epochs: Annotated[int, typer.Option(help="Times that the student's reads it beside the teacher's.")] = 12,
) -> None:
    """Make the bundled encoders again from their sources; some minutes on a GPU, some hours without."""
    from kdcore.data import load_dataset
    from kdcore.pretraining.build import build_student_encoder, build_teacher_encoder, sources
    from kdcore.pretraining.masked_language_modelling import PretrainConfig

    sentences, lines = sources(load_dataset(), corpus)
    teacher, student = output / "compact-teacher", output / "compact-student"
    student_config = PretrainConfig(student_epochs, learning_rate=2e-3)
    for who, reading, unit in (
        (
            "teacher",
            build_teacher_encoder(minilm, sentences, lines, teacher, PretrainConfig(epochs)),
            "nats per masked piece",
        ),
        ("student", build_student_encoder([*sentences, *lines], teacher, student, student_config), "squared error"),
    ):
        for step, loss in enumerate(reading, start=1):
            if step % 100 == 0:
                OUT.print(f"{who}, step {step}: {loss:.3f} {unit}", highlight=False)
    print(output)


@app.command()
def bench(as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False) -> None:
    """Time the notebook's way against ours on this machine; takes some minutes."""
    from kdcore.cli.terminal import bench_table
    from kdcore.studies.bench import measure

    with waiting("Measuring, a few minutes ..."):
        figures = measure()
    if as_json:
        print(json.dumps(figures))
    else:
        OUT.print(bench_table(figures))


def main(arguments: list[str] | None = None) -> None:
    """Run a command; a mistake is one sentence on standard error and exit code 2, never a traceback."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    try:
        app(arguments, standalone_mode=False)
    except KdError as error:
        _end(str(error), 2)
    except (KeyboardInterrupt, typer.Abort):
        _end("Stopped. `python -m kdcore resume RUN` goes on from the newest checkpoint.", 130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        # Wrong arguments: typer's own classes moved between its versions, what they share is format_message.
        if not hasattr(error, "format_message"):
            raise
        _end(f"{error.format_message()} See --help.", 2)


def _end(sentence: str, code: int) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)
    sys.exit(code)


__all__ = ["ConfigError", "app", "main"]
