"""How long a training will take: sentences times the seconds that one takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kdcore.config import TrainConfig
from kdcore.errors import RunError
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Follower, Progress
from kdcore.stages import training_stages
from kdcore.storage import write_json

_LAYERS = 6  # of the bundled teacher


@dataclass(frozen=True)
class SentenceTimes:
    """Seconds a sentence takes in each stage, and what an epoch takes besides.

    The defaults were measured by `python -m kdcore train` (quick and balanced) on two cores of an AMD EPYC with AVX2
    and without bf16; they stand in only until this machine has been timed.
    """

    teacher_s: float = 0.0138  # one layer more or less changes it in proportion
    soft_targets_s: float = 0.0036
    student_s: float = 0.0019
    exam_s: float = 0.0061  # per test sentence, all four candidates
    save_s: float = 0.0  # not a sentence but an epoch of the teacher: its checkpoint


def estimate(config: TrainConfig, rows: Mapping[str, int], pace: SentenceTimes | None = None) -> dict[str, float]:
    """Return the seconds each stage will take.

    Args:
        config: how to train.
        rows: number of rows in `train`, `validation` and `test`.
        pace: of this machine, as `pace_of` found it.
    """
    pace = pace or SentenceTimes()
    depth = (config.teacher_layers or _LAYERS) / _LAYERS
    # Judging an epoch on the validation rows costs about a third of learning from as many.
    seen = rows["train"] + rows["validation"] / 3
    spelt = rows["train"] * config.spellings
    asked = config.teachers * (spelt + rows["train"] * config.transfer + rows["validation"])
    asked += spelt if config.folds > 1 else 0  # a fold is asked what it has not learnt
    fold = rows["train"] * (1 - 1 / config.folds) + rows["validation"] / 3
    teachers = (stage for stage in training_stages(config.teachers, config.folds) if stage.is_teacher)
    learnt = {stage.name: fold if stage.kind == "fold" else seen for stage in teachers}
    return {
        **{name: config.teacher.epochs * (n * pace.teacher_s * depth + pace.save_s) for name, n in learnt.items()},
        "soft_targets": asked * pace.soft_targets_s * depth,
        "baseline": config.baseline_epochs * seen * pace.student_s,
        "student": config.student.epochs * seen * pace.student_s,
        "exam": rows["test"] * pace.exam_s,
    }


def pace_of(runs: Iterable[RunFolder], config: TrainConfig, sha256: str) -> SentenceTimes | None:
    """Return the pace of the last of `runs` that learnt the same sentences with the same encoders, None if none did.

    Args:
        runs: oldest first; those that are not done say nothing.
        config: of the training to be estimated.
        sha256: of its sentences.
    """
    for run in reversed(list(runs)):
        plain = run.config()
        theirs = TrainConfig.from_dict(plain["training"])
        alike = theirs.encoders == config.encoders and plain["data"].get("sha256") == sha256
        if alike and run.state()["state"] == "done":
            return _measured(theirs, plain["data"]["rows"], Follower(run).read())
    return None


def _measured(config: TrainConfig, rows: Mapping[str, int], progress: Progress) -> SentenceTimes | None:
    unit = estimate(config, rows, SentenceTimes(1.0, 1.0, 1.0, 1.0, 0.0))
    spent = {name: stage.seconds or 0.0 for name, stage in progress.stages.items()}
    if not all(spent.values()) or progress.n_resumed:
        return None
    student = (spent["baseline"] + spent["student"]) / (unit["baseline"] + unit["student"])
    return SentenceTimes(
        spent["teacher"] / unit["teacher"],
        spent["soft_targets"] / unit["soft_targets"],
        student,
        spent["exam"] / unit["exam"],
    )


def seconds_left(progress: Progress, expected: Mapping[str, float], now: float) -> float:
    """Return the seconds until the run ends: the stage at work by its own pace, those to come as expected.

    Where the stages that are done took longer or shorter than expected, those to come are taken to do so as well.
    """
    done = {name: stage.seconds for name, stage in progress.stages.items() if stage.seconds}
    announced = sum(expected[name] for name in done)
    drift = sum(done.values()) / announced if announced and not progress.n_resumed else 1.0
    total = 0.0
    for name, stage in progress.stages.items():
        if stage.state == "waiting":
            total += expected[name] * drift
        elif stage.state == "running":
            left = stage.seconds_left(now)
            total += max(0.0, expected[name] * drift - (now - (stage.started_at or now))) if left is None else left
    return total


def record_time_error(run: RunFolder) -> None:
    """Record in `time.json` what a run was announced to take, what it took, and by which share it was off.

    Nothing is recorded of a run that was resumed (it has no time of its own) or of which nothing was announced.
    """
    expected, progress = run.config().get("expected_s"), Follower(run).read()
    spent = sum(stage.seconds or 0.0 for stage in progress.stages.values())
    if expected and spent and not progress.n_resumed:
        announced = sum(expected.values())
        write_json(run.path / "time.json", {"expected_s": announced, "spent_s": spent, "error": announced / spent - 1})


def time_taken(run: RunFolder) -> dict[str, Any] | None:
    """Return `expected_s`, `spent_s` and `error` (-0.2: a fifth too short) of a run, if recorded."""
    try:
        return run.read("time.json")
    except RunError:
        return None
