"""A name and a pin that people give to a run. Its settings never change; these annotations may, at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator

from kdcore.data.decoding import clean
from kdcore.errors import RunError
from kdcore.runs.folder import RunFolder
from kdcore.storage import read_json, write_json

NAME_CHARS = 60
_FILE = "about.json"


@dataclass(frozen=True)
class Annotations:
    """The content of a run's `about.json`."""

    name: str  # given by a person; "" for none
    # A pinned run is never deleted to make room. "yes" or 1 in a file edited by hand is not a pin.
    pinned: Annotated[bool, BeforeValidator(lambda value: value is True)]


def annotations_of(run: RunFolder) -> Annotations:
    """Return the annotations of a run: no name and no pin if their file is missing or broken."""
    try:
        stored = read_json(run.path / _FILE, Annotations)
    except RunError:
        return Annotations(name="", pinned=False)
    return replace(stored, name=clean(stored.name)[:NAME_CHARS])


def rename_run(run: RunFolder, name: str) -> None:
    """Give a run a name of up to 60 characters, cleaned as sentences are; an empty one removes it.

    Raises:
        RunError: the name is longer.
    """
    cleaned = clean(name)
    if len(cleaned) > NAME_CHARS:
        raise RunError(f"This name has {len(cleaned)} characters.", f"Use up to {NAME_CHARS}.")
    _write(run, replace(annotations_of(run), name=cleaned))


def pin_run(run: RunFolder, pinned: bool) -> None:
    """Pin or unpin a run."""
    _write(run, replace(annotations_of(run), pinned=pinned))


def _write(run: RunFolder, annotations: Annotations) -> None:
    write_json(run.path / _FILE, annotations)
