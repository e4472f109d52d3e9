"""Tables as CSV files that are safe to open in a spreadsheet program."""

from __future__ import annotations

import secrets
from pathlib import Path

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheet programs take for the start of a formula
_MOST_FILES = 60  # of one kind; the oldest make room


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before every text that could act as a formula; numbers are left alone."""
    safe = table.copy()
    for column in table.select_dtypes(exclude=["number", "bool"]).columns:
        safe[column] = [f"'{cell}" if str(cell).startswith(_FORMULA) else cell for cell in table[column]]
    return safe


def csv_text(table: pd.DataFrame) -> str:
    """Return the table as a CSV that Excel reads as Bengali, in which no cell can act as a formula."""
    return "\ufeff" + str(harmless(table).to_csv(index=False, lineterminator="\n"))


def write_csv(table: pd.DataFrame, file: Path) -> Path:
    """Write what `csv_text` returns; returns the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(csv_text(table), encoding="utf-8")
    return file


def new_file(folder: Path, kind: str) -> Path:
    """Return a name that nobody can guess for a new file of a kind; the oldest files of that kind make room."""
    old = sorted(folder.glob(f"{kind}-*.csv"), key=lambda file: file.stat().st_mtime) if folder.is_dir() else []
    for file in old[: max(0, len(old) - _MOST_FILES + 1)]:
        file.unlink(missing_ok=True)
    return folder / f"{kind}-{secrets.token_hex(8)}.csv"
