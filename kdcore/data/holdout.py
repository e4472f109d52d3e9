"""A harder test than a random split: the test rows are of a kind that is not in the training rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from kdcore.data.dataset import Dataset, Rows
from kdcore.errors import ConfigError, DataError


def hold_out(dataset: Dataset, selection: str) -> Dataset:
    """Return the dataset with the rows of certain values of a column as its test rows, and in no other part.

    The new test rows are all rows with these values, from all three parts; the training and validation rows are the
    others of their parts. Test rows with other values are dropped: their kind is in the training rows.

    Args:
        dataset: with other columns than sentence and label.
        selection: a column and its values, such as `voice=v07,v15`.

    Raises:
        ConfigError: the selection is not written in this form.
        DataError: there is no such column or value, or a class would be missing in a part.
    """
    column, _, listed = selection.partition("=")
    values = [value.strip() for value in listed.split(",") if value.strip()]
    if not column.strip() or not values:
        raise ConfigError(f"{selection!r} names nothing to hold out.", "Write it as COLUMN=VALUE,VALUE.")
    column = column.strip()
    columns = list(dataset.train.extra.columns)
    if column not in columns:
        raise DataError(f"There is no column {column!r} to hold out by.", f"The columns are {', '.join(columns)}.")
    parts = (dataset.train, dataset.validation, dataset.test)
    known: set[str] = set().union(*(set(rows.extra[column]) for rows in parts))
    if missing := [value for value in values if value not in known]:
        raise DataError(
            f"The column {column!r} has no {', '.join(missing)}.", f"It has {', '.join(sorted(known)[:30])}."
        )
    chosen = set(values)
    held = [_only(rows, lambda value: value in chosen, column) for rows in parts]
    train, validation = (_only(rows, lambda value: value not in chosen, column) for rows in parts[:2])
    test = Rows(
        [text for rows in held for text in rows.texts],
        [label for rows in held for label in rows.labels],
        pd.concat([rows.extra for rows in held], ignore_index=True),
    )
    for name, rows in (("training", train), ("validation", validation), ("test", test)):
        if absent := set(range(len(dataset.label_names))) - set(rows.labels):
            label = dataset.label_names[min(absent)]
            raise DataError(f"Without {', '.join(values)} the class {label!r} has no {name} row.", "Hold out others.")
    # A digest of its own: a run keeps its own copy of the rows, and is never mistaken for a run on all of them.
    digest = hashlib.sha256(f"{dataset.sha256} {column}={','.join(sorted(chosen))}".encode()).hexdigest()
    name = f"{dataset.name}, {column} {', '.join(values)} held out"
    return replace(dataset, name=name, train=train, validation=validation, test=test, sha256=digest, unlabelled=[])


def _only(rows: Rows, is_kept: Callable[[str], bool], column: str) -> Rows:
    kept = [is_kept(str(value)) for value in rows.extra[column]]
    return Rows(
        [text for text, keep in zip(rows.texts, kept, strict=True) if keep],
        [label for label, keep in zip(rows.labels, kept, strict=True) if keep],
        rows.extra[kept].reset_index(drop=True),
    )
