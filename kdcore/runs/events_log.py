"""The events of a run on disk: lines of JSON with a rising `seq`; one reader and one writer of `events.jsonl`."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from kdcore.errors import RunError
from kdcore.training.events import (
    EpochDone,
    Event,
    ExamDone,
    LabelsDone,
    Resumed,
    StageDone,
    StageStarted,
    StepDone,
    TrackedJudged,
)

_STEP_RECORD_S = 1.0  # steps are recorded at most once in so many seconds; epochs always
_STEP_MARK = b'"event": "StepDone"'
_KINDS = (StageStarted, StepDone, EpochDone, TrackedJudged, LabelsDone, Resumed, StageDone, ExamDone)
_KIND_OF = {**{kind.__name__: kind for kind in _KINDS}, "PinnedJudged": TrackedJudged}  # the latter in older runs


@dataclass(frozen=True)
class RecordedEvent:
    """One line of the log."""

    seq: int  # 1 is the first of the run
    at: float  # seconds since 1970
    event: Event  # without its live fields; a bare `Event` if this version does not know the kind


def read_events(file: Path, offset: int = 0, *, with_steps: bool = True) -> tuple[list[RecordedEvent], int]:
    """Return the events from a byte offset on, and the offset of the first line not read yet.

    An incomplete last line (being written, or torn by a kill) is left for the next call. No file is no events.

    Args:
        file: the `events.jsonl` of a run.
        offset: 0, or what an earlier call returned.
        with_steps: False skips `StepDone` events without parsing them; most lines are such.

    Raises:
        RunError: a complete line is broken.
    """
    try:
        with file.open("rb") as log:
            log.seek(offset)
            new = log.read()
    except FileNotFoundError:
        return [], offset
    complete = new[: new.rfind(b"\n") + 1]
    lines = (line for line in complete.splitlines() if with_steps or _STEP_MARK not in line)
    try:
        return [_recorded(json.loads(line)) for line in lines], offset + len(complete)
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{file} is broken.", "Train the run again.") from error


def event_of(record: Mapping[str, Any]) -> Event:
    """Return the event that `Event.as_record` made plain; a bare `Event` for a kind this version does not know.

    Raises:
        KeyError, ValueError: the record does not fit its kind.
    """
    event: Event = _adapter(_KIND_OF.get(record["event"], Event)).validate_python(record)
    return event


def _recorded(record: Mapping[str, Any]) -> RecordedEvent:
    return RecordedEvent(record["seq"], record["at"], event_of(record))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class EventsLog:
    """Appends events to `events.jsonl`, continuing where a killed writer left it; a context manager."""

    def __init__(self, file: Path) -> None:
        """Read what is there, and cut off a torn last line."""
        self.seq, self.last_step_s = 0, 0.0
        self.finished: set[str] = set()  # stages
        self.unrecorded: EpochDone | None = None  # the epoch of the checkpoint, which the log may lack after a kill
        self._epochs: dict[str, int] = {}  # last finished epoch by stage
        recorded, n_complete = read_events(file)
        for line in recorded:
            self._take_in(line)
        if file.exists() and n_complete < file.stat().st_size:
            os.truncate(file, n_complete)
        self._log = file.open("a", encoding="utf-8")

    def write(self, event: Event) -> None:
        """Append an event; of the steps only one a second, and the last of each stage."""
        now = time.time()
        if isinstance(event, StepDone):
            if now - self.last_step_s < _STEP_RECORD_S and event.step != event.n_steps:
                return
            self.last_step_s = now
        self._append(event)
        missing = self.unrecorded
        if isinstance(event, Resumed) and missing and self._epochs.get(event.stage, 0) < missing.epoch:
            self._append(missing)  # the checkpoint was saved, and the worker killed before it recorded the epoch

    def _append(self, event: Event) -> None:
        line = RecordedEvent(self.seq + 1, round(time.time(), 3), event)
        record = {"seq": line.seq, "at": line.at, **event.as_record()}
        self._log.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._log.flush()
        os.fsync(self._log.fileno())
        self._take_in(line)

    def _take_in(self, line: RecordedEvent) -> None:
        self.seq, event = line.seq, line.event
        if isinstance(event, StageDone) and not event.cut_short:
            self.finished.add(event.stage)
        elif isinstance(event, EpochDone):
            self._epochs[event.stage] = event.epoch
        elif isinstance(event, Resumed):
            self._epochs[event.stage] = min(self._epochs.get(event.stage, 0), event.epoch)

    def __enter__(self) -> EventsLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._log.close()
