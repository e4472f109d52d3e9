"""A finished run's stored answers as arrays, read once and kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from cachetools import LRUCache

from kdcore.config import ROLES
from kdcore.evaluation.calibration import scaled
from kdcore.evaluation.predictions import class_numbers, stored_probabilities
from kdcore.evaluation.results import ExamResults
from kdcore.evaluation.slices import Group, Slice, groups_of, score_slices
from kdcore.runs.folder import RunFolder

Array = npt.NDArray[Any]
OUTCOMES = ("both_right", "only_teacher", "only_student", "both_wrong")
_exams: LRUCache[tuple[Any, ...], StoredExam] = LRUCache(maxsize=6)
_reading = threading.Lock()


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
    """The exam of one run: results, tables, and what follows from them."""

    results: ExamResults
    table: pd.DataFrame  # one row a test sentence
    test: Part
    validation: Part | None  # None in a run older than this table
    folded: list[str]  # the sentences in folded case, for the search

    @property
    def label_names(self) -> list[str]:
        """The words for class 0, 1, ..."""
        return self.results.label_names

    @property
    def is_calibrated(self) -> bool:
        """Whether a temperature is known for both networks."""
        return all(self.results.candidates[who].calibration_temperature is not None for who in ROLES)

    @cached_property
    def right(self) -> dict[str, Array]:
        """Which test sentences each network had right, (N,)."""
        return {who: np.asarray(self.test.of[who].predicted == self.test.truth) for who in ROLES}

    @cached_property
    def outcomes(self) -> dict[str, Array]:
        """Which test sentences both, one or none of the networks had right, (N,) for each of `OUTCOMES`."""
        teacher, student = self.right["teacher"], self.right["student"]
        masks = (teacher & student, teacher & ~student, ~teacher & student, ~teacher & ~student)
        return dict(zip(OUTCOMES, masks, strict=True))

    @cached_property
    def extra(self) -> pd.DataFrame:
        """The columns of the data set besides sentence and label."""
        own = {"sentence", "label"}
        for who in self.results.candidates:
            own |= {who, f"{who}_confidence", *(f"{who}_p_{k}" for k in range(len(self.label_names)))}
        return self.table[[column for column in self.table.columns if column not in own]]

    @cached_property
    def groups(self) -> list[Group]:
        """The sentences grouped by what they look like and by the data set's columns."""
        return groups_of(list(self.table["sentence"]), self.extra)

    @cached_property
    def slices(self) -> list[Slice]:
        """Both networks' accuracies on every group, the student's largest loss first."""
        return score_slices(self.groups, self.right["teacher"], self.right["student"])

    def as_json(self) -> dict[str, Any]:
        """Return the results, the counts of the four outcomes (`groups`) and the slices as plain values."""
        slices = [{**asdict(one), "clear": one.clear} for one in self.slices]
        return {
            **self.results.as_json(),
            "groups": {name: int(rows.sum()) for name, rows in self.outcomes.items()},
            "slices": slices,
        }


def load_stored_exam(run: RunFolder) -> StoredExam:
    """Return the stored exam of a finished run; it is read again only when a file has changed.

    Raises:
        RunError: a file is missing or broken.
    """
    files = [run.path / name for name in ("results.json", "predictions.csv", "validation.csv")]
    key = (run.path, *(file.stat().st_mtime_ns if file.exists() else 0 for file in files))
    with _reading:
        exam = _exams.get(key)
        if exam is None:
            exam = _exams[key] = _read(run)
        return exam


def _read(run: RunFolder) -> StoredExam:
    results, table, validation = run.results(), run.predictions(), run.validation()
    return StoredExam(
        results,
        table,
        _part(table, results),
        None if validation is None else _part(validation, results),
        [str(text).casefold() for text in table["sentence"]],
    )


def _part(table: pd.DataFrame, results: ExamResults) -> Part:
    names, of = results.label_names, {}
    for who in ROLES:
        raw = stored_probabilities(table, who, len(names))
        temperature = results.candidates[who].calibration_temperature or 1.0
        of[who] = Answers(class_numbers(table, who, names), raw if temperature == 1 else scaled(raw, temperature))
    return Part(class_numbers(table, "label", names), of)
