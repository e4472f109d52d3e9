import pytest

from kdcore.errors import RunError
from kdcore.runs.folder import RUN_ID, RunFolder, list_runs, new_run_id
from tests.made_runs import make_run_folder, run_config


def test_a_new_run_is_queued_and_keeps_its_settings(tmp_path):
    run = RunFolder.create(tmp_path / "runs", "one", run_config(owner="me"))
    assert run.state().state == "queued"
    assert RunFolder.open(run.path).config() == run_config(owner="me")
    assert [r.run_id for r in list_runs(tmp_path / "runs")] == ["one"]


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "A", "x" * 41, "a b"])
def test_names_that_could_leave_the_folder_are_refused(tmp_path, name):
    with pytest.raises(RunError):
        RunFolder.create(tmp_path, name, run_config())


def test_a_name_is_taken_once(tmp_path):
    RunFolder.create(tmp_path, "one", run_config())
    with pytest.raises(RunError, match="already"):
        RunFolder.create(tmp_path, "one", run_config())


def test_generated_names_are_allowed_and_differ():
    names = {new_run_id("balanced") for _ in range(50)}
    assert len(names) == 50
    assert all(RUN_ID.fullmatch(name) for name in names)


def test_a_folder_without_a_run_and_an_unfinished_run_are_said(tmp_path):
    with pytest.raises(RunError, match="no run"):
        RunFolder.open(tmp_path)
    run = RunFolder.create(tmp_path, "one", run_config())
    with pytest.raises(RunError, match="queued, not done"):
        RunFolder.open(run.path, finished=True)


def test_broken_json_is_one_sentence(tmp_path):
    run = RunFolder.create(tmp_path, "one", run_config())
    (run.path / "state.json").write_text("{")
    with pytest.raises(RunError, match="broken"):
        run.state()


def test_a_torn_last_line_is_left_out(tmp_path):
    run = make_run_folder(tmp_path)
    assert run.events() == []
    line = '{"seq": %d, "at": 1.0, "event": "LabelsDone", "stage": "soft_targets", "n_done": 1, "n_rows": 2}\n'
    run.events_file.write_text(line % 1 + line % 2 + '{"se')
    assert [recorded.seq for recorded in run.events()] == [1, 2]


def test_an_unknown_state_is_refused(tmp_path):
    with pytest.raises(RunError):
        RunFolder.create(tmp_path, "one", run_config()).set_state("asleep")
