"""What the stages of one training share: settings, data, and what the finished stages have left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kdcore.config import TrainConfig
from kdcore.data import Dataset
from kdcore.models.encoders import Changes, Pair, load_classifier
from kdcore.training.augmentation import AugmentedRows, transfer_set
from kdcore.training.ensemble import Ensemble
from kdcore.training.soft_targets import SoftTargets


@dataclass
class TrainingContext:
    """One training of `dataset` with the settings `config`, as far as it has come."""

    config: TrainConfig
    dataset: Dataset
    soft_targets_folder: Path | None = None  # where the teachers' logits are cached; None: in memory only
    networks: dict[str, Pair] = field(default_factory=dict)  # network and tokenizer of each finished stage, by its name
    checkpoints: dict[str, dict[str, Any]] = field(default_factory=dict)  # stage to the `TrainState` it resumes from
    tracked: list[str] = field(default_factory=list)  # sentences that teacher and student classify after every epoch
    # Stage to the folder of a trained network. The stage starts from its weights instead of the encoder's, with a new
    # optimiser and schedule. They are evaluated first, as epoch 0, and kept if no epoch is better.
    init_from: Mapping[str, Path] = field(default_factory=dict)
    cut_short: bool = False  # may be set at any time: the student's stage ends after the current step, the exam follows
    student_seed: int | None = None  # of baseline and student alone, in place of the settings' seed
    soft_targets: dict[str, SoftTargets] = field(default_factory=dict)  # by the teacher's stage

    @cached_property
    def labelled(self) -> AugmentedRows:
        """The training rows in all their spellings."""
        return AugmentedRows.labelled(self.dataset, self.config)

    @cached_property
    def transfer_set(self) -> list[str]:
        """The sentences that only the teachers label."""
        return transfer_set(self.dataset, self.config)

    @cached_property
    def ensemble(self) -> Ensemble:
        """The teachers, and which sentences each is trained on."""
        return Ensemble(self.config, self.labelled.layout)

    def initial_network(self, stage: str, encoder: str, changes: Changes, seed: int) -> Pair:
        """Return the network and tokenizer that a stage starts from: the encoder, or what `init_from` names.

        Raises:
            EncoderError: it cannot be loaded.
        """
        return load_classifier(str(self.init_from.get(stage, encoder)), self.dataset.label_names, seed, changes)
