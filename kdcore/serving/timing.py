"""How fast both networks of a run answer on this machine, measured in the process that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from kdcore.config import ROLES
from kdcore.models.timing import WARM_UP, single_ms, throughput, timed_call
from kdcore.serving.workers import InferenceWorker, load_run

_SINGLES, _AT_ONCE = 60, 5  # sentences one at a time, and how many of them before another visitor's sentence
_LARGE, _PARTS = 64, 4  # sentences in a batch, and batches


@dataclass(frozen=True)
class Timing:
    """How fast one network answers, tokenising included, by one thread."""

    ms_p50: float  # milliseconds for one sentence: half of them were faster
    ms_p95: float  # 95 in 100 were faster
    sentences_per_s: float  # in batches of 64
    n: int  # sentences timed one at a time


def run_single_ms(folder: Path, who: str, texts: Sequence[str]) -> list[float]:
    """Return the milliseconds for each text on its own, by one network of a run, in the process that calls this."""
    return single_ms(_classifier(folder, who), texts)


def run_batch_s(folder: Path, who: str, texts: Sequence[str]) -> float:
    """Return the seconds for all texts together, by one network of a run, in the process that calls this."""
    return timed_call(_classifier(folder, who), texts)[1]


def _classifier(folder: Path, who: str) -> Callable[[list[str]], np.ndarray]:
    return partial(load_run(folder).probabilities, who)


def measure_speed(worker: InferenceWorker, folder: Path, texts: Sequence[str]) -> dict[str, Timing]:
    """Return the `Timing` of teacher and student, measured by the worker's process on real sentences.

    In small portions, so that no visitor's sentence waits for more than a moment.

    Raises:
        RunError: there is no finished run, or the process died twice.
        EncoderError: a stored network is broken.
    """
    singles = [texts[i % len(texts)] for i in range(_SINGLES)]
    large = [texts[i % len(texts)] for i in range(_LARGE)]
    found = {}
    for who in ROLES:
        worker.run(run_single_ms, folder, who, singles[:WARM_UP])
        spent: list[float] = []
        for start in range(0, _SINGLES, _AT_ONCE):
            spent += worker.run(run_single_ms, folder, who, singles[start : start + _AT_ONCE])
        seconds = min(worker.run(run_batch_s, folder, who, large) for _ in range(_PARTS))
        p50, p95 = np.percentile(spent, (50, 95))
        found[who] = Timing(float(p50), float(p95), throughput(_LARGE, seconds), len(spent))
    return found
