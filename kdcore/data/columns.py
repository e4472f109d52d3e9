"""Which column of a table holds the sentences, and which the labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from kdcore.data.decoding import clean
from kdcore.data.reading_notes import Note
from kdcore.errors import DataError

# A name of the first tuple wins over one of the second. When two columns match one tuple, the user has to choose.
TEXT_NAMES = (
    ("sentence", "sentences", "text", "texts"),
    ("comment", "comments", "message", "messages", "utterance", "utterances", "content", "review", "reviews", "tweet",
     "post", "input", "phrase", "question", "query", "title"),
)  # fmt: skip
LABEL_NAMES = (
    ("label", "labels"),
    ("class", "classes", "category", "target", "y", "is_imperative", "imperative", "sentiment", "intent", "output",
     "tag"),
)  # fmt: skip
_CLEARLY_LONGER = 1.5  # times the mean length of the next column


@dataclass(frozen=True)
class ColumnChoice:
    """The columns of a table that a dataset is made of."""

    text: str
    label: str
    notes: list[str]  # plain sentences about what was guessed


def match_column(columns: Sequence[str], name: str, role: str) -> str:
    """Return the column with this name, ignoring case and blanks; `role` says in messages what it is for.

    Raises DataError listing the columns when there is none.
    """
    if name in columns:
        return name
    matches = [column for column in columns if _key(column) == _key(name)]
    if len(matches) == 1:
        return matches[0]
    raise DataError(f"There is no {role} column called {name!r}.", f"The columns are: {_listed(columns)}.")


def detect_text_column(frame: pd.DataFrame, excluded: Iterable[str] = ()) -> tuple[str, list[str]]:
    """Return the column of sentences and notes, none if its name is one of `TEXT_NAMES`.

    Without such a name it is the only remaining column, or else the one whose texts are clearly the longest.

    Raises DataError listing the columns when it is not clear.
    """
    excluded = set(excluded)
    columns = [column for column in frame.columns if column not in excluded]
    known = _by_name(columns, TEXT_NAMES, "sentences", "text")
    if known:
        return known, []
    rest = [column for column in columns if _key(column) != "split"]
    means = frame[rest].map(len).mean().sort_values(ascending=False, kind="stable")
    # A mean of 0: every cell is empty, and no name suggests that the column is for sentences.
    if len(means) and means.iloc[0] > 0 and (len(means) == 1 or means.iloc[0] >= _CLEARLY_LONGER * means.iloc[1]):
        column = str(means.index[0])
        return column, [Note("note_text_column", column=repr(column))]
    raise DataError(
        "It is not clear which column holds the sentences.",
        f"Call it 'sentence', or name the text column yourself. The columns are: {_listed(frame.columns)}.",
    )


def detect_label_column(columns: Sequence[str], excluded: Iterable[str] = ()) -> str:
    """Return the column of labels, by its name.

    Raises DataError listing the columns when none or several match.
    """
    excluded = set(excluded)
    known = _by_name([column for column in columns if column not in excluded], LABEL_NAMES, "labels", "label")
    if known:
        return known
    raise DataError(
        "No column holds the labels.",
        f"Call it 'label', or name the label column yourself. The first row must be a header; its columns are: "
        f"{_listed(columns)}.",
    )


def detect_columns(
    frame: pd.DataFrame, text_column: str | None = None, label_column: str | None = None
) -> ColumnChoice:
    """Return the text and the label column; those the user named are used, the others are detected.

    Raises DataError listing the columns when it is not clear.
    """
    columns = list(frame.columns)
    text = match_column(columns, text_column, "text") if text_column else None
    if label_column:
        label = match_column(columns, label_column, "label")
    else:
        label = detect_label_column(columns, [text] if text else [])
    notes: list[str] = []
    if text is None:
        if len(columns) == 1:
            raise DataError(
                f"The file has only one column, {columns[0]!r}.", "Add a column of sentences named 'sentence'."
            )
        text, notes = detect_text_column(frame, [label])
    if text == label:
        raise DataError(f"The column {text!r} cannot be both the sentences and the labels.", "Name two columns.")
    return ColumnChoice(text, label, notes)


def _by_name(columns: Sequence[str], tiers: Sequence[Sequence[str]], content: str, role: str) -> str | None:
    for tier in tiers:
        matches = [column for column in columns if _key(column) in tier]
        if len(matches) > 1:
            raise DataError(
                f"Several columns could hold the {content}: {_listed(matches)}.",
                f"Name the {role} column yourself. The columns are: {_listed(columns)}.",
            )
        if matches:
            return matches[0]
    return None


def is_text_name(column: str) -> bool:
    """Return whether a column's name says that it holds sentences."""
    return any(_key(column) in tier for tier in TEXT_NAMES)


def is_label_name(column: str) -> bool:
    """Return whether a column's name says that it holds labels."""
    return any(_key(column) in tier for tier in LABEL_NAMES)


def _key(column: str) -> str:
    return "_".join(clean(column).casefold().replace("-", " ").replace("_", " ").split())


def _listed(columns: Iterable[str]) -> str:
    shown = [repr(column[:40]) for column in columns]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")
