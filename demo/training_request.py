"""What the form of the tab Train holds, and what a number is that somebody wrote."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from demo.refusals import Refusal
from kdcore.config import PAGE_PRESETS, TrainConfig, VisitorLimits, preset_config
from kdcore.errors import ConfigError

PRESETS = PAGE_PRESETS
PAGE_PAIRS = ("compact", "bert")  # no free names: a visitor must not make the server load whatever it is told


def parse_number(text: Any, name: str) -> float | None:
    """Return the number somebody wrote, in English or Bengali digits; None for an empty field.

    Raises Refusal when it is no number; `name` is the key of the field's words.
    """
    if text is None or not (written := str(text).strip()):
        return None
    try:
        number = float(written.replace(",", "."))  # float reads the digits of every script
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal("error_number", name=name, text=written[:20])
    return number


@dataclass(frozen=True)
class TrainingRequest:
    """What the form of the tab Train holds; None leaves the choice to the preset."""

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
        """Return the settings of a training.

        Raises Refusal or ConfigError when a wish is outside its range.
        """
        if self.preset not in PRESETS or self.encoders not in PAGE_PAIRS:
            raise ConfigError("There is no such preset or pair.", f"Use {', '.join((*PRESETS, *PAGE_PAIRS))}.")
        pairs = ((self.student_epochs, limits.student_epochs), (self.teacher_epochs, limits.teacher_epochs))
        for epochs, most in pairs:
            if epochs is not None and not (1 <= epochs <= most and epochs == int(epochs)):
                raise Refusal("error_epochs", student=limits.student_epochs, teacher=limits.teacher_epochs)
        if self.seed is not None and self.seed != int(self.seed):
            raise ConfigError("The seed is no whole number.", "Use a whole number from 0 to 4294967295.")
        config = preset_config(self.preset, self.encoders, int(self.seed or 0), n_train=n_train)
        student = _changed(config.student, epochs=self.student_epochs, learning_rate=self.student_rate)
        return replace(
            config,
            student=student,
            teacher=_changed(config.teacher, epochs=self.teacher_epochs, learning_rate=self.teacher_rate),
            baseline_epochs=student.epochs if self.student_epochs is not None else config.baseline_epochs,
            distill=_changed(config.distill, temperature=self.temperature, alpha=self.alpha),
        )


def _changed(settings: Any, **wishes: float | None) -> Any:
    given = {name: wish for name, wish in wishes.items() if wish is not None}
    if "epochs" in given:
        given["epochs"] = int(given["epochs"])
    return replace(settings, **given)
