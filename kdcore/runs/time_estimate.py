"""How long a training will take: number of sentences times the seconds for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kdcore.config import TrainConfig
from kdcore.errors import RunError
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Follower, Progress
from kdcore.runs.records import RowCounts
from kdcore.stages import training_stages
from kdcore.storage import read_json, write_json

_LAYERS = 6  # of the bundled teacher
_TIME_FILE = "time.json"


@dataclass(frozen=True)
class SentenceTimes:
    """Seconds for one sentence in each stage, and for one checkpoint.

    The defaults were measured with `python -m kdcore train` (quick and balanced) on two cores of an AMD EPYC with AVX2
    and without bf16; they are used only until this machine has been measured.
    """

    teacher_s: float = 0.0138  # with all layers; proportional to their number
    soft_targets_s: float = 0.0036
    student_s: float = 0.0019
    exam_s: float = 0.0061  # per test sentence, all four candidates
    save_s: float = 0.0  # per epoch of the teacher, for its checkpoint


def estimate(config: TrainConfig, rows: RowCounts, times: SentenceTimes | None = None) -> dict[str, float]:
    """Return the expected seconds by stage.

    Args:
        config: settings of the training.
        rows: of its data.
        times: measured on this machine; None for the defaults.
    """
    times = times or SentenceTimes()
    depth = (config.teacher_layers or _LAYERS) / _LAYERS
    # Evaluating on the validation rows costs about a third of training on as many.
    per_epoch = rows.train + rows.validation / 3
    spelled = rows.train * config.spellings
    labelled = config.teachers * (spelled + rows.train * config.transfer + rows.validation)
    labelled += spelled if config.folds > 1 else 0  # each fold teacher labels the rows it was not trained on
    per_fold_epoch = rows.train * (1 - 1 / config.folds) + rows.validation / 3
    stages = (stage for stage in training_stages(config.teachers, config.folds) if stage.is_teacher)
    teachers = {stage.name: per_fold_epoch if stage.kind == "fold" else per_epoch for stage in stages}
    return {
        **{name: config.teacher.epochs * (n * times.teacher_s * depth + times.save_s) for name, n in teachers.items()},
        "soft_targets": labelled * times.soft_targets_s * depth,
        "baseline": config.baseline_epochs * per_epoch * times.student_s,
        "student": config.student.epochs * per_epoch * times.student_s,
        "exam": rows.test * times.exam_s,
    }


def sentence_times_of(runs: Iterable[RunFolder], config: TrainConfig, sha256: str) -> SentenceTimes | None:
    """Return the times of the last of `runs` with the same data and encoders as `config`; None if there is none.

    Args:
        runs: oldest first; those that are not done are skipped.
        config: of the training to be estimated.
        sha256: of its data.
    """
    for run in reversed(list(runs)):
        other = run.config()
        alike = other.training.encoders == config.encoders and other.data.sha256 == sha256
        if alike and run.state().state == "done":
            return _measured(other.training, other.data.rows, Follower(run).read())
    return None


def _measured(config: TrainConfig, rows: RowCounts, progress: Progress) -> SentenceTimes | None:
    n_sentences = estimate(config, rows, SentenceTimes(1.0, 1.0, 1.0, 1.0, 0.0))  # seconds at 1 s a sentence
    spent = {name: stage.seconds or 0.0 for name, stage in progress.stages.items()}
    if not all(spent.values()) or progress.n_resumed:
        return None
    students = (spent["baseline"] + spent["student"]) / (n_sentences["baseline"] + n_sentences["student"])
    return SentenceTimes(
        spent["teacher"] / n_sentences["teacher"],
        spent["soft_targets"] / n_sentences["soft_targets"],
        students,
        spent["exam"] / n_sentences["exam"],
    )


def seconds_left(progress: Progress, expected: Mapping[str, float], now: float) -> float:
    """Return the seconds until the run ends: the current stage by its own speed, later ones as expected.

    If the stages that are done took longer or shorter than expected, later ones are scaled by the same ratio.
    """
    done = {name: stage.seconds for name, stage in progress.stages.items() if stage.seconds}
    announced = sum(expected[name] for name in done)
    ratio = sum(done.values()) / announced if announced and not progress.n_resumed else 1.0
    total = 0.0
    for name, stage in progress.stages.items():
        if stage.state == "waiting":
            total += expected[name] * ratio
        elif stage.state == "running":
            left = stage.seconds_left(now)
            total += max(0.0, expected[name] * ratio - (now - (stage.started_at or now))) if left is None else left
    return total


@dataclass(frozen=True)
class TimeTaken:
    """The content of a run's `time.json`."""

    expected_s: float
    spent_s: float
    error: float  # relative; -0.2: the announced time was a fifth too short


def record_time_error(run: RunFolder) -> None:
    """Record in `time.json` the announced and the spent time of a run, and the relative error.

    Nothing is recorded for a run that was resumed or had no announced time.
    """
    expected, progress = run.config().expected_s, Follower(run).read()
    spent = sum(stage.seconds or 0.0 for stage in progress.stages.values())
    if expected and spent and not progress.n_resumed:
        announced = sum(expected.values())
        write_json(run.path / _TIME_FILE, TimeTaken(announced, spent, announced / spent - 1))


def time_taken(run: RunFolder) -> TimeTaken | None:
    """Return what `record_time_error` recorded; None if nothing."""
    try:
        return read_json(run.path / _TIME_FILE, TimeTaken)
    except RunError:
        return None
