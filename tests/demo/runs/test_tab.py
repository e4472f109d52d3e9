"""The handlers of the tab Runs, called as the page calls them."""

import time

import pytest

from demo.i18n import LANGUAGES
from demo.runs import tab as runs_tab
from kdcore.runs.annotations import annotations_of, pin_run
from kdcore.runs.folder import write_json
from kdcore.runs.launcher import owner_digest

SECRET = "a secret of sixteen letters or more"
VISITOR = {"secret": SECRET}


@pytest.fixture
def mine(make_run):
    """Return a run that belongs to the visitor."""
    return make_run("mine", curve=(0.5, 0.6), answers="rrrw", owner=owner_digest(SECRET))


def buttons(site, wanted, visitor=VISITOR):
    """Return which of Show, Compare, name, Rename, Pin, Delete can be used."""
    return [part["interactive"] for part in runs_tab.fitting(site, "en", visitor, wanted)[:-1]]


def test_every_state_is_listed(site, make_run):
    for state in ("queued", "failed", "interrupted"):
        make_run(state, state, data={"name": "<b>x"})
    listing, choice = runs_tab.list_all(site, "en", ["demo"])
    for word in ("waiting", "failed", "interrupted", "finished"):
        assert word in listing
    assert "<b>x" not in listing
    assert len(choice["choices"]) == 4
    assert "value" not in choice


def test_pinned_runs_come_first_then_the_newest(site, make_run):
    for name in ("a", "b", "c"):
        make_run(name)
    pin_run(site.store.folder("a"), True)
    _, choice, *_ = runs_tab.list_all(site, "en", ["b", "gone"])
    assert [run_id for _, run_id in choice["choices"]] == ["a", "c", "b", "demo"]
    assert choice["value"] == ["b"]


def test_a_broken_run_does_not_hide_the_others(site, make_run):
    broken = make_run("broken")
    (broken.path / "config.json").write_text("{")
    make_run("whole", curve=(0.5,), answers="rw")
    listing, choice = runs_tab.list_all(site, "en", ["demo"])
    assert "50.0 %" in listing
    assert [run_id for _, run_id in choice["choices"]] == ["whole", "demo"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_given_names_are_listed_and_offered(site, make_run, lang):
    make_run("20260131-154500-quick-3f9a")
    write_json(site.root / "20260131-154500-quick-3f9a" / "about.json", {"name": "প্রথম", "pinned": False})
    listing, choice = runs_tab.list_all(site, lang, ["demo"])
    assert "প্রথম · " in listing
    assert choice["choices"][0][0].startswith("প্রথম · ")


def test_buttons_fit_the_choice(site, mine, make_run):
    make_run("other")
    running = make_run("running", "running", owner=owner_digest(SECRET))
    assert buttons(site, ["mine"]) == [True, False, True, True, True, True]
    assert buttons(site, [running.run_id]) == [True, False, True, True, True, False]
    assert buttons(site, ["other"]) == [True, False, False, False, False, False]
    assert buttons(site, ["demo"]) == [True, False, False, False, False, False]
    assert buttons(site, ["mine", "demo"]) == [False, True, False, False, False, False]
    assert buttons(site, []) == buttons(site, None) == [False] * 6
    assert buttons(site, ["a", "b", "c", "d", "e"]) == [False] * 6
    assert buttons(site, ["mine"], None) == [True, False, False, False, False, False]


def test_a_run_is_named_and_unnamed(site, mine):
    said, shown = runs_tab.renamed(site, "en", VISITOR, ["mine"], " My first ")
    assert "Renamed" in said
    assert ("My first · mine", "mine") in shown["choices"]
    assert runs_tab.fitting(site, "en", VISITOR, ["mine"])[2]["value"] == "My first"
    assert "the date is shown again" in runs_tab.renamed(site, "en", VISITOR, ["mine"], "  ")[0]
    assert annotations_of(mine).name == ""
    for name in ("x" * 61, "y" * 10_000):
        assert "up to 60 characters" in runs_tab.renamed(site, "en", VISITOR, ["mine"], name)[0]
    for nonsense in (None, 3, ["x"]):
        runs_tab.renamed(site, "en", VISITOR, ["mine"], nonsense)
    assert annotations_of(mine).name == ""


def test_pin_and_unpin(site, mine):
    assert "never deleted" in runs_tab.pinned(site, "en", VISITOR, ["mine"])
    assert annotations_of(mine).pinned
    assert runs_tab.fitting(site, "en", VISITOR, ["mine"])[4]["value"] == "Unpin"
    assert "No longer" in runs_tab.pinned(site, "en", VISITOR, ["mine"])
    assert not annotations_of(mine).pinned


def test_delete_brings_the_demo_run_where_the_deleted_one_was_shown(site, mine):
    said, choice, shown, watched = runs_tab.deleted(site, "en", VISITOR, ["mine"], "mine", "mine")
    assert "Deleted" in said
    assert (choice, shown["value"], watched) == (["demo"], "demo", "demo")
    assert not mine.path.exists()


@pytest.mark.parametrize(
    "wanted", [["other"], ["demo"], ["nobody"], ["../x"], [], None, ["mine", "other"], [3], ["running"]]
)
def test_what_may_not_be_deleted_stays(site, mine, make_run, wanted):
    make_run("other")
    make_run("running", "running", owner=owner_digest(SECRET))
    said, _, shown, watched = runs_tab.deleted(site, "en", VISITOR, wanted, "mine", "other")
    assert "kd-problem" in said
    assert (shown["value"], watched) == ("mine", "other")
    assert {run.run_id for run in site.store.all_runs().values()} >= {"mine", "other", "running"}


@pytest.mark.parametrize("wanted", [[], None, ["demo"], ["demo"] * 3, ["demo", "nobody"], [1, 2], list("abcde")])
def test_what_cannot_be_compared_is_said(site, wanted):
    said, compared = runs_tab.begin_comparing(site, "bn", wanted)
    assert "kd-problem" in said
    assert compared == []
    assert [part["visible"] for part in runs_tab.side_by_side(site, "bn", compared)[::2]] == [False, False]


def test_a_comparison_is_drawn_in_either_language(site, mine):
    said, compared = runs_tab.begin_comparing(site, "en", ["mine", "demo"])
    assert (said, compared) == ("", ["mine", "demo"])
    for lang, letter in (("en", "A"), ("bn", "ক")):
        room, above, plot, below = runs_tab.side_by_side(site, lang, compared)
        assert room["visible"]
        assert f"<b>{letter}</b>" in above
        assert [len(trace.y) for trace in plot["value"].data] == [2, 24]
        assert below.count("<table") == 2
    assert "kd-problem" in runs_tab.side_by_side(site, "en", ["mine", "gone"])[1]


def test_a_run_with_a_student_is_shown_everywhere_and_another_in_train(site, mine, make_run):
    make_run("running", "running")
    _, shown, watched = runs_tab.chosen(site, "en", ["mine"])
    assert (shown["value"], watched) == ("mine", "mine")
    said, _, watched = runs_tab.chosen(site, "en", ["running"])
    assert "not finished" in said
    assert watched == "running"
    for wanted in ([], ["mine", "running"], None):
        assert "Choose one run" in runs_tab.chosen(site, "en", wanted)[0]


def test_a_quota_is_said_on_the_tab(site, mine):
    assert "GB of runs" not in runs_tab.list_all(site, "en", ["demo"])[0]
    site.launcher.quota_bytes = 2_000_000_000
    assert "up to 2 GB of runs; 0.0 GB are in use" in runs_tab.list_all(site, "en", ["demo"])[0]


def test_what_is_over_is_read_once_and_what_changes_is_seen(site, make_run, monkeypatch):
    over, live = make_run("over", curve=(0.5, 0.6), answers="rrrw"), make_run("live", "running", curve=(0.4,))
    first = site.summaries.summarise({"over": over, "live": live})
    assert (first["over"].student, first["over"].curve, first["over"].best_epoch) == (0.75, (0.5, 0.6), 2)
    assert first["live"].curve == (0.4,)
    (over.path / "events.jsonl").unlink()
    judged = (
        '{"seq": 9, "at": 2, "event": "EpochDone", "stage": "student", "epoch": 2, "n_epochs": 2, "train_loss": 1, '
    )
    with (live.path / "events.jsonl").open("a") as log:
        log.write(f'{judged}"validation_loss": 1, "validation_accuracy": 0.7, "best": true, "seconds": 1}}\n')
    again = site.summaries.summarise({"over": over, "live": live})
    assert again["over"] == first["over"]
    assert again["live"].curve == (0.4, 0.7)
    write_json(over.path / "state.json", {"state": "failed", "at": "later"})
    assert site.summaries.summarise({"over": over})["over"].student is None


def test_two_hundred_runs_are_listed_quickly(site, make_run):
    for i in range(200):
        make_run(f"2026{i:04d}-000000-quick-aaaa", curve=tuple(0.5 + 0.01 * e for e in range(20)), answers="rw")
    runs_tab.list_all(site, "en", ["demo"])
    started = time.perf_counter()
    listing = runs_tab.list_all(site, "en", ["demo"])[0]
    took = time.perf_counter() - started
    assert listing.count("<svg") == 201
    assert took < 2.0
