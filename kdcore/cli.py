"""The same actions without a browser: `python -m kdcore ...`."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kdcore.config import PRESETS, DistillConfig, TrainConfig, preset_config
from kdcore.errors import ConfigError, DataError, KdError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kdcore.data import Dataset
    from kdcore.runs.folder import RunFolder

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Distil a large text classifier into a tiny one: a teacher learns your sentences, a student learns from it.",
)
_out, _err = Console(), Console(stderr=True)

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run.", show_default=False)]
RunsOption = Annotated[Path, typer.Option("--runs", metavar="DIR", help="Folder that holds the runs.")]
Preset = Enum("Preset", {name: name for name in PRESETS}, type=str)  # type: ignore[misc]


class With(str, Enum):
    """Whose answer is asked for."""

    teacher = "teacher"
    student = "student"
    both = "both"


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
    seed: Annotated[int, typer.Option(help="Of the training, and of the split of your own file.")] = 0,
    runs: RunsOption = Path("runs"),
) -> None:
    """Train a teacher, distil it into a student, and examine both. Prints the run's folder last."""
    with _waiting("Getting ready ..."):
        from kdcore.data import hold_out, load_dataset
        from kdcore.runs.create import create_run

        distill = {k: v for k, v in (("temperature", temperature), ("alpha", alpha)) if v is not None}
        settings = DistillConfig(**distill)
        dataset = load_dataset(data, text_column=text_column, label_column=label_column, seed=seed)
        dataset = hold_out(dataset, holdout) if holdout else dataset
        config = preset_config(preset.value, encoders, seed, n_train=len(dataset.train))
        config = _adjusted(replace(config, distill=settings), epochs, teacher_epochs)
        run = create_run(runs, config, dataset, state="running")
    for note in dataset.notes:
        _out.print(note, highlight=False, markup=False)
    _follow(run, config, dataset)


@app.command()
def resume(run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run that was stopped.")]) -> None:
    """Let a stopped, failed or interrupted training go on from its newest checkpoint."""
    with _waiting("Getting ready ..."):
        from kdcore.runs.create import open_run
        from kdcore.runs.folder import RunFolder

        folder = RunFolder.open(run)
        config, dataset = open_run(folder)
        if folder.state()["state"] == "running" and not folder.has_worker():
            folder.set_state("interrupted", folder.state()["stage"])
        folder.requeue()
    _follow(folder, config, dataset)


@app.command("longer")
def train_longer(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run; it does not change.")],
    runs: RunsOption = Path("runs"),
) -> None:
    """Train a finished run's networks as long again, as a new run that starts where they are. Prints its folder last."""
    with _waiting("Getting ready ..."):
        from kdcore.runs.create import create_run, longer, open_run
        from kdcore.runs.folder import RunFolder

        first = RunFolder.open(run, finished=True)
        config, dataset = open_run(first)
        config = longer(config)
        pinned = first.config().get("pinned", [])
        more = create_run(runs, config, dataset, pinned=pinned, state="running", continues=first)
    _follow(more, config, dataset)


def _follow(run: RunFolder, config: TrainConfig, dataset: Dataset) -> None:
    from kdcore.judging.headline import headline
    from kdcore.runs.worker import carry_out
    from kdcore.terminal import ProgressBars, confusion_lines, results_table

    results = ProgressBars(_out).follow(carry_out(run, config, dataset))
    _out.print(results_table(results))
    for line in (*confusion_lines(results), "", *headline(results), ""):
        _out.print(line, highlight=False, markup=False)
    print(run.path)


def _adjusted(config: TrainConfig, epochs: int | None, teacher_epochs: int | None) -> TrainConfig:
    if epochs is not None:
        config = replace(config, student=replace(config.student, epochs=epochs), baseline_epochs=epochs)
    if teacher_epochs is not None:
        config = replace(config, teacher=replace(config.teacher, epochs=teacher_epochs))
    return config


@app.command()
def evaluate(
    run: RunArgument,
    data: Annotated[
        str, typer.Option(metavar="FILE|URL", help="CSV or TSV with sentences and labels.", show_default=False)
    ],
    text_column: Annotated[str | None, typer.Option(help="Column with the sentences, if not recognised.")] = None,
    label_column: Annotated[str | None, typer.Option(help="Column with the labels, if not recognised.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """Judge a run's teacher and student on other labelled sentences."""
    from kdcore.data import load_labelled
    from kdcore.using.asking import WHO
    from kdcore.using.predict import FinishedRun

    finished = FinishedRun.open(run)
    rows = load_labelled(data, finished.label_names, text_column=text_column, label_column=label_column)
    report = finished.evaluate(rows)
    if as_json:
        print(json.dumps(report))
        return
    for who in WHO:
        print(f"{who}: {100 * report[who]['accuracy']:.2f} % right, macro-F1 {100 * report[who]['macro_f1']:.2f} %")
    print(f"They agree on {100 * report['agreement']:.2f} % of {report['n']:,} sentences.")


@app.command()
def predict(
    run: RunArgument,
    input_file: Annotated[
        Path, typer.Option("--input", metavar="FILE", help="Lines (.txt), or a CSV or TSV.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("--output", metavar="FILE", help="CSV to write.", show_default=False)],
    who: Annotated[With, typer.Option("--with", help="Whose answers.")] = With.both,
    text_column: Annotated[str | None, typer.Option(help="Column with the sentences, if not recognised.")] = None,
) -> None:
    """Classify the sentences of a file; the output has one row a sentence, in the same order."""
    from kdcore.data import read_sentences
    from kdcore.using.asking import WHO
    from kdcore.using.predict import FinishedRun

    finished = FinishedRun.open(run)
    texts, notes = read_sentences(input_file, text_column)
    for note in notes:
        print(note)
    table = finished.classify(texts, WHO if who is With.both else (who.value,))
    try:
        table.to_csv(output, index=False, encoding="utf-8")
    except OSError as error:
        raise DataError(f"{output} cannot be written ({error.strerror}).", "Name another output file.") from error
    print(f"{len(table):,} sentences classified, written to {output}")


@app.command()
def examine(run: RunArgument) -> None:
    """Examine a finished run again, as older versions did not: temperatures, validation rows. Weights stay."""
    with _waiting("Judging the validation rows ..."):
        from kdcore.judging.headline import headline
        from kdcore.runs.folder import RunFolder
        from kdcore.using.asking import WHO
        from kdcore.using.examine import examine_again

        results = examine_again(RunFolder.open(run, finished=True))
    for line in headline(results):
        print(line)
    for who in WHO:
        found = results["results"][who]
        before, after = (100 * found[key] for key in ("calibration_error", "calibration_error_scaled"))
        print(
            f"{who}: temperature {found['temperature']:.3f}, off in its confidence by {before:.2f} points before and "
            f"{after:.2f} after"
        )


@app.command("runs")
def list_all(runs: RunsOption = Path("runs")) -> None:
    """List the runs and what came of them."""
    from kdcore.runs.folder import list_runs
    from kdcore.terminal import runs_table

    found = list_runs(runs)
    if found:
        _out.print(runs_table(found))
    else:
        print(f"There are no runs in {runs} yet. Start one: python -m kdcore train")


@app.command()
def compare(
    run_a: Annotated[Path, typer.Argument(metavar="A", show_default=False)],
    run_b: Annotated[Path, typer.Argument(metavar="B", show_default=False)],
) -> None:
    """Compare two runs on the same test sentences, with a paired test."""
    from kdcore.judging.exam import compare_runs
    from kdcore.runs.folder import RunFolder
    from kdcore.using.asking import WHO

    tables = [RunFolder.open(run, finished=True).predictions() for run in (run_a, run_b)]
    for who in WHO:
        test = compare_runs(tables[0], tables[1], who)
        low, high = (100 * end for end in test["interval"])
        print(
            f"{who}: A minus B {100 * test['difference']:+.2f} points ({low:+.2f} to {high:+.2f}); "
            f"only A right {test['only_a']}, only B right {test['only_b']}, exact McNemar p = {test['p']:.4f}"
        )


@app.command("build-encoders")
def build_encoders(
    minilm: Annotated[Path, typer.Option(metavar="DIR", help="Folder of all-MiniLM-L6-v2.", show_default=False)],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write both encoders to.", show_default=False)],
) -> None:
    """Make the bundled encoders again from their sources."""
    from kdcore.data import load_dataset
    from kdcore.learning.pretrain import build_student_encoder, build_teacher_encoder

    texts = load_dataset().train.texts
    build_teacher_encoder(minilm, texts, output / "compact-teacher")
    build_student_encoder(texts, output / "compact-student")
    print(output)


@app.command()
def bench(as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False) -> None:
    """Time the notebook's way against ours on this machine; takes some minutes."""
    from kdcore.bench import measure
    from kdcore.terminal import bench_table

    with _waiting("Measuring, a few minutes ..."):
        figures = measure()
    if as_json:
        print(json.dumps(figures))
    else:
        _out.print(bench_table(figures))


@contextmanager
def _waiting(sentence: str) -> Iterator[None]:
    with _err.status(sentence):
        yield


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
