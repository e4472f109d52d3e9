"""The record of a run: events as lines of JSON with a rising `seq`, appended and synced."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from kdcore.training.events import EpochDone, Event, Resumed, StageDone, StepDone

_STEP_RECORD_S = 1.0  # steps are written at most once in so many seconds; epochs always


class EventsLog:
    """Appends to `events.jsonl`, going on where a killed writer left it; a context manager."""

    def __init__(self, file: Path) -> None:
        """Read what is there, and cut off a torn last line."""
        self.seq, self.last_step_s = 0, 0.0
        self.finished: set[str] = set()  # stages
        self.owed: dict[str, Any] = {}  # the epoch a checkpoint knows and the record may not
        self._epochs: dict[str, int] = {}
        lines = file.read_bytes() if file.exists() else b""
        whole = lines[: lines.rfind(b"\n") + 1]
        for line in whole.splitlines():
            self._take_in(json.loads(line))
        if len(whole) < len(lines):
            os.truncate(file, len(whole))
        self._log = file.open("a", encoding="utf-8")

    def write(self, event: Event) -> None:
        """Append an event; of steps only one a second, and the last of each stage."""
        now = time.time()
        if isinstance(event, StepDone):
            if now - self.last_step_s < _STEP_RECORD_S and event.step != event.n_steps:
                return
            self.last_step_s = now
        self._append(event.as_record())
        if isinstance(event, Resumed) and self.owed and self._epochs.get(event.stage, 0) < self.owed["epoch"]:
            self._append(self.owed)  # saved, but killed before it was recorded

    def _append(self, event: dict[str, Any]) -> None:
        self.seq += 1
        record = {"seq": self.seq, "at": round(time.time(), 3), **event}
        self._log.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._log.flush()
        os.fsync(self._log.fileno())
        self._take_in(record)

    def _take_in(self, record: dict[str, Any]) -> None:
        self.seq, stage = record["seq"], record["stage"]
        if record["event"] == StageDone.__name__ and not record.get("cut_short"):
            self.finished.add(stage)
        if record["event"] == EpochDone.__name__:
            self._epochs[stage] = record["epoch"]
        if record["event"] == Resumed.__name__:
            self._epochs[stage] = min(self._epochs.get(stage, 0), record["epoch"])

    def __enter__(self) -> EventsLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._log.close()
