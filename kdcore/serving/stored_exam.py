"""A finished run's stored answers as arrays, read once and kept, so that looking at them is quick."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kdcore.config import ROLES
from kdcore.evaluation.calibration import scaled
from kdcore.evaluation.predictions import class_numbers, stored_probabilities
from kdcore.evaluation.slices import Group, Slice, groups_of, judge_slices
from kdcore.runs.folder import RunFolder

Array = npt.NDArray[Any]
BOARD = ("both_right", "only_teacher", "only_student", "both_wrong")
_MOST_KEPT = 6
_kept: OrderedDict[tuple[Any, ...], StoredExam] = OrderedDict()
_keeping = threading.Lock()


@dataclass(frozen=True)
class Answers:
    """One network's answers to some rows."""

    predicted: Array  # (N,) class numbers
    probabilities: Array  # (N, C), calibrated where a temperature is known

    @property
    def confidence(self) -> Array:
        """The (N,) probabilities of the predicted classes."""
        return np.asarray(self.probabilities[np.arange(len(self.predicted)), self.predicted])


@dataclass(frozen=True)
class Part:
    """Some rows with the truth and both networks' answers."""

    truth: Array  # (N,) class numbers
    of: Mapping[str, Answers]  # by "teacher" and "student"


@dataclass(frozen=True)
class StoredExam:
    """What the exam of one run left behind."""

    results: dict[str, Any]
    table: pd.DataFrame  # one row a test sentence
    test: Part
    validation: Part | None  # None in a run of before
    folded: list[str]  # the sentences, as they are searched

    @property
    def label_names(self) -> list[str]:
        """The words for class 0, 1, ..."""
        names: list[str] = self.results["label_names"]
        return names

    @property
    def is_calibrated(self) -> bool:
        """Whether a temperature is known for both networks."""
        return all("temperature" in self.results["results"][who] for who in ROLES)

    @cached_property
    def right(self) -> dict[str, Array]:
        """Which test sentences each network had right, (N,)."""
        return {who: np.asarray(self.test.of[who].predicted == self.test.truth) for who in ROLES}

    @cached_property
    def board(self) -> dict[str, Array]:
        """Return which test sentences belong to each of the four groups, (N,)."""
        teacher, student = self.right["teacher"], self.right["student"]
        masks = (teacher & student, teacher & ~student, ~teacher & student, ~teacher & ~student)
        return dict(zip(BOARD, masks, strict=True))

    @cached_property
    def extra(self) -> pd.DataFrame:
        """Return the columns of the data set besides sentence and label."""
        own = {"sentence", "label"}
        for who in self.results["results"]:
            own |= {who, f"{who}_confidence", *(f"{who}_p_{k}" for k in range(len(self.label_names)))}
        return self.table[[column for column in self.table.columns if column not in own]]

    @cached_property
    def groups(self) -> list[Group]:
        """Return the sentences grouped by what they look like and by the data set's columns."""
        return groups_of(list(self.table["sentence"]), self.extra)

    @cached_property
    def slices(self) -> list[Slice]:
        """Return how both networks did on every group, what the student lost most first."""
        return judge_slices(self.groups, self.right["teacher"], self.right["student"])

    def as_figures(self) -> dict[str, Any]:
        """Return the counts of the four groups and the slices as plain values, beside `results`."""
        slices = [{**asdict(one), "clear": one.clear} for one in self.slices]
        return {"groups": {name: int(rows.sum()) for name, rows in self.board.items()}, "slices": slices}


def load_stored_exam(run: RunFolder) -> StoredExam:
    """Return what the exam of a finished run left behind; read again only when a file has changed.

    Raises:
        RunError: a file is missing or broken.
    """
    files = [run.path / name for name in ("results.json", "predictions.csv", "validation.csv")]
    key = (run.path, *(file.stat().st_mtime_ns if file.exists() else 0 for file in files))
    with _keeping:
        if key not in _kept:
            _kept[key] = _read(run)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _read(run: RunFolder) -> StoredExam:
    results, table, validation = run.results(), run.predictions(), run.validation()
    return StoredExam(
        results,
        table,
        _part(table, results),
        None if validation is None else _part(validation, results),
        [str(text).casefold() for text in table["sentence"]],
    )


def _part(table: pd.DataFrame, results: Mapping[str, Any]) -> Part:
    names, of = results["label_names"], {}
    for who in ROLES:
        raw = stored_probabilities(table, who, len(names))
        temperature = results["results"][who].get("temperature", 1.0)
        of[who] = Answers(class_numbers(table, who, names), raw if temperature == 1 else scaled(raw, temperature))
    return Part(class_numbers(table, "label", names), of)
