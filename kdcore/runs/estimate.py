"""How long a training will take: sentences times the seconds that one takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kdcore.config import TrainConfig
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Follower, Progress

_LAYERS = 6  # of the bundled teacher


@dataclass(frozen=True)
class Pace:
    """Seconds a sentence takes in each stage.

    The defaults were measured by `python -m kdcore train` (quick and balanced) on two cores of an AMD EPYC with AVX2
    and without bf16; a run that has finished on this machine with the same encoders replaces them.
    """

    teacher_s: float = 0.0138  # one layer more or less changes it in proportion
    soft_targets_s: float = 0.0036
    student_s: float = 0.0019
    exam_s: float = 0.0061  # per test sentence, all four candidates


def estimate(config: TrainConfig, rows: Mapping[str, int], pace: Pace | None = None) -> dict[str, float]:
    """Return the seconds each stage will take.

    Args:
        config: how to train.
        rows: number of rows in `train`, `validation` and `test`.
        pace: of this machine, as `pace_of` found it.
    """
    pace = pace or Pace()
    depth = (config.teacher_layers or _LAYERS) / _LAYERS
    # Judging an epoch on the validation rows costs about a third of learning from as many.
    seen = rows["train"] + rows["validation"] / 3
    return {
        "teacher": config.teacher.epochs * seen * pace.teacher_s * depth,
        "soft_targets": (rows["train"] + rows["validation"]) * pace.soft_targets_s * depth,
        "baseline": config.baseline_epochs * seen * pace.student_s,
        "student": config.student.epochs * seen * pace.student_s,
        "exam": rows["test"] * pace.exam_s,
    }


def pace_of(runs: Iterable[RunFolder], config: TrainConfig) -> Pace:
    """Return the pace of the last of `runs` that finished with the encoders of `config`, or the default one."""
    for run in reversed(list(runs)):
        if run.state()["state"] != "done":
            continue
        plain = run.config()
        theirs = TrainConfig.from_dict(plain["training"])
        if theirs.encoders == config.encoders:
            return _measured(theirs, plain["data"]["rows"], Follower(run).read())
    return Pace()


def _measured(config: TrainConfig, rows: Mapping[str, int], progress: Progress) -> Pace:
    unit = estimate(config, rows, Pace(1.0, 1.0, 1.0, 1.0))
    spent = {name: stage.seconds or 0.0 for name, stage in progress.stages.items()}
    if not all(spent.values()):
        return Pace()
    student = (spent["baseline"] + spent["student"]) / (unit["baseline"] + unit["student"])
    return Pace(
        spent["teacher"] / unit["teacher"],
        spent["soft_targets"] / unit["soft_targets"],
        student,
        spent["exam"] / unit["exam"],
    )


def seconds_left(progress: Progress, expected: Mapping[str, float], now: float) -> float:
    """Return the seconds until the run ends: the stage at work by its own pace, those to come as expected."""
    total = 0.0
    for name, stage in progress.stages.items():
        if stage.state == "waiting":
            total += expected[name]
        elif stage.state == "running":
            left = stage.seconds_left(now)
            total += max(0.0, expected[name] - (now - (stage.started_at or now))) if left is None else left
    return total
