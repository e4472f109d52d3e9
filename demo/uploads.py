"""Visitors' files: read and split once, prepared for training, and found again by an id."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

from demo.refusals import Refusal
from kdcore.config import Limits, VisitorLimits
from kdcore.data import Dataset, has_bundled_labels, load_dataset, save_dataset
from kdcore.data.loading import dataset_from_table
from kdcore.data.reading import Table, read_table
from kdcore.errors import RunError
from kdcore.storage import file_sha256, read_json, write_json

BUNDLED_ID = "bundled"
_DATA_ID = re.compile(r"[0-9a-f]{16}")
_MOST_FILES = 50  # prepared files kept; the oldest makes room
_T = TypeVar("_T")


@dataclass
class Uploads:
    """The files that visitors gave, for many visitors at once.

    A file is parsed once and split once for every choice of columns, however often it is looked at: the language may be
    switched, and the same columns chosen again. The few last used ones are kept in memory.
    """

    folder: Path  # of the prepared files
    limits: VisitorLimits
    _tables: LRUCache[Hashable, Table] = field(default_factory=lambda: LRUCache(4))
    _datasets: LRUCache[Hashable, Dataset] = field(default_factory=lambda: LRUCache(8))  # by file and columns, or by id
    _lock: Lock = field(default_factory=Lock)

    def table(self, path: str) -> Table:
        """Return a visitor's file as a table; raises DataError when it is none."""
        return self._once(self._tables, _identity(path), lambda: read_table(path, self._limits))

    def read(self, path: str, text_column: str | None, label_column: str | None) -> Dataset:
        """Return a visitor's file split three ways; raises DataError when it cannot be used."""
        key = (*_identity(path), text_column, label_column)
        return self._once(
            self._datasets,
            key,
            lambda: dataset_from_table(self.table(path), text_column, label_column, limits=self._limits),
        )

    def keep(self, dataset: Dataset) -> str:
        """Store a prepared file and return the id under which its visitor can train on it."""
        data_id = secrets.token_hex(8)
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.file(data_id)
        save_dataset(dataset, file)
        # What was made from the bundled sentences has their labels, and says so in its digest.
        made = dataset.sha256 if has_bundled_labels(dataset.sha256) else ""
        info: dict[str, Any] = {
            "name": dataset.name[:60],
            "rows": rows_of(dataset),
            "sha256": made or file_sha256(file),
        }
        write_json(file.with_suffix(".json"), info)
        with self._lock:
            self._datasets[data_id] = replace(dataset, name=info["name"], sha256=info["sha256"])
        for old in sorted(self.folder.glob("*.json"), key=lambda file: file.stat().st_mtime)[:-_MOST_FILES]:
            old.with_suffix(".csv").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
        return data_id

    def file(self, data_id: str) -> Path:
        """Return where a prepared file lies."""
        return self.folder / f"{data_id}.csv"

    def info(self, data_id: str) -> dict[str, Any]:
        """Return `name`, `rows` (train, validation, test) and `sha256` of the bundled or a visitor's data.

        Raises Refusal when it is not here.
        """
        if data_id == BUNDLED_ID:
            return {"name": BUNDLED_ID, "rows": rows_of(bundled_dataset()), "sha256": bundled_dataset().sha256}
        if not _DATA_ID.fullmatch(data_id or ""):
            raise Refusal("data_gone")
        try:
            return read_json(self.file(data_id).with_suffix(".json"), dict[str, Any])
        except RunError:
            raise Refusal("data_gone") from None

    def dataset(self, data_id: str) -> Dataset:
        """Return the data that a training is to use; raises Refusal when it is not here."""
        if data_id == BUNDLED_ID:
            return bundled_dataset()
        info = self.info(data_id)
        return self._once(self._datasets, data_id, lambda: self._stored(data_id, info))

    def _stored(self, data_id: str, info: Mapping[str, Any]) -> Dataset:
        dataset = load_dataset(self.file(data_id), text_column="sentence", label_column="label")
        return replace(dataset, name=info["name"], sha256=info.get("sha256", dataset.sha256))

    @property
    def _limits(self) -> Limits:
        most = self.limits
        return Limits(file_bytes=most.file_mb * 1_000_000, rows=most.rows, sentence_chars=most.sentence_chars)

    def _once(self, kept: LRUCache[Hashable, _T], key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            if key in kept:
                return kept[key]
        made = make()  # outside the lock: another visitor's file need not wait for this one
        with self._lock:
            kept[key] = made
        return made


def _identity(path: str) -> tuple[str, int, int]:
    """Return what changes when a file does; a missing one is the reader's to complain about."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return path, 0, 0
    return path, status.st_mtime_ns, status.st_size


@cache
def bundled_dataset() -> Dataset:
    """Return the bundled sentences, read once."""
    return load_dataset()


def rows_of(dataset: Dataset) -> dict[str, int]:
    """Return how many rows each part of the data has."""
    return {"train": len(dataset.train), "validation": len(dataset.validation), "test": len(dataset.test)}
