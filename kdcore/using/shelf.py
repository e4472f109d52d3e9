"""The runs that a page can show: the bundled demo run and those below the run root; networks are loaded once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kdcore.errors import RunError
from kdcore.runs.folder import RUN_ID, RunFolder, list_runs
from kdcore.runs.progress import Follower
from kdcore.using.predict import FinishedRun

DEMO_RUN = Path(__file__).resolve().parents[2] / "assets" / "demo_run"
DEMO = "demo"  # the name under which it is shown
_MOST_LOADED = 4  # pairs of networks in memory; about 60 MB each


@dataclass
class Shelf:
    """Finds runs by name, for many visitors at once."""

    root: Path
    _open: OrderedDict[str, FinishedRun] = field(default_factory=OrderedDict)
    _followers: dict[str, Follower] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def folder(self, run_id: str) -> RunFolder:
        """Return the run of that name; raises RunError when there is none."""
        if run_id == DEMO:
            return RunFolder.open(DEMO_RUN)
        if not RUN_ID.fullmatch(run_id or ""):
            raise RunError("There is no such run.", "Choose one from the list.")
        try:
            return RunFolder.open(self.root / run_id)
        except RunError:
            # Where it was looked for is nobody's business on a public page.
            raise RunError(f"There is no run {run_id}.", "Choose one from the list.") from None

    def all_runs(self) -> dict[str, RunFolder]:
        """Return every run by name, newest first, the demo run last."""
        return {**{run.run_id: run for run in reversed(list_runs(self.root))}, DEMO: RunFolder(DEMO_RUN)}

    def finished(self) -> dict[str, RunFolder]:
        """Return the finished runs by name, newest first, the demo run last."""
        return {name: run for name, run in self.all_runs().items() if run.state()["state"] == "done"}

    def networks(self, run_id: str) -> FinishedRun:
        """Return the finished run of that name with its networks in memory; the least used one makes room.

        Raises RunError when there is none, or it is not finished.
        """
        folder = self.folder(run_id)
        with self._lock:
            if run_id not in self._open:
                self._open[run_id] = FinishedRun.open(folder.path)
                while len(self._open) > _MOST_LOADED:
                    self._open.popitem(last=False)
            self._open.move_to_end(run_id)
            return self._open[run_id]

    def follower(self, run_id: str) -> Follower:
        """Return the one reader of a run's events that all its watchers share."""
        folder = self.folder(run_id)
        with self._lock:
            return self._followers.setdefault(run_id, Follower(folder))


@cache
def shelf_at(root: Path) -> Shelf:
    """Return the one shelf of a run root in this process."""
    return Shelf(root)
