"""The handlers of the tab Data, called as the page calls them."""

import gradio as gr
import pandas as pd
import pytest

from demo.i18n import LANGUAGES, digits, translate

VISITOR = {"secret": "a secret of sixteen letters or more"}


def test_without_a_file_the_bundled_sentences_are_shown(data_tab):
    for lang in LANGUAGES:
        updates = data_tab.show(lang, None, None, None)
        assert translate(lang, "data_counts") in updates[data_tab.view]
        assert updates[data_tab.use_button]["visible"] is False
    assert data_tab.open_file("en", None)[data_tab.columns]["visible"] is False


def test_a_file_is_shown_kept_and_chosen(site, data_tab, train_tab, small_csv):
    updates = data_tab.open_file("en", str(small_csv))
    assert updates[data_tab.columns]["visible"]
    for column in (data_tab.text_column, data_tab.label_column):
        assert updates[column]["choices"] == ["sentence", "label"]
        assert updates[column]["value"] is None
    assert updates[data_tab.message] == ""
    assert "Sentences per label" in updates[data_tab.view]
    assert updates[data_tab.use_button]["visible"]
    updates = data_tab.use("en", VISITOR, str(small_csv), None, None)
    visitor, choice = updates[data_tab.session.visitor], updates[data_tab.session.data_choice]
    assert "kd-good" in updates[data_tab.message]
    assert visitor["data"] == [choice["value"]]
    assert site.uploads.info(choice["value"]).name == "small"
    offered = train_tab.redraw_form("en", visitor, choice["value"], "compact")[train_tab.session.data_choice]
    assert offered["value"] == choice["value"]
    assert [data_id for _, data_id in offered["choices"]] == ["bundled", choice["value"]]


def test_a_browser_remembers_the_last_files_only(data_tab, small_csv):
    visitor = {**VISITOR, "data": [f"{n:016x}" for n in range(10)]}
    kept = data_tab.use("en", visitor, str(small_csv), None, None)[data_tab.session.visitor]["data"]
    assert len(kept) == 10
    assert kept[1:] == visitor["data"][:9]


def test_notes_are_in_the_visitors_language(data_tab, small_csv):
    english, bengali = (data_tab.show(lang, str(small_csv), None, None)[data_tab.view] for lang in ("en", "bn"))
    assert "Classes: 0 =" in english
    assert "Classes:" not in bengali
    assert translate("bn", "data_notes") in bengali


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 500, b"sentence,label\na,1\n", b"PK\x03\x04" + b"x" * 99])
def test_a_file_that_cannot_be_used_is_said(data_tab, tmp_path, content):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    updates = data_tab.open_file("bn", str(file))
    assert "kd-problem" in updates[data_tab.message] + updates[data_tab.view]
    assert updates[data_tab.use_button]["visible"] is False
    with pytest.raises(gr.Error):
        data_tab.use("bn", VISITOR, str(file), None, None)


def test_columns_that_cannot_be_used_are_said(data_tab, small_csv):
    updates = data_tab.show("en", str(small_csv), "label", "label")
    assert "cannot be both" in updates[data_tab.view]
    assert updates[data_tab.use_button]["visible"] is False


def test_nothing_is_used_without_a_file(data_tab):
    with pytest.raises(gr.Error, match="Upload it again"):
        data_tab.use("en", VISITOR, None, None, None)


def test_the_page_says_the_limits_that_hold(site):
    limits = f"{site.limits.file_mb} MB and {site.limits.rows:,} rows"
    assert limits in translate("en", "data_help")
    assert digits("bn", f"{site.limits.file_mb} MB") in translate("bn", "data_help")


def test_a_file_above_the_limit_is_said(site, data_tab, tmp_path):
    file = tmp_path / "large.csv"
    file.write_bytes(b"sentence,label\n" + b"x" * (site.limits.file_mb * 1_000_000))
    assert "larger than 20 MB" in data_tab.open_file("en", str(file))[data_tab.message]


def test_labels_and_sentences_of_a_file_never_become_html(data_tab, tmp_path):
    rows = pd.DataFrame({"sentence": [f"<b>{i}</b> koro" for i in range(60)], "label": ["<i>x</i>", "y"] * 30})
    rows.to_csv(tmp_path / "x.csv", index=False)
    view = data_tab.open_file("en", str(tmp_path / "x.csv"))[data_tab.view]
    assert "<b>" not in view
    assert "<i>" not in view
    assert "&lt;i&gt;x" in view
