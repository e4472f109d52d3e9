"""Files of runs, old and broken ones too, as the typed records they are read into."""

import json

import pytest

from kdcore.bundled import DEMO_RUN
from kdcore.errors import RunError
from kdcore.runs.folder import RunFolder
from kdcore.runs.records import RunState
from tests.made_runs import make_run_folder, run_config


def edited(run, name, **changes):
    """Change keys of one of the run's files; None removes the key."""
    plain = json.loads((run.path / name).read_text()) | changes
    (run.path / name).write_text(json.dumps({key: value for key, value in plain.items() if value is not None}))
    return run


def test_settings_are_read_as_they_were_written(tmp_path):
    config = run_config(tracked=["eta koro"], expected_s={"teacher": 2.5}, continues="first", python="3.11.7")
    assert make_run_folder(tmp_path, config=config).config() == config


def test_the_demo_run_opens_with_all_that_its_files_say():
    plain = json.loads((DEMO_RUN / "config.json").read_text())
    config = RunFolder(DEMO_RUN).config()
    assert config.training.as_dict() == plain["training"]
    assert config.data.label_names == plain["data"]["label_names"]
    assert (config.data.rows.train, config.threads) == (plain["data"]["rows"]["train"], plain["threads"])
    assert RunFolder(DEMO_RUN).state().state == "done"


def test_tracked_sentences_of_older_runs_are_found_under_their_old_name(tmp_path):
    run = edited(make_run_folder(tmp_path), "config.json", tracked=None, pinned=["eta koro"])
    assert run.config().tracked == ["eta koro"]


def test_what_older_runs_lack_has_defaults_and_what_newer_ones_have_is_ignored(tmp_path):
    missing = dict.fromkeys(("owner", "tracked", "expected_s", "continues", "python", "versions"))
    config = edited(make_run_folder(tmp_path), "config.json", **missing, invented=1).config()
    assert (config.owner, config.tracked, config.expected_s, config.continues) == ("", [], {}, "")


@pytest.mark.parametrize(
    "change", [{"training": None}, {"data": None}, {"threads": None}, {"data": {"name": "mine"}}, {"threads": "many"},
               {"training": {"preset": "quick"}}, {"expected_s": {"teacher": "long"}}],
)  # fmt: skip
def test_settings_with_a_part_missing_or_wrong_are_one_sentence(tmp_path, change):
    run = edited(make_run_folder(tmp_path), "config.json", **change)
    with pytest.raises(RunError, match="missing or broken"):
        run.config()


def test_settings_out_of_their_range_are_one_sentence(tmp_path):
    run = make_run_folder(tmp_path)
    training = run.config().training.as_dict()
    with pytest.raises(RunError, match="missing or broken"):
        edited(run, "config.json", training={**training, "distill": {"temperature": 0.0}}).config()


@pytest.mark.parametrize("content", ["{}", "[]", '{"state": "asleep"}', '{"state": "done", "n_resumed": "x"}'])
def test_a_broken_state_is_one_sentence(tmp_path, content):
    run = make_run_folder(tmp_path)
    (run.path / "state.json").write_text(content)
    with pytest.raises(RunError, match="missing or broken"):
        run.state()


def test_a_state_without_a_worker_has_no_keys_about_one():
    assert set(RunState("queued").as_record()) == {"state", "stage", "sentence", "reason", "at", "n_resumed"}
    assert set(RunState("running", pid=3, pid_started=1.0).as_record()) >= {"pid", "pid_started"}
