"""The queue: starts one worker process after another, and stops them; its only storage is the run folders."""

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
from kdcore.runs.create import THREAD_SETTINGS, WAIT_FOR_START, create_run
from kdcore.runs.folder import RunFolder, list_runs, queue_order
from kdcore.runs.quota import make_room
from kdcore.runs.states import ACTIVE, OPEN
from kdcore.storage import remove

if TYPE_CHECKING:
    from kdcore.data import Dataset

_PROJECT = Path(__file__).resolve().parents[2]
_STOP_TIMEOUT_S = 120.0  # a worker still alive so long after a request to stop is killed; the exam takes its time
_HEARTBEAT_TIMEOUT_S = 30.0  # a worker whose last heartbeat is older hangs
_FIRST_HEARTBEAT_S = 60.0  # a new worker may take so long until its first heartbeat
_WHY_INTERRUPTED = {
    "memory": "The training process was killed, most likely because the computer ran out of memory.",
    "hung": "The training process no longer answered, and was ended.",
    "gone": "The training process ended unexpectedly.",
}


def owner_digest(secret: str) -> str:
    """Return the SHA-256 of the owner's secret; a run's settings store only this."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass
class Launcher:
    """Runs below `root`, at most `n_parallel` of them training and `n_waiting` in the queue."""

    root: Path
    n_parallel: int = 1
    n_waiting: int = 5
    quota_bytes: int | None = None  # of all runs together before the oldest are deleted; None: no limit
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
        """Return the new run, queued; it starts when a worker is free. The arguments are those of `create_run`.

        Raises:
            RunError: its owner has another open run, the queue or the disk is full, or the run to continue cannot be
                continued.
            EncoderError: there is no encoder of that name.
        """
        owner = owner_digest(secret)
        with self._lock():
            open_runs = [run for run in list_runs(self.root) if run.state().state in OPEN]
            if any(run.config().owner == owner for run in open_runs):
                raise RunError("You have a training under way already.", "Wait for its end, or stop it.")
            if sum(run.state().state == "queued" for run in open_runs) >= self.n_waiting:
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
        """Stop a run: a queued one at once, one that is training after its current step.

        `is_local`, here and below: the request comes from the machine itself; it may change every run.

        Raises:
            RunError: the run belongs to somebody else.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            state = run.state()
            if state.state == "queued":
                run.set_state("stopped", state.stage, "Stopped while it waited.")
            elif state.state in ACTIVE:
                run.request_stop()

    def resume(self, run: RunFolder, secret: str, *, is_local: bool = False) -> None:
        """Put a stopped, failed or interrupted run into the queue again.

        Raises:
            RunError: the run belongs to somebody else, or is in another state.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            run.requeue()
        self.tick()

    def delete(self, run: RunFolder, secret: str, *, is_local: bool = False) -> None:
        """Delete a run with everything in its folder.

        Raises:
            RunError: the run belongs to somebody else, or is still training or queued.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            if run.state().state in OPEN:
                raise RunError("This training is not over.", "Stop it first.")
            remove(run.path)

    def rename(self, run: RunFolder, secret: str, name: str, *, is_local: bool = False) -> None:
        """Give a run a name; an empty one removes it.

        Raises:
            RunError: the run belongs to somebody else, or the name is too long.
        """
        self._check_owner(run, secret, is_local)
        with self._lock():
            rename_run(run, name)

    def pin(self, run: RunFolder, secret: str, pinned: bool, *, is_local: bool = False) -> None:
        """Pin a run, so that it is never deleted to make room, or unpin it.

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
        owner = run.config().owner
        return bool(owner and secret) and hmac.compare_digest(owner, owner_digest(secret))

    def queue_position(self, run: RunFolder) -> int:
        """Return the position of a run in the queue, 1 is the next to start; 0 if it is not queued."""
        queued = [other for other in list_runs(self.root) if other.state().state == "queued"]
        names = [other.run_id for other in queue_order(queued)]
        return names.index(run.run_id) + 1 if run.run_id in names else 0

    def tick(self) -> None:
        """Check the workers: mark runs whose worker died, kill workers that hang, start runs that wait."""
        with self._lock():
            n_active, queued = 0, []
            # A dead child stays a zombie until its exit code is read.
            ended = [name for name, child in self._children.items() if child.poll() is not None]
            for run in list_runs(self.root):
                with suppress(RunError, OSError):  # one broken folder must not hold up the others
                    state = run.state().state
                    if state in ACTIVE:
                        n_active += self._check_worker(run)
                    elif run.resumes_automatically:
                        run.requeue(automatic=True)
                        queued.append(run)
                    elif state == "queued":
                        queued.append(run)
            for name in ended:
                del self._children[name]
            for run in queue_order(queued)[: max(0, self.n_parallel - n_active)]:
                self._start(run)

    def tick_in_background(self, every_s: float = 1.0) -> threading.Event:
        """Start a thread that ticks until the returned event is set."""
        ended = threading.Event()

        def work() -> None:
            while not ended.wait(every_s):
                with suppress(KdError, OSError):
                    self.tick()

        threading.Thread(target=work, name="launcher", daemon=True).start()
        return ended

    def _lock(self) -> FileLock:
        # The kernel releases it when its holder dies, so that a crash never blocks the queue.
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / ".launcher.lock", timeout=30)

    def _check_worker(self, run: RunFolder) -> bool:
        """Return whether the worker of a run is alive; if it is gone, the state says so."""
        child = self._children.get(run.run_id)
        if child:
            child.poll()
        if not run.has_worker():
            # The worker may have written its final state between our two looks.
            if run.state().state in ACTIVE:
                self._interrupt(run, "memory" if child and child.returncode == -signal.SIGKILL else "gone")
            return False
        started_at = run.state().pid_started or 0.0
        if run.stop_requested:
            self._kill_if_overdue(run)
        elif run.heartbeat_age_s() > _HEARTBEAT_TIMEOUT_S and time.time() - started_at > _FIRST_HEARTBEAT_S:
            _kill_worker(run)
            self._interrupt(run, "hung")
        return True

    def _interrupt(self, run: RunFolder, reason: str) -> None:
        run.set_state("interrupted", run.state().stage, _WHY_INTERRUPTED[reason], reason)

    def _kill_if_overdue(self, run: RunFolder) -> None:
        """Kill the worker if the request to stop is older than `_STOP_TIMEOUT_S`."""
        requested_s = time.time() - (run.path / "stop").stat().st_mtime
        if requested_s > _STOP_TIMEOUT_S:
            _kill_worker(run)
            run.set_state("stopped", run.state().stage, "Stopped; its process had to be ended.")

    def _start(self, run: RunFolder) -> None:
        quiet = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "TRANSFORMERS_VERBOSITY": "error"}
        own = {"PYTHONPATH": str(_PROJECT), "TOKENIZERS_PARALLELISM": "true", **quiet}
        environment = {**THREAD_SETTINGS, **os.environ, **own}
        if "SPACE_ID" in os.environ:
            environment["CUDA_VISIBLE_DEVICES"] = ""  # a shared GPU is available for seconds, not for a training
        with (run.path / "worker.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "kdcore.runs.worker", str(run.path.resolve()), WAIT_FOR_START],
                cwd=_PROJECT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # signals to the server must not reach the training
            )
        assert child.stdin is not None, "stdin is a pipe"
        try:
            # Until the state names this worker, another launcher may start a second one. So a worker waits for a line
            # on its standard input, and exits if this process dies before sending it.
            with child.stdin as pipe:
                run.set_state("running", worker=psutil.Process(child.pid))
                pipe.write(b"begin\n")
        except OSError:  # a full disk, for instance: no worker may run that no state names
            child.kill()
            child.wait()
            raise
        self._children[run.run_id] = child


def _kill_worker(run: RunFolder) -> None:
    with suppress(psutil.Error):
        psutil.Process(run.state().pid).kill()
