"""The rows a network is trained on: every sentence in several spellings, and a transfer set without labels.

`RowLayout` is the only place that knows the order of these rows: all sentences in their own spelling, all in a second
one, and so on (these are the labelled rows), then the transfer set.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kdcore.config import TrainConfig
from kdcore.data import Dataset
from kdcore.language.recombine import recombined
from kdcore.language.spelling_variants import spelling_variants
from kdcore.training.losses import UNLABELLED

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RowLayout:
    """Which row number stands for what; it holds numbers only, no text."""

    n_sentences: int  # labelled sentences, which is also the number of rows that an epoch sees
    n_spellings: int = 1  # of each sentence
    n_transfer: int = 0  # sentences without a label

    @property
    def n_labelled(self) -> int:
        """The number of labelled rows, which stand before those of the transfer set."""
        return self.n_sentences * self.n_spellings

    def __len__(self) -> int:
        """Return the number of all rows."""
        return self.n_labelled + self.n_transfer

    def rows_of(self, sentences: Mask) -> Mask:
        """Return which of the labelled rows (n_labelled,) belong to the chosen sentences (n_sentences,)."""
        return np.tile(sentences, self.n_spellings)

    def epoch_rows(self, epoch: int, seed: int) -> npt.NDArray[np.intp]:
        """Return the row numbers (n_sentences,) that an epoch sees, before they are shuffled into batches.

        A pure function of the layout and the arguments. Every sentence occurs once, in half of the cases in its own
        spelling. With a transfer set, up to half of the epoch is drawn from it, and the labelled sentences take turns
        in the rest, so that an epoch is as long as without it.
        """
        random = np.random.default_rng([seed, epoch, self.n_spellings])
        n = self.n_sentences
        other = random.integers(1, self.n_spellings, n) if self.n_spellings > 1 else np.zeros(n, int)
        rows: npt.NDArray[np.intp] = np.arange(n) + n * other * random.integers(0, 2, n)
        if not self.n_transfer:
            return rows
        drawn = random.choice(self.n_transfer, min(n // 2, self.n_transfer), replace=False)
        n_own = n - len(drawn)
        turn = np.roll(np.random.default_rng(seed).permutation(n), -epoch * n_own)[:n_own]
        return np.concatenate([rows[np.sort(turn)], self.n_labelled + drawn])


@dataclass(frozen=True)
class AugmentedRows:
    """Texts and labels in the order of a layout."""

    texts: list[str]
    labels: list[int]  # a class number, or `UNLABELLED` in the transfer set
    layout: RowLayout

    @classmethod
    def labelled(cls, dataset: Dataset, config: TrainConfig) -> AugmentedRows:
        """Return the training rows of a dataset in `config.spellings` spellings, each with its sentence's label."""
        rows, n = dataset.train, config.spellings
        layout = RowLayout(len(rows), n)
        if n == 1:
            return cls(rows.texts, rows.labels, layout)
        variants = [[text, *spelling_variants(text, n - 1, config.seed)] for text in rows.texts]
        # A sentence with fewer variants than wanted starts again with its own spelling.
        return cls([spelt[i % len(spelt)] for i in range(n) for spelt in variants], rows.labels * n, layout)

    def select(self, sentences: Mask) -> AugmentedRows:
        """Return the labelled rows of the chosen sentences (n_sentences,), in all their spellings."""
        places = np.flatnonzero(self.layout.rows_of(sentences)).tolist()
        layout = RowLayout(int(sentences.sum()), self.layout.n_spellings)
        return AugmentedRows([self.texts[i] for i in places], [self.labels[i] for i in places], layout)

    def with_transfer_set(self, texts: list[str]) -> AugmentedRows:
        """Return these rows followed by texts without a label."""
        layout = replace(self.layout, n_transfer=len(texts))
        return AugmentedRows(self.texts + texts, self.labels + [UNLABELLED] * len(texts), layout)


def transfer_set(dataset: Dataset, config: TrainConfig) -> list[str]:
    """Return sentences for the teachers to label: those of the file without a label, and recombined training rows."""
    train = dataset.train
    return [*dataset.unlabelled, *recombined(train.texts, config.transfer * len(train), config.seed)]
