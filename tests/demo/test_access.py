"""Access: the owner and the local operator may change a run, nobody else."""

from types import SimpleNamespace

import pytest

from demo.access import Caller, is_local
from demo.refusals import Refusal
from kdcore.errors import RunError
from kdcore.runs.annotations import annotations_of
from kdcore.runs.launcher import owner_digest
from kdcore.storage import write_json
from tests.made_runs import make_run_folder, run_config

SECRET = "a secret of sixteen letters or more"
OWN_PAGE = {"Host": "127.0.0.1:7860", "Origin": "http://127.0.0.1:7860"}


@pytest.mark.parametrize("bound_to", ["127.0.0.1", "localhost", "::1"])
@pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.5", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "localhost"])
def test_the_local_operator_is_recognised(bound_to, client, host):
    assert is_local({}, bound_to, client, {"host": host, "origin": f"http://{host}"})
    assert is_local({}, bound_to, client, {"host": host})  # a page that is opened sends no origin


@pytest.mark.parametrize(
    ("environment", "bound_to", "client", "headers"),
    [
        ({"SPACE_ID": "me/distil"}, "127.0.0.1", "127.0.0.1", OWN_PAGE),
        ({}, "0.0.0.0", "127.0.0.1", OWN_PAGE),
        ({}, "192.168.1.5", "127.0.0.1", OWN_PAGE),
        ({}, "", "127.0.0.1", OWN_PAGE),
        ({}, "localhost.example.org", "127.0.0.1", OWN_PAGE),
        ({}, "127.0.0.1", "192.168.1.7", OWN_PAGE),
        ({}, "127.0.0.1", "", OWN_PAGE),
        # passed on by a proxy, whatever the case of its marks
        *(({}, "127.0.0.1", "127.0.0.1", {**OWN_PAGE, name: "127.0.0.1"}) for name in (
            "x-forwarded-for", "X-Forwarded-For", "x-forwarded-host", "x-forwarded-proto", "Forwarded", "X-Real-IP",
            "Via", "CF-Connecting-IP", "True-Client-IP")),
        # a web page of somebody else in the same browser, and a name that somebody points to this machine
        ({}, "127.0.0.1", "127.0.0.1", {**OWN_PAGE, "Origin": "https://evil.example"}),
        ({}, "127.0.0.1", "127.0.0.1", {**OWN_PAGE, "Origin": "null"}),
        ({}, "127.0.0.1", "127.0.0.1", {**OWN_PAGE, "Origin": "http://[broken"}),
        ({}, "127.0.0.1", "127.0.0.1", {"Host": "evil.example:7860"}),
        ({}, "127.0.0.1", "127.0.0.1", {"Host": "localhost@evil.example"}),
        ({}, "127.0.0.1", "127.0.0.1", {}),
    ],
)  # fmt: skip
def test_nobody_else_is(environment, bound_to, client, headers):
    assert not is_local(environment, bound_to, client, headers)


def request(client="127.0.0.1", **headers):
    return SimpleNamespace(client=SimpleNamespace(host=client), headers={**OWN_PAGE, **headers}, query_params={})


@pytest.fixture
def run(site):
    """Return a stopped run that belongs to SECRET."""
    return make_run_folder(site.root, state="stopped", config=run_config(owner=owner_digest(SECRET)))


CHANGES = {
    "stop": lambda access, run_id, caller: access.stop(run_id, caller),
    "resume": lambda access, run_id, caller: access.resume(run_id, caller),
    "rename": lambda access, run_id, caller: access.rename(run_id, caller, "x"),
    "pin": lambda access, run_id, caller: access.pin(run_id, caller, True),
    "delete": lambda access, run_id, caller: access.delete(run_id, caller),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_stranger_may_nothing(site, run, change):
    before = {file: file.read_bytes() for file in run.path.iterdir() if file.is_file()}
    for caller in (Caller(""), Caller("guess"), Caller(owner_digest(SECRET))):
        assert not site.access.may_change("one", caller)
        with pytest.raises(RunError, match="Only the one who started"):
            CHANGES[change](site.access, "one", caller)
    assert {file: file.read_bytes() for file in run.path.iterdir() if file.is_file()} == before


@pytest.mark.parametrize("caller", [Caller(SECRET), Caller("", is_local=True)], ids=["owner", "local"])
def test_owner_and_local_operator_may_change_everything(site, run, caller, monkeypatch):
    monkeypatch.setattr(site.launcher, "tick", lambda: None)
    assert site.access.may_change("one", caller)
    site.access.rename("one", caller, "  আমার রান\u202e ")
    site.access.pin("one", caller, True)
    assert (annotations_of(run).name, annotations_of(run).pinned) == ("আমার রান", True)
    site.access.resume("one", caller)
    assert run.state().state == "queued"
    site.access.stop("one", caller)
    assert run.state().state == "stopped"
    site.access.delete("one", caller)
    assert not run.path.exists()


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_the_demo_run_or_one_that_is_not_there(site, change):
    caller = Caller(SECRET, is_local=True)
    for run_id in ("demo", "nobody", "../one", "", None):
        assert not site.access.may_change(run_id, caller)
        with pytest.raises(RunError):
            CHANGES[change](site.access, run_id, caller)


def test_a_long_name_is_refused_in_words(site, run):
    with pytest.raises(Refusal) as refusal:
        site.access.rename("one", Caller(SECRET), "x" * 61)
    assert refusal.value.values == {"n": 61, "limit": 60}
    assert annotations_of(run).name == ""


def test_the_caller_is_read_from_browser_and_request(site, monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    assert site.access.caller({"secret": SECRET}, request()) == Caller(SECRET, False)  # where it listens is not known
    site.access.bound_to = "127.0.0.1"
    assert site.access.caller({"secret": SECRET}, request()) == Caller(SECRET, True)
    assert site.access.caller(None, request("10.0.0.9")) == Caller("", False)
    assert site.access.caller({"secret": 3}, None) == Caller("", False)
    monkeypatch.setenv("SPACE_ID", "me/distil")
    assert not site.access.caller({}, request()).is_local


def shown(train_tab, request):
    """Return which of Stop, Resume, Train longer and Delete are shown for the run."""
    watched = train_tab.watched
    updates = watched.watch("en", {}, "one", "", request)
    return [updates[watched.buttons[name]]["visible"] for name in ("stop", "resume", "train_longer", "throw_away")]


def test_the_buttons_of_a_run_are_shown_to_the_local_operator_only(site, train_tab, run, monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    assert shown(train_tab, request()) == [False, False, False, False]
    site.access.bound_to = "127.0.0.1"
    assert shown(train_tab, request()) == [False, True, False, True]
    assert shown(train_tab, request(**{"X-Forwarded-For": "8.8.8.8"})) == [False, False, False, False]


@pytest.mark.parametrize("at_machine", [True, False])
def test_the_local_operator_stops_a_training_and_a_stranger_does_not(site, train_tab, run, at_machine, monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    write_json(run.path / "state.json", {"state": "running", "stage": "teacher"})
    site.access.bound_to = "127.0.0.1" if at_machine else "0.0.0.0"
    watched = train_tab.watched
    message = watched.stop("en", {"secret": "somebody else entirely"}, "one", request())[watched.message]
    assert run.stop_requested is at_machine
    assert ("Only the one who started" in message) is not at_machine
