"""What an exam found: the content of a run's `results.json`, typed.

Shares lie between 0 and 1, divergences are in nats. `kdcore.storage.read_json(file, ExamResults)` reads and checks a
file, `ExamResults.as_json` gives what is written. Parts with a default are missing in runs of older versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter

__all__ = [
    "CandidateFacts",
    "CandidateResults",
    "Compression",
    "ExamResults",
    "Fidelity",
    "FidelityPart",
    "Interval",
    "McNemar",
    "PairedTest",
    "Reliability",
    "ReliabilityBin",
    "Retention",
    "Scores",
    "Speedup",
]


class Interval(NamedTuple):
    """The two ends of a 95 % interval; `[low, high]` in JSON."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What N predictions are worth against the truth."""

    accuracy: float
    macro_f1: float
    precision: list[float]  # of each class
    recall: list[float]  # of each class
    confusion: list[list[int]]  # (C, C) counts: rows are the truth, columns the prediction
    n: int  # sentences


@dataclass(frozen=True)
class ReliabilityBin:
    """Sentences answered with a similar confidence."""

    n: int
    confidence: float  # their mean
    accuracy: float  # the share of them that is right


@dataclass(frozen=True)
class Reliability:
    """A reliability diagram before and after temperature scaling, least confident bin first."""

    before: list[ReliabilityBin]
    after: list[ReliabilityBin]


@dataclass(frozen=True, kw_only=True)
class CandidateFacts:
    """What is measured of a classifier besides its answers to the test sentences."""

    n_parameters: int
    n_bytes: int  # of the stored weights
    ms_per_sentence: float  # milliseconds, one sentence at a time
    sentences_per_s: float  # in batches
    epochs: int  # passes over the training rows; 0 for a classifier that is not trained in epochs
    noise_accuracy: float | None = None  # on the mistyped test sentences


@dataclass(frozen=True, kw_only=True)
class CandidateResults(Scores, CandidateFacts):
    """One classifier on the test rows; the calibrated part only where it was asked about the validation rows."""

    accuracy_interval: Interval
    macro_f1_interval: Interval
    calibration_error: float  # at temperature 1
    # Fitted on the validation rows; not the temperature of the distillation, which is a setting.
    calibration_temperature: Annotated[float | None, Field(alias="temperature")] = None
    calibration_error_scaled: float | None = None  # with the logits divided by that temperature
    reliability: Reliability | None = None


@dataclass(frozen=True)
class Retention:
    """The student's accuracy over the teacher's, with its 95 % interval; None where the teacher has nothing right."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Compression:
    """How many times smaller the student is than the teacher; None where it has no size."""

    parameters: float | None
    bytes: float | None


@dataclass(frozen=True)
class Speedup:
    """How many times faster the student is than the teacher; None where no time was measured."""

    one_sentence: float | None
    batch: float | None


@dataclass(frozen=True)
class FidelityPart:
    """How closely the student follows the teacher on some rows; None where there are none."""

    n: int
    agreement: float | None  # share of equal answers
    kl: float | None  # mean KL(teacher || student)


@dataclass(frozen=True)
class Fidelity:
    """How closely the student follows the teacher where the teacher is right, and where it is wrong."""

    teacher_right: FidelityPart
    teacher_wrong: FidelityPart


@dataclass(frozen=True, kw_only=True)
class McNemar:
    """Counts of sentences by which of two classifiers was right, and the exact McNemar test of them."""

    only_a: int
    only_b: int
    both: int
    neither: int
    p: float

    @property
    def n(self) -> int:
        """All sentences."""
        return self.only_a + self.only_b + self.both + self.neither


@dataclass(frozen=True, kw_only=True)
class PairedTest(McNemar):
    """Two classifiers on the same sentences."""

    difference: float  # accuracy a minus accuracy b
    interval: Interval  # of the difference
    scope: str  # what the test speaks of, in English
    fair: bool | None = None  # student against student alone: whether both were trained for as many epochs


@dataclass(frozen=True, kw_only=True)
class ExamResults:
    """The exam of one run."""

    n: int  # test sentences
    label_names: list[str]
    majority: float  # share of the most frequent class
    # By "teacher", "student", "baseline" (the student without a teacher) and "tfidf"; the first two are always there.
    candidates: Annotated[dict[str, CandidateResults], Field(alias="results")]
    retention: Retention
    compression: Compression
    speedup: Speedup
    agreement: float  # share of test sentences with the same answer of teacher and student
    teacher_student_kl: float
    fidelity: Fidelity | None = None
    teacher_vs_student: PairedTest
    student_vs_baseline: PairedTest | None = None
    student_vs_tfidf: PairedTest | None = None
    n_validation: int | None = None

    @property
    def teacher(self) -> CandidateResults:
        """The teacher's results."""
        return self.candidates["teacher"]

    @property
    def student(self) -> CandidateResults:
        """The results of the student that learnt from the teacher."""
        return self.candidates["student"]

    def as_json(self) -> dict[str, Any]:
        """Return plain values under the keys of `results.json`; parts that are missing have no key."""
        plain: dict[str, Any] = _adapter().dump_python(self, mode="json", by_alias=True, exclude_defaults=True)
        return plain


@cache
def _adapter() -> TypeAdapter[ExamResults]:
    return TypeAdapter(ExamResults)
