"""Distil a large text classifier into a tiny one.

    >>> import kdcore
    >>> dataset = kdcore.load_dataset()
    >>> len(dataset.label_names)
    2

`load_dataset` reads and splits labelled sentences, `distil` trains a teacher and a student and examines both, `load`
opens a finished run, whose `predict` classifies sentences. Names are imported when they are first used, so `import
kdcore` is quick, and torch is loaded by what needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kdcore.api import distil, load
    from kdcore.config import PRESETS, TrainConfig
    from kdcore.data import Dataset, load_dataset
    from kdcore.errors import ConfigError, DataError, DownloadError, EncoderError, KdError, RunError
    from kdcore.evaluation.results import ExamResults
    from kdcore.serving.answers import Prediction
    from kdcore.serving.predict import FinishedRun
    from kdcore.training.events import EpochDone, Event, ExamDone, StageDone, StageStarted, StepDone

_HOMES = {
    "kdcore.api": ("distil", "load"),
    "kdcore.config": ("PRESETS", "TrainConfig"),
    "kdcore.data": ("Dataset", "load_dataset"),
    "kdcore.errors": ("ConfigError", "DataError", "DownloadError", "EncoderError", "KdError", "RunError"),
    "kdcore.evaluation.results": ("ExamResults",),
    "kdcore.serving.answers": ("Prediction",),
    "kdcore.serving.predict": ("FinishedRun",),
    "kdcore.training.events": ("EpochDone", "Event", "ExamDone", "StageDone", "StageStarted", "StepDone"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ConfigError",
    "DataError",
    "Dataset",
    "DownloadError",
    "EncoderError",
    "EpochDone",
    "Event",
    "ExamDone",
    "ExamResults",
    "FinishedRun",
    "KdError",
    "PRESETS",
    "Prediction",
    "RunError",
    "StageDone",
    "StageStarted",
    "StepDone",
    "TrainConfig",
    "distil",
    "load",
    "load_dataset",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kdcore' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
