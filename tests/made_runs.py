"""Run folders made of known figures, for tests that need a run but no training."""

from dataclasses import replace

from kdcore.config import preset_config
from kdcore.runs.folder import RunFolder
from kdcore.runs.records import DataInfo, RowCounts, RunConfig, RunState
from kdcore.storage import write_json


def run_config(preset="quick", *, training=None, data=None, **changes):
    """Return the settings of a run on 100 rows; `training` and `data` replace fields of theirs."""
    config = RunConfig(
        training=replace(preset_config(preset, n_train=100), **(training or {})),
        data=replace(DataInfo("mine", "abc", ["a", "b"], RowCounts(100, 20, 20)), **(data or {})),
        threads=2,
        owner="somebody",
        versions={"torch": "2.8"},
    )
    return replace(config, **changes)


def make_run_folder(root, run_id="one", state="queued", *, config=None, **details):
    """Return a run in a state, however it came there; `details` are further fields of its state."""
    run = RunFolder.create(root, run_id, config or run_config())
    write_json(run.path / "state.json", RunState(state, **details).as_record())
    return run
