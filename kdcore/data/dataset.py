"""A labelled file as three parts that a training can use."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from kdcore.bundled import DATASET
from kdcore.config import Limits
from kdcore.data.labels import Classes, classes_of, find_columns, is_missing, known_classes, plain_word
from kdcore.data.reading import read_table
from kdcore.data.reading_notes import Note, listed_words, rows_named
from kdcore.data.splits import PARTS, check_class_sizes, check_fractions, near_duplicate_groups, split
from kdcore.errors import DataError

_MARKS = frozenset(".,!?;:…।\"'()-")


@dataclass(frozen=True)
class Rows:
    """Sentences, the class number of each, and the file's other columns (index 0 to n-1)."""

    texts: list[str]
    labels: list[int]
    extra: pd.DataFrame

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.texts)


@dataclass(frozen=True)
class Dataset:
    """A file split three ways."""

    name: str
    label_names: list[str]  # as first written in the file; a label is a place in this list
    train: Rows
    validation: Rows
    test: Rows
    sha256: str  # of the file's bytes
    notes: list[str]  # plain sentences about what was skipped, guessed and decided
    unlabelled: list[str] = field(default_factory=list)  # sentences of the file for the teacher to label


@cache
def _bundled_sha256() -> str:
    return hashlib.sha256(DATASET.read_bytes()).hexdigest()


def is_bundled(sha256: str) -> bool:
    """Return whether a dataset with this digest is the bundled one, whatever its name."""
    return sha256 == _bundled_sha256()


def has_bundled_labels(sha256: str) -> bool:
    """Return whether a dataset with this digest has the bundled one's labels: it is that one, or was made from it."""
    return sha256.split("+")[0] == _bundled_sha256()


def with_more(dataset: Dataset, texts: Sequence[str], labels: Sequence[int]) -> Dataset:
    """Return the dataset with more rows to learn from; what is to be chosen by and examined stays as it is.

    A row to learn from with the same words as a new one, letter case and marks aside, makes room for it. A new row that
    is among the rows for choosing or for the exam is left out: the network must not know those. `labels` are the class
    numbers of `texts`. The digest is that of the old dataset, a `+`, and a digest of the new rows.
    """
    kept_apart = {same_words(text) for rows in (dataset.validation, dataset.test) for text in rows.texts}
    new = {same_words(text): (text, label) for text, label in zip(texts, labels, strict=True)}
    new = {key: row for key, row in new.items() if key not in kept_apart}
    old = [i for i, text in enumerate(dataset.train.texts) if same_words(text) not in new]
    extra = dataset.train.extra.iloc[old].reset_index(drop=True)
    extra = extra.reindex(range(len(old) + len(new)), fill_value="")
    train = Rows(
        [*(dataset.train.texts[i] for i in old), *(text for text, _ in new.values())],
        [*(dataset.train.labels[i] for i in old), *(label for _, label in new.values())],
        extra,
    )
    digest = hashlib.sha256(repr(sorted(new.values())).encode()).hexdigest()[:16]
    return replace(dataset, train=train, sha256=f"{dataset.sha256}+{digest}")


def same_words(text: str) -> str:
    """Return what two sentences share that differ in letter case, blanks and punctuation alone."""
    return "".join(letter for letter in text.casefold() if not (letter.isspace() or letter in _MARKS))


def load_dataset(
    source: str | Path | None = None,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    fractions: tuple[float, float, float] = (0.7, 0.15, 0.15),
    seed: int = 0,
    limits: Limits | None = None,
) -> Dataset:
    """Return the labelled sentences of a CSV file (path or http(s) link), by default the bundled one.

    A column `split` with just train, validation and test is obeyed. Otherwise the rows are split by `fractions` and
    `seed`, stratified by label, near-duplicates in one part. Rows without a label are for the teacher to label.

    Raises DataError when the file cannot be used, DownloadError when it cannot be fetched, ConfigError when the
    fractions make no sense.
    """
    limits = limits or Limits()
    check_fractions(fractions)
    table = read_table(DATASET if source is None else source, limits)
    text, label, notes = find_columns(table.frame, text_column, label_column)
    notes[:0] = table.notes
    unlabelled = _unlabelled(table.frame, text, label, limits)
    frame = _usable(table.frame, text, label, limits, notes)
    classes = classes_of(list(frame[label]), label, limits)
    notes += _mapping(frame[label], classes)
    numbers = frame[label].map(lambda word: classes.numbers[plain_word(word)]).astype(int)
    given = _given_split(table.frame, {text, label})
    parts = frame[given].str.casefold() if given else None
    frame, numbers, parts = _without_copies(frame, text, numbers, parts, notes)
    check_class_sizes(classes.names, np.bincount(numbers, minlength=len(classes.names)).tolist(), limits)
    if parts is None:
        parts = _split_made(frame[text], numbers, classes.names, fractions, seed, limits)
        shares = {part: float((parts == part).mean()) for part in PARTS}
        notes.append(Note("note_made_split", seed=seed, **shares))
    else:
        _check_given(parts, numbers, classes.names)
        notes.append(Note("note_own_split", column=repr(given)))
    others = [column for column in frame.columns if column not in (text, label, given)]
    train, validation, test = (_rows(frame[parts == part], text, numbers[parts == part], others) for part in PARTS)
    kept_apart = {same_words(text) for rows in (train, validation, test) for text in rows.texts}
    unlabelled = [line for line in unlabelled if same_words(line) not in kept_apart]
    return Dataset(table.name, classes.names, train, validation, test, table.sha256, notes, unlabelled)


def save_dataset(dataset: Dataset, file: Path) -> None:
    """Write a CSV (columns `sentence`, `label`, `split`, and the others) that `load_dataset` splits alike."""
    taken = {"sentence", "label", "split"}
    parts = []
    for name, rows in zip(PARTS, (dataset.train, dataset.validation, dataset.test), strict=True):
        labels = [dataset.label_names[number] for number in rows.labels]
        given = pd.DataFrame({"sentence": rows.texts, "label": labels, "split": name})
        others = rows.extra[[column for column in rows.extra.columns if column.strip().casefold() not in taken]]
        parts.append(pd.concat([given, others], axis=1))
    if dataset.unlabelled:
        parts.append(pd.DataFrame({"sentence": dataset.unlabelled, "label": "", "split": "train"}))
    pd.concat(parts).to_csv(file, index=False, encoding="utf-8", lineterminator="\n")


def load_labelled(
    source: str | Path,
    label_names: list[str],
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    limits: Limits | None = None,
) -> Rows:
    """Return every row of a labelled file, its label words mapped onto the label names of a run.

    Rows without both sentence and label are blank lines and left out. A column `split` has no effect.

    Raises DataError naming rows whose sentence or label is missing, and labels that the run does not know.
    """
    table = read_table(source, limits or Limits())
    text, label, _ = find_columns(table.frame, text_column, label_column)
    no_text, no_label = table.frame[text] == "", table.frame[label].map(is_missing)
    frame = table.frame[~(no_text & no_label)]
    for what, gap in (("sentence", no_text & ~no_label), ("label", no_label & ~no_text)):
        if gap.any():
            raise DataError(
                f"{rows_named(list(table.frame.index[gap]))} without a {what}.", "Fill it in, or delete the row."
            )
    if frame.empty:
        raise DataError(f"The file {table.name} holds no labelled sentence.", "Add one row per sentence.")
    numbers = known_classes(label_names).numbers
    words = frame[label].map(plain_word)
    unknown = list(dict.fromkeys(frame[label][~words.isin(numbers)]))
    if unknown:
        raise DataError(
            f"The label column {label!r} holds labels that this run does not know: {listed_words(unknown)}.",
            f"The run knows: {', '.join(map(repr, label_names))}.",
        )
    others = [column for column in frame.columns if column not in (text, label)]
    return _rows(frame, text, words.map(numbers), others)


def _unlabelled(frame: pd.DataFrame, text: str, label: str, limits: Limits) -> list[str]:
    chosen = frame[text][frame[label].map(is_missing) & frame[text].map(len).between(1, limits.sentence_chars)]
    return list(dict.fromkeys(chosen))


def _usable(frame: pd.DataFrame, text: str, label: str, limits: Limits, notes: list[str]) -> pd.DataFrame:
    """Return the rows that have a sentence of allowed length and a label; each reason for skipping adds a note."""
    reasons = (
        (frame[text] == "", "note_no_sentence"),
        (frame[label].map(is_missing), "note_no_label"),
        (frame[text].map(len) > limits.sentence_chars, "note_too_long"),
    )
    kept = pd.Series(True, index=frame.index)
    for reason, why in reasons:
        skipped = kept & reason
        if skipped.any():
            notes.append(Note(why, rows=list(frame.index[skipped]), limit=limits.sentence_chars))
        kept &= ~reason
    return frame[kept]


def _mapping(words: pd.Series, classes: Classes) -> list[str]:
    """Return a note on the classes, naming the spellings of a word that were taken for the same."""
    named = ", ".join(f"{number} = {name!r}" for number, name in enumerate(classes.names))
    notes: list[str] = [Note("note_classes", classes=named)]
    spellings: dict[str, list[str]] = {}
    for word in words.unique():
        spellings.setdefault(plain_word(word), []).append(word)
    for same in spellings.values():
        if len(same) > 1:
            notes.append(Note("note_same_label", words=listed_words(same)))
    return notes


def _given_split(frame: pd.DataFrame, taken: set[str]) -> str | None:
    """Return the name of the column that says which part each row belongs to, if there is one."""
    for column in frame.columns:
        if column not in taken and column.casefold() == "split" and set(frame[column].str.casefold()) == set(PARTS):
            return str(column)
    return None


def _without_copies(
    frame: pd.DataFrame, text: str, numbers: pd.Series, parts: pd.Series | None, notes: list[str]
) -> tuple[pd.DataFrame, pd.Series, pd.Series | None]:
    """Return the rows without repeated pairs of sentence and label, and note those and sentences with two labels."""
    pairs = pd.DataFrame({"text": frame[text], "label": numbers})
    if parts is not None:
        # Of copies in several parts, the one in the test part stays, so that a given test part keeps its size.
        pairs = pairs.loc[parts.map(PARTS.index).sort_values(ascending=False, kind="stable").index]
    copies = pairs.duplicated().reindex(frame.index)
    if copies.any():
        notes.append(Note("note_copies", rows=list(frame.index[copies])))
    frame, numbers = frame[~copies], numbers[~copies]
    torn = frame.index[frame[text].duplicated(keep=False)]
    if len(torn):
        notes.append(Note("note_two_labels", rows=list(torn)))
    return frame, numbers, None if parts is None else parts[~copies]


def _split_made(
    texts: pd.Series,
    numbers: pd.Series,
    names: list[str],
    fractions: tuple[float, float, float],
    seed: int,
    limits: Limits,
) -> pd.Series:
    groups = near_duplicate_groups(list(texts))
    return pd.Series(split(numbers.to_numpy(), groups, fractions, seed, names, limits), index=texts.index)


def _check_given(parts: pd.Series, numbers: pd.Series, names: list[str]) -> None:
    for part in PARTS:
        present = set(numbers[parts == part])
        for number, name in enumerate(names):
            if number not in present:
                raise DataError(
                    f"By the column 'split', the class {name!r} has no row in the {part} part.",
                    "Add some, or remove the column so that the split is made for you.",
                )


def _rows(frame: pd.DataFrame, text: str, numbers: pd.Series, others: list[str]) -> Rows:
    return Rows(list(frame[text]), [int(number) for number in numbers], frame[others].reset_index(drop=True))
