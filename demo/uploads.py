"""Visitors' files: parsed and split once, stored for training, and found again by an id."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache

from demo.refusals import Refusal
from kdcore.config import Limits, VisitorLimits
from kdcore.data import Dataset, has_bundled_labels, load_dataset, save_dataset
from kdcore.data.loading import dataset_from_table
from kdcore.data.reading import Table, read_table
from kdcore.errors import RunError
from kdcore.runs.records import RowCounts
from kdcore.storage import file_sha256, read_json, write_json

BUNDLED_ID = "bundled"  # the data id of the bundled sentences
_DATA_ID = re.compile(r"[0-9a-f]{16}")
_MAX_FILES = 50  # prepared files on disk; the oldest are deleted
_T = TypeVar("_T")


@dataclass(frozen=True)
class UploadInfo:
    """What is shown and estimated of data without reading it."""

    name: str
    rows: RowCounts
    sha256: str = ""  # files of older versions have none


@dataclass
class Uploads:
    """The files of all visitors; safe for several threads.

    A file is parsed once, and split once per choice of columns, however often it is shown: after a language switch, or
    when the same columns are chosen again. The most recently used ones are in memory, the stored ones on disk too.
    """

    folder: Path  # of the stored files
    limits: VisitorLimits
    _tables: LRUCache[Hashable, Table] = field(default_factory=lambda: LRUCache(4))
    _datasets: LRUCache[Hashable, Dataset] = field(default_factory=lambda: LRUCache(8))  # by file and columns, or by id
    _lock: Lock = field(default_factory=Lock)

    def table(self, path: str) -> Table:
        """Return an uploaded file as a table; raises DataError when it cannot be read."""
        return self._cached(self._tables, _identity(path), lambda: read_table(path, self._limits))

    def read(self, path: str, text_column: str | None, label_column: str | None) -> Dataset:
        """Return an uploaded file as a dataset; columns that are None are detected; raises DataError."""
        key = (*_identity(path), text_column, label_column)
        return self._cached(
            self._datasets,
            key,
            lambda: dataset_from_table(self.table(path), text_column, label_column, limits=self._limits),
        )

    def keep(self, dataset: Dataset) -> str:
        """Store a dataset and return the data id under which its visitor can train on it."""
        data_id = secrets.token_hex(8)
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.file(data_id)
        save_dataset(dataset, file)
        # Data made from the bundled sentences keeps its digest, which says that the labels are the bundled ones.
        made = dataset.sha256 if has_bundled_labels(dataset.sha256) else ""
        info = UploadInfo(dataset.name[:60], RowCounts.of(dataset), made or file_sha256(file))
        write_json(file.with_suffix(".json"), info)
        with self._lock:
            self._datasets[data_id] = replace(dataset, name=info.name, sha256=info.sha256)
        for old in sorted(self.folder.glob("*.json"), key=lambda file: file.stat().st_mtime)[:-_MAX_FILES]:
            old.with_suffix(".csv").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
        return data_id

    def file(self, data_id: str) -> Path:
        """Return the path of a stored file."""
        return self.folder / f"{data_id}.csv"

    def info(self, data_id: str) -> UploadInfo:
        """Return what is known of the bundled or a visitor's data; raises Refusal when it is no longer here."""
        if data_id == BUNDLED_ID:
            return UploadInfo(BUNDLED_ID, RowCounts.of(bundled_dataset()), bundled_dataset().sha256)
        if not (isinstance(data_id, str) and _DATA_ID.fullmatch(data_id)):
            raise Refusal("data_gone")
        try:
            return read_json(self.file(data_id).with_suffix(".json"), UploadInfo)
        except RunError:
            raise Refusal("data_gone") from None

    def dataset(self, data_id: str) -> Dataset:
        """Return the bundled or a visitor's data; raises Refusal when it is no longer here."""
        if data_id == BUNDLED_ID:
            return bundled_dataset()
        info = self.info(data_id)
        return self._cached(self._datasets, data_id, lambda: self._stored(data_id, info))

    def _stored(self, data_id: str, info: UploadInfo) -> Dataset:
        dataset = load_dataset(self.file(data_id), text_column="sentence", label_column="label")
        return replace(dataset, name=info.name, sha256=info.sha256 or dataset.sha256)

    @property
    def _limits(self) -> Limits:
        limits = self.limits
        return Limits(file_bytes=limits.file_mb * 1_000_000, rows=limits.rows, sentence_chars=limits.sentence_chars)

    def _cached(self, cache: LRUCache[Hashable, _T], key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            if key in cache:
                return cache[key]
        value = make()  # outside the lock, so that other visitors do not wait for this file
        with self._lock:
            cache[key] = value
        return value


def _identity(path: str) -> tuple[str, int, int]:
    """Return a key that changes when the file does; a missing file is reported where it is read."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return path, 0, 0
    return path, status.st_mtime_ns, status.st_size


@cache
def bundled_dataset() -> Dataset:
    """Return the bundled sentences, read once."""
    return load_dataset()
