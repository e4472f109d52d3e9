"""Runs beside each other, on folders with known figures."""

import re
from dataclasses import fields, replace

import pytest

from demo.i18n import LANGUAGES
from demo.runs.comparison import _setting, curves_sentence, outcome_table, settings_table, sides, verdict
from demo.shared.curves import students_figure
from kdcore.bundled import DEMO_RUN
from kdcore.config import TrainConfig
from kdcore.evaluation.metrics import mcnemar_exact
from kdcore.runs.folder import RunFolder
from kdcore.runs.progress import Follower
from kdcore.runs.records import RowCounts, RunConfig
from kdcore.runs.settings_diff import settings_of
from tests.made_runs import run_config


def beside(lang, *runs):
    return sides(lang, {run.run_id: run for run in runs}, [Follower(run).read().stages["student"] for run in runs])


def cells(html):
    """Return a table's body as lists of texts, the small print left out."""
    body = html[html.index("<tbody>") :]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    plain = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", re.sub(r"<small>.*?</small>", "", row)) for row in rows]
    return {row[0]: row[1:] for row in plain}


def test_a_clear_difference_is_said_with_its_figures(make_run):
    first, better = make_run("one", answers="r" * 60 + "w" * 40), make_run("two", answers="r" * 90 + "w" * 10)
    html = verdict("en", beside("en", first, better))
    assert (
        "The student of B is better than that of A: 30.0 percentage points more of the same 100 test sentences" in html
    )
    assert "p &lt; 0.001" in html
    html = verdict("en", beside("en", better, first))
    assert "The student of B is worse than that of A: 30.0 percentage points fewer" in html
    assert "(95 % interval -" in html


def test_a_difference_that_may_be_chance_is_left_open_with_its_p(make_run):
    first, second = make_run("one", answers="r" * 97 + "w" * 3), make_run("two", answers="w" * 5 + "r" * 93 + "w" * 2)
    html = verdict("en", beside("en", first, second))
    assert "too close to call: -4.0 percentage points for B" in html
    p = mcnemar_exact([a == "r" for a in "w" * 5 + "r" * 93 + "w" * 2], [a == "r" for a in "r" * 97 + "w" * 3]).p
    assert p > 0.05
    assert f"p = {p:.3f}" in html


def test_no_difference_is_no_question(make_run):
    html = verdict("en", beside("en", make_run("one", answers="rwrr"), make_run("two", answers="rrwr")))
    assert "The students of B and A got equally many of the same 4 test sentences right." in html


def test_every_run_is_held_against_the_first(make_run):
    runs = [
        make_run(name, answers="r" * n + "w" * (100 - n)) for name, n in (("a", 50), ("b", 80), ("c", 90), ("d", 20))
    ]
    html = verdict("en", beside("en", *runs))
    told = re.findall(r"The student of (\w) is (better|worse) than that of (\w)", html)
    assert told == [("B", "better", "A"), ("C", "better", "A"), ("D", "worse", "A")]


def test_other_sentences_and_missing_exams_are_said(make_run):
    first, other = make_run("one", answers="rrrw"), make_run("two", answers="rrw")
    running = make_run("three", "running", curve=(0.5,))
    html = verdict("en", beside("en", first, other, running))
    assert "B and A were not tested on the same sentences" in html
    assert "The student of C has not been tested yet" in html
    html = verdict("en", beside("en", running, first))
    assert "The student of A has not been tested yet" in html
    assert "of B" not in html


def test_curves_are_those_of_the_students_and_told_apart_without_colour(make_run):
    curves = {"one": (0.5, 0.6), "two": (0.4, 0.7, 0.65), "three": (0.3,), "four": (0.2, 0.25)}
    compared = beside("en", *(make_run(name, curve=curve) for name, curve in curves.items()))
    figure = students_figure("en", {side.letter: side.student for side in compared})
    assert [trace.name for trace in figure.data] == ["A", "B", "C", "D"]
    assert [tuple(trace.y) for trace in figure.data] == list(curves.values())
    assert [tuple(trace.x) for trace in figure.data][1] == (1, 2, 3)
    assert len({trace.line.dash for trace in figure.data}) == 4
    assert len({trace.marker.symbol for trace in figure.data}) == 4
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert "best validation accuracy was 70.0 %, reached by B" in curves_sentence("en", compared)


def test_curves_of_other_data_are_not_ranked_and_no_curve_is_no_sentence(make_run):
    one, two = make_run("one", curve=(0.5,)), make_run("two", curve=(0.9,), data={"sha256": "other"})
    assert "heights cannot be compared" in curves_sentence("en", beside("en", one, two))
    assert curves_sentence("en", beside("en", make_run("three"), make_run("four"))) == ""


def test_results_stand_beside_each_other(make_run):
    done = make_run("one", answers="rrrw")
    table = cells(outcome_table("en", beside("en", done, make_run("two", "running"))))
    assert table["Teacher: accuracy"] == ["100.0 %", "–"]
    assert table["Student: accuracy"] == ["75.0 %", "–"]
    assert table["Student alone: accuracy"] == ["–", "–"]
    assert table["accuracy kept of the teacher"] == ["75.0 %", "–"]
    assert table["Student: parameters"] == ["353,186", "–"]
    assert table["Student: size on disk"] == ["0.7 MB", "–"]
    assert table["Student: time per sentence"] == ["2.5 ms", "–"]


def test_only_settings_that_differ_are_listed_in_words(make_run):
    one = make_run("one", training={"seed": 4294967295})
    two = make_run("two", training={"dropout": None, "preset": "mine"}, threads=4, versions={"torch": "2.9"})
    table = cells(settings_table("en", beside("en", one, two)))
    assert table == {
        "Preset: how long to train": ["Quick", "mine"],
        "Seed": ["4294967295", "0"],
        "Processor threads": ["2", "4"],
        "torch": ["2.8", "2.9"],
    }


def test_settings_of_the_networks_and_the_data_have_words_too(make_run):
    one = make_run("one")
    stage = replace(one.config().training.student, epochs=3, learning_rate=1e-3, batch_size=64, keep="last",
                    bucketed=False)  # fmt: skip
    two = make_run("two", training={"student": stage},
                   data={"name": "theirs", "sha256": "f" * 64, "rows": RowCounts(90, 20, 20)},
                   continues="20260131-154500-quick-3f9a")  # fmt: skip
    table = cells(settings_table("en", beside("en", one, two)))
    assert table["Epochs of the student"][1] == "3"
    assert table["Learning rate of the student"] == ["0.002", "0.001"]
    assert table["Student: which epoch is kept"] == ["the best", "the last"]
    assert table["Student: batches of similar length"] == ["yes", "no"]
    assert table["Data"] == ["mine", "theirs"]
    assert table["Fingerprint of the data"] == ["abc", "ffffffff"]
    assert table["Rows, training (to learn from)"] == ["100", "90"]
    assert table["Continues from"] == ["not set", "2026-01-31 15:45 · Quick"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_setting_that_can_differ_has_words(lang):
    """A setting added to the configuration must not appear on the page under its key."""
    config = run_config(training={"teacher_layers": 2, "dropout": 0.1}, continues="first", python="3.11.7")
    paths = settings_of(config)
    assert {path.split(".")[1] for path in paths if path.startswith("training.")} == {
        field.name for field in fields(TrainConfig)
    }, "every field of the training is filled, so that it is walked"
    assert {path.split(".")[0] for path in paths} | {"owner", "tracked", "expected_s"} == {
        field.name for field in fields(RunConfig)
    }
    for path in paths:
        last = path.rpartition(".")[2]
        assert path.startswith("versions.") or _setting(lang, path) not in (last, ""), path
    names = [_setting(lang, path) for path in paths]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_alike_settings_are_said_and_the_demo_run_can_be_compared(lang, make_run):
    demo = RunFolder(DEMO_RUN)
    student = Follower(demo).read().stages["student"]
    compared = sides(lang, {"demo": demo, "twin": demo}, [student, student])
    assert "<table" not in settings_table(lang, compared)
    assert "<table" in settings_table(lang, [*compared[:1], *beside(lang, make_run("one"))])
    assert len(cells(outcome_table(lang, compared))) == 7
    assert "demo" in verdict(lang, compared)


def test_names_never_become_html(make_run):
    run = make_run("one", data={"name": "<b>x"}, answers="rw")
    (run.path / "about.json").write_text('{"name": "<i>y", "pinned": false}')
    compared = beside("en", run, make_run("two", answers="rw"))
    html = verdict("en", compared) + settings_table("en", compared)
    assert "<i>" not in html
    assert "<b>x" not in html
    assert "&lt;i&gt;y" in html
