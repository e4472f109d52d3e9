"""What people note on a run: a name and a pin. Its settings never change; these marks may, at any time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from kdcore.data.decoding import clean
from kdcore.errors import RunError
from kdcore.runs.folder import RunFolder
from kdcore.storage import write_json

NAME_CHARS = 60
_FILE = "about.json"


@dataclass(frozen=True)
class Annotations:
    """The marks of one run."""

    name: str = ""  # given by a person; "" for none
    pinned: bool = False  # is never deleted to make room


def annotations_of(run: RunFolder) -> Annotations:
    """Return the marks of a run; none when there are none, or their file is broken: they are no reason to fail."""
    try:
        written = json.loads((run.path / _FILE).read_text(encoding="utf-8"))
        return Annotations(clean(str(written["name"]))[:NAME_CHARS], written["pinned"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return Annotations()


def rename_run(run: RunFolder, name: str) -> None:
    """Give a run a name of up to 60 characters, cleaned as sentences are; an empty one takes it away.

    Raises RunError when it is longer.
    """
    cleaned = clean(name)
    if len(cleaned) > NAME_CHARS:
        raise RunError(f"This name has {len(cleaned)} characters.", f"Use up to {NAME_CHARS}.")
    _write(run, replace(annotations_of(run), name=cleaned))


def pin_run(run: RunFolder, pinned: bool) -> None:
    """Pin a run, or take the pin away."""
    _write(run, replace(annotations_of(run), pinned=pinned))


def _write(run: RunFolder, marks: Annotations) -> None:
    write_json(run.path / _FILE, asdict(marks))
