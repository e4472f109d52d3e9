"""Corrections: checked on their way in, kept apart from what examines, and added to a training."""

import gradio as gr
import pandas as pd
import pytest

from demo.i18n import LANGUAGES
from demo.shared.tables import label_word
from demo.site import BUNDLED_ID, TrainingRequest, bundled_dataset
from demo.try_it import corrections
from kdcore.bundled import DATASET
from kdcore.config import VisitorLimits
from kdcore.data import has_bundled_labels, is_bundled, same_words, with_more
from kdcore.runs.worker import open_run

VISITOR = {"secret": "a secret of sixteen letters or more"}
TEXT = "amar nijer notun ekta bakko pathaiya dio"
ROW = {"text": TEXT, "label": "0", "task": "bundled"}


def asked(text=TEXT, run="demo"):
    return {"run": run, "text": text, "labels": {"teacher": 1, "student": 1}}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_click_keeps_the_right_label(site, lang):
    radio, said = corrections.label_choices(site, lang, asked())
    assert [number for _, number in radio["choices"]] == [0, 1]
    own, cleared, said = corrections.mark(site, lang, asked(), [], 0)
    assert own == [ROW]
    assert cleared["value"] is None
    assert "kd-good" in said
    again, *_ = corrections.mark(site, lang, asked(TEXT.upper() + "!"), own, 1)
    assert [row["label"] for row in again] == ["1"]  # the same words: the later mark counts


def test_sentences_that_examine_are_refused(site):
    for rows in (bundled_dataset().test, bundled_dataset().validation):
        own, _, said = corrections.mark(site, "en", asked(rows.texts[3].upper() + " !"), [], 0)
        assert "__type__" in own
        assert "reserved for testing" in said


@pytest.mark.parametrize("right", [None, 2, -1, "0", 1.0])
def test_what_is_no_label_is_refused(site, right):
    assert "Choose one of the labels" in corrections.mark(site, "en", asked(), [], right)[2]


def test_nothing_asked_or_a_lost_run(site):
    assert "kd-problem" in corrections.mark(site, "en", {}, [], 0)[2]
    assert "kd-problem" in corrections.mark(site, "en", asked(run="../x"), [], 0)[2]
    assert not corrections.label_choices(site, "en", {})[0]["visible"]
    assert not corrections.label_choices(site, "en", asked(run="../x"))[0]["visible"]


def test_as_many_as_fit_and_not_one_more(site):
    site.limits = VisitorLimits(corrections=2)
    own = [{**ROW, "text": f"eta koro {i}"} for i in range(2)]
    assert "Delete some first" in corrections.mark(site, "en", asked(), own, 0)[2]
    assert len(corrections.rows_in(site, own * 5)) == 2


@pytest.mark.parametrize("own", [None, "x", {}, [1], [{"text": 3}], [{"text": "", "label": "0", "task": "bundled"}]])
def test_what_a_browser_remembers_is_not_believed(site, own):
    assert corrections.rows_in(site, own) == []
    assert "None yet" in corrections.list_own(site, "en", VISITOR, own)[0]


def test_listed_downloaded_and_deleted(site):
    own = [ROW, {**ROW, "text": "=1+1 koro", "label": "1"}]
    listing, chosen, _, download, train = corrections.list_own(site, "en", VISITOR, own)
    assert TEXT in listing
    assert len(chosen["choices"]) == 2
    file = pd.read_csv(download["value"], dtype=str, encoding="utf-8-sig")
    assert list(file.sentence) == [TEXT, "'=1+1 koro"]
    assert list(file.label) == ["0", "1"]
    assert train["visible"]
    assert corrections.deleted(site, "en", own, [0])[0] == own[1:]
    for nothing in ([], None, [7], ["0"]):
        assert "Choose in the list" in corrections.deleted(site, "en", own, nothing)[1]
    assert not corrections.list_own(site, "en", {}, own)[3]["visible"]


def test_two_visitors_have_two_files(site):
    files = {corrections.list_own(site, "en", {"secret": s * 20}, [ROW])[3]["value"] for s in "ab"}
    assert len(files) == 2


def test_added_to_what_is_learnt_from_and_to_nothing_else(site):
    known = bundled_dataset().train.texts[0]
    test_sentence = bundled_dataset().test.texts[0]
    flipped = str(1 - bundled_dataset().train.labels[0])
    own = [ROW, {**ROW, "text": known.upper(), "label": flipped}, {**ROW, "text": test_sentence}]
    visitor, said, choice = corrections.to_training(site, "en", VISITOR, own, BUNDLED_ID)
    assert visitor["data"][0] == choice["value"]
    made = site.dataset(choice["value"])
    assert len(made.train) == len(bundled_dataset().train) + 1
    assert (made.test.texts, made.validation.texts) == (
        bundled_dataset().test.texts,
        bundled_dataset().validation.texts,
    )
    assert made.label_names == bundled_dataset().label_names
    learnt = dict(zip(map(same_words, made.train.texts), made.train.labels, strict=True))
    assert learnt[same_words(TEXT)] == 0
    assert learnt[same_words(known)] == int(flipped)
    assert same_words(test_sentence) not in learnt


def test_the_run_keeps_its_own_rows_and_the_words_of_its_labels(site):
    _, _, choice = corrections.to_training(site, "en", VISITOR, [ROW], BUNDLED_ID)
    site.launcher.n_parallel = 0  # it stays in the queue
    run = site.store.folder(site.start(TrainingRequest("quick"), choice["value"], VISITOR["secret"]))
    digest = run.config().data.sha256
    assert not is_bundled(digest)
    assert has_bundled_labels(digest)
    assert label_word("en", run, 1) == "Imperative"
    _, dataset = open_run(run)
    assert TEXT in dataset.train.texts
    assert len(dataset.test) == 2611
    assert corrections.task_of(run) == "bundled"


def test_rows_of_another_task_are_not_added(site, small_csv):
    data_id = site.keep_file(site.read_file(str(small_csv), None, None))
    with pytest.raises(gr.Error, match="None of your corrections"):
        corrections.to_training(site, "en", VISITOR, [ROW], data_id)
    with pytest.raises(gr.Error):
        corrections.to_training(site, "en", VISITOR, [ROW], "../x")


def test_adding_twice_adds_once(site):
    visitor, _, choice = corrections.to_training(site, "en", VISITOR, [ROW], BUNDLED_ID)
    _, _, again = corrections.to_training(site, "en", visitor, [ROW], choice["value"])
    assert len(site.dataset(again["value"]).train) == len(bundled_dataset().train) + 1
    assert site.about_data(again["value"])["name"] == "imperatives + 1"


def test_the_bundled_file_is_never_written(site):
    before = DATASET.read_bytes()
    more = with_more(bundled_dataset(), [TEXT], [1])
    assert more.sha256.startswith(bundled_dataset().sha256 + "+")
    assert len(bundled_dataset().train) == len(more.train) - 1
    assert DATASET.read_bytes() == before
