"""The folder of a run: settings, state, events, networks, results."""

from __future__ import annotations

import math
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd
import psutil
from filelock import FileLock
from psutil import Process

from kdcore.errors import RunError
from kdcore.evaluation.results import ExamResults
from kdcore.runs.events_log import RecordedEvent, read_events
from kdcore.runs.records import RunConfig, RunState
from kdcore.runs.states import ACTIVE, MAX_AUTO_RESUMES, OPEN, RESUMABLE, STATES, may_move
from kdcore.storage import atomic_write, read_json, write_json

RUN_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_TEXT_COLUMNS = dict.fromkeys(("sentence", "label", "teacher", "student", "baseline", "tfidf"), str)


def new_run_id(preset: str) -> str:
    """Return an id that sorts by time, to the second, such as `20260131-154500-quick-3f9a`."""
    return f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}-{preset}-{secrets.token_hex(2)}"


@dataclass(frozen=True)
class RunFolder:
    """Paths and files of one run; does no training."""

    path: Path

    @classmethod
    def create(cls, root: Path, run_id: str, config: RunConfig, *, ready: bool = True) -> RunFolder:
        """Return a new run below `root`, queued if it is `ready`, else without a state; `config` never changes.

        Raises:
            RunError: the name is not allowed or taken, or the folder cannot be written.
        """
        if not RUN_ID.fullmatch(run_id):
            raise RunError(f"{run_id!r} cannot name a run.", "Use up to 40 small letters, digits, - and _.")
        path = root / run_id
        try:
            path.mkdir(parents=True)
            write_json(path / "config.json", config)
        except FileExistsError as error:
            raise RunError(f"There is a run {run_id} in {root} already.", "Choose another name.") from error
        except OSError as error:
            raise RunError(f"{root} cannot be written ({error.strerror}).", "Choose another --runs folder.") from error
        run = cls(path)
        if ready:
            run.set_state("queued")
        return run

    @classmethod
    def open(cls, path: str | Path, *, finished: bool = False) -> RunFolder:
        """Return the run at `path`.

        Raises:
            RunError: there is no run, or it must be finished and is not.
        """
        run = cls(Path(path))
        if not (run.path / "config.json").is_file():
            raise RunError(f"There is no run in {path}.", "Name a run folder, as `python -m kdcore runs` lists them.")
        if finished and not run.has_results:
            raise RunError(f"The run in {path} is {run.state().state}, not done.", "Name a finished run.")
        return run

    @property
    def run_id(self) -> str:
        """The id of the run: the name of its folder."""
        return self.path.resolve().name

    @property
    def created_ns(self) -> int:
        """When the run was created, ns since 1970; run ids are exact to the second only."""
        return (self.path / "config.json").stat().st_mtime_ns

    @property
    def soft_targets(self) -> Path:
        """Where the teacher's logits are cached."""
        return self.path / "soft_targets"

    @property
    def data_file(self) -> Path:
        """The data of a run that was not trained on the bundled data set."""
        return self.path / "data.csv"

    @property
    def init_from(self) -> Path:
        """Copies of the networks that training starts from, if the run continues another."""
        return self.path / "start"

    @property
    def events_file(self) -> Path:
        """The log of events."""
        return self.path / "events.jsonl"

    def request_stop(self) -> None:
        """Leave the request that the worker looks for after every step."""
        (self.path / "stop").touch()

    @property
    def stop_requested(self) -> bool:
        """Whether a stop was requested."""
        return (self.path / "stop").exists()

    def config(self) -> RunConfig:
        """Return the settings the run was created with; raises RunError if their file is broken."""
        return read_json(self.path / "config.json", RunConfig)

    def state(self) -> RunState:
        """Return the state; raises RunError if its file is broken."""
        return read_json(self._state_file, RunState)

    @property
    def _state_file(self) -> Path:
        return self.path / "state.json"

    def results(self) -> ExamResults:
        """Return the results of the exam; raises RunError when they are missing or broken."""
        return read_json(self.path / "results.json", ExamResults)

    def set_state(
        self, state: str, stage: str = "", sentence: str = "", reason: str = "", worker: Process | None = None
    ) -> None:
        """Move to a state, or stay in it with other details.

        Args:
            state: one of `kdcore.runs.states.STATES`.
            stage: the current stage, or the last one before the run ended.
            sentence: for a person.
            reason: one word for why, for programs.
            worker: the process that trains; an active state always names it, for a run that does not counts as dead.

        Raises:
            RunError: a run in its present state cannot move there.
            ValueError: an active state without its worker.
        """
        if state not in STATES:
            raise RunError(f"A run cannot be {state!r}.", f"The states are {', '.join(STATES)}.")
        if state in ACTIVE and worker is None:
            raise ValueError(f"a run that is {state} needs its worker")
        with FileLock(self.path / ".state.lock", timeout=30):  # check and write must be one
            old = self.state() if self._state_file.exists() else None
            if old and not may_move(old.state, state):
                raise RunError(f"A run that is {old.state} cannot become {state}.", "Look at its state again.")
            new = RunState(
                state=state,
                stage=stage,
                sentence=sentence,
                reason=reason,
                at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
                n_resumed=old.n_resumed if old else 0,
                pid=worker.pid if worker else None,
                pid_started=worker.create_time() if worker else None,
            )
            write_json(self._state_file, new.as_record())

    def requeue(self, *, automatic: bool = False) -> None:
        """Put a stopped, failed or interrupted run into the queue again; it resumes from its newest checkpoint.

        Args:
            automatic: no person asked for it; such resumes are counted.

        Raises:
            RunError: the run is in another state.
        """
        old = self.state()
        if old.state not in RESUMABLE:
            raise RunError(f"A run that is {old.state} cannot be resumed.", "Start a new training.")
        (self.path / "stop").unlink(missing_ok=True)
        self.set_state("queued", old.stage)
        n_resumed = old.n_resumed + 1 if automatic else 0
        write_json(self._state_file, replace(self.state(), n_resumed=n_resumed).as_record())

    @property
    def has_results(self) -> bool:
        """Whether there is an examined student: the run is done, or was stopped after the student had begun."""
        return (self.path / "results.json").is_file() and self.state().state not in (*OPEN, "failed")

    @property
    def resumes_automatically(self) -> bool:
        """Whether the run was interrupted and the launcher will resume it."""
        state = self.state()
        return state.state == "interrupted" and state.n_resumed < MAX_AUTO_RESUMES

    @property
    def checkpoints(self) -> Path:
        """Where checkpoints are saved."""
        return self.path / "checkpoints"

    def write_heartbeat(self) -> None:
        """Show that the worker is alive and its loop advances."""
        (self.path / "heartbeat").touch()

    def heartbeat_age_s(self) -> float:
        """Return the seconds since the worker's last heartbeat; infinity before the first."""
        try:
            return time.time() - (self.path / "heartbeat").stat().st_mtime
        except OSError:
            return math.inf

    def has_worker(self) -> bool:
        """Return whether the process that the state names is alive; a process id alone may have a new owner."""
        state = self.state()
        if state.pid is None or state.pid_started is None:
            return False
        try:
            process = Process(state.pid)
            same = abs(process.create_time() - state.pid_started) < 1.0
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    def write_exam(self, results: ExamResults, predictions: pd.DataFrame, validation: pd.DataFrame) -> None:
        """Write the outcome of an exam, the results last: if they exist, the tables do too."""
        for name, table in (("validation.csv", validation), ("predictions.csv", predictions)):
            with atomic_write(self.path / name) as file:
                table.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
        write_json(self.path / "results.json", results.as_json())

    def predictions(self) -> pd.DataFrame:
        """Return one row per test sentence."""
        return self._answers("predictions.csv")

    def validation(self) -> pd.DataFrame | None:
        """Return one row per validation sentence, by teacher and student; None in an older run without this table."""
        return self._answers("validation.csv") if (self.path / "validation.csv").exists() else None

    def _answers(self, name: str) -> pd.DataFrame:
        file = self.path / name
        try:
            # An empty cell is an empty text, "NA" may be a sentence, and a label such as 1 or true is a word.
            return pd.read_csv(file, keep_default_na=False, na_values=[], dtype=_TEXT_COLUMNS, encoding="utf-8")
        except (OSError, ValueError) as error:
            raise RunError(f"{file} is missing or broken.", "Train the run again.") from error

    def events(self) -> list[RecordedEvent]:
        """Return the recorded events."""
        return read_events(self.events_file)[0]


def list_runs(root: Path) -> list[RunFolder]:
    """Return the runs below `root`, sorted by id; a folder that is still being created is left out."""
    folders = (file.parent for file in sorted(root.glob("*/config.json")))
    return [RunFolder(path) for path in folders if RUN_ID.fullmatch(path.name) and (path / "state.json").is_file()]


def queue_order(runs: Iterable[RunFolder]) -> list[RunFolder]:
    """Return the runs in the order in which they were created, which is that of the queue."""
    return sorted(runs, key=lambda run: (run.created_ns, run.run_id))
