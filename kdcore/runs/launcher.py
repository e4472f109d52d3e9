"""The queue: starts one worker process after another, and stops them; all it knows lies in the run folders."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from filelock import FileLock

from kdcore.config import Limits, TrainConfig
from kdcore.errors import KdError, RunError
from kdcore.runs.annotations import pin_run, rename_run
from kdcore.runs.create import TOLD, create_run
from kdcore.runs.folder import RunFolder, list_runs
from kdcore.runs.quota import make_room
from kdcore.runs.states import ACTIVE, OPEN
from kdcore.storage import remove

if TYPE_CHECKING:
    from kdcore.data import Dataset

_PROJECT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 120.0  # a worker that has not ended so long after it was asked to is ended; the exam takes its time
_SILENT_S = 30.0  # a worker whose heart has not beaten for so long hangs
_BIRTH_S = 60.0  # so long a new worker may take until its first heartbeat
_DEATHS = {
    "memory": "The training process was killed, most likely because the computer ran out of memory.",
    "hung": "The training process no longer answered, and was ended.",
    "gone": "The training process ended unexpectedly.",
}


def owner_digest(secret: str) -> str:
    """Return what a run's settings keep of its owner's secret: enough to recognise it, useless to whoever reads it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass
class Launcher:
    """Runs below `root`, at most `n_parallel` of them at work and `n_waiting` in the queue."""

    root: Path
    n_parallel: int = 1
    n_waiting: int = 5
    quota_bytes: int | None = None  # what all runs together may hold before old ones make room; None: any amount
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def submit(
        self,
        config: TrainConfig,
        dataset: Dataset,
        secret: str,
        tracked: Sequence[str] = (),
        *,
        expected_s: Mapping[str, float] | None = None,
        continues: RunFolder | None = None,
    ) -> RunFolder:
        """Return the new run, queued; it starts as soon as there is room. The arguments are those of `create_run`.

        Raises:
            RunError: its owner has one under way already, too many wait, there is no room, or the run to continue
                cannot be.
            EncoderError: there is no encoder of that name.
        """
        owner = owner_digest(secret)
        with self._lock():
            open_runs = [run for run in list_runs(self.root) if run.state()["state"] in OPEN]
            if any(run.config().get("owner") == owner for run in open_runs):
                raise RunError("You have a training under way already.", "Wait for its end, or stop it.")
            if sum(run.state()["state"] == "queued" for run in open_runs) >= self.n_waiting:
                raise RunError("Too many trainings are waiting.", "Try again in some minutes.")
            floor = Limits().disk_floor_bytes
            if shutil.disk_usage(self.root).free < floor:
                raise RunError(f"Less than {floor / 1e9:g} GB of disk space are left.", "Free some, then start again.")
            if self.quota_bytes is not None:
                make_room(self.root, self.quota_bytes, [continues.run_id] if continues else [])
            run = create_run(self.root, config, dataset, owner, tracked, expected_s=expected_s, continues=continues)
        self.tick()
        return run

    def stop(self, run: RunFolder, secret: str, *, is_local: bool = False) -> None:
        """Ask for the end of a run: a waiting one ends at once, one at work after its step.

        `is_local`, here and below: the person at the machine asks, who may do with every run as its owner may.

        Raises:
            RunError: the run belongs to somebody else.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            state = run.state()
            if state["state"] == "queued":
                run.set_state("stopped", state["stage"], "Stopped while it waited.")
            elif state["state"] in ACTIVE:
                run.ask_to_stop()

    def resume(self, run: RunFolder, secret: str, *, is_local: bool = False) -> None:
        """Put a stopped, failed or interrupted run into the queue again.

        Raises:
            RunError: the run belongs to somebody else, or is in another state.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            run.requeue()
        self.tick()

    def throw_away(self, run: RunFolder, secret: str, *, is_local: bool = False) -> None:
        """Delete a run and all it learnt.

        Raises:
            RunError: the run belongs to somebody else, or is still at work or waiting.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            if run.state()["state"] in OPEN:
                raise RunError("This training is not over.", "Stop it first.")
            remove(run.path)

    def rename(self, run: RunFolder, secret: str, name: str, *, is_local: bool = False) -> None:
        """Give a run a name, or take it away with an empty one.

        Raises:
            RunError: the run belongs to somebody else, or the name is too long.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            rename_run(run, name)

    def pin(self, run: RunFolder, secret: str, pinned: bool, *, is_local: bool = False) -> None:
        """Keep a run from being deleted to make room, or no longer.

        Raises:
            RunError: the run belongs to somebody else.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            pin_run(run, pinned)

    def _check_owner(self, run: RunFolder, secret: str, is_local: bool) -> None:
        if not (is_local or self.is_owner(run, secret)):
            raise RunError("Only the one who started a training can do that.", "Open the page where it was started.")

    def is_owner(self, run: RunFolder, secret: str) -> bool:
        """Return whether the secret is the one the run was started with."""
        owner = run.config().get("owner") or ""
        return bool(owner and secret) and hmac.compare_digest(owner, owner_digest(secret))

    def place(self, run: RunFolder) -> int:
        """Return how many waiting runs there are up to and with this one; 0 if it does not wait."""
        waiting = [other for other in list_runs(self.root) if other.state()["state"] == "queued"]
        names = [other.run_id for other in sorted(waiting, key=lambda other: other.created_ns)]
        return names.index(run.run_id) + 1 if run.run_id in names else 0

    def tick(self) -> None:
        """Look after the workers: mark what died, end what does not obey, start what waits."""
        with self._lock():
            at_work, waiting = 0, []
            # A dead child stays in the table of processes until somebody asks how it ended.
            ended = [name for name, child in self._children.items() if child.poll() is not None]
            for run in list_runs(self.root):
                with suppress(RunError, OSError):  # one broken folder must not hold up the others
                    state = run.state()["state"]
                    if state in ACTIVE:
                        at_work += self._look_after(run)
                    elif run.comes_back:
                        run.requeue(by_itself=True)
                        waiting.append(run)
                    elif state == "queued":
                        waiting.append(run)
            for name in ended:
                del self._children[name]
            waiting.sort(key=lambda run: run.created_ns)
            for run in waiting[: max(0, self.n_parallel - at_work)]:
                self._start(run)

    def keep_ticking(self, every_s: float = 1.0) -> threading.Event:
        """Tick in a thread of its own until the event that is returned is set."""
        ended = threading.Event()

        def work() -> None:
            while not ended.wait(every_s):
                with suppress(KdError, OSError):
                    self.tick()

        threading.Thread(target=work, name="launcher", daemon=True).start()
        return ended

    def _lock(self) -> FileLock:
        # The kernel lets go of it when its holder dies, so that a crash never blocks the queue.
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / ".launcher.lock", timeout=30)

    def _look_after(self, run: RunFolder) -> bool:
        """Return whether the run is at work; if its worker is gone, the state says so."""
        child = self._children.get(run.run_id)
        if child:
            child.poll()
        if not run.has_worker():
            # The worker may have written its last word between our two looks.
            if run.state()["state"] in ACTIVE:
                self._interrupt(run, "memory" if child and child.returncode == -signal.SIGKILL else "gone")
            return False
        if run.asked_to_stop:
            self._insist(run)
        elif run.silent_s() > _SILENT_S and time.time() - run.state()["pid_started"] > _BIRTH_S:
            with suppress(psutil.Error):
                psutil.Process(run.state()["pid"]).kill()
            self._interrupt(run, "hung")
        return True

    def _interrupt(self, run: RunFolder, reason: str) -> None:
        run.set_state("interrupted", run.state()["stage"], _DEATHS[reason], reason)

    def _insist(self, run: RunFolder) -> None:
        asked_s = time.time() - (run.path / "stop").stat().st_mtime
        if asked_s > _PATIENCE_S:
            with suppress(psutil.Error):
                psutil.Process(run.state()["pid"]).kill()
            run.set_state("stopping", run.state()["stage"])
            run.set_state("stopped", run.state()["stage"], "Stopped; its process had to be ended.")

    def _start(self, run: RunFolder) -> None:
        quiet = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error"}
        environment = os.environ | {"PYTHONPATH": str(_PROJECT), "TOKENIZERS_PARALLELISM": "true", **quiet}
        if "SPACE_ID" in os.environ:
            environment["CUDA_VISIBLE_DEVICES"] = ""  # a shared GPU is lent for seconds, not for a training
        with (run.path / "worker.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "kdcore.runs.worker", str(run.path.resolve()), TOLD],
                cwd=_PROJECT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # what stops the server must not stop the training
            )
        assert child.stdin is not None, "a pipe was asked for"
        try:
            # Until the state names it, somebody else may start another one. So a worker begins when it is told to, and
            # ends by itself if this process dies before that.
            with child.stdin as pipe:
                run.set_state("running", worker=psutil.Process(child.pid))
                pipe.write(b"begin\n")
        except OSError:  # a full disk, say: nobody must find a worker that no state names
            child.kill()
            child.wait()
            raise
        self._children[run.run_id] = child
