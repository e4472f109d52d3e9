"""Create and open a run: its folder with all that decides its outcome. Needs no torch, so a page does it at once."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from psutil import Process

from kdcore.config import TrainConfig
from kdcore.data import Dataset, is_bundled, load_dataset, save_dataset
from kdcore.errors import RunError
from kdcore.models.registry import locate
from kdcore.runs.folder import RunFolder, new_run_id
from kdcore.runs.records import DataInfo, RowCounts, RunConfig
from kdcore.storage import verifies

TRAINED = ("teacher", "baseline", "student")  # the stages that leave a network
WAIT_FOR_START = "--wait-for-start"  # worker option: begin at a line on standard input, exit if that closes first
LOWEST_PRIORITY = 19  # niceness of a training: it uses the cores that answering visitors leaves idle
# How torch's threads (libgomp) wait for each other; read when torch is imported. By default they spin for long: where
# another program has one of two cores, a training takes 25 times as long; with so few spins 4 times, alone no longer.
THREAD_SETTINGS = {"GOMP_SPINCOUNT": "10000"}
_LIBRARIES = ("torch", "transformers", "accelerate", "tokenizers", "scikit-learn", "pandas", "numpy")


def n_cores() -> int:
    """Return how many processor cores this process may use, at most `OMP_NUM_THREADS`."""
    n = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    most = os.environ.get("OMP_NUM_THREADS", "")
    return min(n, int(most) or n) if most.isdecimal() else n


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
    """Return a new run folder with all that decides the run's outcome, and the data if they are not the bundled ones.

    The networks of the run that it `continues` are copied, so that either run can be deleted.

    Args:
        root: folder of all runs.
        config: settings of the training.
        dataset: data to train on.
        owner: digest of the owner's secret.
        state: `queued` for a launcher to start it, `running` if the caller starts it at once.
        tracked: sentences to classify after every epoch.
        expected_s: announced seconds by stage.
        continues: a finished run whose networks to start from.

    Raises:
        EncoderError: there is no encoder of that name; no folder is created.
        RunError: the folder cannot be written, or the run to continue has not kept its networks.
    """
    _check_start(config, continues)
    run_config = RunConfig(
        training=config,
        data=_data_info(dataset),
        owner=owner,
        tracked=list(tracked),
        expected_s=dict(expected_s or {}),
        continues=continues.run_id if continues else "",
        threads=n_cores(),
        python=platform.python_version(),
        versions={name: version(name) for name in _LIBRARIES},
    )
    run = RunFolder.create(root, new_run_id(config.preset), run_config, ready=False)
    _copy_inputs(run, dataset, continues)
    run.set_state(state, worker=Process() if state == "running" else None)  # only now can a launcher see it
    return run


def _copy_inputs(run: RunFolder, dataset: Dataset, continues: RunFolder | None) -> None:
    if not is_bundled(dataset.sha256):
        save_dataset(dataset, run.data_file)
    if continues is not None:
        for stage in TRAINED:
            shutil.copytree(continues.path / stage, run.init_from / stage)


def _data_info(dataset: Dataset) -> DataInfo:
    return DataInfo(
        name=dataset.name,
        sha256=dataset.sha256,
        label_names=list(dataset.label_names),
        rows=RowCounts.of(dataset),
        notes=[str(note) for note in dataset.notes],
    )


def _check_start(config: TrainConfig, continues: RunFolder | None) -> None:
    if continues is not None and not can_continue(continues):
        raise RunError(f"The run {continues.run_id} cannot be trained longer.", "Choose a finished run made here.")
    for name in (config.encoders.teacher, config.encoders.student):
        locate(name)


def open_run(run: RunFolder) -> tuple[TrainConfig, Dataset]:
    """Return the settings and the data of a run.

    Raises:
        KdError: the folder or its data are broken.
    """
    config = run.config()
    if not run.data_file.exists():
        return config.training, load_dataset()
    dataset = load_dataset(run.data_file, text_column="sentence", label_column="label")
    return config.training, replace(dataset, name=config.data.name, sha256=config.data.sha256)


def can_continue(run: RunFolder) -> bool:
    """Return whether a run is done and has kept all three networks, so that it can be trained longer."""
    return run.state().state == "done" and all(verifies(run.path / stage) for stage in TRAINED)


def continued_config(config: TrainConfig) -> TrainConfig:
    """Return the settings of a training that continues where one by `config` ended.

    It has as many epochs again and a schedule of its own: warm-up to half the learning rate, then decay to zero. With
    the full rate, the first epochs would lose much of what the decay at the end of the first training gained.
    """
    teacher, student = (
        replace(stage, learning_rate=stage.learning_rate / 2) for stage in (config.teacher, config.student)
    )
    return replace(config, teacher=teacher, student=student)
