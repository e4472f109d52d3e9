"""What is worth knowing about how a file was read: English sentences that remember what they were made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_SHOWN = 5  # row numbers or words named in a note

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
    """A sentence in English; `key` and `values` let a page say it in another language."""

    key: str
    values: dict[str, Any]

    def __new__(cls, key: str, **values: Any) -> Note:
        """Return the note of this kind; `rows` are the numbers of the rows it is about."""
        if "rows" in values:
            rows = values["rows"]
            values |= {"rows": rows_named(rows), "n": len(rows), "numbers": _numbers(rows)}
        note = super().__new__(cls, TEMPLATES[key].format(**values))
        note.key, note.values = key, values
        return note


def rows_named(rows: Sequence[int]) -> str:
    """Return a count and the first row numbers: `2 rows (7, 9)`."""
    return f"{len(rows):,} row{'' if len(rows) == 1 else 's'} ({_numbers(rows)})"


def _numbers(rows: Sequence[int]) -> str:
    return _listed([str(row) for row in rows])


def listed_words(words: Sequence[str]) -> str:
    """Return the first words in quotes, cut to a readable length."""
    return _listed([repr(word[:40]) for word in words])


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:_SHOWN]) + (", ..." if len(parts) > _SHOWN else "")
