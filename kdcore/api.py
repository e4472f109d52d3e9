"""Training and loading from Python, in two functions; what the page and the command line do, without either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from os import PathLike
from pathlib import Path

from kdcore.config import Overrides, TrainConfig, preset_config
from kdcore.data import Dataset
from kdcore.errors import ConfigError
from kdcore.runs.create import create_run
from kdcore.runs.worker import run_training
from kdcore.serving.predict import FinishedRun
from kdcore.training.events import Event


def distil(
    dataset: Dataset,
    preset: str = "balanced",
    *,
    encoders: str = "compact",
    seed: int = 0,
    runs: str | PathLike[str] = "runs",
    on_event: Callable[[Event], object] | None = None,
    **overrides: float,
) -> FinishedRun:
    """Return the finished run after training a teacher, distilling it into a student, and examining both.

    A training that was killed or interrupted by Ctrl-C continues with `python -m kdcore resume`.

    Args:
        dataset: the sentences, as `load_dataset` returns them.
        preset: one of `kdcore.PRESETS`: how long to train, and with which parts of the recipe.
        encoders: `compact` (bundled), `bert` (from the Hub), or `TEACHER,STUDENT` with names, folders or Hub ids.
        seed: of initial weights, batches and dropout.
        runs: the folder that holds runs; it is made if it is missing.
        on_event: called with every event of the training (`StepDone`, `EpochDone`, ...), in order.
        overrides: instead of the preset's, the fields of `kdcore.config.Overrides`: `temperature`, `alpha`, `epochs`...

    Raises:
        ConfigError: an unknown preset or override, or a value outside its range.
        EncoderError: an encoder cannot be loaded.
        RunError: the folder cannot be written, or the training failed; what was trained can be resumed.

    Example:
        >>> import kdcore, tempfile
        >>> dataset = kdcore.load_dataset().sample(200)
        >>> run = kdcore.distil(dataset, "quick", epochs=1, teacher_epochs=1, runs=tempfile.mkdtemp())
        >>> run.results.n == len(dataset.test)
        True
    """
    config = _overridden(preset_config(preset, encoders, seed, n_train=len(dataset.train)), overrides)
    run = create_run(Path(runs), config, dataset, state="running")
    for event in run_training(run, config, dataset):
        if on_event is not None:
            on_event(event)
    return FinishedRun.open(run.path)


def _overridden(config: TrainConfig, overrides: dict[str, float]) -> TrainConfig:
    known = [field.name for field in fields(Overrides)]
    if unknown := sorted(overrides.keys() - set(known)):
        raise ConfigError(f"There is no setting called {unknown[0]!r}.", f"Use {', '.join(known)}.")
    return Overrides(**overrides).apply(config)  # type: ignore[arg-type]


def load(run: str | PathLike[str]) -> FinishedRun:
    """Return a finished run, whose models are loaded at the first prediction.

    Args:
        run: the run's folder.

    Raises:
        RunError: there is no run in this folder, or it has not finished.

    Example:
        >>> import kdcore
        >>> from kdcore.bundled import DEMO_RUN
        >>> student = kdcore.load(DEMO_RUN)
        >>> [prediction.label for prediction in student.predict(["vai eita ektu check kore dio", "ami kal jabo"])]
        ['1', '0']
        >>> round(student.results.retention.value, 3)
        0.996
    """
    return FinishedRun.open(Path(run))
