"""A new run: its folder, and all that decides its outcome; needs no torch, so that a page can do it at once."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from psutil import Process

from kdcore.config import TrainConfig
from kdcore.data import Dataset, is_bundled, load_dataset, save_dataset
from kdcore.errors import RunError
from kdcore.models.registry import locate
from kdcore.runs.folder import RunFolder, new_run_id
from kdcore.storage import verifies

TRAINED = ("teacher", "baseline", "student")  # the stages that leave a network
TOLD = "--when-told"  # to a worker: begin at a line on standard input, end if that ends first
LOWEST_PRIORITY = 19  # of a training: all cores when nobody else wants them, none when a visitor asks
_LIBRARIES = ("torch", "transformers", "accelerate", "tokenizers", "scikit-learn", "pandas", "numpy")


def n_cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def create_run(
    root: Path,
    config: TrainConfig,
    dataset: Dataset,
    owner: str = "",
    tracked: Sequence[str] = (),
    *,
    state: str = "queued",
    expected_s: Mapping[str, float] | None = None,
    continues: RunFolder | None = None,
) -> RunFolder:
    """Return a new run folder that says all that decides its outcome, and holds the sentences if they are not bundled.

    Args:
        root: where runs lie.
        config: how to train.
        dataset: what to learn.
        owner: a digest of the secret of whoever may stop the run.
        state: `queued` for a launcher to start it, `running` for whoever init_from it at once.
        tracked: sentences to be judged after every epoch.
        expected_s: the seconds that each stage was announced to take.
        continues: a finished run whose networks this one init_from from; it gets copies, so that either can be deleted.

    Raises:
        EncoderError: there is no encoder of that name; no folder is made.
        RunError: the folder cannot be written, or the run to continue has not kept its networks.
    """
    _check_start(config, continues)
    settings = {
        "training": config.as_dict(),
        "data": _about(dataset),
        "owner": owner,
        "tracked": list(tracked),
        "expected_s": dict(expected_s or {}),
        "continues": continues.run_id if continues else "",
        **_surroundings(),
    }
    run = RunFolder.create(root, new_run_id(config.preset), settings, ready=False)
    if not is_bundled(dataset.sha256):
        save_dataset(dataset, run.data_file)
    if continues is not None:
        for stage in TRAINED:
            shutil.copytree(continues.path / stage, run.init_from / stage)
    run.set_state(state, worker=Process() if state == "running" else None)  # only now can a launcher see it
    return run


def _check_start(config: TrainConfig, continues: RunFolder | None) -> None:
    if continues is not None and not can_go_on(continues):
        raise RunError(f"The run {continues.run_id} cannot be trained longer.", "Choose a finished run made here.")
    for name in (config.encoders.teacher, config.encoders.student):
        locate(name)


def _surroundings() -> dict[str, Any]:
    versions = {name: version(name) for name in _LIBRARIES}
    return {"threads": n_cores(), "python": platform.python_version(), "versions": versions}


def _about(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "sha256": dataset.sha256,
        "label_names": list(dataset.label_names),
        "rows": {"train": len(dataset.train), "validation": len(dataset.validation), "test": len(dataset.test)},
        "notes": list(dataset.notes),
    }


def open_run(run: RunFolder) -> tuple[TrainConfig, Dataset]:
    """Return what a run is to learn and how, as its folder says.

    Raises KdError when the folder or its sentences are broken.
    """
    plain = run.config()
    config = TrainConfig.from_dict(plain["training"])
    if not run.data_file.exists():
        return config, load_dataset()
    dataset = load_dataset(run.data_file, text_column="sentence", label_column="label")
    about = plain["data"]
    return config, replace(dataset, name=about["name"], sha256=about.get("sha256", dataset.sha256))


def can_go_on(run: RunFolder) -> bool:
    """Return whether a run is finished and has kept all three networks, so that it can be trained longer."""
    return run.state()["state"] == "done" and all(verifies(run.path / stage) for stage in TRAINED)


def longer(config: TrainConfig) -> TrainConfig:
    """Return the settings of a training that goes on where one by `config` ended.

    As many epochs again, by a schedule of its own: warm-up to half the learning rate, then down to zero. The full rate
    would first undo much of what the decay of the first training settled.
    """
    teacher, student = (
        replace(stage, learning_rate=stage.learning_rate / 2) for stage in (config.teacher, config.student)
    )
    return replace(config, teacher=teacher, student=student)
