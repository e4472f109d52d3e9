"""Corrections: checked on their way in, kept apart from what examines, and added to a training."""

import gradio as gr
import pandas as pd
import pytest

from demo.i18n import LANGUAGES
from demo.shared.display_names import label_word
from demo.training_request import TrainingRequest
from demo.try_it import corrections
from demo.uploads import BUNDLED_ID, bundled_dataset
from kdcore.bundled import DATASET
from kdcore.config import VisitorLimits
from kdcore.data import has_bundled_labels, is_bundled, normalised_words, with_added_rows
from kdcore.runs.worker import open_run

VISITOR = {"secret": "a secret of sixteen letters or more"}
TEXT = "amar nijer notun ekta bakko pathaiya dio"
ROW = {"text": TEXT, "label": "0", "task": "bundled"}


def last(text=TEXT, run="demo"):
    """Return the state that is kept of a sentence after it was classified."""
    return {"run": run, "text": text, "labels": {"teacher": 1, "student": 1}}


@pytest.fixture
def section(try_tab):
    return try_tab.corrections


def message_of(section, *given, lang="en"):
    """Return the message after a label was chosen, which kept nothing and left no label chosen."""
    updates = section.keep(lang, *given)
    assert section.own not in updates
    assert updates[section.right_label]["value"] is None
    return updates[section.label_message]


def added(section, visitor, own, data_id):
    """Return the visitor after corrections were added to a training, and the id of the data with them."""
    updates = section.add_to_training("en", visitor, own, data_id)
    return updates[section.session.visitor], updates[section.session.data_choice]["value"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_click_keeps_the_right_label(section, lang):
    updates = section.show_labels(lang, last())
    assert [number for _, number in updates[section.right_label]["choices"]] == [0, 1]
    assert updates[section.label_message] == ""
    updates = section.keep(lang, last(), [], 0)
    assert updates[section.own] == [ROW]
    assert updates[section.right_label]["value"] is None
    assert "kd-good" in updates[section.label_message]
    again = section.keep(lang, last(TEXT.upper() + "!"), [ROW], 1)[section.own]
    assert [row["label"] for row in again] == ["1"]  # the same words: the later label counts


def test_sentences_reserved_for_testing_are_refused(section):
    for rows in (bundled_dataset().test, bundled_dataset().validation):
        message = message_of(section, last(rows.texts[3].upper() + " !"), [], 0)
        assert "reserved for testing" in message


@pytest.mark.parametrize("right", [None, 2, -1, "0", 1.0])
def test_what_is_no_label_is_refused(section, right):
    assert "Choose one of the labels" in message_of(section, last(), [], right)


def test_nothing_classified_or_a_lost_run(section):
    for nothing in ({}, last(run="../x")):
        assert "kd-problem" in message_of(section, nothing, [], 0)
        assert not section.show_labels("en", nothing)[section.right_label]["visible"]


def test_as_many_as_fit_and_not_one_more(site, section):
    site.limits = VisitorLimits(corrections=2)
    own = [{**ROW, "text": f"eta koro {i}"} for i in range(2)]
    assert "Delete some first" in message_of(section, last(), own, 0)
    assert len(corrections.rows_in(site, own * 5)) == 2


@pytest.mark.parametrize("own", [None, "x", {}, [1], [{"text": 3}], [{"text": "", "label": "0", "task": "bundled"}]])
def test_what_a_browser_remembers_is_not_trusted(site, section, own):
    assert corrections.rows_in(site, own) == []
    assert "None yet" in section.list_rows("en", VISITOR, own)[section.listing]


def test_listed_downloaded_and_deleted(section):
    own = [ROW, {**ROW, "text": "=1+1 koro", "label": "1"}]
    updates = section.list_rows("en", VISITOR, own)
    assert TEXT in updates[section.listing]
    assert len(updates[section.choice]["choices"]) == 2
    file = pd.read_csv(updates[section.download]["value"], dtype=str, encoding="utf-8-sig")
    assert list(file.sentence) == [TEXT, "'=1+1 koro"]
    assert list(file.label) == ["0", "1"]
    assert updates[section.train]["visible"]
    assert section.delete_chosen("en", own, [0])[section.own] == own[1:]
    for nothing in ([], None, [7], ["0"]):
        updates = section.delete_chosen("en", own, nothing)
        assert "in the list" in updates[section.message]
        assert section.own not in updates
    assert not section.list_rows("en", {}, own)[section.download]["visible"]


def test_two_visitors_have_two_files(section):
    visitors = [{"secret": letter * 20} for letter in "ab"]
    files = {section.list_rows("en", visitor, [ROW])[section.download]["value"] for visitor in visitors}
    assert len(files) == 2


def test_added_to_the_training_rows_and_to_nothing_else(site, section):
    known = bundled_dataset().train.texts[0]
    test_sentence = bundled_dataset().test.texts[0]
    flipped = str(1 - bundled_dataset().train.labels[0])
    own = [ROW, {**ROW, "text": known.upper(), "label": flipped}, {**ROW, "text": test_sentence}]
    visitor, data_id = added(section, VISITOR, own, BUNDLED_ID)
    assert visitor["data"][0] == data_id
    made = site.uploads.dataset(data_id)
    assert len(made.train) == len(bundled_dataset().train) + 1
    assert (made.test.texts, made.validation.texts) == (
        bundled_dataset().test.texts,
        bundled_dataset().validation.texts,
    )
    assert made.label_names == bundled_dataset().label_names
    learnt = dict(zip(map(normalised_words, made.train.texts), made.train.labels, strict=True))
    assert learnt[normalised_words(TEXT)] == 0
    assert learnt[normalised_words(known)] == int(flipped)
    assert normalised_words(test_sentence) not in learnt


def test_the_run_keeps_its_own_rows_and_the_words_of_its_labels(site, section):
    _, data_id = added(section, VISITOR, [ROW], BUNDLED_ID)
    site.launcher.n_parallel = 0  # it stays in the queue
    run = site.store.folder(site.start(TrainingRequest("quick"), data_id, VISITOR["secret"]))
    digest = run.config().data.sha256
    assert not is_bundled(digest)
    assert has_bundled_labels(digest)
    assert label_word("en", run, 1) == "Imperative"
    _, dataset = open_run(run)
    assert TEXT in dataset.train.texts
    assert len(dataset.test) == 2611
    assert corrections.task_of(run) == "bundled"


def test_rows_of_another_task_are_not_added(site, section, small_csv):
    data_id = site.uploads.keep(site.uploads.read(str(small_csv), None, None))
    with pytest.raises(gr.Error, match="None of your corrections"):
        added(section, VISITOR, [ROW], data_id)
    with pytest.raises(gr.Error):
        added(section, VISITOR, [ROW], "../x")


def test_adding_twice_adds_once(site, section):
    visitor, data_id = added(section, VISITOR, [ROW], BUNDLED_ID)
    _, again = added(section, visitor, [ROW], data_id)
    assert len(site.uploads.dataset(again).train) == len(bundled_dataset().train) + 1
    assert site.uploads.info(again).name == "imperatives + 1"


def test_the_bundled_file_is_never_written(site):
    before = DATASET.read_bytes()
    more = with_added_rows(bundled_dataset(), [TEXT], [1])
    assert more.sha256.startswith(bundled_dataset().sha256 + "+")
    assert len(bundled_dataset().train) == len(more.train) - 1
    assert DATASET.read_bytes() == before
