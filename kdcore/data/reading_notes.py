"""Notes on how a file was read: English sentences that keep the key and values they were formatted from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_MAX_LISTED = 5  # row numbers or words named in a note

TEMPLATES = {
    "note_classes": "Classes: {classes}.",
    "note_same_label": "Treated as the same label: {words}.",
    "note_own_split": "The file's own split was used (column {column}).",
    "note_made_split": "The rows were split by label with seed {seed}, near-duplicates kept together: {train:.1%} "
    "training, {validation:.1%} validation, {test:.1%} test.",
    "note_no_sentence": "{rows} without a sentence: skipped.",
    "note_no_label": "{rows} without a label: the teacher will label them for the student.",
    "note_too_long": "{rows} with more than {limit:,} characters: skipped.",
    "note_copies": "{rows} with the same sentence and label as an earlier row: skipped.",
    "note_two_labels": "{rows} with sentences that occur with two labels: kept, but worth checking.",
    "note_unnamed_column": "Column {place} has no name; it is called {name}.",
    "note_twin_columns": "Two columns are called {wanted}; the later one is called {name}.",
    "note_text_column": "The sentences were taken from the column {column}.",
    "note_windows_text": "The file is not UTF-8 (line {line}), so it was read as Windows text (cp1252). "
    "If letters look wrong, save it as CSV (UTF-8).",
}


class Note(str):
    """A sentence in English, with the `key` and `values` that a page needs to translate it."""

    key: str
    values: dict[str, Any]

    def __new__(cls, key: str, **values: Any) -> Note:
        """Return the note for a key of `TEMPLATES`; `rows` are the numbers of the rows it is about."""
        if "rows" in values:
            rows = values["rows"]
            values |= {"rows": rows_named(rows), "n": len(rows), "numbers": _numbers(rows)}
        note = super().__new__(cls, TEMPLATES[key].format(**values))
        note.key, note.values = key, values
        return note


def rows_named(rows: Sequence[int]) -> str:
    """Return the number of rows and the first row numbers: `2 rows (7, 9)`."""
    return f"{len(rows):,} row{'' if len(rows) == 1 else 's'} ({_numbers(rows)})"


def _numbers(rows: Sequence[int]) -> str:
    return _listed([str(row) for row in rows])


def listed_words(words: Sequence[str]) -> str:
    """Return the first words, quoted and truncated."""
    return _listed([repr(word[:40]) for word in words])


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:_MAX_LISTED]) + (", ..." if len(parts) > _MAX_LISTED else "")
