"""The recipe: teachers, soft targets, baseline, student, exam, in the order of `kdcore.stages`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kdcore.stages import StageSpec
from kdcore.training.context import TrainingContext
from kdcore.training.events import Event
from kdcore.training.exam_stage import run_exam
from kdcore.training.stages import make_soft_targets, train_baseline, train_student, train_teacher

_FUNCTIONS: dict[str, Callable[[TrainingContext, StageSpec], Iterator[Event]]] = {
    "teacher": train_teacher,
    "fold": train_teacher,
    "soft_targets": make_soft_targets,
    "baseline": train_baseline,
    "student": train_student,
    "exam": run_exam,
}


class Recipe(TrainingContext):
    """One training as a generator of events; `networks` holds what it has trained so far."""

    def run(self) -> Iterator[Event]:
        """Yield the events of all stages in order; a stage whose network is given is finished and yields nothing.

        Raises:
            EncoderError: an encoder cannot be loaded.
        """
        for stage in self.config.stages:
            if stage not in self.networks:
                yield from self.run_stage(stage)

    def run_stage(self, name: str) -> Iterator[Event]:
        """Yield the events of one stage, which needs what the stages before it have left.

        Raises:
            EncoderError: an encoder cannot be loaded.
        """
        stage = StageSpec.parse(name)
        return _FUNCTIONS[stage.kind](self, stage)
