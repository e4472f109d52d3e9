"""The queue, without any training: workers are stood in for by small processes."""

import os
import subprocess
import sys
from dataclasses import replace
from threading import Barrier, Thread

import psutil
import pytest

from kdcore.config import preset_config
from kdcore.data import load_dataset
from kdcore.errors import RunError
from kdcore.runs.annotations import Annotations, annotations_of
from kdcore.runs.folder import RunFolder, list_runs, queue_order
from kdcore.runs.launcher import Launcher, owner_digest
from tests.made_runs import make_run_folder

SECRET = "a secret of sixteen letters or more"


class Sleepers(Launcher):
    """Starts processes that only sleep."""

    def _start(self, run):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        self._children[run.run_id] = child
        run.set_state("running", worker=psutil.Process(child.pid))


@pytest.fixture
def launcher(tmp_path):
    launcher = Sleepers(tmp_path, n_waiting=2)
    yield launcher
    for child in launcher._children.values():
        child.kill()
        child.wait()


@pytest.fixture(scope="module")
def data(small_csv):
    return load_dataset(small_csv)


def submit(launcher, data, secret):
    return launcher.submit(preset_config("quick", n_train=len(data.train)), data, secret)


def test_one_at_work_the_others_wait_in_order(launcher, data):
    runs = [submit(launcher, data, f"{SECRET} {i}") for i in range(3)]
    assert [run.state().state for run in runs] == ["running", "queued", "queued"]
    assert [launcher.queue_position(run) for run in runs] == [0, 1, 2]
    with pytest.raises(RunError, match="Too many"):
        submit(launcher, data, "somebody else entirely")
    launcher._children[runs[0].run_id].kill()
    launcher._children[runs[0].run_id].wait()
    launcher.tick()
    assert [run.state().state for run in runs] == ["interrupted", "running", "queued"]


def test_of_two_runs_created_in_the_same_second_the_first_starts_first_whatever_their_ids(launcher):
    names = ["20260131-154500-quick-ffff", "20260131-154500-quick-0000"]
    runs = [make_run_folder(launcher.root, name) for name in names]
    for n, run in enumerate(runs):
        os.utime(run.path / "config.json", ns=(10**18 + n, 10**18 + n))
    assert [run.run_id for run in list_runs(launcher.root)] == names[::-1]
    assert queue_order(list_runs(launcher.root)) == runs
    assert [launcher.queue_position(run) for run in runs] == [1, 2]
    launcher.tick()
    assert [run.state().state for run in runs] == ["running", "queued"]


@pytest.mark.parametrize("round_", range(5))
def test_two_visitors_who_start_at_once_are_both_served_in_turn(launcher, data, round_):
    together, runs = Barrier(2), []

    def start(secret):
        together.wait()
        runs.append(submit(launcher, data, secret))

    threads = [Thread(target=start, args=(f"{SECRET} {i}",)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(run.state().state for run in runs) == ["queued", "running"]


def test_a_double_click_gives_one_run(launcher, data):
    together, refused = Barrier(2), []

    def start():
        together.wait()
        try:
            submit(launcher, data, SECRET)
        except RunError as error:
            refused.append(str(error))

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(launcher.root.glob("*/config.json"))) == 1
    assert refused == ["You have a training under way already. Wait for its end, or stop it."]


def test_one_run_a_visitor(launcher, data):
    submit(launcher, data, SECRET)
    with pytest.raises(RunError, match="under way already"):
        submit(launcher, data, SECRET)


def test_only_the_owner_stops(launcher, data):
    first, second = submit(launcher, data, SECRET), submit(launcher, data, f"{SECRET} 2")
    for secret in ("", "guess", owner_digest(SECRET)):
        with pytest.raises(RunError, match="Only the one who started"):
            launcher.stop(first, secret)
    launcher.stop(second, f"{SECRET} 2")
    assert second.state().state == "stopped"
    launcher.stop(first, SECRET)
    assert first.stop_requested
    assert first.state().state == "running"


def test_a_worker_that_does_not_obey_is_ended(launcher, data, monkeypatch):
    run = submit(launcher, data, SECRET)
    launcher.stop(run, SECRET)
    monkeypatch.setattr("kdcore.runs.launcher._STOP_TIMEOUT_S", -1.0)
    launcher.tick()
    assert run.state().state == "stopped"
    launcher._children[run.run_id].wait(timeout=10)


def test_a_process_with_the_same_number_is_not_the_worker(launcher, data):
    run = submit(launcher, data, SECRET)
    state = run.state()
    assert run.has_worker()
    other = psutil.Process()
    run.set_state("running", worker=other)
    assert run.has_worker()
    from kdcore.storage import write_json

    started = other.create_time() - 100
    write_json(run.path / "state.json", replace(state, pid=other.pid, pid_started=started).as_record())
    assert not run.has_worker()


def test_a_broken_folder_does_not_hold_up_the_others(launcher, data, tmp_path):
    (tmp_path / "0-broken").mkdir()
    (tmp_path / "0-broken" / "config.json").write_text("{}")
    assert submit(launcher, data, SECRET).state().state == "running"


def test_a_run_keeps_its_own_sentences(launcher, data):
    run = submit(launcher, data, SECRET)
    again = load_dataset(run.data_file, text_column="sentence", label_column="label")
    for name in ("train", "validation", "test"):
        assert getattr(again, name).texts == getattr(data, name).texts
        assert getattr(again, name).labels == getattr(data, name).labels
    assert again.label_names == data.label_names


def test_a_run_on_bundled_sentences_needs_no_copy(launcher):
    run = submit(launcher, load_dataset(), SECRET)
    assert not run.data_file.exists()
    assert RunFolder.open(run.path).config().owner == owner_digest(SECRET)


def test_only_owner_and_local_person_name_pin_and_delete(launcher, data):
    run = submit(launcher, data, SECRET)
    for wish in (lambda: launcher.rename(run, "guess", "x"), lambda: launcher.pin(run, "guess", True)):
        with pytest.raises(RunError, match="Only the one who started"):
            wish()
    launcher.rename(run, SECRET, "Hotter")
    launcher.pin(run, "", True, is_local=True)
    assert annotations_of(run) == Annotations("Hotter", True)
    with pytest.raises(RunError, match="not over"):
        launcher.delete(run, "", is_local=True)
    launcher.stop(run, "", is_local=True)
    assert run.stop_requested
