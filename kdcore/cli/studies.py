"""The commands that measure the recipe and its encoders; each loads only what it needs, so that `--help` is quick."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from kdcore.cli.runs import OUT


def probe(
    encoder: Annotated[str, typer.Argument(help="Bundled name, folder or Hub id.")] = "compact-teacher",
) -> None:
    """Print what a linear classifier makes of an encoder's frozen vectors, on the bundled validation rows."""
    from kdcore.data import load_dataset
    from kdcore.pretraining.probe import linear_probe

    OUT.print(f"{100 * linear_probe(encoder, load_dataset()):.2f} % right", highlight=False)


def ablate(
    seeds: Annotated[int, typer.Option(help="Students of each rung.")] = 3,
    epochs: Annotated[int, typer.Option(help="Passes of every student.")] = 12,
    teacher_epochs: Annotated[int, typer.Option(help="Passes of every teacher.")] = 8,
) -> None:
    """Print what each part of the recipe brings, on the bundled validation rows; takes hours without a GPU."""
    from kdcore.config import preset_config
    from kdcore.data import load_dataset
    from kdcore.studies.ablation import ablation

    dataset = load_dataset()
    config = preset_config("best", n_train=len(dataset.train))
    student, teacher = replace(config.student, epochs=epochs), replace(config.teacher, epochs=teacher_epochs)
    config = replace(config, student=student, baseline_epochs=epochs, teacher=teacher)
    for rung in ablation(config, dataset, range(seeds)):
        listed = " ".join(f"{100 * share:.2f}" for share in rung.accuracies)
        OUT.print(f"{rung.name:<16} {100 * rung.mean:.2f} +- {100 * rung.margin:.2f} %   ({listed})", highlight=False)


def leave_one_out(
    column: Annotated[str, typer.Argument(help="Column of the bundled sentences.")] = "voice",
    epochs: Annotated[int, typer.Option(help="Passes of every student.")] = 4,
) -> None:
    """Print how TF-IDF and the student alone do on each value of a column that they have never read."""
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


def _line(value: str, n: int, tfidf: float, student: float) -> str:
    return f"{value:<10} {n:>5} rows   TF-IDF {100 * tfidf:5.1f} %   student {100 * student:5.1f} %"
