"""The commands for developers: ablations, how the bundled encoders are made and probed, and speed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kdcore.cli.options import OUT, AsJson, waiting


def probe(
    encoder: Annotated[str, typer.Argument(help="Bundled name, folder or Hub id.")] = "compact-teacher",
) -> None:
    """Print the accuracy of a linear classifier on an encoder's frozen vectors, on the bundled validation rows."""
    from kdcore.data import load_dataset
    from kdcore.pretraining.probe import linear_probe

    OUT.print(f"{100 * linear_probe(encoder, load_dataset()):.2f} % right", highlight=False)


def ablate(
    seeds: Annotated[int, typer.Option(help="Number of students for each row of the table.")] = 3,
    epochs: Annotated[int, typer.Option(help="Epochs of every student.")] = 12,
    teacher_epochs: Annotated[int, typer.Option(help="Epochs of every teacher.")] = 8,
) -> None:
    """Print what each part of the recipe contributes, on the bundled validation rows; hours without a GPU."""
    from kdcore.config import preset_config
    from kdcore.data import load_dataset
    from kdcore.studies.ablation import ablation

    dataset = load_dataset()
    config = preset_config("best", n_train=len(dataset.train))
    student, teacher = replace(config.student, epochs=epochs), replace(config.teacher, epochs=teacher_epochs)
    config = replace(config, student=student, baseline_epochs=epochs, teacher=teacher)
    for step in ablation(config, dataset, range(seeds)):
        listed = " ".join(f"{100 * share:.2f}" for share in step.accuracies)
        OUT.print(f"{step.name:<16} {100 * step.mean:.2f} +- {100 * step.margin:.2f} %   ({listed})", highlight=False)


def leave_one_out(
    column: Annotated[str, typer.Argument(help="Column of the bundled sentences.")] = "voice",
    epochs: Annotated[int, typer.Option(help="Epochs of every student.")] = 4,
) -> None:
    """Print the accuracy of TF-IDF and of the baseline student on each value of a column, held out in turn."""
    from kdcore.config import preset_config
    from kdcore.data import load_dataset
    from kdcore.studies.leave_one_out import leave_one_out as leave_out

    dataset = load_dataset()
    config = replace(preset_config("quick", n_train=len(dataset.train)), baseline_epochs=epochs)
    found = []
    for one in leave_out(config, dataset, column):
        found.append(one)
        OUT.print(_line(one.value, one.n, one.tfidf, one.student), highlight=False)
    n = sum(one.n for one in found)
    tfidf, student = (sum(one.n * getattr(one, who) for one in found) / n for who in ("tfidf", "student"))
    OUT.print(_line("all", n, tfidf, student), highlight=False)


def build_encoders(
    minilm: Annotated[Path, typer.Option(metavar="DIR", help="Folder of all-MiniLM-L6-v2.", show_default=False)],
    corpus: Annotated[
        Path, typer.Option(metavar="FILE", help="TSV of romanised Bengali, column text.", show_default=False)
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write both encoders to.", show_default=False)],
    epochs: Annotated[int, typer.Option(help="Epochs of the teacher's encoder.")] = 30,
    student_epochs: Annotated[int, typer.Option(help="Epochs of the student's, which imitates it.")] = 12,
) -> None:
    """Build the bundled encoders from their sources; some minutes on a GPU, some hours without."""
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


def bench(as_json: AsJson = False) -> None:
    """Time the notebook's training and inference against this project's, on this machine; takes some minutes."""
    from kdcore.cli.terminal import bench_table
    from kdcore.studies.bench import measure

    with waiting("Measuring, a few minutes ..."):
        figures = measure()
    if as_json:
        print(json.dumps(figures))
    else:
        OUT.print(bench_table(figures))


def _line(value: str, n: int, tfidf: float, student: float) -> str:
    return f"{value:<10} {n:>5} rows   TF-IDF {100 * tfidf:5.1f} %   student {100 * student:5.1f} %"
