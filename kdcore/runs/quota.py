"""Room for new runs where a host states how much it keeps: the oldest that nobody pinned make it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from kdcore.errors import RunError
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder, list_runs
from kdcore.runs.states import OPEN
from kdcore.storage import remove


def quota_of(environment: Mapping[str, str], gigabytes: int | None) -> int | None:
    """Return the bytes of runs that may be kept; None without a limit.

    The limit holds on a Space alone: on somebody's own machine nothing is ever deleted unasked.
    """
    return gigabytes * 1_000_000_000 if gigabytes and "SPACE_ID" in environment else None


def used_bytes(root: Path) -> int:
    """Return how many bytes the run folders below `root` hold."""
    return sum(folder_bytes(run.path) for run in list_runs(root))


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files in a folder hold; what vanishes meanwhile counts nothing."""
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
    """Delete the oldest unpinned runs that are over until the others hold less than `quota` bytes; return their ids.

    Runs that are waiting, at work or come back by themselves are never deleted, nor are pinned ones.

    Args:
        root: where the runs lie.
        quota: bytes.
        spared: ids of runs that must stay besides.

    Raises:
        RunError: deleting all that may be deleted would not be enough; nothing is deleted then.
    """
    runs = sorted(list_runs(root), key=lambda run: run.created_ns)
    sizes = {run.run_id: folder_bytes(run.path) for run in runs}
    used, doomed = sum(sizes.values()), []
    for run in runs:
        if used < quota:
            break
        if run.run_id not in spared and _may_go(run):
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


def _may_go(run: RunFolder) -> bool:
    try:
        is_over = run.state()["state"] not in OPEN and not run.comes_back
    except RunError:
        return False  # what cannot be understood is left to a person
    return is_over and not annotations_of(run).pinned
