"""The tab Compare: its handlers called as the page calls them, its figures against counting, its speed."""

import json
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from demo.compare.downloads import downloads
from demo.compare.figures import cost_figure, reliability_figure
from demo.compare.sections import fidelity_html, reliability_html, slices_html, verdict_html
from demo.compare.sentences import GROUPS, PAGE, chosen_rows, group_choices
from demo.compare.thresholds import ThresholdSettings, cheapest_thresholds
from demo.i18n import LANGUAGES, translate
from demo.refusals import Refusal
from kdcore.bundled import DEMO_RUN
from kdcore.evaluation.exam import Candidate, add_calibration, examine
from kdcore.evaluation.predictions import predictions_table
from kdcore.evaluation.results import Interval
from kdcore.evaluation.thresholds import Costs
from kdcore.runs.folder import RunFolder
from kdcore.runs.records import RowCounts
from kdcore.serving.stored_exam import load_stored_exam
from kdcore.serving.timing import measure_speed
from kdcore.storage import write_json
from tests.made_runs import run_config

FIELDS = ("1", 0.5, "1", "1", "")


class Request:
    headers = {"referer": "https://example.org/?run=old", "host": "example.org"}


def sections(tab, updates):
    """Return the five sections on a run, from report to fidelity."""
    return [updates[part] for part in (tab.report, tab.slices, tab.reliability, tab.speed, tab.fidelity)]


def sentences(tab, lang, run_id, *filters):
    """Return the table of the first sentences that pass the filters."""
    return tab.sentences.show_first(lang, run_id, *filters)[tab.sentences.table]


def thresholds(tab, lang, run_id, *fields):
    return tab.thresholds.show(lang, run_id, *fields)[tab.thresholds.view]


def read(file):
    return Path(file).read_text(encoding="utf-8")


def finished_run(root, name, n, n_classes=2):
    """Return a finished run whose networks answered as a random generator pleased."""
    rng, words = np.random.default_rng(n), [f"<b>{k}" for k in "abcd"[:n_classes]]
    parts = []
    for size in (n, max(50, n // 4)):
        labels = rng.integers(0, n_classes, size)
        candidates = {}
        for who, skill in (("teacher", 3.0), ("student", 2.0)):
            shares = np.exp(rng.normal(size=(size, n_classes)) * 1.5 + np.eye(n_classes)[labels] * skill)
            shares /= shares.sum(axis=1, keepdims=True)
            candidates[who] = Candidate(
                name=who,
                probabilities=shares,
                n_parameters=100 if who == "teacher" else 10,
                n_bytes=400,
                ms_per_sentence=2.0,
                sentences_per_s=9.0,
                epochs=3,
            )
        texts = [f"report {i} ta <i>koro</i> {'?' if i % 3 else 'পাঠাও'}" for i in range(size)]
        extra = pd.DataFrame({"topic": rng.choice(["x", "y", "=z"], size)})
        shares_of = {who: one.probabilities for who, one in candidates.items()}
        parts.append((labels, candidates, predictions_table(texts, labels, shares_of, words, extra)))
    (labels, candidates, table), (_, _, validation) = parts
    data = {"name": "<u>mine", "sha256": "", "label_names": words, "rows": RowCounts(9, 9, n)}
    run = RunFolder.create(root, name, run_config(data=data))
    run.write_exam(add_calibration(examine(labels, candidates, words), table, validation), table, validation)
    write_json(run.path / "state.json", {"state": "done", "stage": ""})
    return run


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_says_what_was_kept_and_at_which_price(site, compare_tab, lang, demo_figures):
    updates = compare_tab.show_run(lang, "demo", {}, Request)
    report, link = updates[compare_tab.report], updates[compare_tab.link]
    json_file, csv_file, html_file = (updates[file] for file in compare_tab.files)
    results = site.store.folder("demo").results()
    first = re.search(r'<p class="kd-verdict"[^>]*>(.*?)</p>', report).group(1)
    for value in (results.retention.value, results.retention.low, results.retention.high):
        assert translate(lang, "share", value=value) in first
    assert (
        f"p = {results.student_vs_baseline.p:.3f}".translate(
            str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯") if lang == "bn" else {}
        )
        in first
    )
    for who in ("teacher", "student", "baseline", "tfidf"):
        assert translate(lang, "share", value=results.candidates[who].accuracy) in report
    assert link == "https://example.org/?run=demo"
    assert len(pd.read_csv(csv_file, encoding="utf-8-sig")) == results.n
    assert json.loads(read(json_file))["groups"] == demo_figures["groups"]
    assert read(html_file).startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "enough_yes"),
        ({"p": 0.4, "difference": 0.01, "interval": Interval(-0.1, 0.1)}, "enough_open"),
        ({"p": 0.01, "difference": -0.1, "interval": Interval(-0.2, -0.1)}, "enough_no"),
        ({"majority": 0.95}, "enough_no"),
    ],
)
def test_good_enough_follows_from_the_tests(demo, change, key):
    against_tfidf = {key: value for key, value in change.items() if key != "majority"}
    results = replace(
        demo.results,
        majority=change.get("majority", demo.results.majority),
        student_vs_tfidf=replace(demo.results.student_vs_tfidf, **against_tfidf),
    )
    html = verdict_html("en", results)
    assert translate("en", key) in html


def test_a_worth_is_called_so_only_when_it_is_significant(demo):
    test = replace(
        demo.results.student_vs_baseline, p=0.004, difference=0.018, interval=Interval(0.01, 0.03), fair=True
    )
    assert "was worth 1.8 points" in verdict_html("en", replace(demo.results, student_vs_baseline=test))
    unclear = replace(demo.results, student_vs_baseline=replace(test, p=0.06))
    assert "may be chance" in verdict_html("en", unclear)


def test_the_four_groups_add_up_and_hold_what_they_say(demo):
    table = demo.table
    right = {who: table[who] == table["label"] for who in ("teacher", "student")}
    sizes = {group: len(chosen_rows(demo, group, "all", "")) for group in GROUPS}
    assert sum(sizes[g] for g in ("both_right", "only_teacher", "only_student", "both_wrong")) == sizes["all"] == 2611
    assert set(chosen_rows(demo, "only_student", "all", "")) == set(
        np.flatnonzero(~right["teacher"] & right["student"])
    )
    assert sizes["disagree"] == (table.teacher != table.student).sum()
    assert [translate("en", "share", value=sizes[g] / 2611) in word for word, g in group_choices("en", demo)] == [
        True
    ] * 6


def test_sentences_are_found_by_kind_and_by_letters_of_any_case(demo):
    texts = demo.table["sentence"]
    found = chosen_rows(demo, "all", "all", "  REPORT ")
    assert set(found) == set(np.flatnonzero(texts.str.contains("report", case=False, regex=False)))
    place = next(i for i, g in enumerate(demo.groups) if (g.kind, g.value) == ("script", "mixed"))
    assert len(chosen_rows(demo, "all", str(place), "")) == 128
    assert not len(chosen_rows(demo, "all", "all", "zzzzqq"))
    assert len(chosen_rows(demo, "nothing", "9999", None)) == len(chosen_rows(demo, "all", "-1", 7)) == 2611


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_come_a_page_at_a_time(compare_tab, lang, demo_figures):
    section, n = compare_tab.sentences, demo_figures["disagree"]
    updates = section.show_first(lang, "demo", "disagree", "all", "")
    assert updates[section.table].count("<button") == PAGE == updates[section.n_shown]
    assert updates[section.more]["visible"]
    updates = section.show_more(lang, "demo", "disagree", "all", "", n - 8)
    assert updates[section.table].count("<button") == n
    assert not updates[section.more]["visible"]
    assert translate(lang, "sentences_none") in sentences(compare_tab, lang, "demo", "all", "all", "zzzzqq")


@pytest.mark.parametrize("row", [0, 2610])
def test_a_clicked_sentence_goes_to_try(compare_tab, demo, row):
    section = compare_tab.sentences
    updates = section.open_in_try("demo", SimpleNamespace(_data={"row": row}))
    assert updates[section.session.sentence] == demo.table["sentence"].iat[row]
    assert updates[section.session.tabs].selected == "try"


@pytest.mark.parametrize("data", [None, {}, {"row": -1}, {"row": 2611}, {"row": "0"}, {"row": 1.5}, "x"])
def test_a_click_on_nothing_does_nothing(compare_tab, data):
    assert compare_tab.sentences.open_in_try("demo", SimpleNamespace(_data=data)) == {}


def test_pictures_are_drawn_from_the_numbers_and_differ_without_colour(demo):
    bins = demo.results.student.reliability
    figure = ElementTree.fromstring(str(reliability_figure("en", "student", bins)))
    assert sum("kd-student" in e.get("class", "") for e in figure.iter("rect")) == 20
    assert not list(figure.iter("circle"))
    assert len(list(ElementTree.fromstring(str(reliability_figure("bn", "teacher", bins))).iter("circle"))) == 20
    costs = ElementTree.fromstring(
        str(cost_figure("en", [0.0, 0.5, 1.0], {"teacher": [5, 1, 5], "student": [4] * 3}, 0.5))
    )
    assert (len(list(costs.iter("circle"))), len(list(costs.iter("rect")))) == (1, 1)
    cost_figure("en", [0.0, 1.0], {"teacher": [0, 0], "student": [0, 0]}, 0.0)  # nothing costs anything


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n_classes", [2, 4])
def test_any_number_of_classes_and_strange_labels_are_shown_and_escaped(site, compare_tab, lang, n_classes):
    run = finished_run(site.root, f"r{n_classes}", 300, n_classes)
    updates = compare_tab.show_run(lang, run.run_id, {}, Request)
    shown = [*sections(compare_tab, updates), sentences(compare_tab, lang, run.run_id, "all", "all", "")]
    shown.append(thresholds(compare_tab, lang, run.run_id, "0", 0.4, "2", "1", "30"))
    shown.append(read(updates[compare_tab.files[2]]))
    for html in shown:
        assert 'kd-notice kd-problem"' not in html
        assert not re.search(r"<[biu]>", html)
    classes = updates[compare_tab.thresholds.class_number]
    assert classes["visible"] == (n_classes > 2)
    assert [value for _, value in classes["choices"]] == [str(k) for k in range(n_classes)]
    assert "topic: x" in shown[1]
    cheapest = compare_tab.thresholds.find_cheapest(lang, run.run_id, "0", 0.4, "2", "1", "30")
    assert set(cheapest) == {compare_tab.thresholds.message, compare_tab.thresholds.threshold}


def test_a_run_of_before_opens_and_says_what_is_missing(site, compare_tab):
    run = RunFolder(shutil.copytree(finished_run(site.root, "new", 300).path, site.root / "old"))
    (run.path / "validation.csv").unlink()
    results = json.loads(read(run.path / "results.json"))
    del results["fidelity"], results["n_validation"]
    for who in ("teacher", "student"):
        for key in ("temperature", "calibration_error_scaled", "reliability"):
            del results["results"][who][key]
    write_json(run.path / "results.json", results)
    found = load_stored_exam(run)
    assert not found.is_calibrated
    for lang in LANGUAGES:
        parts = sections(compare_tab, compare_tab.show_run(lang, "old", {}, Request))
        assert "kd-problem" not in "".join(map(str, parts))
        assert translate(lang, "reliable_missing") in parts[2].replace("&#39;", "'")
        assert translate(lang, "fidelity_missing") in parts[4].replace("&#39;", "'")
        assert "kd-problem" not in thresholds(compare_tab, lang, "old", *FIELDS)
    section = compare_tab.thresholds
    assert "must not be chosen" in section.find_cheapest("en", "old", *FIELDS)[section.message]
    with pytest.raises(Refusal):
        cheapest_thresholds(found, ThresholdSettings(1, 0.5, Costs()))


@pytest.mark.parametrize("run_id", ["", "../demo", "nobody", None])
def test_a_run_that_is_not_there_is_said(compare_tab, run_id):
    section = compare_tab.thresholds
    for lang in LANGUAGES:
        report, *others = sections(compare_tab, compare_tab.show_run(lang, run_id, {}, Request))
        assert "kd-problem" in report
        assert others == [""] * 4
        assert "kd-problem" in thresholds(compare_tab, lang, run_id, *FIELDS)
        assert sentences(compare_tab, lang, run_id, "all", "all", "") == ""
        assert "kd-problem" in section.find_cheapest(lang, run_id, *FIELDS)[section.message]
        assert "kd-problem" in compare_tab.measure_speed(lang, run_id)[compare_tab.speed]


def test_sections_say_what_the_results_say(demo):
    results = demo.results.candidates
    html = reliability_html("en", demo)
    for who in ("teacher", "student"):
        assert f"temperature {results[who].calibration_temperature:.2f}" in html
        assert f"{100 * results[who].calibration_error_scaled:.1f} after" in html
    assert translate("en", "share", value=demo.results.fidelity.teacher_wrong.agreement) in fidelity_html(
        "en", demo.results
    )
    slices = slices_html("en", demo)
    assert slices.index("form: elliptical") < slices.index("domain: food") < slices.index("too small to judge")


def test_the_report_needs_nothing_from_elsewhere_and_downloads_follow_the_results(site, demo):
    run = RunFolder(shutil.copytree(DEMO_RUN, site.root / "copy"))
    files = downloads(site.downloads, "bn", "copy", run, load_stored_exam(run))
    report = read(files[2])
    assert 'lang="bn"' in report
    assert not re.search(r"<script|<link|<iframe|<img|@import|(?:src|href)=|url\((?!#)", report)
    assert len(report.encode()) < 500_000
    changed = replace(run.results(), n=7).as_json()
    time.sleep(0.01)
    write_json(run.path / "results.json", changed)
    downloads(site.downloads, "bn", "copy", run, load_stored_exam(run))
    assert json.loads(read(files[0]))["n"] == 7


def test_speed_is_measured_in_the_process_that_answers(compare_tab, worker):
    found = measure_speed(worker, DEMO_RUN, ["eta koro", "ami kal jabo"])
    for who in ("teacher", "student"):
        assert 0 < found[who].ms_p50 <= found[who].ms_p95
        assert found[who].sentences_per_s > 0
    updates = compare_tab.measure_speed("en", "demo")
    measured = updates[compare_tab.measured]
    assert f"{measured['demo']['student'].ms_p95:.1f} ms" in updates[compare_tab.speed]
    again = compare_tab.show_run("en", "demo", measured, Request)[compare_tab.speed]
    assert again == updates[compare_tab.speed]
    assert "95 in 100" in again
