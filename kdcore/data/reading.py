"""From a path or a link to a table of strings, or an error that says in one sentence what is wrong with the file."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pandas as pd

from kdcore.config import Limits
from kdcore.data.decoding import clean, decode
from kdcore.data.download import fetch
from kdcore.data.reading_notes import Note
from kdcore.errors import DataError, DownloadError

_DELIMITERS = (",", ";", "\t")
_SNIFFED_ROWS = 50  # rows read to detect the delimiter
_EXCEL_HINT = re.compile(r"sep=([,;\t])\r?\n", re.I)  # a first line that Excel understands


@dataclass(frozen=True)
class Table:
    """A file as strings: every cell is a str; the index is the row's number in the file, where the header is row 1."""

    frame: pd.DataFrame
    header: list[str]  # the first row, cleaned; the frame's columns have blank and repeated names replaced
    name: str  # file name without folder and suffix
    sha256: str  # of the file's bytes
    notes: list[str]  # plain sentences about how it was read


def is_link(source: str | Path) -> bool:
    """Return whether the source is a URL rather than a path."""
    return isinstance(source, str) and "://" in source


def suffix_of(source: str | Path) -> str:
    """Return the suffix of the file's name in lower case, such as `.csv`; empty when it has none."""
    return _file_name(source).suffix.lower()


def _file_name(source: str | Path) -> PurePosixPath | Path:
    return PurePosixPath(unquote(urlsplit(str(source)).path)) if is_link(source) else Path(source)


def read_bytes(source: str | Path, limits: Limits) -> bytes:
    """Return the bytes behind a path or an http(s) URL, never more than `limits.file_bytes`.

    Raises DataError when it cannot be read or is too large, DownloadError when it cannot be fetched.
    """
    if is_link(source):
        return fetch(str(source), limits)
    shown = str(source)
    if not shown.strip():
        raise DataError("No file was given.", "Give the path of a CSV file, or a link to one.")
    path = Path(source)
    try:
        if path.is_dir():
            raise DataError(f"{shown} is a folder.", "Give the path of a CSV file inside it.")
        if not path.exists():
            raise DataError(f"There is no file {shown}.", "Check the spelling of the path.")
        if not path.is_file():
            raise DataError(f"{shown} is not a regular file.", "Give the path of a CSV file.")
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(
            f"The file {shown!r} cannot be read: {reason}.", "Check the path and its permissions."
        ) from error
    if len(data) > limits.file_bytes:
        raise DataError(
            f"The file {path.name} is larger than {limits.file_bytes / 1e6:g} MB.",
            "Give a smaller file, or part of it.",
        )
    return data


def read_text(source: str | Path, limits: Limits) -> tuple[str, str, list[str]]:
    """Return the text behind a path or URL, the sha256 of its bytes, and notes on how it was decoded.

    Raises DataError when the bytes cannot be read or are no text.
    """
    data = read_bytes(source, limits)
    name = _file_name(source).name or "behind the link"
    try:
        text, notes = decode(data, name)
    except DataError as error:
        if is_link(source) and "web page" in error.what:
            raise DownloadError(f"The link leads to a web page, not to a file: {source}.", error.fix) from error
        raise
    return text, hashlib.sha256(data).hexdigest(), notes


def read_table(source: str | Path, limits: Limits | None = None, *, rows_needed: bool = True) -> Table:
    """Return the CSV file behind a path or an http(s) URL, delimited by commas, semicolons or tabs.

    Every cell is cleaned: Unicode NFC, one line, no control or direction characters, no outer blanks.
    With `rows_needed` a header without rows below it is an error.

    Raises DataError, naming the row, when the file is no such table; DownloadError when it cannot be fetched.
    """
    limits = limits or Limits()
    text, sha256, notes = read_text(source, limits)
    name = _file_name(source).stem or "table"
    hint = _EXCEL_HINT.match(text)
    n_skipped = 1 if hint else 0
    text = text[hint.end() :] if hint else text
    delimiter = hint[1] if hint else _delimiter(text)
    rows = _rows(text, delimiter, limits, n_skipped)
    try:
        number, first = next(rows)
    except StopIteration:
        raise DataError(f"The file {name} holds no header.", "Start it with a line of column names.") from None
    header, header_notes = _header(first)
    notes += header_notes
    numbers, cells = _body(rows, header, limits)
    if rows_needed and not cells:
        raise DataError(
            f"The file {name} has a header (row {number}) but no rows below it.", "Add one row per sentence."
        )
    frame = pd.DataFrame(cells, columns=header, index=numbers, dtype=object)
    return Table(frame, [clean(cell) for cell in first], name, sha256, notes)


def _delimiter(text: str) -> str:
    """Return the delimiter with which the header has several fields and most of the first rows have as many."""
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = []
        # Errors are reported by the strict reading that follows.
        with suppress(csv.Error):
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                if row:
                    widths.append(len(row))
                if len(widths) > _SNIFFED_ROWS:
                    break
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str, limits: Limits, n_skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield number and fields of every row, from the header on; blank lines before it are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, started = n_skipped, False
    while True:
        number += 1
        line = reader.line_num + 1 + n_skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _csv_error(str(error), number, line, limits) from error
        if any(len(cell) > limits.cell_chars for cell in row):
            raise _csv_error("field larger", number, line, limits)
        started = started or bool(row)
        if started:
            yield number, row


def _csv_error(reason: str, number: int, line: int, limits: Limits) -> DataError:
    where = f"Row {number} (it starts on line {line} of the file)"
    if "unexpected end of data" in reason:
        return DataError(f"{where} opens a quote that is never closed.", 'Close it, or write the quote twice: "".')
    if "larger" in reason:
        return DataError(
            f"{where} has a cell of more than {limits.cell_chars:,} characters, perhaps a quote that is not closed.",
            "Shorten the cell, or close the quote.",
        )
    if "expected after" in reason:
        return DataError(
            f"{where} has characters after a closing quote.", 'Write a quote inside a quoted cell twice: "".'
        )
    return DataError(f"{where} cannot be read as CSV: {reason}.", "Save the file again as CSV (UTF-8).")


def _header(first: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return cleaned column names, blank ones filled in and repeated ones numbered, and notes on these changes."""
    names: list[str] = []
    notes: list[str] = []
    for position, cell in enumerate(first, start=1):
        name = clean(cell)
        if not name:
            name = f"column {position}"
            notes.append(Note("note_unnamed_column", place=position, name=repr(name)))
        written, copy = name, 1
        while name in names:
            copy += 1
            name = f"{written} ({copy})"
        if name != written:
            notes.append(Note("note_twin_columns", wanted=repr(written), name=repr(name)))
        names.append(name)
    return names, notes


def _body(
    rows: Iterator[tuple[int, list[str]]], header: Sequence[str], limits: Limits
) -> tuple[list[int], list[list[str]]]:
    """Return the row numbers and the cleaned cells of all rows; raises DataError unless they fit the header."""
    width = len(header)
    numbers: list[int] = []
    cells: list[list[str]] = []
    for number, row in rows:
        if not row:
            if width > 1:
                continue  # a blank line; with a single column it is an empty cell
            row = [""]
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            raise DataError(
                f"Row {number} has {len(row)} fields, but the header has {width}.",
                "Put cells that hold the delimiter in quotes.",
            )
        if len(row) < width:
            raise DataError(
                f"Row {number} has only {len(row)} of the {width} fields of the header.",
                "Add the missing cells, or the missing delimiters for empty ones.",
            )
        if len(cells) == limits.rows:
            raise DataError(f"The file has more than {limits.rows:,} rows.", "Give a smaller file, or part of it.")
        numbers.append(number)
        cells.append([clean(cell) for cell in row[:width]])
    return numbers, cells
