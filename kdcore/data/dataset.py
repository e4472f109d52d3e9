"""Labelled sentences split into training, validation and test rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from kdcore.bundled import DATASET
from kdcore.data.splits import PARTS

_PUNCTUATION = frozenset(".,!?;:…।\"'()-")


@dataclass(frozen=True)
class Rows:
    """Sentences, the class number of each, and the file's other columns (indexed from 0)."""

    texts: list[str]
    labels: list[int]
    extra: pd.DataFrame

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.texts)


@dataclass(frozen=True)
class Dataset:
    """The rows of a file in three parts."""

    name: str
    label_names: list[str]  # by class number, as first written in the file
    train: Rows
    validation: Rows
    test: Rows
    sha256: str  # of the file's bytes
    notes: list[str]  # plain sentences about what was skipped, guessed and decided
    unlabelled: list[str] = field(default_factory=list)  # sentences of the file that the teacher is to label

    def sample(self, n: int, seed: int = 0) -> Dataset:
        """Return a smaller dataset of about `n` labelled rows, for a quick trial.

        Every class of every part keeps its share, and at least one row. The same arguments give the same rows.
        """
        parts = (self.train, self.validation, self.test)
        share, random = n / sum(map(len, parts)), np.random.default_rng(seed)
        train, validation, test = (_sampled(rows, share, random) for rows in parts)
        digest = f"{self.sha256}+sample-{n}-{seed}"
        return replace(self, train=train, validation=validation, test=test, sha256=digest, unlabelled=[])


def _sampled(rows: Rows, share: float, random: np.random.Generator) -> Rows:
    labels = np.asarray(rows.labels)
    chosen: list[int] = []
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        chosen += random.choice(places, min(len(places), max(1, round(share * len(places)))), replace=False).tolist()
    chosen.sort()
    extra = rows.extra.iloc[chosen].reset_index(drop=True)
    return Rows([rows.texts[i] for i in chosen], [rows.labels[i] for i in chosen], extra)


@cache
def _bundled_sha256() -> str:
    """Return the digest of the bundled dataset; empty when this installation has none."""
    return hashlib.sha256(DATASET.read_bytes()).hexdigest() if DATASET.exists() else ""


def is_bundled(sha256: str) -> bool:
    """Return whether a dataset with this digest is the bundled one, whatever its name."""
    return bool(sha256) and sha256 == _bundled_sha256()


def has_bundled_labels(sha256: str) -> bool:
    """Return whether a dataset with this digest has the bundled one's labels: it is that one, or was made from it."""
    return is_bundled(sha256.split("+")[0])


def normalised_words(text: str) -> str:
    """Return the text without letter case, blanks and punctuation, for comparing sentences."""
    return "".join(letter for letter in text.casefold() if not (letter.isspace() or letter in _PUNCTUATION))


def with_added_rows(dataset: Dataset, texts: Sequence[str], labels: Sequence[int]) -> Dataset:
    """Return the dataset with more training rows; its validation and test rows stay the same.

    A new row replaces training rows with the same normalised words. It is left out when its words are among the
    validation or test rows: the models must not be trained on those. `labels` are the class numbers of `texts`. The new
    digest is that of the old dataset, a `+`, and a digest of the new rows.
    """
    held_out = {normalised_words(text) for rows in (dataset.validation, dataset.test) for text in rows.texts}
    new = {normalised_words(text): (text, label) for text, label in zip(texts, labels, strict=True)}
    new = {words: row for words, row in new.items() if words not in held_out}
    kept = [i for i, text in enumerate(dataset.train.texts) if normalised_words(text) not in new]
    extra = dataset.train.extra.iloc[kept].reset_index(drop=True)
    train = Rows(
        [*(dataset.train.texts[i] for i in kept), *(text for text, _ in new.values())],
        [*(dataset.train.labels[i] for i in kept), *(label for _, label in new.values())],
        extra.reindex(range(len(kept) + len(new)), fill_value=""),
    )
    digest = hashlib.sha256(repr(sorted(new.values())).encode()).hexdigest()[:16]
    return replace(dataset, train=train, sha256=f"{dataset.sha256}+{digest}")


def save_dataset(dataset: Dataset, file: Path) -> None:
    """Write a CSV (columns `sentence`, `label`, `split`, and the others) that `load_dataset` splits in the same way."""
    reserved = {"sentence", "label", "split"}
    parts = []
    for name, rows in zip(PARTS, (dataset.train, dataset.validation, dataset.test), strict=True):
        labels = [dataset.label_names[number] for number in rows.labels]
        required = pd.DataFrame({"sentence": rows.texts, "label": labels, "split": name})
        others = rows.extra[[column for column in rows.extra.columns if column.strip().casefold() not in reserved]]
        parts.append(pd.concat([required, others], axis=1))
    if dataset.unlabelled:
        parts.append(pd.DataFrame({"sentence": dataset.unlabelled, "label": "", "split": "train"}))
    pd.concat(parts).to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
