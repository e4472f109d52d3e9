"""Reading sentences without labels, for prediction."""

from __future__ import annotations

from pathlib import Path

from kdcore.config import Limits
from kdcore.data.columns import detect_text_column, is_label_name, is_text_name, match_column
from kdcore.data.decoding import clean
from kdcore.data.reading import read_table, read_text, suffix_of
from kdcore.errors import DataError

_PLAIN_TEXT = (".txt", ".text")


def read_sentences(
    path: str | Path, text_column: str | None = None, limits: Limits | None = None
) -> tuple[list[str], list[str]]:
    """Return the sentences of a file in order, exactly one per row, and plain sentences about how it was read.

    A `.txt` file has one sentence per line, unless a column is named. Any other file is a CSV table with a header; its
    text column is named or detected. A table with a single column whose first row is no known name of a text column has
    no header: that row is a sentence too. Empty rows are kept as "".

    Raises DataError when the file cannot be read or the column is not clear.
    """
    limits = limits or Limits()
    if text_column is None and suffix_of(path) in _PLAIN_TEXT:
        return _lines(path, limits)
    table = read_table(path, limits, rows_needed=False)
    frame, notes = table.frame, list(table.notes)
    columns = [str(column) for column in frame.columns]
    if text_column is None and len(columns) == 1 and not is_text_name(columns[0]):
        notes.append("The file has one column without a known name, so its first row was read as a sentence too.")
        return [table.header[0], *frame.iloc[:, 0]], notes
    if frame.empty:
        raise DataError(
            f"The file {Path(str(path)).name} has a header but no rows below it.", "Add one row per sentence."
        )
    if text_column is not None:
        return list(frame[match_column(columns, text_column, "text")]), notes
    labels = [column for column in columns if is_label_name(column)]
    column, column_notes = detect_text_column(frame, labels if len(labels) < len(columns) else [])
    return list(frame[column]), [*notes, *column_notes]


def _lines(path: str | Path, limits: Limits) -> tuple[list[str], list[str]]:
    text, _, notes = read_text(path, limits)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    if len(lines) > limits.rows:
        raise DataError(f"The file has more than {limits.rows:,} lines.", "Give a smaller file, or part of it.")
    for number, line in enumerate(lines, start=1):
        if len(line) > limits.cell_chars:
            raise DataError(
                f"Line {number} has more than {limits.cell_chars:,} characters.", "Put one sentence on each line."
            )
    return [clean(line) for line in lines], notes
