"""Folders that are there whole or not at all, whenever the process is killed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

_MANIFEST = "manifest.json"


def publish(unfinished: Path, folder: Path) -> None:
    """Turn a folder of written files into `folder`, at once; an older one of that name makes room."""
    files = sorted(file for file in unfinished.iterdir() if file.is_file() and file.name != _MANIFEST)
    entries = {file.name: {"bytes": file.stat().st_size, "sha256": _digest(file)} for file in files}
    (unfinished / _MANIFEST).write_text(json.dumps(entries, indent=2), encoding="utf-8")
    for file in (*files, unfinished / _MANIFEST):
        sync(file)
    sync(unfinished)
    if folder.exists():
        remove(folder)
    os.rename(unfinished, folder)
    sync(folder.parent)


def replace_file(folder: Path, name: str, text: str) -> None:
    """Give one file of a folder another content; a published folder is published again, so that it still verifies."""
    if not (folder / _MANIFEST).exists():
        unfinished = folder / f".{name}.tmp"
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, folder / name)
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
            (folder / name).stat().st_size == entry["bytes"] and _digest(folder / name) == entry["sha256"]
            for name, entry in entries.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remove(folder: Path) -> None:
    """Delete a folder; a kill in between leaves a name that nobody takes for a checkpoint."""
    doomed = folder.with_name(f".{folder.name}.gone.tmp")
    shutil.rmtree(doomed, ignore_errors=True)
    os.rename(folder, doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Return when the file, or the names in the folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
