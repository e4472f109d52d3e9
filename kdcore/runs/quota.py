"""The disk quota of a host: the oldest runs that nobody pinned are deleted to make room for new ones."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from kdcore.errors import RunError
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder, list_runs, queue_order
from kdcore.runs.states import OPEN
from kdcore.storage import remove


def quota_of(environment: Mapping[str, str], gigabytes: int | None) -> int | None:
    """Return how many bytes all runs may hold; None for no limit.

    The limit holds on a Space only: on a person's own machine nothing is deleted automatically.
    """
    return gigabytes * 1_000_000_000 if gigabytes and "SPACE_ID" in environment else None


def used_bytes(root: Path) -> int:
    """Return how many bytes the run folders below `root` hold."""
    return sum(folder_bytes(run.path) for run in list_runs(root))


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files in a folder hold; files that vanish meanwhile are not counted."""
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += folder_bytes(Path(entry.path))
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    except OSError:
        pass
    return total


def make_room(root: Path, quota: int, spared: Collection[str] = ()) -> list[str]:
    """Delete the oldest deletable runs until the others hold less than `quota` bytes; return the deleted ids.

    Runs that are pinned, queued, training, or resume automatically are never deleted.

    Args:
        root: folder of all runs.
        quota: bytes.
        spared: ids of further runs that must stay.

    Raises:
        RunError: deleting all deletable runs would not be enough; nothing is deleted then.
    """
    runs = queue_order(list_runs(root))
    sizes = {run.run_id: folder_bytes(run.path) for run in runs}
    used, doomed = sum(sizes.values()), []
    for run in runs:
        if used < quota:
            break
        if run.run_id not in spared and _is_deletable(run):
            doomed.append(run)
            used -= sizes[run.run_id]
    if used >= quota:
        raise RunError(
            f"This host keeps up to {quota / 1e9:g} GB of runs; that is full, and what is left is pinned or under way.",
            "Delete or unpin a run of your own, or try again later.",
        )
    for run in doomed:
        remove(run.path)
    return [run.run_id for run in doomed]


def _is_deletable(run: RunFolder) -> bool:
    try:
        is_over = run.state().state not in OPEN and not run.resumes_automatically
    except RunError:
        return False  # a broken folder is left to a person
    return is_over and not annotations_of(run).pinned
