"""A run's folder: settings, state, events, final models, results."""

from __future__ import annotations

import json
import math
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
from filelock import FileLock
from psutil import Process

from kdcore.errors import RunError
from kdcore.evaluation.results import ExamResults
from kdcore.runs.states import MOST_RETURNS, OPEN, RESUMABLE, STATES, may_move
from kdcore.storage import atomic_write, read_json, write_json

RUN_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WORDS = dict.fromkeys(("sentence", "label", "teacher", "student", "baseline", "tfidf"), str)


def new_run_id(preset: str) -> str:
    """Return a name that sorts by time, such as `20260131-154500-quick-3f9a`."""
    return f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}-{preset}-{secrets.token_hex(2)}"


@dataclass(frozen=True)
class RunFolder:
    """Paths and files of one run; knows nothing of training."""

    path: Path

    @classmethod
    def create(cls, root: Path, run_id: str, config: dict[str, Any], *, ready: bool = True) -> RunFolder:
        """Return a new run below `root`, queued if it is `ready`; `config` never changes afterwards.

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
        if finished and not run.has_student:
            raise RunError(f"The run in {path} is {run.state()['state']}, not done.", "Name a finished run.")
        return run

    @property
    def run_id(self) -> str:
        """The run's name."""
        return self.path.resolve().name

    @property
    def created_ns(self) -> int:
        """When the run was made; names tell seconds only, and a queue needs to know better."""
        return (self.path / "config.json").stat().st_mtime_ns

    @property
    def soft_targets(self) -> Path:
        """Where the teacher's logits are cached."""
        return self.path / "soft_targets"

    @property
    def data_file(self) -> Path:
        """Where a person's own sentences lie; a run on the bundled ones has no such file."""
        return self.path / "data.csv"

    @property
    def init_from(self) -> Path:
        """Where the networks lie that this run goes on from, if it continues another."""
        return self.path / "start"

    def ask_to_stop(self) -> None:
        """Leave the request that the worker looks for after every step."""
        (self.path / "stop").touch()

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody asked for the end of the training."""
        return (self.path / "stop").exists()

    def read(self, name: str) -> dict[str, Any]:
        """Return the content of one of the run's JSON files; raises RunError when it is missing or broken."""
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_text(encoding="utf-8"))
            return content
        except (OSError, ValueError) as error:
            raise RunError(f"{self.path / name} is missing or broken.", "Train the run again.") from error

    def config(self) -> dict[str, Any]:
        """Return the settings the run was made with."""
        return self.read("config.json")

    def state(self) -> dict[str, Any]:
        """Return state, stage, and a sentence for people."""
        return self.read("state.json")

    def results(self) -> ExamResults:
        """Return the results of the exam; raises RunError when they are missing or broken."""
        return read_json(self.path / "results.json", ExamResults)

    def set_state(
        self, state: str, stage: str = "", sentence: str = "", reason: str = "", worker: Process | None = None
    ) -> None:
        """Move to a state, or stay in it with news; the moment is noted in UTC.

        Args:
            state: one of `kdcore.runs.states.STATES`.
            stage: the stage at work, or the last one that was.
            sentence: for a person.
            reason: one word for why, for programs.
            worker: the process that is at work.

        Raises:
            RunError: a run in its present state cannot move there.
        """
        if state not in STATES:
            raise RunError(f"A run cannot be {state!r}.", f"The states are {', '.join(STATES)}.")
        with FileLock(self.path / ".state.lock", timeout=30):  # looking and moving must be one
            old = self.read("state.json") if (self.path / "state.json").exists() else {}
            if old and not may_move(old["state"], state):
                raise RunError(f"A run that is {old['state']} cannot become {state}.", "Look at its state again.")
            now = datetime.now(timezone.utc).isoformat(timespec="seconds")
            news = {"state": state, "stage": stage, "sentence": sentence, "reason": reason, "at": now}
            who = {"pid": worker.pid, "pid_started": worker.create_time()} if worker else {}
            kept = {"n_resumed": old.get("n_resumed", 0)}
            write_json(self.path / "state.json", {**news, **kept, **who})

    def requeue(self, *, by_itself: bool = False) -> None:
        """Put a stopped, failed or interrupted run into the queue again; it goes on from its newest checkpoint.

        Args:
            by_itself: nobody asked for it; such returns are counted.

        Raises:
            RunError: the run is in another state.
        """
        old = self.state()
        if old["state"] not in RESUMABLE:
            raise RunError(f"A run that is {old['state']} cannot be resumed.", "Start a new training.")
        (self.path / "stop").unlink(missing_ok=True)
        self.set_state("queued", old["stage"])
        count = old.get("n_resumed", 0) + 1 if by_itself else 0
        write_json(self.path / "state.json", {**self.state(), "n_resumed": count})

    @property
    def has_student(self) -> bool:
        """Whether there is an examined student: the run is done, or was stopped after the student had begun."""
        return (self.path / "results.json").is_file() and self.state()["state"] not in (*OPEN, "failed")

    @property
    def comes_back(self) -> bool:
        """Whether the run was interrupted and will be taken up again by itself."""
        state = self.state()
        return state["state"] == "interrupted" and state.get("n_resumed", 0) < MOST_RETURNS

    @property
    def checkpoints(self) -> Path:
        """Where the training can be taken up again."""
        return self.path / "checkpoints"

    def beat(self) -> None:
        """Show that the worker is alive and its loop advances."""
        (self.path / "heartbeat").touch()

    def silent_s(self) -> float:
        """Return the seconds since the worker's last heartbeat; infinity before the first."""
        try:
            return time.time() - (self.path / "heartbeat").stat().st_mtime
        except OSError:
            return math.inf

    def has_worker(self) -> bool:
        """Return whether the process that the state names is alive; a process id alone may have a new owner."""
        state = self.state()
        try:
            process = Process(state["pid"])
            same = abs(process.create_time() - state["pid_started"]) < 1.0
            return same and process.status() != psutil.STATUS_ZOMBIE
        except (KeyError, psutil.Error):
            return False

    def write_exam(self, results: ExamResults, predictions: pd.DataFrame, validation: pd.DataFrame) -> None:
        """Keep the outcome of an exam, the results last: where these are, the tables are too."""
        for name, table in (("validation.csv", validation), ("predictions.csv", predictions)):
            with atomic_write(self.path / name) as file:
                table.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
        write_json(self.path / "results.json", results.as_json())

    def predictions(self) -> pd.DataFrame:
        """Return one row per test sentence."""
        return self._answers("predictions.csv")

    def validation(self) -> pd.DataFrame | None:
        """Return one row per validation sentence, by teacher and student; None in a run older than this table."""
        return self._answers("validation.csv") if (self.path / "validation.csv").exists() else None

    def _answers(self, name: str) -> pd.DataFrame:
        file = self.path / name
        try:
            # An empty cell is an empty text, "NA" may be a sentence, and a label such as 1 or true is a word.
            return pd.read_csv(file, keep_default_na=False, na_values=[], dtype=_WORDS, encoding="utf-8")
        except (OSError, ValueError) as error:
            raise RunError(f"{file} is missing or broken.", "Train the run again.") from error

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield the recorded events; a torn last line, from a writer that was killed, is left out."""
        try:
            lines = (self.path / "events.jsonl").read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for line in lines[:-1]:
            yield json.loads(line)


def list_runs(root: Path) -> list[RunFolder]:
    """Return the runs below `root`, oldest first; a folder that is still being made is none yet."""
    folders = (file.parent for file in sorted(root.glob("*/config.json")))
    return [RunFolder(path) for path in folders if RUN_ID.fullmatch(path.name) and (path / "state.json").is_file()]
