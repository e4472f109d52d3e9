"""A harder exam than a random split: rows of one kind are kept out of the training altogether."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from kdcore.data.dataset import Dataset, Rows
from kdcore.errors import ConfigError, DataError


def hold_out(dataset: Dataset, wish: str) -> Dataset:
    """Return the dataset with the rows of certain values of a column as its exam, and trained on none of them.

    Train and validation lose these rows; the new test rows are all of them, whichever part they were in. Test rows of
    other values are left out, so that nothing learnt from is examined.

    Args:
        dataset: with further columns than sentence and label.
        wish: such as `voice=v07,v15`.

    Raises:
        ConfigError: the wish is not written so.
        DataError: there is no such column or value, or a class would be missing in a part.
    """
    column, _, listed = wish.partition("=")
    values = [value.strip() for value in listed.split(",") if value.strip()]
    if not column.strip() or not values:
        raise ConfigError(f"{wish!r} names nothing to hold out.", "Write it as COLUMN=VALUE,VALUE.")
    column = column.strip()
    columns = list(dataset.train.extra.columns)
    if column not in columns:
        raise DataError(f"There is no column {column!r} to hold out by.", f"The columns are {', '.join(columns)}.")
    every = (dataset.train, dataset.validation, dataset.test)
    known = set().union(*(set(rows.extra[column]) for rows in every))
    if missing := [value for value in values if value not in known]:
        raise DataError(
            f"The column {column!r} has no {', '.join(missing)}.", f"It has {', '.join(sorted(known)[:30])}."
        )
    chosen = set(values)
    held = [_only(rows, lambda value: value in chosen, column) for rows in every]
    parts = [_only(rows, lambda value: value not in chosen, column) for rows in every[:2]]
    test = Rows(
        [text for rows in held for text in rows.texts],
        [label for rows in held for label in rows.labels],
        pd.concat([rows.extra for rows in held], ignore_index=True),
    )
    for name, rows in (("training", parts[0]), ("validation", parts[1]), ("test", test)):
        if absent := set(range(len(dataset.label_names))) - set(rows.labels):
            word = dataset.label_names[min(absent)]
            raise DataError(f"Without {', '.join(values)} the class {word!r} has no {name} row.", "Hold out others.")
    # Another exam is another dataset: a run keeps its own copy, and is not taken for one on the whole file.
    digest = hashlib.sha256(f"{dataset.sha256} {column}={','.join(sorted(chosen))}".encode()).hexdigest()
    name = f"{dataset.name}, {column} {', '.join(values)} held out"
    return replace(dataset, name=name, train=parts[0], validation=parts[1], test=test, sha256=digest, unlabelled=[])


def _only(rows: Rows, wanted: Callable[[str], bool], column: str) -> Rows:
    kept = [wanted(str(value)) for value in rows.extra[column]]
    return Rows(
        [text for text, keep in zip(rows.texts, kept, strict=True) if keep],
        [label for label, keep in zip(rows.labels, kept, strict=True) if keep],
        rows.extra[kept].reset_index(drop=True),
    )
