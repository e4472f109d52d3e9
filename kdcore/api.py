"""Training and loading from Python, in two functions; what the page and the command line do, without either."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from kdcore.config import Overrides, preset_config
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

    The run's folder below `runs` is written while it trains, so a training that was killed or interrupted by Ctrl-C
    continues with `python -m kdcore resume`, and the page shows the run.

    Args:
        dataset: the sentences, as `load_dataset` returns them.
        preset: one of `kdcore.PRESETS`: how long to train, and with which parts of the recipe.
        encoders: `compact` (bundled), `bert` (from the Hub), or `TEACHER,STUDENT` with names, folders or Hub ids.
        seed: of initial weights, batches and dropout.
        runs: the folder that holds runs; it is made if it is missing.
        on_event: called with every event of the training (`StageStarted`, `StepDone`, `EpochDone`, ...), in order.
        overrides: instead of the preset's: `temperature`, `alpha`, `epochs`, `teacher_epochs`, `student_rate`,
            `teacher_rate`, `teachers`, `folds`.

    Raises:
        ConfigError: an unknown preset or override, or a value outside its range.
        EncoderError: an encoder cannot be loaded.
        RunError: the folder cannot be written, or the training broke off; what was trained can be resumed.

    Example:
        >>> import kdcore, tempfile
        >>> dataset = kdcore.load_dataset().sample(200)
        >>> epochs = []
        >>> def on_event(event):
        ...     if isinstance(event, kdcore.EpochDone):
        ...         epochs.append(event.stage)
        >>> run = kdcore.distil(
        ...     dataset, preset="quick", epochs=1, teacher_epochs=1, runs=tempfile.mkdtemp(), on_event=on_event
        ... )
        >>> epochs
        ['teacher', 'baseline', 'student']
        >>> run.results.n == len(dataset.test)
        True
    """
    try:
        changes = Overrides(**overrides)  # type: ignore[arg-type]
    except TypeError as error:
        sentence = str(error).replace("Overrides.__init__()", "distil()")
        raise ConfigError(f"{sentence}.", "See help(kdcore.distil).") from error
    config = changes.apply(preset_config(preset, encoders, seed, n_train=len(dataset.train)))
    run = create_run(Path(runs), config, dataset, state="running")
    for event in run_training(run, config, dataset):
        if on_event is not None:
            on_event(event)
    return FinishedRun.open(run.path)


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
