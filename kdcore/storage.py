"""Files and folders that are complete or absent, whenever the process is killed; the one place that writes them.

A file is written under another name, synced, and renamed; a folder as well, with a manifest of sizes and sha256 written
last (Pillai et al. 2014, "All File Systems Are Not Created Equal", on why each of these steps is needed).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from kdcore.errors import KdError, RunError

_T = TypeVar("_T")
_MANIFEST = "manifest.json"


@contextmanager
def atomic_write(file: Path) -> Iterator[Path]:
    """Yield a temporary path to write to; afterwards it replaces `file`, so a reader sees old or new, never half.

    When the block raises, `file` stays as it was. Several threads and processes may replace the same file.
    """
    temporary = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        yield temporary
        sync(temporary)
        os.replace(temporary, file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_text(file: Path, text: str) -> None:
    """Replace `file` by a UTF-8 text, atomically."""
    with atomic_write(file) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(file: Path, content: Any) -> None:
    """Replace `file` by JSON, atomically; `content` is a dataclass or plain values."""
    plain = asdict(content) if is_dataclass(content) and not isinstance(content, type) else content
    write_text(file, json.dumps(plain, indent=2, ensure_ascii=False) + "\n")


def read_json(file: Path, kind: type[_T]) -> _T:
    """Return the content of a JSON file as a `kind` (a dataclass, or any type pydantic validates).

    Keys that `kind` does not have are ignored, and those it has a default for may be missing, so files of older and
    newer versions can be read.

    Raises:
        RunError: the file is missing, is no JSON, or does not fit `kind`.
    """
    try:
        return cast(_T, _adapter(cast(Any, kind)).validate_json(file.read_bytes()))
    except (OSError, ValueError, KdError) as error:
        raise RunError(f"{file} is missing or broken.", "Train the run again.") from error


@cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter  # only where a file is read

    return TypeAdapter(kind)


def publish(unfinished: Path, folder: Path) -> None:
    """Rename a folder of written files to `folder`, with a manifest, atomically; an older `folder` is removed."""
    files = sorted(file for file in unfinished.iterdir() if file.is_file() and file.name != _MANIFEST)
    entries = {file.name: {"bytes": file.stat().st_size, "sha256": file_sha256(file)} for file in files}
    (unfinished / _MANIFEST).write_text(json.dumps(entries, indent=2), encoding="utf-8")
    for file in (*files, unfinished / _MANIFEST):
        sync(file)
    sync(unfinished)
    if folder.exists():
        remove(folder)
    os.rename(unfinished, folder)
    sync(folder.parent)


def replace_in_folder(folder: Path, name: str, text: str) -> None:
    """Replace one file of a folder; a published folder is published again, so that it still verifies."""
    if not (folder / _MANIFEST).exists():
        write_text(folder / name, text)
        return
    copy = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    (copy / name).write_text(text, encoding="utf-8")
    publish(copy, folder)


def verifies(folder: Path) -> bool:
    """Return whether a published folder holds exactly what its manifest says."""
    try:
        entries = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return bool(entries) and all(
            (folder / name).stat().st_size == entry["bytes"] and file_sha256(folder / name) == entry["sha256"]
            for name, entry in entries.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remove(folder: Path) -> None:
    """Delete a folder; a kill in between leaves a name that is never read as a published folder."""
    doomed = folder.with_name(f".{folder.name}.gone.tmp")
    shutil.rmtree(doomed, ignore_errors=True)
    os.rename(folder, doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def sync(path: Path) -> None:
    """Return when the file's content, or the folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_sha256(file: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
