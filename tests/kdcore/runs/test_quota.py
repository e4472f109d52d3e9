import os

import pytest

from kdcore.config import preset_config
from kdcore.data import load_dataset
from kdcore.errors import RunError
from kdcore.runs.annotations import pin_run
from kdcore.runs.folder import list_runs
from kdcore.runs.launcher import Launcher
from kdcore.runs.quota import folder_bytes, make_room, quota_of, used_bytes
from tests.made_runs import make_run_folder

SECRET = "a secret of sixteen letters or more"
WEIGHT = 100_000  # bytes of each run's networks
FEW = 5_000  # more than settings and state of all runs here hold


def add(root, name, state, age_s, **more):
    """Return a run that was made `age_s` seconds ago and weighs a bit more than WEIGHT."""
    run = make_run_folder(root, name, state, **more)
    (run.path / "student").mkdir()
    (run.path / "student" / "weights").write_bytes(b"x" * WEIGHT)
    made = run.created_ns - age_s * 10**9
    os.utime(run.path / "config.json", ns=(made, made))
    return run


def left(root):
    return {run.run_id for run in list_runs(root)}


def test_a_folder_weighs_what_its_files_do(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one").write_bytes(b"x" * 10)
    (tmp_path / "a" / "b" / "two").write_bytes(b"x" * 32)
    assert folder_bytes(tmp_path) == 42
    assert folder_bytes(tmp_path / "nowhere") == 0


def test_nothing_goes_while_there_is_room(tmp_path):
    add(tmp_path, "a", "done", 1)
    assert make_room(tmp_path, 2 * WEIGHT) == []
    assert left(tmp_path) == {"a"}


def test_the_oldest_that_are_over_make_room_and_no_more_than_needed(tmp_path):
    # By age, not by name: the names run the other way.
    for age, (name, state) in enumerate([("a", "done"), ("b", "failed"), ("c", "stopped"), ("d", "done")]):
        add(tmp_path, name, state, age)
    assert make_room(tmp_path, 2 * WEIGHT + FEW * 2) == ["d", "c"]
    assert left(tmp_path) == {"a", "b"}
    assert used_bytes(tmp_path) < 2 * WEIGHT + FEW * 2


def test_pinned_and_open_and_returning_and_spared_runs_stay(tmp_path):
    pin_run(add(tmp_path, "pinned", "done", 9), True)
    for age, state in enumerate(("queued", "running", "stopping", "interrupted")):
        add(tmp_path, state, state, 20 + age)
    add(tmp_path, "spared", "done", 8)
    add(tmp_path, "given-up", "interrupted", 7, n_resumed=3)
    add(tmp_path, "newest", "done", 1)
    assert make_room(tmp_path, 7 * WEIGHT + FEW * 7, ["spared"]) == ["given-up"]
    assert "newest" in left(tmp_path)


def test_if_all_that_may_go_is_not_enough_nothing_goes(tmp_path):
    pin_run(add(tmp_path, "pinned", "done", 9), True)
    add(tmp_path, "over", "done", 1)
    with pytest.raises(RunError, match="up to 5e-05 GB of runs"):
        make_room(tmp_path, WEIGHT // 2)
    assert left(tmp_path) == {"pinned", "over"}


def test_a_quota_is_obeyed_on_a_space_alone():
    assert quota_of({"SPACE_ID": "me/distil"}, 3) == 3_000_000_000
    assert quota_of({}, 3) is None
    assert quota_of({"SPACE_ID": "me/distil"}, None) is None


class Still(Launcher):
    """Starts nothing."""

    def tick(self):
        pass


def test_a_submission_makes_room_or_is_refused(tmp_path, small_csv):
    data = load_dataset(small_csv)
    config = preset_config("quick", n_train=len(data.train))
    launcher = Still(tmp_path, quota_bytes=WEIGHT)
    add(tmp_path, "old", "done", 9)
    mine = launcher.submit(config, data, SECRET)
    assert left(tmp_path) == {mine.run_id}
    pin_run(add(tmp_path, "kept", "done", 9), True)
    with pytest.raises(RunError, match="pinned or under way"):
        launcher.submit(config, data, f"{SECRET} 2")
    assert left(tmp_path) == {mine.run_id, "kept"}
    without = Still(tmp_path)
    assert without.submit(config, data, f"{SECRET} 3").run_id in left(tmp_path)
