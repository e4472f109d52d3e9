import itertools

import pytest

from kdcore.errors import RunError
from kdcore.runs.folder import RunFolder
from kdcore.runs.states import MOVES, STATES
from kdcore.storage import write_json


@pytest.mark.parametrize(("old", "new"), list(itertools.product(STATES, STATES)))
def test_only_the_moves_of_the_table_succeed(tmp_path, old, new):
    run = RunFolder.create(tmp_path, "one", {})
    write_json(run.path / "state.json", {"state": old, "stage": ""})
    if old == new or new in MOVES[old]:
        run.set_state(new)
        assert run.state()["state"] == new
    else:
        with pytest.raises(RunError, match=f"is {old} cannot become {new}"):
            run.set_state(new)
        assert run.state()["state"] == old


def test_what_is_done_never_changes():
    assert MOVES["done"] == frozenset()


@pytest.mark.parametrize("state", STATES)
def test_only_what_stood_still_is_queued_again(tmp_path, state):
    run = RunFolder.create(tmp_path, "one", {})
    write_json(run.path / "state.json", {"state": state, "stage": "student", "n_resumed": 2})
    run.ask_to_stop()
    if state in ("stopped", "failed", "interrupted"):
        run.requeue(by_itself=True)
        assert (run.state()["state"], run.state()["stage"], run.state()["n_resumed"]) == ("queued", "student", 3)
        assert not run.asked_to_stop
    else:
        with pytest.raises(RunError, match="cannot be resumed"):
            run.requeue()
