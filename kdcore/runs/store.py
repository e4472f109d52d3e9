"""The runs that a page can show: the bundled demo run and those below the run root."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from kdcore.bundled import DEMO_RUN, require_bundled
from kdcore.errors import RunError
from kdcore.runs.folder import RUN_ID, RunFolder, list_runs
from kdcore.runs.progress import Follower

DEMO = "demo"  # the id of the bundled run


@dataclass
class RunStore:
    """Finds runs by id, for many visitors at once."""

    root: Path
    _followers: dict[str, Follower] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def folder(self, run_id: str, *, finished: bool = False) -> RunFolder:
        """Return the run with that id; raises RunError if there is none, or it must be finished and is not."""
        if run_id == DEMO:
            return RunFolder.open(require_bundled(DEMO_RUN, "files of the demo run", RunError))
        named = isinstance(run_id, str) and RUN_ID.fullmatch(run_id)
        if not named or not (self.root / run_id / "config.json").is_file():
            # The message does not name the folder, which is private on a public page.
            raise RunError("There is no such run here.", "Choose one from the list.")
        run = RunFolder(self.root / run_id)
        if finished and not run.has_results:
            raise RunError(f"The run {run_id} is not finished.", "Choose a finished one, or wait.")
        return run

    def all_runs(self) -> dict[str, RunFolder]:
        """Return every run by id, newest first, the demo run last."""
        return {**{run.run_id: run for run in reversed(list_runs(self.root))}, DEMO: RunFolder(DEMO_RUN)}

    def finished(self) -> dict[str, RunFolder]:
        """Return the finished runs by id, newest first, the demo run last."""
        return {name: run for name, run in self.all_runs().items() if run.has_results}

    def follower(self, run_id: str) -> Follower:
        """Return the reader of a run's events that all visitors share."""
        folder = self.folder(run_id)
        with self._lock:
            return self._followers.setdefault(run_id, Follower(folder))
