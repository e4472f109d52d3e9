"""Accuracy of teacher and student on slices: groups of sentences by script, English words, length, marks, columns."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdcore.errors import KdError
from kdcore.language.english import english_share, words_of

__all__ = ["LEAST", "Group", "Slice", "groups_of", "score_slices", "paired_interval", "wilson"]

Mask = npt.NDArray[np.bool_]

LEAST = 50  # a group of fewer sentences is too small to compare: its interval is wider than 25 points
_Z = 1.959964  # 95 % of a normal curve lies within so many standard deviations
_MOST_VALUES = 30  # a further column with more different values is no grouping
_BENGALI, _LATIN = re.compile("[\u0980-\u09ff]"), re.compile("[A-Za-z]")
_POLITE_WORDS = """
please pls plz plzz kindly doya onugroho anugraha onurodh anurodh dhonnobad thanks thank
apni apnar apnara apnake apnader
প্লিজ দয়া দয়া অনুগ্রহ অনুরোধ ধন্যবাদ আপনি আপনার আপনারা আপনাকে আপনাদের
"""
_POLITE = frozenset(_POLITE_WORDS.split())
_LENGTHS = ((1, 4), (5, 7), (8, 10), (11, 15), (16, 10**9))  # words, both ends included
_SHARES = ((0.0, 0.0), (0.0, 0.25), (0.25, 0.5), (0.5, 1.0))  # of English words: above the first, up to the second


@dataclass(frozen=True)
class Group:
    """A group of sentences: `kind` is the property that groups them, `value` the one that these share."""

    kind: str  # "script", "english", "words", "question", "polite", or the name of a column
    value: str
    rows: Mask  # (N,) which sentences
    is_column: bool = False  # of the data set itself


@dataclass(frozen=True)
class Slice:
    """Both networks on one group. Shares; intervals are of 95 %."""

    kind: str
    value: str
    is_column: bool
    n: int
    teacher: float
    student: float
    teacher_interval: tuple[float, float]  # Wilson
    student_interval: tuple[float, float]
    difference: float  # student minus teacher
    interval: tuple[float, float]  # of the difference, paired
    too_small: bool

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference leaves 0 out."""
        return not self.interval[0] <= 0 <= self.interval[1]


def wilson(n_right: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share (Wilson 1927), as (low, high).

    It stays within 0 and 1 and has width also where all or none are right, unlike a bootstrap interval.

    Raises:
        KdError: no sentence, or more right ones than there are.
    """
    if not 0 <= n_right <= n or n == 0:
        raise KdError(f"{n_right} of {n} is no share.", "Give at least one sentence, and no more right ones than that.")
    from scipy.stats import binomtest  # slow to import: a page that only answers sentences never needs it

    interval = binomtest(n_right, n).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def paired_interval(only_a: int, only_b: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of share a minus share b on the same n sentences, as (low, high).

    The Wald interval after adding 1/2 to each of the four cells (Agresti and Min 2005, "Simple improved confidence
    intervals for comparing matched proportions"): with b' and c' so raised and n' = n + 2,
    `(b' - c')/n' -+ z * sqrt(b' + c' - (b' - c')^2/n') / n'`.

    Args:
        only_a: sentences that only a had right.
        only_b: sentences that only b had right.
        n: all sentences.

    Raises:
        KdError: the counts do not fit.
    """
    if min(only_a, only_b) < 0 or n == 0 or only_a + only_b > n:
        raise KdError(f"{only_a} and {only_b} of {n} do not fit together.", "Give counts of the same sentences.")
    b, c, total = only_a + 0.5, only_b + 0.5, n + 2
    middle = (b - c) / total
    half = _Z * math.sqrt(b + c - (b - c) ** 2 / total) / total
    return max(-1.0, middle - half), min(1.0, middle + half)


def groups_of(texts: Sequence[str], extra: pd.DataFrame) -> list[Group]:
    """Return every group that has a sentence: by what a sentence looks like, then by the columns with few values.

    Script: any Bengali letter, any Latin letter, both (mixed), or neither (other). English: the share of words on the
    list of `kdcore.language.english`, a rule of thumb. A question has a question mark. A polite sentence has a word
    such as please, doya kore or apni.

    Args:
        texts: N sentences.
        extra: N rows of further columns; those with 2 to 30 different values count.
    """
    found: list[Group] = []
    for kind, values in _looks(texts):
        found += _grouped(kind, np.asarray(values, dtype=object), is_column=False)
    for column in extra.columns:
        values = extra[column].astype(str).to_numpy(dtype=object)
        if 2 <= len(set(values)) <= min(_MOST_VALUES, max(2, len(values) // 5)):
            found += _grouped(str(column), values, is_column=True)
    return found


def _looks(texts: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    yield "script", [_script(text) for text in texts]
    yield "english", [_band(english_share(text), _SHARES, lambda x, low, high: x <= high) for text in texts]
    yield "words", [_band(len(text.split()), _LENGTHS, lambda x, low, high: low <= x <= high) for text in texts]
    yield "question", ["yes" if "?" in text or "\uff1f" in text else "no" for text in texts]
    yield "polite", ["no" if _POLITE.isdisjoint(words_of(text)) else "yes" for text in texts]


def _script(text: str) -> str:
    bengali, latin = bool(_BENGALI.search(text)), bool(_LATIN.search(text))
    return "mixed" if bengali and latin else "bengali" if bengali else "latin" if latin else "other"


def _band(
    value: float | None, bands: Sequence[tuple[float, float]], fits: Callable[[float, float, float], bool]
) -> str:
    """Return the number of the first band in which a value lies; "" for no value."""
    if value is None:
        return ""
    return next((str(i) for i, (low, high) in enumerate(bands) if fits(value, low, high)), "")


def _grouped(kind: str, values: npt.NDArray[np.object_], *, is_column: bool) -> list[Group]:
    return [Group(kind, str(v), np.asarray(values == v), is_column) for v in sorted(set(values)) if v != ""]


def score_slices(groups: Sequence[Group], teacher_right: Mask, student_right: Mask, least: int = LEAST) -> list[Slice]:
    """Return both networks' accuracies on every group: large ones first, the student's largest loss on top.

    Args:
        groups: of `groups_of`.
        teacher_right: (N,) whether the teacher was right.
        student_right: (N,) whether the student was.
        least: a group of fewer sentences is marked as too small.
    """
    found = [_scored(group, teacher_right[group.rows], student_right[group.rows], least) for group in groups]
    return sorted(found, key=lambda s: (s.too_small, s.difference, -s.n))


def _scored(group: Group, teacher: Mask, student: Mask, least: int) -> Slice:
    n = len(teacher)
    only_student, only_teacher = int((student & ~teacher).sum()), int((teacher & ~student).sum())
    return Slice(
        group.kind,
        group.value,
        group.is_column,
        n,
        float(teacher.mean()),
        float(student.mean()),
        wilson(int(teacher.sum()), n),
        wilson(int(student.sum()), n),
        (only_student - only_teacher) / n,
        paired_interval(only_student, only_teacher, n),
        n < least,
    )
