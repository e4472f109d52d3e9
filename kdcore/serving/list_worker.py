"""Longer work with a run's networks, in a second process, so that nobody's single sentence waits for it.

Which words decided, and lists of sentences. A list is handed in chunk by chunk: each chunk joins the end of the queue,
so several visitors' lists and questions take turns.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kdcore.config import ROLES
from kdcore.serving.attribution import Floats, Shares, shares
from kdcore.serving.workers import InferenceWorker, opened

CHUNK = 128  # sentences; about half a second with the bundled teacher


@dataclass(frozen=True)
class ListAnswers:
    """What one network says to N texts."""

    labels: list[int]  # class numbers
    confidences: list[float]  # of those classes


def judge(folder: Path, texts: Sequence[str]) -> dict[str, ListAnswers]:
    """Return what both networks of the finished run in `folder` say to N texts, here, in this process.

    Raises RunError or EncoderError when they cannot be had.
    """
    run, found = opened(folder), {}
    for who in ROLES:
        p = run.probabilities(who, texts)
        found[who] = ListAnswers(p.argmax(axis=1).tolist(), p.max(axis=1).astype(float).tolist())
    return found


def words(folder: Path, text: str, label: int) -> dict[str, Shares]:
    """Return each word's share of the probability that each network gives to class `label`, here, in this process.

    Raises RunError or EncoderError when the networks cannot be had.
    """
    run = opened(folder)

    def asked(who: str) -> Callable[[list[str]], Floats]:
        return lambda texts: run.probabilities(who, texts)[:, label]

    return {who: shares(text, asked(who)) for who in ROLES}


class ListWorker(InferenceWorker):
    """Where longer work is handed in; its process makes way for the one that answers single sentences."""

    n_threads, niceness = max(1, min(4, os.cpu_count() or 1)), 5

    def words(self, folder: Path, text: str, label: int) -> dict[str, Shares]:
        """Return what `kdcore.serving.list_worker.words` does; raises RunError also when the process died twice."""
        return self.run(words, folder, text, label)

    def judge(self, folder: Path, texts: Sequence[str]) -> Iterator[tuple[int, dict[str, ListAnswers]]]:
        """Yield (how many texts are judged, both networks' verdicts) until every text is; the last has the verdicts.

        Before that they are empty. Texts of like length share a chunk, which cuts padding; equal ones are asked once.
        Raises RunError or EncoderError when the networks cannot be had.
        """
        distinct = sorted(set(texts), key=len, reverse=True)
        place = {text: i for i, text in enumerate(distinct)}
        parts: list[dict[str, ListAnswers]] = []
        share = len(texts) / max(len(distinct), 1)
        for start in range(0, len(distinct), CHUNK):
            parts.append(self.run(judge, folder, distinct[start : start + CHUNK]))
            yield min(len(texts), round((start + CHUNK) * share)), {}
        found = {}
        for who in ROLES:
            labels = [label for part in parts for label in part[who].labels]
            sure = [confidence for part in parts for confidence in part[who].confidences]
            found[who] = ListAnswers([labels[place[text]] for text in texts], [sure[place[text]] for text in texts])
        yield len(texts), found
