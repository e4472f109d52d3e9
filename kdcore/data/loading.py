"""From a labelled file to a dataset: columns, classes, skipped rows, and the split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from kdcore.bundled import DATASET, require_bundled
from kdcore.config import Limits
from kdcore.data.columns import ColumnChoice, detect_columns
from kdcore.data.dataset import Dataset, Rows, normalised_words
from kdcore.data.labels import Classes, is_missing, normalised_label
from kdcore.data.near_duplicates import near_duplicate_groups
from kdcore.data.reading import Table, read_table
from kdcore.data.reading_notes import Note, listed_words, rows_named
from kdcore.data.splits import PARTS, SplitConfig, check_class_sizes, split
from kdcore.errors import DataError


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

    Columns that are not named are detected. A column `split` with exactly the values train, validation and test is
    used. Otherwise the rows are split by `fractions` and `seed`, stratified by label, near-duplicates in one part. Rows
    without a label are kept for the teacher to label.

    Raises DataError when the file cannot be used, DownloadError when it cannot be fetched, ConfigError when the
    fractions make no sense.
    """
    split_config = SplitConfig(fractions, seed)
    if source is None:
        source = require_bundled(DATASET, "sentences", DataError)
    table = read_table(source, limits)
    return dataset_from_table(table, text_column, label_column, split_config=split_config, limits=limits)


def dataset_from_table(
    table: Table,
    text_column: str | None = None,
    label_column: str | None = None,
    *,
    split_config: SplitConfig | None = None,
    limits: Limits | None = None,
) -> Dataset:
    """Return the labelled sentences of a table, see `load_dataset`; the table stays as it is.

    Raises DataError when the table cannot be used.
    """
    limits, split_config = limits or Limits(), split_config or SplitConfig()
    columns = detect_columns(table.frame, text_column, label_column)
    notes = [*table.notes, *columns.notes]
    # Indexed like the table by the row's number in the file, which the notes name.
    rows = pd.DataFrame({"text": table.frame[columns.text], "label": table.frame[columns.label]})
    used = rows[_is_usable(rows, limits, notes)]
    classes = Classes.from_labels(list(used["label"]), columns.label, limits)
    notes += _class_notes(used["label"], classes)
    used = used.assign(number=used["label"].map(lambda word: classes.numbers[normalised_label(word)]).astype(int))
    split_column = _split_column(table.frame, columns)
    if split_column:
        used = used.assign(part=table.frame[split_column].str.casefold())
    used = used[~_is_repeated(used, notes)]
    check_class_sizes(classes.names, np.bincount(used["number"], minlength=len(classes.names)).tolist(), limits)
    if split_column:
        _check_given_split(used, classes.names)
        notes.append(Note("note_own_split", column=repr(split_column)))
    else:
        groups = near_duplicate_groups(list(used["text"]))
        used = used.assign(part=split(used["number"].to_numpy(), groups, split_config, classes.names, limits))
        shares = {part: float((used["part"] == part).mean()) for part in PARTS}
        notes.append(Note("note_made_split", seed=split_config.seed, **shares))
    extra = table.frame.drop(columns=[columns.text, columns.label, *([split_column] if split_column else [])])
    train, validation, test = (_rows(used[used["part"] == part], extra) for part in PARTS)
    unlabelled = _unlabelled(rows, [train, validation, test], limits)
    return Dataset(table.name, classes.names, train, validation, test, table.sha256, notes, unlabelled)


def load_labelled(
    source: str | Path,
    label_names: list[str],
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    limits: Limits | None = None,
) -> Rows:
    """Return every row of a labelled file, with the class numbers that a run's label names give its labels.

    Rows without both sentence and label count as blank lines and are left out. A column `split` has no effect.

    Raises DataError naming rows without a sentence or without a label, and labels that the run does not have.
    """
    table = read_table(source, limits)
    columns = detect_columns(table.frame, text_column, label_column)
    rows = pd.DataFrame({"text": table.frame[columns.text], "label": table.frame[columns.label]})
    no_text, no_label = rows["text"] == "", rows["label"].map(is_missing)
    for what, gap in (("sentence", no_text & ~no_label), ("label", no_label & ~no_text)):
        if gap.any():
            raise DataError(f"{rows_named(list(rows.index[gap]))} without a {what}.", "Fill it in, or delete the row.")
    rows = rows[~(no_text & no_label)]
    if rows.empty:
        raise DataError(f"The file {table.name} holds no labelled sentence.", "Add one row per sentence.")
    numbers = Classes.from_names(label_names).numbers
    labels = rows["label"].map(normalised_label)
    unknown = list(dict.fromkeys(rows["label"][~labels.isin(numbers)]))
    if unknown:
        raise DataError(
            f"The label column {columns.label!r} holds labels that this run does not know: {listed_words(unknown)}.",
            f"The run knows: {', '.join(map(repr, label_names))}.",
        )
    extra = table.frame.drop(columns=[columns.text, columns.label])
    return _rows(rows.assign(number=labels.map(numbers)), extra)


def _is_usable(rows: pd.DataFrame, limits: Limits, notes: list[str]) -> pd.Series:
    """Return which rows have a sentence of allowed length and a label; each reason for skipping rows adds a note."""
    reasons = {
        "note_no_sentence": rows["text"] == "",
        "note_no_label": rows["label"].map(is_missing),
        "note_too_long": rows["text"].map(len) > limits.sentence_chars,
    }
    usable = pd.Series(True, index=rows.index)
    for key, reason in reasons.items():
        skipped = usable & reason
        if skipped.any():
            notes.append(Note(key, rows=list(rows.index[skipped]), limit=limits.sentence_chars))
        usable &= ~reason
    return usable


def _class_notes(words: pd.Series, classes: Classes) -> list[str]:
    """Return notes on the classes and on different spellings that were treated as one label."""
    numbered = ", ".join(f"{number} = {name!r}" for number, name in enumerate(classes.names))
    notes: list[str] = [Note("note_classes", classes=numbered)]
    spellings: dict[str, list[str]] = {}
    for word in words.unique():
        spellings.setdefault(normalised_label(word), []).append(word)
    for same in spellings.values():
        if len(same) > 1:
            notes.append(Note("note_same_label", words=listed_words(same)))
    return notes


def _split_column(frame: pd.DataFrame, columns: ColumnChoice) -> str | None:
    """Return the column that says which part each row belongs to, None if there is none."""
    for column in frame.columns:
        is_other = column not in (columns.text, columns.label)
        if is_other and column.casefold() == "split" and set(frame[column].str.casefold()) == set(PARTS):
            return str(column)
    return None


def _is_repeated(rows: pd.DataFrame, notes: list[str]) -> pd.Series:
    """Return which rows repeat a pair of sentence and label; adds notes on them and on sentences with two labels."""
    pairs = rows[["text", "number"]]
    if "part" in rows:
        # Of copies in several parts, the one in the test part is kept, so that a given test part keeps its size.
        pairs = pairs.loc[rows["part"].map(PARTS.index).sort_values(ascending=False, kind="stable").index]
    repeated = pairs.duplicated().reindex(rows.index)
    if repeated.any():
        notes.append(Note("note_copies", rows=list(rows.index[repeated])))
    unique = rows[~repeated]
    ambiguous = unique.index[unique["text"].duplicated(keep=False)]
    if len(ambiguous):
        notes.append(Note("note_two_labels", rows=list(ambiguous)))
    return repeated


def _check_given_split(rows: pd.DataFrame, names: list[str]) -> None:
    for part in PARTS:
        present = set(rows["number"][rows["part"] == part])
        for number, name in enumerate(names):
            if number not in present:
                raise DataError(
                    f"By the column 'split', the class {name!r} has no row in the {part} part.",
                    "Add some, or remove the column so that the split is made for you.",
                )


def _unlabelled(rows: pd.DataFrame, parts: list[Rows], limits: Limits) -> list[str]:
    """Return the different sentences without a label, except those that a labelled row has too."""
    labelled = {normalised_words(text) for part in parts for text in part.texts}
    is_candidate = rows["label"].map(is_missing) & rows["text"].map(len).between(1, limits.sentence_chars)
    return [text for text in dict.fromkeys(rows["text"][is_candidate]) if normalised_words(text) not in labelled]


def _rows(rows: pd.DataFrame, extra: pd.DataFrame) -> Rows:
    return Rows(
        list(rows["text"]), [int(number) for number in rows["number"]], extra.loc[rows.index].reset_index(drop=True)
    )
