"""Requests to end a training from outside the process, and how long it may take to react."""

from __future__ import annotations

import signal
from dataclasses import dataclass

GRACE_S = 6.0  # a machine that shuts down waits about 10 s; saving a checkpoint must fit in as well
_HAS_ALARM = hasattr(signal, "setitimer")


class ShutdownTimeoutError(Exception):
    """The machine shuts down, and the current work (such as the exam) has not yielded an event within `GRACE_S`."""


@dataclass
class StopSignals:
    """Set by signals, checked after every event."""

    shut_down: bool = False  # the machine is shutting down: save and exit at once

    def install_handlers(self) -> None:
        """Take SIGTERM as a request to shut down; without an event within `GRACE_S`, raise `ShutdownTimeoutError`."""
        signal.signal(signal.SIGTERM, self._shut_down)
        if _HAS_ALARM:
            signal.signal(signal.SIGALRM, self._time_out)

    def cancel_timeout(self) -> None:
        """Say that the worker reacts, so that `ShutdownTimeoutError` is not raised any more."""
        if _HAS_ALARM:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _shut_down(self, *_: object) -> None:
        if _HAS_ALARM and not self.shut_down:
            signal.setitimer(signal.ITIMER_REAL, GRACE_S)
        self.shut_down = True

    def _time_out(self, *_: object) -> None:
        raise ShutdownTimeoutError
