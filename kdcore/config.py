"""Settings as frozen dataclasses, validated when built; presets; limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from kdcore.errors import ConfigError
from kdcore.stages import training_stages

ROLES = ("teacher", "student")  # the two networks of a run that are kept and answer afterwards


def _check(ok: bool, name: str, value: object, allowed: str) -> None:
    if not ok:
        raise ConfigError(f"{name} is {value!r}, which is outside its range.", f"Use {allowed}.")


@dataclass(frozen=True)
class Limits:
    """Upper and lower limits that protect the machine and the other visitors; whatever exceeds them is refused."""

    file_bytes: int = 100_000_000  # bytes; reading stops here
    rows: int = 200_000  # rows of one file
    cell_chars: int = 131_072  # characters of one cell
    sentence_chars: int = 2_000  # characters; longer sentences are skipped and counted
    min_rows_per_class: int = 10  # rows; fewer cannot be split three ways
    min_classes: int = 2
    max_classes: int = 20
    download_s: float = 60.0  # seconds, for one download in total
    epochs: int = 200
    disk_floor_bytes: int = 1_000_000_000  # bytes that stay free; with less, nothing is started or saved


@dataclass(frozen=True)
class VisitorLimits:
    """What one visitor may ask for; checked in the handlers, because endpoints are reachable without the page."""

    sentence_chars: int = 2_000
    file_mb: int = 20
    rows: int = 50_000
    student_epochs: int = 60
    teacher_epochs: int = 12
    waiting_runs: int = 5  # in the queue, of all visitors together; each visitor may have one unfinished run
    tracked: int = 5  # sentences to watch
    compared_runs: int = 4  # at a time
    list_lines: int = 10_000  # of a list of sentences to classify
    list_chars: int = 2_000_000
    corrections: int = 200  # kept for one visitor


@dataclass(frozen=True)
class StageConfig:
    """How one network is trained in one stage."""

    epochs: int
    learning_rate: float  # peak of the schedule
    batch_size: int = 32  # sentences
    warmup: float = 0.1  # share of all steps in which the learning rate rises
    weight_decay: float = 0.01  # on matrices only, not on biases and norms
    max_grad_norm: float = 1.0  # gradients are scaled down to this 2-norm
    keep: str = "best"  # which epoch ends up in the run: "best" by validation accuracy, or "last"
    bucketed: bool = True  # sentences of similar length share a batch

    def __post_init__(self) -> None:
        limit = Limits().epochs
        _check(1 <= self.epochs <= limit, "epochs", self.epochs, f"a whole number from 1 to {limit}")
        _check(0 < self.learning_rate <= 0.1, "learning rate", self.learning_rate, "a number above 0, up to 0.1")
        _check(1 <= self.batch_size <= 1024, "batch size", self.batch_size, "a whole number from 1 to 1024")
        _check(0 <= self.warmup < 1, "warmup", self.warmup, "a share from 0 to below 1")
        _check(self.weight_decay >= 0, "weight decay", self.weight_decay, "0 or more")
        _check(self.max_grad_norm > 0, "max grad norm", self.max_grad_norm, "a number above 0")
        _check(self.keep in ("best", "last"), "keep", self.keep, "'best' or 'last'")


@dataclass(frozen=True)
class DistillConfig:
    """The loss `alpha * T^2 * KL + (1 - alpha) * CE`, see `kdcore.training.losses`."""

    temperature: float = 3.0  # T: softens both distributions; 1 leaves them as they are
    alpha: float = 0.7  # weight of the soft term; 0 learns from the labels alone

    def __post_init__(self) -> None:
        _check(1 <= self.temperature <= 100, "temperature", self.temperature, "a number from 1 to 100")
        _check(0 <= self.alpha <= 1, "alpha", self.alpha, "a number from 0 to 1")


@dataclass(frozen=True)
class EncoderPair:
    """The encoders that the two networks start from, each a bundled name, a local folder or a Hub id."""

    teacher: str
    student: str


PAIRS = {
    "compact": EncoderPair("compact-teacher", "compact-student"),
    "bert": EncoderPair("google-bert/bert-base-uncased", "prajjwal1/bert-tiny"),
}


def stages_of(plain: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of a training's stages, in order, from settings as `TrainConfig.as_dict` writes them.

    Settings of older runs lack `teachers` and `folds`; they had one teacher and no folds.
    """
    return tuple(stage.name for stage in training_stages(plain.get("teachers", 1), plain.get("folds", 1)))


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides the outcome of a run, besides the data."""

    preset: str
    encoders: EncoderPair
    teacher: StageConfig
    student: StageConfig
    baseline_epochs: int  # the comparison with the baseline is fair if this equals student.epochs
    distill: DistillConfig = field(default_factory=DistillConfig)
    teacher_layers: int | None = None  # keep only the first layers of the teacher encoder
    dropout: float | None = None  # of all three networks; None: as in each encoder's own settings
    spellings: int = 1  # of every training sentence, its own included; each epoch sees one of them
    transfer: int = 0  # recombined sentences for each training row, which only the teacher labels
    teachers: int = 1  # whose logits are averaged for the student; the first is kept and examined
    folds: int = 1  # 2 or more: soft targets also come from teachers not trained on the sentence (out of fold)
    seed: int = 0

    def __post_init__(self) -> None:
        limit = Limits().epochs
        _check(self.dropout is None or 0 <= self.dropout < 1, "dropout", self.dropout, "0 up to below 1")
        _check(1 <= self.spellings <= 20, "spellings", self.spellings, "a whole number from 1 to 20")
        _check(0 <= self.transfer <= 20, "transfer", self.transfer, "a whole number from 0 to 20")
        _check(1 <= self.teachers <= 10, "teachers", self.teachers, "a whole number from 1 to 10")
        _check(1 <= self.folds <= 10, "folds", self.folds, "a whole number from 1 to 10")
        _check(1 <= self.baseline_epochs <= limit, "baseline epochs", self.baseline_epochs, f"1 to {limit}")
        _check(0 <= self.seed < 2**32, "seed", self.seed, "a whole number from 0 to 4294967295")

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of all stages, in order."""
        return tuple(stage.name for stage in training_stages(self.teachers, self.folds))

    @property
    def trained(self) -> tuple[str, ...]:
        """The names of the stages that train a network."""
        return tuple(stage.name for stage in training_stages(self.teachers, self.folds) if stage.trains)

    @property
    def extra_teachers(self) -> tuple[str, ...]:
        """The names of the stages whose teachers only make soft targets and are deleted afterwards."""
        return tuple(stage.name for stage in training_stages(self.teachers, self.folds) if stage.is_extra_teacher)

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain dictionaries, for `config.json`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> TrainConfig:
        """Return the settings that `as_dict` wrote."""
        return cls(
            **{
                **plain,
                "encoders": EncoderPair(**plain["encoders"]),
                "teacher": StageConfig(**plain["teacher"]),
                "student": StageConfig(**plain["student"]),
                "distill": DistillConfig(**plain["distill"]),
            }
        )


@dataclass(frozen=True)
class Budget:
    """What a preset spends, counted in sentences, so that it costs about the same with few rows as with many."""

    teacher: int  # sentences that the teacher sees in all epochs together
    student: int
    baseline: int
    teacher_layers: int | None = None
    spellings: int = 1
    transfer: int = 0
    folds: int = 1


@dataclass(frozen=True)
class Preset:
    """A named choice of settings."""

    budget: Budget | None  # None: the fixed settings of `notebook_config`
    on_page: bool = True  # whether the page offers it; the command line offers all


PRESETS = {
    "quick": Preset(Budget(teacher=24_000, student=48_000, baseline=24_000, teacher_layers=2)),
    "balanced": Preset(Budget(teacher=48_000, student=120_000, baseline=120_000, spellings=3, transfer=2)),
    "best": Preset(Budget(teacher=96_000, student=288_000, baseline=288_000, spellings=5, transfer=2, folds=2)),
    "notebook": Preset(None, on_page=False),
}
PAGE_PRESETS = tuple(name for name, preset in PRESETS.items() if preset.on_page)
_FEW_EPOCHS = 5  # up to this many epochs nothing is memorised, and dropout only costs time
_MOST_EPOCHS = {"teacher": 12, "student": 60}  # with few rows, further epochs only memorise them
_BUNDLED_RATES = {"teacher": 2e-4, "student": 2e-3}
_HUB_RATES = {"teacher": 5e-5, "student": 3e-4}  # BERT-base, and BERT-tiny as in Turc et al. 2019


def encoder_pair(name: str) -> EncoderPair:
    """Return the pair called `name`, or the pair written as `TEACHER,STUDENT`.

    Raises ConfigError when it is neither.
    """
    if name in PAIRS:
        return PAIRS[name]
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):
        return EncoderPair(*parts)
    raise ConfigError(
        f"There is no pair of encoders called {name!r}.",
        f"Use one of {', '.join(PAIRS)}, or TEACHER,STUDENT with two bundled names, folders or Hub ids.",
    )


def notebook_config(encoders: EncoderPair, seed: int = 0) -> TrainConfig:
    """Return the settings of the public notebook: 5 epochs each, batches of 16, last epoch kept, no bucketing."""
    stage = StageConfig(5, 2e-5, 16, warmup=0.0, keep="last", bucketed=False)
    student = replace(stage, learning_rate=5e-5)
    return TrainConfig("notebook", encoders, stage, student, baseline_epochs=5, seed=seed)


def preset_config(preset: str, encoders: str = "compact", seed: int = 0, *, n_train: int) -> TrainConfig:
    """Return the settings of a preset for a pair of encoders and a number of training rows.

    Raises ConfigError when the preset or the pair is unknown.
    """
    pair = encoder_pair(encoders)
    if preset not in PRESETS:
        raise ConfigError(f"There is no preset called {preset!r}.", f"Use one of {', '.join(PRESETS)}.")
    budget, compact = PRESETS[preset].budget, PAIRS["compact"]
    if budget is None:
        return notebook_config(pair, seed)

    def epochs(sentences: int, role: str) -> int:
        return min(max(1, round(sentences / n_train)), _MOST_EPOCHS[role])

    def stage(sentences: int, role: str, name: str) -> StageConfig:
        rates = _BUNDLED_RATES if name == getattr(compact, role) else _HUB_RATES
        # Few rows: smaller batches, so that there are still some hundred optimiser steps.
        batch = 64 if n_train >= 4000 else 32 if n_train >= 1000 else 16
        return StageConfig(epochs(sentences, role), rates[role], batch)

    student = stage(budget.student, "student", pair.student)
    return TrainConfig(
        preset=preset,
        encoders=pair,
        teacher=stage(budget.teacher, "teacher", pair.teacher),
        student=student,
        baseline_epochs=epochs(budget.baseline, "student"),
        teacher_layers=budget.teacher_layers if pair.teacher == compact.teacher else None,
        dropout=0.0 if student.epochs <= _FEW_EPOCHS else None,
        spellings=budget.spellings,
        transfer=budget.transfer,
        folds=budget.folds,
        seed=seed,
    )


@dataclass(frozen=True)
class Overrides:
    """What somebody sets instead of the preset; None leaves the preset's choice."""

    temperature: float | None = None
    alpha: float | None = None
    epochs: int | None = None  # of the student, and of the baseline, so that their comparison is fair
    teacher_epochs: int | None = None
    student_rate: float | None = None  # peak learning rates
    teacher_rate: float | None = None
    teachers: int | None = None
    folds: int | None = None

    def apply(self, config: TrainConfig) -> TrainConfig:
        """Return the settings with these in their places; raises ConfigError when one is outside its range."""
        return replace(
            config,
            teacher=_replace_given(config.teacher, epochs=self.teacher_epochs, learning_rate=self.teacher_rate),
            student=_replace_given(config.student, epochs=self.epochs, learning_rate=self.student_rate),
            baseline_epochs=config.baseline_epochs if self.epochs is None else self.epochs,
            distill=_replace_given(config.distill, temperature=self.temperature, alpha=self.alpha),
            teachers=config.teachers if self.teachers is None else self.teachers,
            folds=config.folds if self.folds is None else self.folds,
        )


def _replace_given(settings: Any, **values: float | None) -> Any:
    return replace(settings, **{name: value for name, value in values.items() if value is not None})
