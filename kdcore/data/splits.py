"""Which part each row goes to: train, validation or test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kdcore.config import Limits
from kdcore.data.near_duplicates import IntArray
from kdcore.errors import ConfigError, DataError

PARTS = ("train", "validation", "test")

_EPSILON = 1e-9  # so that rounding down does not turn 0.7 * 10 into 6


@dataclass(frozen=True)
class SplitConfig:
    """How the rows of a file without a split of its own are divided; ConfigError when the fractions make no sense."""

    fractions: tuple[float, float, float] = (0.7, 0.15, 0.15)  # train, validation, test; they add up to 1
    seed: int = 0

    def __post_init__(self) -> None:
        """Check that the fractions are three positive shares that add up to 1."""
        valid = len(self.fractions) == 3 and all(math.isfinite(share) and share > 0 for share in self.fractions)
        if not valid or abs(sum(self.fractions) - 1) > 1e-6:
            raise ConfigError(
                f"The fractions of the split are {tuple(self.fractions)!r}.",
                "Use three shares above 0 that add up to 1, for train, validation and test, such as 0.7, 0.15 and "
                "0.15.",
            )


def split(
    labels: Sequence[int] | IntArray,
    groups: Sequence[int] | IntArray,
    config: SplitConfig | None = None,
    label_names: Sequence[str] | None = None,
    limits: Limits | None = None,
) -> NDArray[np.str_]:
    """Return 'train', 'validation' or 'test' per row: stratified by label, no group in two parts.

    The same seed gives the same split. The sizes follow the fractions as closely as undivided groups allow.

    Raises DataError when a class has too few rows, or when its rows are so similar that they cannot reach all three
    parts.
    """
    config = config or SplitConfig()
    classes, coded = np.unique(np.asarray(labels, dtype=np.int64), return_inverse=True)
    names = [label_names[label] if label_names else str(label) for label in classes]
    counts = np.bincount(coded, minlength=len(classes))
    check_class_sizes(names, counts.tolist(), limits or Limits())
    group_ids, group_of = np.unique(np.asarray(groups, dtype=np.int64), return_inverse=True)
    content = np.zeros((len(group_ids), len(classes)), dtype=np.int64)
    np.add.at(content, (group_of, coded), 1)
    part_of = _assign(content, _targets(counts, config.fractions), config.seed)
    _check_everywhere(names, counts, content, part_of)
    return np.asarray(PARTS)[part_of[group_of]]


def check_class_sizes(names: Sequence[str], counts: Sequence[int], limits: Limits) -> None:
    """Raise DataError when a class has fewer rows than can be split three ways."""
    for name, count in zip(names, counts, strict=True):
        if count < limits.min_rows_per_class:
            raise DataError(
                f"The class {name!r} has {count} usable row{'' if count == 1 else 's'}, too few to learn from.",
                f"Give every class at least {limits.min_rows_per_class} different sentences, or remove this class.",
            )


def _targets(counts: IntArray, fractions: tuple[float, float, float]) -> IntArray:
    """Return how many rows of each class each part should get, as parts by classes; every entry is at least 1."""
    targets = np.zeros((len(PARTS), len(counts)), dtype=np.int64)
    carried = np.zeros(len(PARTS))  # rounding errors of one class are corrected in the next, so they do not add up
    for label, count in enumerate(counts):
        wanted = np.asarray(fractions) * count + carried
        rounded = np.maximum(np.floor(wanted + _EPSILON).astype(np.int64), 1)
        while rounded.sum() != count:
            missing = wanted - rounded
            if rounded.sum() < count:
                rounded[np.argmax(missing)] += 1
            else:
                rounded[np.argmin(np.where(rounded > 1, missing, np.inf))] -= 1
        targets[:, label] = rounded
        carried = wanted - rounded
    return targets


def _assign(content: IntArray, targets: IntArray, seed: int) -> IntArray:
    """Return the part of each group, assigned greedily: rare classes first, then large groups, where most room is left.

    `content` counts rows as groups by classes, `targets` as parts by classes.
    """
    totals = content.sum(axis=0)
    rarest = np.where(content > 0, totals, np.iinfo(np.int64).max).min(axis=1)
    shuffled = np.random.default_rng(seed).permutation(len(content))
    order = shuffled[np.lexsort((-content.sum(axis=1)[shuffled], rarest[shuffled]))]
    filled = np.zeros_like(targets)
    part_of = np.zeros(len(content), dtype=np.int64)
    for group in order:
        room = targets - filled
        excess = np.maximum(content[group] - np.maximum(room, 0), 0).sum(axis=1)
        free_share = (room / targets) @ content[group]
        part = min(range(len(PARTS)), key=lambda at: (excess[at], -free_share[at]))
        part_of[group] = part
        filled[part] += content[group]
    return part_of


def _check_everywhere(names: Sequence[str], counts: IntArray, content: IntArray, part_of: IntArray) -> None:
    """Raise DataError when a class is missing in a part."""
    for label, name in enumerate(names):
        if len(set(part_of[content[:, label] > 0])) < len(PARTS):
            raise DataError(
                f"The {counts[label]} rows of class {name!r} are so alike that they cannot be in all three parts "
                "without the test sentences being near-copies of training sentences.",
                "Add sentences of this class that differ more from each other.",
            )
