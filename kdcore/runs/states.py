"""Which state of a run may follow which; everything else is a mistake and is refused."""

from __future__ import annotations

STATES = ("queued", "running", "stopping", "stopped", "interrupted", "failed", "done")
ACTIVE = ("running", "stopping")  # a worker is at it
OPEN = ("queued", *ACTIVE)  # it will go on without anybody's doing
MOST_RETURNS = 3  # times that an interrupted run is taken up again by itself
RESUMABLE = ("stopped", "failed", "interrupted")

MOVES: dict[str, frozenset[str]] = {
    "queued": frozenset({"running", "stopped"}),
    "running": frozenset({"done", "failed", "stopping", "interrupted"}),
    "stopping": frozenset({"stopped", "failed", "interrupted"}),
    "stopped": frozenset({"queued"}),
    "failed": frozenset({"queued"}),
    "interrupted": frozenset({"queued"}),
    "done": frozenset(),  # training longer is a new run
}


def may_move(old: str, new: str) -> bool:
    """Return whether a run may go from one state to another; staying in a state is no move, and allowed."""
    return old == new or new in MOVES[old]
