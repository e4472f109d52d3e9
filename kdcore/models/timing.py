"""How fast a classifier answers: one sentence at a time, and in batches. The only place that takes these times."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

_T = TypeVar("_T")
WARM_UP = 5  # the first sentences pay for allocation


@dataclass(frozen=True)
class Speed:
    """How fast a classifier answers here, tokenising included."""

    ms_per_sentence: float  # median milliseconds for one sentence on its own
    sentences_per_s: float  # in large batches


def single_ms(classify: Callable[[list[str]], object], texts: Sequence[str]) -> list[float]:
    """Return the milliseconds that `classify` takes for each text on its own."""
    return [1000 * timed_call(classify, [text])[1] for text in texts]


def timed_call(classify: Callable[[list[str]], _T], texts: Sequence[str]) -> tuple[_T, float]:
    """Return what `classify` answers to all texts together, and the seconds that took."""
    together = list(texts)
    started = time.perf_counter()
    answer = classify(together)
    return answer, time.perf_counter() - started


def throughput(n: int, seconds: float) -> float:
    """Return sentences a second, finite also where the clock saw no time pass."""
    return n / max(seconds, 1e-9)


def timed(classify: Callable[[list[str]], _T], texts: Sequence[str], n_single: int = 60) -> tuple[_T, Speed]:
    """Return what `classify` answers to all texts, and its speed: one by one over the first texts, batches over all.

    The first five of `n_single + 5` single sentences are a warm-up and do not count, unless there are no others.
    """
    singles = single_ms(classify, texts[: n_single + WARM_UP])
    answer, seconds = timed_call(classify, texts)
    return answer, Speed(median(singles[WARM_UP:] or singles), throughput(len(texts), seconds))
