"""The commands about runs that exist already."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from kdcore.cli.options import OUT, AsJson, LabelColumn, RunArgument, RunsOption, TextColumn, waiting
from kdcore.errors import DataError


class With(str, Enum):
    """Which models classify."""

    teacher = "teacher"
    student = "student"
    both = "both"


def evaluate(
    run: RunArgument,
    data: Annotated[
        str, typer.Option(metavar="FILE|URL", help="CSV or TSV with sentences and labels.", show_default=False)
    ],
    text_column: TextColumn = None,
    label_column: LabelColumn = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate a run's teacher and student on other labelled sentences."""
    from kdcore.config import ROLES
    from kdcore.data import load_labelled
    from kdcore.serving.predict import FinishedRun

    finished = FinishedRun.open(run)
    rows = load_labelled(data, finished.label_names, text_column=text_column, label_column=label_column)
    report = finished.evaluate(rows)
    if as_json:
        print(json.dumps(report))
        return
    for who in ROLES:
        print(f"{who}: {100 * report[who]['accuracy']:.2f} % right, macro-F1 {100 * report[who]['macro_f1']:.2f} %")
    print(f"They agree on {100 * report['agreement']:.2f} % of {report['n']:,} sentences.")


def predict(
    run: RunArgument,
    input_file: Annotated[
        Path, typer.Option("--input", metavar="FILE", help="Lines (.txt), or a CSV or TSV.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("--output", metavar="FILE", help="CSV to write.", show_default=False)],
    who: Annotated[With, typer.Option("--with", help="Which model's answers.")] = With.both,
    text_column: TextColumn = None,
) -> None:
    """Classify the sentences of a file; the output has one row per sentence, in the same order."""
    from kdcore.config import ROLES
    from kdcore.data import read_sentences
    from kdcore.serving.predict import FinishedRun

    finished = FinishedRun.open(run)
    texts, notes = read_sentences(input_file, text_column)
    for note in notes:
        print(note)
    table = finished.classify(texts, ROLES if who is With.both else (who.value,))
    try:
        table.to_csv(output, index=False, encoding="utf-8")
    except OSError as error:
        raise DataError(
            f"{output} cannot be written ({error.strerror or error}).", "Name another output file."
        ) from error
    print(f"{len(table):,} sentences classified, written to {output}")


def examine(run: RunArgument) -> None:
    """Test a finished run again, for what runs of older versions lack: temperatures and validation predictions.

    The weights do not change.
    """
    with waiting("Classifying the validation rows ..."):
        from kdcore.config import ROLES
        from kdcore.evaluation.wording import headline
        from kdcore.runs.folder import RunFolder
        from kdcore.serving.reexamine import examine_again

        results = examine_again(RunFolder.open(run, finished=True))
    for line in headline(results):
        print(line)
    for who in ROLES:
        found = results.candidates[who]
        temperature = found.calibration_temperature or 1.0
        before, after = 100 * found.calibration_error, 100 * (found.calibration_error_scaled or 0.0)
        print(
            f"{who}: temperature {temperature:.3f}, calibration error {before:.2f} points before scaling and "
            f"{after:.2f} after"
        )


def list_all(runs: RunsOption = Path("runs")) -> None:
    """List the runs with their states and results."""
    from kdcore.cli.terminal import runs_table
    from kdcore.runs.folder import list_runs

    found = list_runs(runs)
    if found:
        OUT.print(runs_table(found))
    else:
        print(f"There are no runs in {runs} yet. Start one: python -m kdcore train")


def compare(
    run_a: Annotated[Path, typer.Argument(metavar="A", show_default=False)],
    run_b: Annotated[Path, typer.Argument(metavar="B", show_default=False)],
) -> None:
    """Compare two runs on the same test sentences, with a paired test."""
    from kdcore.config import ROLES
    from kdcore.evaluation.exam import compare_runs
    from kdcore.runs.folder import RunFolder

    tables = [RunFolder.open(run, finished=True).predictions() for run in (run_a, run_b)]
    for who in ROLES:
        test = compare_runs(tables[0], tables[1], who)
        low, high = (100 * end for end in test.interval)
        print(
            f"{who}: A minus B {100 * test.difference:+.2f} points ({low:+.2f} to {high:+.2f}); "
            f"only A right {test.only_a}, only B right {test.only_b}, exact McNemar p = {test.p:.4f}"
        )
