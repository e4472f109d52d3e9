"""At most one list of sentences in progress per visitor."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

_TIMEOUT_S = 30.0  # a job that was not renewed for so long belongs to a visitor who has left


@dataclass
class ListJobs:
    """The lists in progress by visitor; a job that is not renewed ends by itself."""

    _jobs: dict[str, tuple[object, float]] = field(default_factory=dict)  # (job, time of the last renewal)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, visitor: str) -> object | None:
        """Return a new job, which `renew` and `end` take; None if this visitor has one already."""
        now, job = time.monotonic(), object()
        with self._lock:
            self._jobs = {who: held for who, held in self._jobs.items() if now - held[1] < _TIMEOUT_S}
            if visitor in self._jobs:
                return None
            self._jobs[visitor] = (job, now)
        return job

    def renew(self, visitor: str, job: object) -> bool:
        """Record that the job goes on; returns False if it was ended meanwhile."""
        with self._lock:
            if self._jobs.get(visitor, (None, 0.0))[0] is not job:
                return False
            self._jobs[visitor] = (job, time.monotonic())
            return True

    def end(self, visitor: str, job: object = None) -> None:
        """End this job, or with None whichever the visitor has; the worker notices at its next `renew`."""
        with self._lock:
            if job is None or self._jobs.get(visitor, (None, 0.0))[0] is job:
                self._jobs.pop(visitor, None)
