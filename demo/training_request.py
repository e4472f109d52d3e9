"""The training that a visitor asks for: a preset, and the settings that differ from it."""

from __future__ import annotations

from dataclasses import dataclass

from demo.refusals import Refusal
from kdcore.config import PAGE_PRESETS, Overrides, TrainConfig, VisitorLimits, preset_config
from kdcore.errors import ConfigError

PAGE_PAIRS = ("compact", "bert")  # never free names: a visitor must not choose what the server downloads and loads


@dataclass(frozen=True)
class TrainingRequest:
    """The form of the tab Train; None leaves a setting to the preset."""

    preset: str
    encoders: str = "compact"
    temperature: float | None = None
    alpha: float | None = None
    student_epochs: float | None = None
    teacher_epochs: float | None = None
    student_rate: float | None = None
    teacher_rate: float | None = None
    seed: float | None = None

    def config(self, n_train: int, limits: VisitorLimits) -> TrainConfig:
        """Return the settings of a training on `n_train` rows.

        Raises Refusal or ConfigError when a value is outside its range.
        """
        if self.preset not in PAGE_PRESETS or self.encoders not in PAGE_PAIRS:
            raise ConfigError("There is no such preset or pair.", f"Use {', '.join((*PAGE_PRESETS, *PAGE_PAIRS))}.")
        pairs = ((self.student_epochs, limits.student_epochs), (self.teacher_epochs, limits.teacher_epochs))
        for epochs, most in pairs:
            if epochs is not None and not (1 <= epochs <= most and epochs == int(epochs)):
                raise Refusal("error_epochs", student=limits.student_epochs, teacher=limits.teacher_epochs)
        if self.seed is not None and self.seed != int(self.seed):
            raise ConfigError("The seed is no whole number.", "Use a whole number from 0 to 4294967295.")
        config = preset_config(self.preset, self.encoders, int(self.seed or 0), n_train=n_train)
        return Overrides(
            temperature=self.temperature,
            alpha=self.alpha,
            epochs=None if self.student_epochs is None else int(self.student_epochs),
            teacher_epochs=None if self.teacher_epochs is None else int(self.teacher_epochs),
            student_rate=self.student_rate,
            teacher_rate=self.teacher_rate,
        ).apply(config)
