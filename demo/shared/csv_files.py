"""Tables as CSV files that are safe to open in a spreadsheet program."""

from __future__ import annotations

import secrets
from pathlib import Path

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # spreadsheet programs read such a cell as a formula
_MAX_FILES = 60  # of one kind; then the oldest is deleted


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an apostrophe before every text that could act as a formula; numbers stay as they are."""
    safe = table.copy()
    for column in table.select_dtypes(exclude=["number", "bool"]).columns:
        safe[column] = [f"'{cell}" if str(cell).startswith(_FORMULA) else cell for cell in table[column]]
    return safe


def csv_text(table: pd.DataFrame) -> str:
    """Return the table as CSV with a byte order mark, so that Excel reads it as UTF-8; no cell can act as a formula."""
    return "\ufeff" + str(without_formulas(table).to_csv(index=False, lineterminator="\n"))


def write_csv(table: pd.DataFrame, file: Path) -> Path:
    """Write what `csv_text` returns; returns the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(csv_text(table), encoding="utf-8")
    return file


def new_file(folder: Path, kind: str) -> Path:
    """Return an unguessable path for a new file of a kind; deletes the oldest files of that kind beyond the limit."""
    old = sorted(folder.glob(f"{kind}-*.csv"), key=lambda file: file.stat().st_mtime) if folder.is_dir() else []
    for file in old[: max(0, len(old) - _MAX_FILES + 1)]:
        file.unlink(missing_ok=True)
    return folder / f"{kind}-{secrets.token_hex(8)}.csv"
