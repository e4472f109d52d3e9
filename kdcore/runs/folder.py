"""A run's folder: settings, state, events, final models, results."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
from psutil import Process

from kdcore.errors import RunError

RUN_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WORDS = dict.fromkeys(("sentence", "label", "teacher", "student", "baseline", "tfidf"), str)
ACTIVE = ("running", "stopping")
STATES = ("queued", "running", "stopping", "stopped", "interrupted", "failed", "done")


def new_run_id(preset: str) -> str:
    """Return a name that sorts by time, such as `20260131-154500-quick-3f9a`."""
    return f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}-{preset}-{secrets.token_hex(2)}"


def write_json(file: Path, content: Any) -> None:
    """Replace `file` at once: a reader sees the old content or the new, never half of it."""
    unfinished = file.with_name(f".{file.name}.tmp")
    with unfinished.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=2, ensure_ascii=False)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(unfinished, file)


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
        if finished and run.state()["state"] != "done":
            raise RunError(f"The run in {path} is {run.state()['state']}, not done.", "Name a finished run.")
        return run

    @property
    def run_id(self) -> str:
        """The run's name."""
        return self.path.resolve().name

    @property
    def soft_targets(self) -> Path:
        """Where the teacher's logits are cached."""
        return self.path / "soft_targets"

    @property
    def data_file(self) -> Path:
        """Where a person's own sentences lie; a run on the bundled ones has no such file."""
        return self.path / "data.csv"

    def ask_to_stop(self) -> None:
        """Leave the request that the worker looks for after every step."""
        (self.path / "stop").touch()

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody asked for the end of the training."""
        return (self.path / "stop").exists()

    def _read(self, name: str) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_text(encoding="utf-8"))
            return content
        except (OSError, ValueError) as error:
            raise RunError(f"{self.path / name} is missing or broken.", "Train the run again.") from error

    def config(self) -> dict[str, Any]:
        """Return the settings the run was made with."""
        return self._read("config.json")

    def state(self) -> dict[str, Any]:
        """Return state, stage, and a sentence for people."""
        return self._read("state.json")

    def results(self) -> dict[str, Any]:
        """Return the outcome of the exam."""
        return self._read("results.json")

    def set_state(self, state: str, stage: str = "", sentence: str = "", worker: Process | None = None) -> None:
        """Replace the state; the moment is noted in UTC, and the process that is at work, if there is one."""
        if state not in STATES:
            raise RunError(f"A run cannot be {state!r}.", f"The states are {', '.join(STATES)}.")
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        who = {"pid": worker.pid, "pid_started": worker.create_time()} if worker else {}
        write_json(self.path / "state.json", {"state": state, "stage": stage, "sentence": sentence, "at": now, **who})

    def has_worker(self) -> bool:
        """Return whether the process that the state names is alive; a process id alone may have a new owner."""
        state = self.state()
        try:
            process = Process(state["pid"])
            same = abs(process.create_time() - state["pid_started"]) < 1.0
            return same and process.status() != psutil.STATUS_ZOMBIE
        except (KeyError, psutil.Error):
            return False

    def predictions(self) -> pd.DataFrame:
        """Return one row per test sentence."""
        file = self.path / "predictions.csv"
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
