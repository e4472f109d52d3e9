"""How fast both networks of a run answer on this machine, measured in the process that answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kdcore.config import ROLES
from kdcore.serving.workers import InferenceWorker, opened

_SINGLES, _AT_ONCE = 60, 5  # sentences one at a time, and how many of them before another visitor may ask
_LARGE, _PARTS = 64, 4  # sentences in a batch, and batches


@dataclass(frozen=True)
class Timing:
    """How fast one network answers, tokenising included, by one thread."""

    ms_p50: float  # milliseconds for one sentence: half of them were faster
    ms_p95: float  # 95 in 100 were faster
    sentences_per_s: float  # in batches of 64
    n: int  # sentences timed one at a time

    def as_dict(self) -> dict[str, float]:
        """Return plain values."""
        return asdict(self)


def single_ms(folder: Path, who: str, texts: Sequence[str]) -> list[float]:
    """Return the milliseconds that each text took on its own, here, in this process."""
    run, spent = opened(folder), []
    for text in texts:
        started = time.perf_counter()
        run.probabilities(who, [text])
        spent.append(1000 * (time.perf_counter() - started))
    return spent


def batch_s(folder: Path, who: str, texts: Sequence[str]) -> float:
    """Return the seconds that all texts took together, here, in this process."""
    run, started = opened(folder), time.perf_counter()
    run.probabilities(who, texts)
    return time.perf_counter() - started


def measure(worker: InferenceWorker, folder: Path, texts: Sequence[str]) -> dict[str, Any]:
    """Return a `Timing` as plain values for teacher and student, measured by the worker's process on real sentences.

    In small portions, so that no visitor's sentence waits for more than a moment.

    Raises:
        RunError: there is no finished run, or the process died twice.
        EncoderError: a stored network is broken.
    """
    singles = [texts[i % len(texts)] for i in range(_SINGLES)]
    large = [texts[i % len(texts)] for i in range(_LARGE)]
    found = {}
    for who in ROLES:
        worker.run(single_ms, folder, who, singles[:_AT_ONCE])  # the first pay for memory
        spent: list[float] = []
        for start in range(0, _SINGLES, _AT_ONCE):
            spent += worker.run(single_ms, folder, who, singles[start : start + _AT_ONCE])
        seconds = min(worker.run(batch_s, folder, who, large) for _ in range(_PARTS))
        p50, p95 = np.percentile(spent, (50, 95))
        found[who] = Timing(float(p50), float(p95), _LARGE / max(seconds, 1e-9), len(spent)).as_dict()
    return found
