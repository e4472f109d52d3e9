"""What the outside wants of a training under way, and how long it may take until the training answers."""

from __future__ import annotations

import signal
from dataclasses import dataclass

GRACE_S = 6.0  # a machine that goes down waits about 10 s; saving must fit in as well
_HAS_ALARM = hasattr(signal, "setitimer")


class ShutdownTimeoutError(Exception):
    """The machine goes down, and what is at work (an exam, say) has no end in sight."""


@dataclass
class StopSignals:
    """Set from outside, looked at after every event."""

    shut_down: bool = False  # the machine is going down: save and end at once

    def heed_signals(self) -> None:
        """Take SIGTERM for a request to shut down; without an event within `GRACE_S`, raise `ShutdownTimeoutError`."""
        signal.signal(signal.SIGTERM, self._shut_down)
        if _HAS_ALARM:
            signal.signal(signal.SIGALRM, self._break_off)

    def answered(self) -> None:
        """Say that the wish is being granted, so that nothing is broken off any more."""
        if _HAS_ALARM:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _shut_down(self, *_: object) -> None:
        if _HAS_ALARM and not self.shut_down:
            signal.setitimer(signal.ITIMER_REAL, GRACE_S)
        self.shut_down = True

    def _break_off(self, *_: object) -> None:
        raise ShutdownTimeoutError
