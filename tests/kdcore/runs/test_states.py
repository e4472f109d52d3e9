import itertools

import pytest
from psutil import Process

from kdcore.errors import RunError
from kdcore.runs.states import ACTIVE, MOVES, STATES
from tests.made_runs import make_run_folder


@pytest.mark.parametrize(("old", "new"), list(itertools.product(STATES, STATES)))
def test_only_the_moves_of_the_table_succeed(tmp_path, old, new):
    run = make_run_folder(tmp_path, state=old)
    if old == new or new in MOVES[old]:
        run.set_state(new, worker=Process())
        assert run.state().state == new
    else:
        with pytest.raises(RunError, match=f"is {old} cannot become {new}"):
            run.set_state(new, worker=Process())
        assert run.state().state == old


@pytest.mark.parametrize("state", ACTIVE)
def test_an_active_state_always_names_its_worker(tmp_path, state):
    """Else the launcher, looking just then, would take the worker for dead and the run for interrupted."""
    run = make_run_folder(tmp_path, state="running")
    with pytest.raises(ValueError, match="needs its worker"):
        run.set_state(state)
    run.set_state(state, worker=Process())
    assert run.has_worker()


def test_what_is_done_never_changes():
    assert MOVES["done"] == frozenset()


@pytest.mark.parametrize("state", STATES)
def test_only_what_stood_still_is_queued_again(tmp_path, state):
    run = make_run_folder(tmp_path, state=state, stage="student", n_resumed=2)
    run.request_stop()
    if state in ("stopped", "failed", "interrupted"):
        run.requeue(automatic=True)
        assert (run.state().state, run.state().stage, run.state().n_resumed) == ("queued", "student", 3)
        assert not run.stop_requested
    else:
        with pytest.raises(RunError, match="cannot be resumed"):
            run.requeue()
