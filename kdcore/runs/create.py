"""A new run: its folder, and all that decides its outcome; needs no torch, so that a page can do it at once."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from psutil import Process

from kdcore.config import TrainConfig
from kdcore.data import Dataset, is_bundled, save_dataset
from kdcore.learning.registry import locate
from kdcore.runs.folder import RunFolder, new_run_id

_LIBRARIES = ("torch", "transformers", "accelerate", "tokenizers", "scikit-learn", "pandas", "numpy")


def n_cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def create_run(
    root: Path,
    config: TrainConfig,
    dataset: Dataset,
    owner: str = "",
    pinned: Sequence[str] = (),
    *,
    state: str = "queued",
) -> RunFolder:
    """Return a new run folder that says all that decides its outcome, and holds the sentences if they are not bundled.

    Args:
        root: where runs lie.
        config: how to train.
        dataset: what to learn.
        owner: a digest of the secret of whoever may stop the run.
        state: `queued` for a launcher to start it, `running` for whoever starts it at once.
        pinned: sentences to be judged after every epoch, to watch them being learnt.

    Raises:
        EncoderError: there is no encoder of that name; no folder is made.
        RunError: the folder cannot be written.
    """
    for name in (config.encoders.teacher, config.encoders.student):
        locate(name)
    surroundings = {
        "data": {
            "name": dataset.name,
            "sha256": dataset.sha256,
            "label_names": list(dataset.label_names),
            "rows": {"train": len(dataset.train), "validation": len(dataset.validation), "test": len(dataset.test)},
            "notes": list(dataset.notes),
        },
        "owner": owner,
        "pinned": list(pinned),
        "threads": n_cores(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _LIBRARIES},
    }
    settings = {"training": config.as_dict(), **surroundings}
    run = RunFolder.create(root, new_run_id(config.preset), settings, ready=False)
    if not is_bundled(dataset.sha256):
        save_dataset(dataset, run.data_file)
    run.set_state(state, worker=Process() if state == "running" else None)  # only now can a launcher see it
    return run
