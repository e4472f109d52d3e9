"""One thing at a time for each visitor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Who has something under way."""

    def __init__(self) -> None:
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def take(self, visitor: str) -> Iterator[bool]:
        """Hold a visitor's turn; yields False when it is taken, and then holds nothing."""
        with self._lock:
            free = visitor not in self._busy
            self._busy.add(visitor)
        try:
            yield free
        finally:
            if free:
                self._busy.discard(visitor)
