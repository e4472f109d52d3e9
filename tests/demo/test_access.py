"""Who may do what: the owner, the person at the machine, and nobody else."""

from types import SimpleNamespace

import pytest

from demo.access import Person, is_local
from demo.refusals import Refusal
from demo.train import watching
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
def test_the_person_at_the_machine_is_local(bound_to, client, host):
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


WISHES = {
    "stop": lambda access, run_id, person: access.stop(run_id, person),
    "resume": lambda access, run_id, person: access.resume(run_id, person),
    "rename": lambda access, run_id, person: access.rename(run_id, person, "x"),
    "pin": lambda access, run_id, person: access.pin(run_id, person, True),
    "throw_away": lambda access, run_id, person: access.throw_away(run_id, person),
}


@pytest.mark.parametrize("wish", WISHES)
def test_a_stranger_may_nothing(site, run, wish):
    before = {file: file.read_bytes() for file in run.path.iterdir() if file.is_file()}
    for person in (Person(""), Person("guess"), Person(owner_digest(SECRET))):
        assert not site.access.may_change("one", person)
        with pytest.raises(RunError, match="Only the one who started"):
            WISHES[wish](site.access, "one", person)
    assert {file: file.read_bytes() for file in run.path.iterdir() if file.is_file()} == before


@pytest.mark.parametrize("person", [Person(SECRET), Person("", is_local=True)], ids=["owner", "local"])
def test_owner_and_local_person_may_all(site, run, person, monkeypatch):
    monkeypatch.setattr(site.launcher, "tick", lambda: None)
    assert site.access.may_change("one", person)
    site.access.rename("one", person, "  আমার রান\u202e ")
    site.access.pin("one", person, True)
    assert (annotations_of(run).name, annotations_of(run).pinned) == ("আমার রান", True)
    site.access.resume("one", person)
    assert run.state().state == "queued"
    site.access.stop("one", person)
    assert run.state().state == "stopped"
    site.access.throw_away("one", person)
    assert not run.path.exists()


@pytest.mark.parametrize("wish", WISHES)
def test_nobody_changes_the_demo_run_or_one_that_is_not_there(site, wish):
    person = Person(SECRET, is_local=True)
    for run_id in ("demo", "nobody", "../one", "", None):
        assert not site.access.may_change(run_id, person)
        with pytest.raises(RunError):
            WISHES[wish](site.access, run_id, person)


def test_a_long_name_is_refused_in_words(site, run):
    with pytest.raises(Refusal) as refusal:
        site.access.rename("one", Person(SECRET), "x" * 61)
    assert refusal.value.filled == {"n": 61, "limit": 60}
    assert annotations_of(run).name == ""


def test_who_asks_is_read_from_browser_and_request(site, monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    assert site.access.person({"secret": SECRET}, request()) == Person(SECRET, False)  # where it listens is not known
    site.access.bound_to = "127.0.0.1"
    assert site.access.person({"secret": SECRET}, request()) == Person(SECRET, True)
    assert site.access.person(None, request("10.0.0.9")) == Person("", False)
    assert site.access.person({"secret": 3}, None) == Person("", False)
    monkeypatch.setenv("SPACE_ID", "me/distil")
    assert not site.access.person({}, request()).is_local


def shown(site, who):
    """Return which of Stop, Resume, Train longer and Throw away are shown for the run."""
    return [part["visible"] for part in watching.watch(site, "en", {}, "one", "", who)[9:13]]


def test_the_buttons_of_a_run_are_shown_to_the_local_person_alone(site, run, monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    assert shown(site, request()) == [False, False, False, False]
    site.access.bound_to = "127.0.0.1"
    assert shown(site, request()) == [False, True, False, True]
    assert shown(site, request(**{"X-Forwarded-For": "8.8.8.8"})) == [False, False, False, False]


@pytest.mark.parametrize("is_at_the_machine", [True, False])
def test_a_local_person_stops_a_training_and_a_stranger_does_not(site, run, is_at_the_machine, monkeypatch):
    monkeypatch.delenv("SPACE_ID", raising=False)
    write_json(run.path / "state.json", {"state": "running", "stage": "teacher"})
    site.access.bound_to = "127.0.0.1" if is_at_the_machine else "0.0.0.0"
    stop = watching._handler(site, site.access.stop, "stopping")
    said = stop("en", {"secret": "somebody else entirely"}, "one", request())
    assert run.stop_requested is is_at_the_machine
    assert ("Only the one who started" in said) is not is_at_the_machine
