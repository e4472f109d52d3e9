"""The stages of a training, declared once: their kinds, their names and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

# In the order in which they run. True: the stage trains a network.
KINDS = {"teacher": True, "fold": True, "soft_targets": False, "baseline": True, "student": True, "exam": False}
_NAME = re.compile(r"(?P<kind>[a-z]+(?:_[a-z]+)*)(?:_(?P<number>\d+))?")


@dataclass(frozen=True)
class StageSpec:
    """One stage of a training: `teacher`, `teacher_2`, `fold_1`, `soft_targets`, ..."""

    kind: str  # a key of `KINDS`
    number: int = 0  # among several of its kind; 0 for the only or first one, whose name has no number

    @property
    def name(self) -> str:
        """The stage's name in events, folders and the page, such as `fold_1`."""
        return f"{self.kind}_{self.number}" if self.number else self.kind

    @property
    def trains(self) -> bool:
        """Whether the stage trains a network."""
        return KINDS.get(self.kind, False)

    @property
    def is_teacher(self) -> bool:
        """Whether the stage trains a teacher, of all rows or of all but one fold."""
        return self.kind in ("teacher", "fold")

    @property
    def is_extra_teacher(self) -> bool:
        """Whether its network only serves to make soft targets and is deleted afterwards."""
        return self.is_teacher and self.number > 0

    @classmethod
    def parse(cls, name: str) -> StageSpec:
        """Return the stage called `name`.

        Raises:
            ValueError: no stage can have that name.
        """
        if not (match := _NAME.fullmatch(name)):
            raise ValueError(f"{name!r} is not the name of a stage")
        return cls(match["kind"], int(match["number"] or 0))


def training_stages(teachers: int = 1, folds: int = 1) -> tuple[StageSpec, ...]:
    """Return the stages, in order, of a training with so many teachers and folds; one fold means none."""
    numbers = {"teacher": [0, *range(2, teachers + 1)], "fold": range(1, folds + 1) if folds > 1 else []}
    return tuple(StageSpec(kind, number) for kind in KINDS for number in numbers.get(kind, [0]))
