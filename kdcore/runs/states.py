"""The states of a run and the allowed transitions between them."""

from __future__ import annotations

from typing import Literal, get_args

StateName = Literal["queued", "running", "stopping", "stopped", "interrupted", "failed", "done"]
STATES: tuple[StateName, ...] = get_args(StateName)
ACTIVE = ("running", "stopping")  # a worker process is training
OPEN = ("queued", *ACTIVE)  # continues without any action by a person
RESUMABLE = ("stopped", "failed", "interrupted")
MAX_AUTO_RESUMES = 3  # of an interrupted run, without any action by a person

MOVES: dict[str, frozenset[str]] = {
    "queued": frozenset({"running", "stopped"}),
    "running": frozenset({"done", "failed", "stopping", "stopped", "interrupted"}),
    "stopping": frozenset({"stopped", "failed", "interrupted"}),
    "stopped": frozenset({"queued"}),
    "failed": frozenset({"queued"}),
    "interrupted": frozenset({"queued"}),
    "done": frozenset(),  # training longer is a new run
}


def may_move(old: str, new: str) -> bool:
    """Return whether the transition is allowed; staying in a state always is."""
    return old == new or new in MOVES[old]
