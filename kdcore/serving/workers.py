"""One sentence to both networks of a run, in a process of its own.

So a page opens while the networks are still being loaded, on the other core, and a long answer holds up nobody's click.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kdcore.errors import RunError
from kdcore.serving.answers import Answer

if TYPE_CHECKING:
    from kdcore.serving.predict import FinishedRun

_T = TypeVar("_T")
_MOST_LOADED = 4  # pairs of networks in memory; about 60 MB each
_loaded: OrderedDict[Path, FinishedRun] = OrderedDict()
_loading = threading.Lock()


def ask(folder: Path, text: str) -> dict[str, Answer]:
    """Return the answers of `teacher` and `student` of the finished run in `folder`, here, in this process.

    Raises:
        RunError: there is no finished run.
        EncoderError: a stored network is broken.
    """
    return opened(folder).ask(text)


def opened(folder: Path) -> FinishedRun:
    """Return the finished run in `folder` with both networks loaded here, warmed up by a sentence, and kept.

    Raises:
        RunError: there is no finished run.
        EncoderError: a stored network is broken.
    """
    from kdcore.serving.predict import FinishedRun  # brings torch

    with _loading:
        if folder not in _loaded:
            run = FinishedRun.open(folder)
            run.ask("eta koro")  # the first answer pays for allocation, and would say too many milliseconds
            _loaded[folder] = run
            while len(_loaded) > _MOST_LOADED:
                _loaded.popitem(last=False)
        _loaded.move_to_end(folder)
        return _loaded[folder]


class InferenceWorker:
    """Where sentences are handed in: answers them in another process, which is started anew if it dies."""

    # One sentence gains little from a second thread, and loses much where that one has to wait for a core.
    n_threads, niceness = 1, 0

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def prepare(self, folder: Path) -> None:
        """Begin to load the networks of a run, and return at once."""
        self._submit(ask, folder, "eta koro")

    def ask(self, folder: Path, text: str) -> dict[str, Answer]:
        """Return what `kdcore.serving.workers.ask` does.

        Raises:
            RunError: there is no finished run, or the process died twice.
            EncoderError: a stored network is broken.
        """
        return self.run(ask, folder, text)

    def run(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Return what a function of this package answers in the other process, between two visitors' sentences.

        Raises:
            RunError: the process died twice.
        """
        for _ in range(2):
            try:
                return self._submit(function, *arguments).result()
            except BrokenProcessPool:
                with self._lock:
                    self._pool = None
        raise RunError("The process that answers ended unexpectedly.", "Try again in a minute.")

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool:
                self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _submit(self, function: Callable[..., _T], *arguments: object) -> Future[_T]:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")  # a fork would copy the server's locks
                self._pool = ProcessPoolExecutor(
                    1, mp_context=context, initializer=_begin, initargs=(self.n_threads, self.niceness)
                )
            return self._pool.submit(function, *arguments)


def _begin(n_threads: int, niceness: int) -> None:
    """Leave Ctrl-C to the server, and end when it does."""
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    if n_threads > 1:  # waiting threads sleep: spinning ones would take the core from whoever answers meanwhile
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = multiprocessing.parent_process()

    def follow() -> None:
        if server is not None:
            server.join()
            os._exit(0)

    threading.Thread(target=follow, daemon=True).start()
    import torch

    import kdcore.serving.predict  # noqa: F401  (loaded before the first question)

    torch.set_num_threads(n_threads)
