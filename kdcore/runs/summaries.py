"""What a list of runs shows of each: its main settings, its results, and its curve."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kdcore.errors import KdError
from kdcore.runs.annotations import annotations_of
from kdcore.runs.events_log import read_events
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Progress, Stage
from kdcore.runs.records import RunState
from kdcore.runs.states import OPEN
from kdcore.runs.store import RunStore


@dataclass(frozen=True)
class Summary:
    """One run in short; what is unknown (yet) is None, or empty."""

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
    """Summarises runs for many visitors; runs that no longer change are read once."""

    store: RunStore
    _cache: dict[str, tuple[RunState, Summary]] = field(default_factory=dict)  # by run id, of runs that are not open
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def summarise(self, runs: Mapping[str, RunFolder]) -> dict[str, Summary]:
        """Return the summaries of runs by id, in the given order; a run that vanishes or is broken is left out."""
        found = {}
        for run_id, run in runs.items():
            try:
                state = run.state()
                notes = annotations_of(run)
                found[run_id] = replace(self._current(run_id, run, state), name=notes.name, pinned=notes.pinned)
            except (KdError, KeyError, TypeError, ValueError):
                continue
        return found

    def keep_only(self, runs: Mapping[str, RunFolder]) -> None:
        """Drop the cached summaries of other runs."""
        with self._lock:
            self._cache = {run_id: cached for run_id, cached in self._cache.items() if run_id in runs}

    def _current(self, run_id: str, run: RunFolder, state: RunState) -> Summary:
        if state.state in OPEN:
            return _summary(run, state, self.store.follower(run_id).read().stages["student"])
        cached = self._cache.get(run_id)
        if cached is None or cached[0] != state:
            cached = state, _summary(run, state, _student(run))
            with self._lock:
                self._cache[run_id] = cached
        return cached[1]


def _student(run: RunFolder) -> Stage:
    """Return the student's stage without its steps, which a shared follower would keep of hundreds of runs."""
    progress = Progress()
    for recorded in read_events(run.events_file, with_steps=False)[0]:
        progress.add(recorded)
    return progress.stages["student"]


def _summary(run: RunFolder, state: RunState, student: Stage) -> Summary:
    config = run.config()
    training = config.training
    summary = Summary(
        state=state.state,
        data_name=config.data.name,
        data_sha256=config.data.sha256,
        n_train=config.data.rows.train,
        preset=training.preset,
        seed=training.seed,
        temperature=training.distill.temperature,
        alpha=training.distill.alpha,
        curve=tuple(epoch.validation_accuracy for epoch in student.epochs),
        best_epoch=student.best_epoch,
    )
    if not run.has_results:
        return summary
    results = run.results()
    accuracies = results.teacher.accuracy, results.student.accuracy
    return replace(summary, teacher=accuracies[0], student=accuracies[1], retention=results.retention.value)
