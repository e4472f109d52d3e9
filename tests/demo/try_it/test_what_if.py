"""A reference sentence, edits of it, and what both models make of them."""

import pytest

from demo.i18n import LANGUAGES
from demo.try_it import what_if
from kdcore.language.edits import KEEPS, NO_ORDER, ORDER


@pytest.fixture
def section(try_tab):
    return try_tab.what_if


@pytest.fixture
def answered(try_tab):
    """Return a function that classifies a sentence, and returns the state that is kept of it."""
    return lambda text: try_tab.classify("en", "demo", text)[try_tab.last_answer]


def offered(section, updates):
    """Return the edits whose buttons are shown."""
    return {key for key, button in section.edits.items() if updates[button]["visible"]}


def shown(section, updates):
    """Return the state and the table."""
    return updates[section.experiment], updates[section.table]


def test_only_edits_that_apply_have_a_button_that_names_the_words(section):
    updates = section.redraw("en", {"text": "vai eita check kore dio"}, {})
    assert offered(section, updates) == {"question", "first", "future", "polite", "noise"}
    assert updates[section.edits["first"]]["value"] == "dio → dei (I do)"
    assert updates[section.table] == ""
    assert offered(section, section.redraw("en", {}, {})) == set()


def test_one_click_sets_the_reference_and_compares(section, answered):
    state, html = shown(section, section.try_edits(("first",), "en", answered("report ta kal pathao"), {}))
    assert state["base"] == "report ta kal pathao"
    assert [row["text"] for row in state["rows"]] == ["report ta kal pathai"]
    assert "report ta kal pathai" in html
    assert "change to: Not imperative" in html
    before, after = state["answers"]["teacher"]["p"][1], state["rows"][0]["answers"]["teacher"]["p"][1]
    assert f"Imperative: {what_if.points('en', after - before)} points" in html
    again, _ = shown(section, section.try_edits(("first",), "en", {}, state))
    assert len(again["rows"]) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_at_once_in_both_languages(section, answered, lang):
    last = answered("রিপোর্টটা আজকেই পাঠাও, প্লিজ")
    state, html = shown(section, section.try_edits(what_if.EDITS, lang, last, {}))
    keys = {row["key"] for row in state["rows"]}
    assert keys == {"drop_please", "question", "first", "future", "polite", "latin", "noise"}
    assert html.count("<tr>") == 1 + 1 + len(keys)
    assert html.count("✓") + html.count("✗") == 2 * len(keys)


def test_typos_are_drawn_anew_each_time(section, answered):
    first = answered("amake ektu taratari document gula pathao")
    state, _ = shown(section, section.try_edits(("noise",), "en", first, {}))
    state, _ = shown(section, section.try_edits(("noise",), "en", first, state))
    assert len({row["text"] for row in state["rows"]}) == 2


def test_what_is_classified_beside_a_reference_is_compared(section, answered):
    state, html = shown(section, section.set_reference("en", answered("eta koro"), {}))
    assert "is the reference." in html
    updates = section.follow_answer("en", answered("eta korbo"), state)
    state, html = shown(section, updates)
    assert "your version" in html
    assert "eta korbo" in html
    assert "first" in offered(section, updates)  # the buttons still edit the reference
    same, _ = shown(section, section.follow_answer("en", answered("eta koro"), state))
    assert same["rows"] == state["rows"]
    assert shown(section, section.clear_reference("en", answered("eta korbo"), state)) == ({}, "")


def test_without_a_reference_an_answer_changes_only_the_buttons(section, answered):
    updates = section.follow_answer("en", answered("eta koro"), {})
    assert shown(section, updates) == ({}, "")
    assert "polite" in offered(section, updates)


def test_other_models_are_not_compared_with(section, answered):
    state, _ = shown(section, section.set_reference("en", answered("eta koro"), {}))
    updates = section.follow_answer("en", {**answered("eta dao"), "run": "another"}, state)
    assert shown(section, updates) == ({}, "")


def test_nothing_answered_yet_is_said(section):
    lost = {"run": "../x", "text": "eta koro", "labels": {}}
    for last in ({}, lost):
        assert "kd-problem" in section.set_reference("en", last, {})[section.table]
        assert "kd-problem" in section.try_edits(("first",), "en", last, {})[section.table]


@pytest.mark.parametrize(
    ("effect", "before", "bundled", "label"),
    [(KEEPS, 0, True, 0), (KEEPS, 2, False, 2), (ORDER, 0, True, 1), (NO_ORDER, 1, True, 0), (NO_ORDER, 1, False, None),
     ("", 1, True, None)],
)  # fmt: skip
def test_what_an_edit_should_do(effect, before, bundled, label):
    assert what_if.expected_label(effect, before, bundled=bundled) == label


def test_a_table_does_not_grow_without_end_and_escapes(section, answered):
    state, _ = shown(section, section.set_reference("en", answered("<b>eta</b> koro"), {}))
    for number in range(what_if._MAX_ROWS + 3):
        state, html = shown(section, section.follow_answer("en", answered(f"eta koro {number}"), state))
    assert len(state["rows"]) == what_if._MAX_ROWS
    assert "<b>eta" not in html
