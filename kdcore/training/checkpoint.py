"""Atomic checkpoints: after a kill at any moment, a checkpoint is there completely or not at all.

Files are written to a folder with another name and synced, a manifest with their sizes and sha256 last; then the folder
is renamed, which is atomic, and its parent is synced (Pillai et al. 2014 on why each of these is needed).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from kdcore.storage import publish, remove, verifies

_STATE = "state.pt"
_NAME = re.compile(r"(?P<stage>[a-z_0-9]+)-epoch-(?P<epoch>\d{4})-step-(?P<step>\d{6})")
_KEPT = 2  # of each stage


def save_checkpoint(root: Path, stage: str, state: dict[str, Any]) -> Path:
    """Write what `TrainState.state_dict` returned below `root`, and return the new checkpoint's folder.

    The two newest checkpoints of the stage are kept. Each also holds the best epoch's weights, so they are never lost.

    Raises:
        OSError: it cannot be written (a full disk, say); older checkpoints are untouched.
    """
    position = state["position"]
    folder = root / f"{stage}-epoch-{position['epoch']:04d}-step-{position['step_in_epoch']:06d}"
    unfinished = root / f".{folder.name}.tmp"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        with (unfinished / _STATE).open("wb") as stream:  # given a path, torch hides that the disk is full
            torch.save(state, stream)
        publish(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for old in list(_newest_first(root, stage))[_KEPT:]:
        remove(old)
    return folder


def load_newest(root: Path, stage: str) -> dict[str, Any] | None:
    """Return the newest checkpoint of a stage whose manifest verifies; None if there is none."""
    for folder in _newest_first(root, stage):
        if verifies(folder):
            state: dict[str, Any] = torch.load(folder / _STATE, map_location="cpu", weights_only=True)
            return state
    return None


def forget(root: Path, stage: str) -> None:
    """Delete the checkpoints of a stage."""
    for folder in list(_newest_first(root, stage)):
        remove(folder)


def _newest_first(root: Path, stage: str) -> Iterator[Path]:
    if not root.is_dir():
        return
    for folder in sorted(root.iterdir(), reverse=True):
        name = _NAME.fullmatch(folder.name)
        if name and name["stage"] == stage:
            yield folder
