"""The handlers of the tab Runs, called as the page calls them."""

import pytest

from demo.i18n import LANGUAGES
from kdcore.runs import summaries
from kdcore.runs.annotations import annotations_of, pin_run
from kdcore.runs.folder import write_json
from kdcore.runs.launcher import owner_digest

SECRET = "a secret of sixteen letters or more"
VISITOR = {"secret": SECRET}


@pytest.fixture
def mine(make_run):
    """Return a run that belongs to the visitor."""
    return make_run("mine", curve=(0.5, 0.6), answers="rrrw", owner=owner_digest(SECRET))


def buttons(tab, chosen, visitor=VISITOR):
    """Return which of Show, Compare, name, Rename, Pin, Delete can be used; the question before Delete is hidden."""
    updates = tab.fit_buttons("en", visitor, chosen)
    assert updates[tab.confirm_delete]["visible"] is False
    parts = (tab.show_button, tab.compare_button, tab.name, tab.rename_button, tab.pin_button, tab.delete_button)
    return [updates[part]["interactive"] for part in parts]


def listed(tab, lang, chosen):
    """Return the table of runs, and the update of the list to choose from."""
    updates = tab.list_runs(lang, chosen)
    return updates[tab.listing], updates[tab.choice]


def test_every_state_is_listed(runs_tab, make_run):
    for state in ("queued", "failed", "interrupted"):
        make_run(state, state, data={"name": "<b>x"})
    listing, choice = listed(runs_tab, "en", ["demo"])
    for word in ("waiting", "failed", "interrupted", "finished"):
        assert word in listing
    assert "<b>x" not in listing
    assert len(choice["choices"]) == 4
    assert "value" not in choice


def test_pinned_runs_come_first_then_the_newest(site, runs_tab, make_run):
    for name in ("a", "b", "c"):
        make_run(name)
    pin_run(site.store.folder("a"), True)
    _, choice = listed(runs_tab, "en", ["b", "gone"])
    assert [run_id for _, run_id in choice["choices"]] == ["a", "c", "b", "demo"]
    assert choice["value"] == ["b"]


def test_a_broken_run_does_not_hide_the_others(runs_tab, make_run):
    broken = make_run("broken")
    (broken.path / "config.json").write_text("{")
    make_run("whole", curve=(0.5,), answers="rw")
    listing, choice = listed(runs_tab, "en", ["demo"])
    assert "50.0 %" in listing
    assert [run_id for _, run_id in choice["choices"]] == ["whole", "demo"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_given_names_are_listed_and_offered(site, runs_tab, make_run, lang):
    make_run("20260131-154500-quick-3f9a")
    write_json(site.root / "20260131-154500-quick-3f9a" / "about.json", {"name": "প্রথম", "pinned": False})
    listing, choice = listed(runs_tab, lang, ["demo"])
    assert "প্রথম · " in listing
    assert choice["choices"][0][0].startswith("প্রথম · ")


def test_buttons_fit_the_choice(runs_tab, mine, make_run):
    make_run("other")
    running = make_run("running", "running", owner=owner_digest(SECRET))
    assert buttons(runs_tab, ["mine"]) == [True, False, True, True, True, True]
    assert buttons(runs_tab, [running.run_id]) == [True, False, True, True, True, False]
    assert buttons(runs_tab, ["other"]) == [True, False, False, False, False, False]
    assert buttons(runs_tab, ["demo"]) == [True, False, False, False, False, False]
    assert buttons(runs_tab, ["mine", "demo"]) == [False, True, False, False, False, False]
    assert buttons(runs_tab, []) == buttons(runs_tab, None) == [False] * 6
    assert buttons(runs_tab, ["a", "b", "c", "d", "e"]) == [False] * 6
    assert buttons(runs_tab, ["mine"], None) == [True, False, False, False, False, False]


def test_a_run_is_named_and_unnamed(runs_tab, mine):
    def rename(name):
        updates = runs_tab.rename("en", VISITOR, ["mine"], name)
        return updates[runs_tab.message], updates[runs_tab.session.shown]

    message, shown = rename(" My first ")
    assert "Renamed" in message
    assert ("My first · mine", "mine") in shown["choices"]
    assert runs_tab.fit_buttons("en", VISITOR, ["mine"])[runs_tab.name]["value"] == "My first"
    assert "the date is shown again" in rename("  ")[0]
    assert annotations_of(mine).name == ""
    for name in ("x" * 61, "y" * 10_000):
        assert "up to 60 characters" in rename(name)[0]
    for nonsense in (None, 3, ["x"]):
        rename(nonsense)
    assert annotations_of(mine).name == ""


def test_pin_and_unpin(runs_tab, mine):
    def button():
        return runs_tab.fit_buttons("en", VISITOR, ["mine"])[runs_tab.pin_button]["value"]

    assert button() == "Pin"
    assert "never deleted" in runs_tab.pin("en", VISITOR, ["mine"])[runs_tab.message]
    assert annotations_of(mine).pinned
    assert button() == "Unpin"
    assert "No longer" in runs_tab.pin("en", VISITOR, ["mine"])[runs_tab.message]
    assert not annotations_of(mine).pinned


def deleted(tab, chosen, shown, watched):
    """Return the message, the choice, and the runs shown and watched after a press on Delete."""
    updates, session = tab.delete("en", VISITOR, chosen, shown, watched), tab.session
    return updates[tab.message], updates[tab.choice], updates[session.shown]["value"], updates[session.watched]


def test_delete_brings_the_demo_run_where_the_deleted_one_was_shown(runs_tab, mine):
    message, *left = deleted(runs_tab, ["mine"], "mine", "mine")
    assert "Deleted" in message
    assert left == [["demo"], "demo", "demo"]
    assert not mine.path.exists()


@pytest.mark.parametrize(
    "chosen", [["other"], ["demo"], ["nobody"], ["../x"], [], None, ["mine", "other"], [3], ["running"]]
)
def test_what_may_not_be_deleted_stays(site, runs_tab, mine, make_run, chosen):
    make_run("other")
    make_run("running", "running", owner=owner_digest(SECRET))
    message, _, *left = deleted(runs_tab, chosen, "mine", "other")
    assert "kd-problem" in message
    assert left == ["mine", "other"]
    assert {run.run_id for run in site.store.all_runs().values()} >= {"mine", "other", "running"}


@pytest.mark.parametrize("chosen", [[], None, ["demo"], ["demo"] * 3, ["demo", "nobody"], [1, 2], list("abcde")])
def test_what_cannot_be_compared_is_said(runs_tab, chosen):
    updates = runs_tab.compare("bn", chosen)
    assert "kd-problem" in updates[runs_tab.message]
    assert updates[runs_tab.compared] == []
    view = runs_tab.show_comparison("bn", updates[runs_tab.compared])
    assert [view[part]["visible"] for part in (runs_tab.comparison, runs_tab.plot)] == [False, False]


def test_a_comparison_is_drawn_in_either_language(runs_tab, mine):
    updates = runs_tab.compare("en", ["mine", "demo"])
    assert updates == {runs_tab.message: "", runs_tab.compared: ["mine", "demo"]}
    for lang, letter in (("en", "A"), ("bn", "ক")):
        view = runs_tab.show_comparison(lang, ["mine", "demo"])
        assert view[runs_tab.comparison]["visible"]
        assert f"<b>{letter}</b>" in view[runs_tab.summary]
        assert [len(trace.y) for trace in view[runs_tab.plot]["value"].data] == [2, 24]
        assert view[runs_tab.tables].count("<table") == 2
    view = runs_tab.show_comparison("en", ["mine", "gone"])
    assert "kd-problem" in view[runs_tab.summary]
    assert view[runs_tab.comparison]["visible"]
    assert not view[runs_tab.plot]["visible"]


def test_a_finished_run_is_shown_everywhere_and_another_in_train(runs_tab, mine, make_run):
    make_run("running", "running")
    shown, watched = runs_tab.session.shown, runs_tab.session.watched
    updates = runs_tab.show("en", ["mine"])
    assert (updates[shown]["value"], updates[watched]) == ("mine", "mine")
    updates = runs_tab.show("en", ["running"])
    assert "not finished" in updates[runs_tab.message]
    assert updates[watched] == "running"
    assert shown not in updates
    for chosen in ([], ["mine", "running"], None):
        assert "Choose one run" in runs_tab.show("en", chosen)[runs_tab.message]


def test_a_quota_is_said_on_the_tab(site, runs_tab, mine):
    assert "GB of runs" not in listed(runs_tab, "en", ["demo"])[0]
    site.launcher.quota_bytes = 2_000_000_000
    assert "up to 2 GB of runs; 0.0 GB are in use" in listed(runs_tab, "en", ["demo"])[0]


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


def test_two_hundred_runs_are_listed_each_read_once(runs_tab, make_run, monkeypatch):
    for i in range(200):
        make_run(f"2026{i:04d}-000000-quick-aaaa", curve=tuple(0.5 + 0.01 * e for e in range(20)), answers="rw")
    first = listed(runs_tab, "en", ["demo"])[0]
    monkeypatch.setattr(summaries, "read_events", lambda file: pytest.fail(f"{file} is read again"))
    again = listed(runs_tab, "en", ["demo"])[0]
    assert again == first
    assert again.count("<svg") == 201
