"""The handlers, called as the page calls them."""

import re
import shutil

import pandas as pd
import pytest

from demo.data import tab as data_tab
from demo.i18n import LANGUAGES, digits, translate
from demo.runs import tab as runs_tab
from demo.shared.csv_files import write_csv
from demo.shared.run_actions import wished
from demo.train import status as run_view
from demo.train import tab as train_tab
from demo.train import watching
from demo.try_it import answer as asked
from demo.try_it import tab as try_tab
from kdcore.runs.annotations import rename_run
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Stage
from kdcore.training.events import EpochDone
from tests.made_runs import make_run_folder

VISITOR = {"secret": "a secret of sixteen letters or more"}


class Request:
    """What a handler looks at of a visitor's request."""

    headers = {"referer": "https://example.org/spaces/distil/?run=old", "host": "example.org"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("example", try_tab.EXAMPLES)
def test_every_example_gets_two_answers(site, lang, example):
    html = try_tab.answer_html(site, lang, "demo", example)
    assert html.count("kd-card ") == 2
    assert example in html


def test_a_visitors_text_never_becomes_html(site):
    html = try_tab.answer_html(site, "en", "demo", "<img src=x onerror=alert(1)> koro")
    assert "<img" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize("run_id", ["", "../demo", "nobody", "demo/../demo", None])
def test_a_run_that_is_not_there_is_said(site, run_id):
    for lang in LANGUAGES:
        assert "kd-problem" in try_tab.answer_html(site, lang, run_id, "eta koro")
        assert "kd-problem" in watching.watch(site, lang, VISITOR, run_id, "")[0]
        assert "kd-problem" in runs_tab.chosen(site, lang, [run_id])[0]


def test_below_the_line_a_card_says_unsure(site, monkeypatch):
    monkeypatch.setattr(asked, "UNSURE", 1.01)
    assert try_tab.answer_html(site, "en", "demo", "eta koro").count("Unsure") == 2


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
def test_the_demo_run_is_drawn_once_and_then_nothing_is_new(site, lang):
    first = watching.watch(site, lang, VISITOR, "demo", "")
    assert first[0].count("<li") == 7  # two more teachers, on half of the rows each
    assert all(plot["value"] is not None for plot in (first[2], first[4], first[6]))
    again = watching.watch(site, lang, VISITOR, "demo", first[-1])
    assert all(part.get("__type__") == "update" and "value" not in part for part in again[:-1])


def test_the_curves_are_those_of_the_events(site):
    progress = site.store.follower("demo").read()
    accuracy = watching.accuracy_figure("en", progress)
    by_name = {trace.name: trace for trace in accuracy.data}
    events = [line.event for line in RunFolder(site.store.folder("demo").path).events()]
    expected = [e.validation_accuracy for e in events if isinstance(e, EpochDone) and e.stage == "student"]
    assert list(by_name["Student"].y) == expected
    assert by_name["Student"].line.dash != by_name["Teacher"].line.dash
    assert by_name["Student"].marker.symbol != by_name["Teacher"].marker.symbol


def test_a_wrong_wish_changes_nothing(site):
    wishes = ["", "3", "", "", "", None, ""]  # alpha is a share
    message, watched = train_tab.begin(site, "en", VISITOR, "demo", "bundled", "quick", "compact", "", *wishes)
    assert "alpha" in message
    assert watched == "demo"
    assert not list(site.root.glob("*/config.json"))


def test_a_stranger_cannot_stop(site):
    run = make_run_folder(site.root)
    person = site.access.person(VISITOR, None)
    assert "Only the one who started" in wished(site.access.stop, "stopping", "en", person, "one")
    assert not run.stop_requested


def test_a_file_is_looked_at_kept_and_chosen(site, small_csv):
    columns, text, label, message, view, use = data_tab.opened(site, "en", str(small_csv))
    assert columns["visible"]
    assert text["choices"] == ["sentence", "label"]
    assert message == ""
    assert "Sentences per label" in view
    assert use["visible"]
    visitor, _, choice = data_tab.used(site, "en", VISITOR, str(small_csv), None, None)
    assert visitor["data"] == [choice["value"]]
    assert site.about_data(choice["value"])["name"] == "small"
    offered = train_tab._choices(site, "en", visitor, choice["value"], "compact")[0]
    assert offered["value"] == choice["value"]
    assert [data_id for _, data_id in offered["choices"]] == ["bundled", choice["value"]]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 500, b"sentence,label\na,1\n", b"PK\x03\x04" + b"x" * 99])
def test_a_file_that_cannot_be_used_is_said(site, tmp_path, content):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    parts = data_tab.opened(site, "bn", str(file))
    assert "kd-problem" in parts[3] + parts[4]
    assert parts[5]["visible"] is False


def test_the_page_says_the_limits_that_hold(site):
    limits = f"{site.limits.file_mb} MB and {site.limits.rows:,} rows"
    assert limits in translate("en", "data_help")
    assert digits("bn", f"{site.limits.file_mb} MB") in translate("bn", "data_help")


def test_a_file_above_the_limit_is_said(site, tmp_path):
    file = tmp_path / "large.csv"
    file.write_bytes(b"sentence,label\n" + b"x" * (site.limits.file_mb * 1_000_000))
    assert "larger than 20 MB" in data_tab.opened(site, "en", str(file))[3]


def test_labels_and_sentences_of_a_file_never_become_html(site, tmp_path):
    rows = pd.DataFrame({"sentence": [f"<b>{i}</b> koro" for i in range(60)], "label": ["<i>x</i>", "y"] * 30})
    rows.to_csv(tmp_path / "x.csv", index=False)
    view = data_tab.opened(site, "en", str(tmp_path / "x.csv"))[4]
    assert "<b>" not in view
    assert "<i>" not in view
    assert "&lt;i&gt;x" in view


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
