"""What a list of runs shows of each: its settings in short, what came of it, and its curve."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kdcore.errors import KdError
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Progress, Stage
from kdcore.runs.states import OPEN
from kdcore.runs.store import RunStore


@dataclass(frozen=True)
class Summary:
    """One run in short; what is not known (yet) is None, or empty."""

    state: str
    name: str = ""  # given by a person
    pinned: bool = False
    data_name: str = ""
    data_sha256: str = ""
    n_train: int | None = None
    preset: str = ""
    seed: int | None = None
    temperature: float | None = None
    alpha: float | None = None
    teacher: float | None = None  # accuracy in the exam, a share
    student: float | None = None
    retention: float | None = None
    curve: tuple[float, ...] = ()  # the student's validation accuracy, one an epoch
    best_epoch: int = 0  # 1 is the first; 0: none


@dataclass
class Summaries:
    """Summarises runs for many visitors; what no longer changes is read once."""

    store: RunStore
    _over: dict[str, tuple[str, Summary]] = field(default_factory=dict)  # run id to (state and its moment, summary)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, runs: Mapping[str, RunFolder]) -> dict[str, Summary]:
        """Return the summaries of runs by id, in their order; a run that vanishes or is broken is left out."""
        found = {}
        for run_id, run in runs.items():
            try:
                state = run.state()
                marks = annotations_of(run)
                found[run_id] = replace(self._figures(run_id, run, state), name=marks.name, pinned=marks.pinned)
            except (KdError, KeyError, TypeError, ValueError):
                continue
        return found

    def forget_all_but(self, runs: Mapping[str, RunFolder]) -> None:
        """Drop what is kept of runs that are gone."""
        with self._lock:
            self._over = {run_id: kept for run_id, kept in self._over.items() if run_id in runs}

    def _figures(self, run_id: str, run: RunFolder, state: Mapping[str, Any]) -> Summary:
        if state["state"] in OPEN:
            return _summary(run, state["state"], self.store.follower(run_id).read().stages["student"])
        stamp = f"{state['state']} {state.get('at')}"
        known = self._over.get(run_id)
        if known is None or known[0] != stamp:
            known = stamp, _summary(run, state["state"], _student(run))
            with self._lock:
                self._over[run_id] = known
        return known[1]


def _student(run: RunFolder) -> Stage:
    """Return the student's epochs; the shared reader would keep all steps of all runs, and take far longer."""
    try:
        lines = (run.path / "events.jsonl").read_bytes().split(b"\n")[:-1]  # a torn last line is none
    except FileNotFoundError:
        lines = []
    progress = Progress()
    for line in lines:
        if b'"event": "StepDone"' not in line:
            progress.add(json.loads(line))
    return progress.stages["student"]


def _summary(run: RunFolder, state: str, student: Stage) -> Summary:
    config = run.config()
    data, training = config.get("data") or {}, config.get("training") or {}
    distill = training.get("distill") or {}
    found = Summary(
        state=state,
        data_name=data.get("name", ""),
        data_sha256=data.get("sha256", ""),
        n_train=(data.get("rows") or {}).get("train"),
        preset=training.get("preset", ""),
        seed=training.get("seed"),
        temperature=distill.get("temperature"),
        alpha=distill.get("alpha"),
        curve=tuple(epoch.validation_accuracy for epoch in student.epochs),
        best_epoch=student.best_epoch,
    )
    if not run.has_student:
        return found
    results = run.results()
    accuracies = results.teacher.accuracy, results.student.accuracy
    return replace(found, teacher=accuracies[0], student=accuracies[1], retention=results.retention.value)
