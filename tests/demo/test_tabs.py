"""The handlers, called as the page calls them."""

import re
import shutil

import pandas as pd
import pytest

from demo.i18n import LANGUAGES
from demo.shared.csv_files import write_csv
from demo.shared.curves import accuracy_figure
from demo.shared.run_actions import change_run
from demo.train import status as run_view
from demo.try_it import answer as answer_view
from demo.try_it.tab import EXAMPLES
from kdcore.runs.annotations import rename_run
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Stage
from kdcore.training.events import EpochDone
from tests.made_runs import make_run_folder

VISITOR = {"secret": "a secret of sixteen letters or more"}


class Request:
    """What a handler looks at of a visitor's request."""

    headers = {"referer": "https://example.org/spaces/distil/?run=old", "host": "example.org"}


def answer(try_tab, lang, run_id, text):
    """Return the HTML of both models' answers."""
    return try_tab.classify(lang, run_id, text)[try_tab.answer]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_gets_two_answers(try_tab, lang, example):
    html = answer(try_tab, lang, "demo", example)
    assert html.count("kd-card ") == 2
    assert example in html


def test_a_visitors_text_never_becomes_html(try_tab):
    html = answer(try_tab, "en", "demo", "<img src=x onerror=alert(1)> koro")
    assert "<img" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize("run_id", ["", "../demo", "nobody", "demo/../demo", None])
def test_a_run_that_is_not_there_is_said(try_tab, train_tab, runs_tab, run_id):
    watched = train_tab.watched
    for lang in LANGUAGES:
        assert "kd-problem" in answer(try_tab, lang, run_id, "eta koro")
        assert "kd-problem" in watched.watch(lang, VISITOR, run_id, "")[watched.status]
        assert "kd-problem" in runs_tab.show(lang, [run_id])[runs_tab.message]


def test_a_run_that_is_not_there_can_neither_be_stopped_nor_deleted(train_tab):
    watched = train_tab.watched
    updates = watched.watch("en", VISITOR, "nobody", "")
    assert [updates[button]["visible"] for button in watched.buttons.values()] == [False] * 4
    assert not updates[watched.timer].active


def test_below_the_line_a_card_says_unsure(try_tab, monkeypatch):
    monkeypatch.setattr(answer_view, "UNSURE", 1.01)
    assert answer(try_tab, "en", "demo", "eta koro").count("Unsure") == 2


def test_no_cell_of_a_download_is_a_formula(tmp_path):
    rows = pd.DataFrame(
        {"sentence": ["=1+1", "@x", "-a", "koro"], "label": ["a", "+b", "c", "d"], "n": [-1.0, 2, 3, 4]}
    )
    file = write_csv(rows, tmp_path / "one.csv")
    again = pd.read_csv(file, encoding="utf-8-sig")
    assert list(again.sentence) == ["'=1+1", "'@x", "'-a", "koro"]
    assert list(again.label) == ["a", "'+b", "c", "d"]
    assert again.n[0] == -1.0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_run_is_drawn_once_and_then_nothing_is_new(train_tab, lang):
    watched = train_tab.watched
    first = watched.watch(lang, VISITOR, "demo", "")
    assert first[watched.status].count("<li") == 7  # two more teachers, on half of the rows each
    assert all(first[plot]["value"] is not None for plot in watched.plots.values())
    assert all(first[title] for title in watched.titles.values())
    assert watched.watch(lang, VISITOR, "demo", first[watched.drawn]) == {}


def test_everything_is_drawn_again_in_another_language(train_tab):
    watched = train_tab.watched
    drawn = watched.watch("en", VISITOR, "demo", "")[watched.drawn]
    again = watched.watch("bn", VISITOR, "demo", drawn)
    assert {watched.status, watched.tracked, watched.figures, *watched.plots.values()} <= set(again)


def test_the_curves_are_those_of_the_events(site):
    progress = site.store.follower("demo").read()
    accuracy = accuracy_figure("en", progress)
    by_name = {trace.name: trace for trace in accuracy.data}
    events = [line.event for line in RunFolder(site.store.folder("demo").path).events()]
    expected = [e.validation_accuracy for e in events if isinstance(e, EpochDone) and e.stage == "student"]
    assert list(by_name["Student"].y) == expected
    assert by_name["Student"].line.dash != by_name["Teacher"].line.dash
    assert by_name["Student"].marker.symbol != by_name["Teacher"].marker.symbol


def filled(train_tab, **texts):
    """Return the form of the tab Train, with these texts in the number fields."""
    session = train_tab.session
    values = {
        session.lang: "en", session.visitor: VISITOR, session.watched: "demo", session.data_choice: "bundled",
        train_tab.preset: "quick", train_tab.encoders: "compact", train_tab.tracked: "",
    }  # fmt: skip
    return values | {field: texts.get(name, "") for name, field in train_tab.numbers.items()}


@pytest.mark.parametrize(("name", "text"), [("alpha", "3"), ("seed", "1.5"), ("temperature", "warm")])
def test_a_wrong_value_in_the_form_starts_nothing(site, train_tab, name, text):
    updates = train_tab.start(filled(train_tab, **{name: text}))
    assert set(updates) == {train_tab.message}
    assert name in updates[train_tab.message].lower()
    assert not list(site.root.glob("*/config.json"))


def test_a_training_is_started_with_the_numbers_of_the_form_and_watched(site, train_tab):
    site.launcher.n_parallel = 0  # it stays in the queue
    updates = train_tab.start(filled(train_tab, temperature="৫", seed="7", student_epochs="3"))
    assert "kd-good" in updates[train_tab.message]
    training = site.store.folder(updates[train_tab.session.watched]).config().training
    assert (training.distill.temperature, training.seed, training.student.epochs) == (5, 7, 3)


def test_a_stranger_cannot_stop(site):
    run = make_run_folder(site.root)
    caller = site.access.caller(VISITOR, None)
    assert "Only the one who started" in change_run(site.access.stop, "stopping", "en", caller, "one")
    assert not run.stop_requested


def test_a_stage_that_broke_off_stands_still(site, make_run):
    def steps(run):
        progress = site.store.follower(run.run_id).read()
        html = run_view.status_html(site, "en", run.run_id, run, progress)
        return re.findall(r'<li class="kd-(\w+)"', html)

    assert steps(make_run("one", "stopped", curve=(0.5,)))[2:4] == ["waiting", "stopped"]
    assert ">running<" not in run_view._step("en", site.store.follower("one").read().stages["student"], "failed")
    assert "stopped" in run_view._step("en", site.store.follower("one").read().stages["student"], "failed")
    assert ">running<" in run_view._step("en", site.store.follower("one").read().stages["student"], "running")


def test_a_run_that_goes_on_names_the_first_as_its_owner_calls_it(site, make_run):
    make_run("first")
    rename_run(site.store.folder("first"), "my best one")
    run = make_run("second", continues="first")
    view = run_view.status_html(site, "en", "second", run, site.store.follower("second").read())
    assert '<a href="?run=first">my best one' in view
    shutil.rmtree(site.root / "first")
    view = run_view.status_html(site, "en", "second", run, site.store.follower("second").read())
    assert "Continues from" in view
    assert "?run=first" not in view


def test_every_teacher_of_a_committee_is_named_in_both_languages():
    names = [run_view._step(lang, Stage(stage), "running") for lang in LANGUAGES for stage in ("teacher_3", "fold_2")]
    for said, name in zip(names, ("Teacher 3", "Fold teacher 2", "শিক্ষক ৩", "ফোল্ড ২-এর শিক্ষক"), strict=True):
        assert name in said
