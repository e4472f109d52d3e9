"""Inference worker processes, outside the server: one for single sentences, one for lists and word shares.

So a page opens while the networks are still being loaded, on another core, and a list of sentences never delays
anybody's single sentence. A list is handed in by chunks: each chunk joins the end of the queue, so several visitors'
lists take turns.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cachetools import LRUCache

from kdcore.config import ROLES
from kdcore.errors import RunError
from kdcore.serving.answers import Answer
from kdcore.serving.attribution import Floats, Shares, shares

if TYPE_CHECKING:
    from kdcore.serving.predict import FinishedRun

CHUNK = 128  # sentences of a list that are classified at once; about half a second with the bundled teacher
_T = TypeVar("_T")
_WARM_UP = "eta koro"
_loaded: LRUCache[Path, FinishedRun] = LRUCache(maxsize=4)  # pairs of networks in memory; about 60 MB each
_loading = threading.Lock()


@dataclass(frozen=True)
class ListAnswers:
    """One network's answers to N texts."""

    labels: list[int]  # class numbers
    confidences: list[float]  # of those classes


# The functions below run in the worker's process; called directly, they run in the caller's.


def load_run(folder: Path) -> FinishedRun:
    """Return the finished run in `folder` with both networks loaded and warmed up; it is kept for later calls.

    Raises:
        RunError: there is no finished run.
        EncoderError: a stored network is broken.
    """
    from kdcore.serving.predict import FinishedRun  # brings torch

    with _loading:
        run = _loaded.get(folder)
        if run is None:
            run = FinishedRun.open(folder)
            run.answer(_WARM_UP)  # the first answer pays for allocation, and would report too many milliseconds
            _loaded[folder] = run
        return run


def answer_sentence(folder: Path, text: str) -> dict[str, Answer]:
    """Return the answers of `teacher` and `student` of the finished run in `folder`; raises as `load_run`."""
    return load_run(folder).answer(text)


def classify_texts(folder: Path, texts: Sequence[str]) -> dict[str, ListAnswers]:
    """Return the answers of both networks of the finished run in `folder` to N texts; raises as `load_run`."""
    run, found = load_run(folder), {}
    for who in ROLES:
        p = run.probabilities(who, texts)
        found[who] = ListAnswers(p.argmax(axis=1).tolist(), p.max(axis=1).astype(float).tolist())
    return found


def word_shares(folder: Path, text: str, label: int) -> dict[str, Shares]:
    """Return each word's share of the probability that each network gives to class `label`; raises as `load_run`."""
    run = load_run(folder)

    def class_probability(who: str) -> Callable[[list[str]], Floats]:
        return lambda texts: run.probabilities(who, texts)[:, label]

    return {who: shares(text, class_probability(who)) for who in ROLES}


class InferenceWorker:
    """Answers single sentences in another process, which is started anew if it dies."""

    # One sentence gains little from a second thread, and loses much where that one has to wait for a core.
    n_threads, niceness = 1, 0

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def prepare(self, folder: Path) -> None:
        """Begin to load the networks of a run, and return at once."""
        self._submit(answer_sentence, folder, _WARM_UP)

    def answer_sentence(self, folder: Path, text: str) -> dict[str, Answer]:
        """Return what the function `answer_sentence` does; raises RunError also when the process died twice."""
        return self.run(answer_sentence, folder, text)

    def run(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Return what a function of this package returns in the other process, where calls take turns.

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


class ListWorker(InferenceWorker):
    """Lists of sentences and word shares; its process yields the processor to the one for single sentences."""

    n_threads, niceness = max(1, min(4, os.cpu_count() or 1)), 5

    def word_shares(self, folder: Path, text: str, label: int) -> dict[str, Shares]:
        """Return what the function `word_shares` does; raises RunError also when the process died twice."""
        return self.run(word_shares, folder, text, label)

    def classify_texts(self, folder: Path, texts: Sequence[str]) -> Iterator[tuple[int, dict[str, ListAnswers]]]:
        """Yield (how many texts are classified, both networks' answers); the answers come with the last, else {}.

        Texts of similar length share a chunk, which cuts padding; equal ones are classified once.

        Raises:
            RunError: there is no finished run, or the process died twice.
            EncoderError: a stored network is broken.
        """
        distinct = sorted(set(texts), key=len, reverse=True)
        place = {text: i for i, text in enumerate(distinct)}
        parts: list[dict[str, ListAnswers]] = []
        share = len(texts) / max(len(distinct), 1)
        for start in range(0, len(distinct), CHUNK):
            parts.append(self.run(classify_texts, folder, distinct[start : start + CHUNK]))
            yield min(len(texts), round((start + CHUNK) * share)), {}
        found = {}
        for who in ROLES:
            labels = [label for part in parts for label in part[who].labels]
            sure = [confidence for part in parts for confidence in part[who].confidences]
            found[who] = ListAnswers([labels[place[text]] for text in texts], [sure[place[text]] for text in texts])
        yield len(texts), found


def _begin(n_threads: int, niceness: int) -> None:
    """Leave Ctrl-C to the server, and end when it does."""
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    if n_threads > 1:  # waiting threads sleep: spinning ones would take the core from the other worker
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = multiprocessing.parent_process()

    def end_with_server() -> None:
        if server is not None:
            server.join()
            os._exit(0)

    threading.Thread(target=end_with_server, daemon=True).start()
    import torch

    import kdcore.serving.predict  # noqa: F401  (loaded before the first sentence)

    torch.set_num_threads(n_threads)
