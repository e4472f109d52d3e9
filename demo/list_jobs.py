"""One thing at a time for each visitor."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

_SILENT_S = 30.0  # whoever has not been heard of for so long has gone


@dataclass
class ListJobs:
    """Who has something under way; a turn that is not renewed ends by itself."""

    _turns: dict[str, tuple[object, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, visitor: str) -> object | None:
        """Return what shows that it is this visitor's turn, to be given to `renew`; None when they have one already."""
        now, turn = time.monotonic(), object()
        with self._lock:
            self._turns = {who: held for who, held in self._turns.items() if now - held[1] < _SILENT_S}
            if visitor in self._turns:
                return None
            self._turns[visitor] = (turn, now)
        return turn

    def renew(self, visitor: str, turn: object) -> bool:
        """Say that the work goes on; returns False when it was ended meanwhile."""
        with self._lock:
            if self._turns.get(visitor, (None, 0.0))[0] is not turn:
                return False
            self._turns[visitor] = (turn, time.monotonic())
            return True

    def end(self, visitor: str, turn: object = None) -> None:
        """End this turn, or with None whatever turn the visitor has; the work sees it when it renews."""
        with self._lock:
            if turn is None or self._turns.get(visitor, (None, 0.0))[0] is turn:
                self._turns.pop(visitor, None)
