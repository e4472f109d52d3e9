"""Pin a sentence, change it, and see what both networks make of it."""

import pytest

from demo.i18n import LANGUAGES
from demo.try_it import what_if
from demo.try_it.tab import answered
from kdcore.language.edits import KEEPS, NO_ORDER, ORDER


def asked(site, text):
    return answered(site, "en", "demo", text)[1]


def shown(chips):
    return {key for key, chip in zip(what_if.EDITS, chips, strict=True) if chip["visible"]}


def test_only_edits_that_apply_have_a_button_that_names_the_words(site):
    chips = what_if.chip_updates("en", "vai eita check kore dio")
    assert shown(chips) == {"question", "first", "future", "polite", "noise"}
    assert chips[what_if.EDITS.index("first")]["value"] == "dio → dei (I do)"
    assert shown(what_if.chip_updates("en", "")) == set()


def test_one_click_fixes_the_sentence_and_compares(site):
    state, html = what_if.try_edits(site, ("first",), "en", asked(site, "report ta kal pathao"), {})
    assert state["base"] == "report ta kal pathao"
    assert [row["text"] for row in state["rows"]] == ["report ta kal pathai"]
    assert "report ta kal pathai" in html
    assert "change to: Not imperative" in html
    before, after = state["answers"]["teacher"]["p"][1], state["rows"][0]["answers"]["teacher"]["p"][1]
    assert f"Imperative: {what_if.points('en', after - before)} points" in html
    again, _ = what_if.try_edits(site, ("first",), "en", {}, state)
    assert len(again["rows"]) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_at_once_in_both_languages(site, lang):
    state, html = what_if.try_edits(site, what_if.EDITS, lang, asked(site, "রিপোর্টটা আজকেই পাঠাও, প্লিজ"), {})
    keys = {row["key"] for row in state["rows"]}
    assert keys == {"drop_please", "question", "first", "future", "polite", "latin", "noise"}
    assert html.count("<tr>") == 1 + 1 + len(keys)
    assert html.count("✓") + html.count("✗") == 2 * len(keys)


def test_misspelling_is_done_anew_each_time(site):
    first = asked(site, "amake ektu taratari document gula pathao")
    state, _ = what_if.try_edits(site, ("noise",), "en", first, {})
    state, _ = what_if.try_edits(site, ("noise",), "en", first, state)
    assert len({row["text"] for row in state["rows"]}) == 2


def test_what_is_asked_beside_a_pinned_sentence_is_compared(site):
    state, html, *_ = what_if.pin_sentence(site, "en", asked(site, "eta koro"), {})
    assert "is the reference." in html
    state, html, *chips = what_if.after_asking(site, "en", asked(site, "eta korbo"), state)
    assert "your version" in html
    assert "eta korbo" in html
    assert "first" in shown(chips)  # the buttons still change the pinned one
    same, *_ = what_if.after_asking(site, "en", asked(site, "eta koro"), state)
    assert same["rows"] == state["rows"]
    assert what_if.unpin(site, "en", asked(site, "eta korbo"), state)[:2] == [{}, ""]


def test_without_a_pin_asking_changes_only_the_buttons(site):
    state, html, *chips = what_if.after_asking(site, "en", asked(site, "eta koro"), {})
    assert (state, html) == ({}, "")
    assert "polite" in shown(chips)


def test_other_networks_are_not_compared_with(site):
    state, *_ = what_if.pin_sentence(site, "en", asked(site, "eta koro"), {})
    state, html, *_ = what_if.after_asking(site, "en", {**asked(site, "eta dao"), "run": "another"}, state)
    assert (state, html) == ({}, "")


def test_nothing_asked_yet_is_said(site):
    assert "kd-problem" in what_if.pin_sentence(site, "en", {}, {})[1]
    assert "kd-problem" in what_if.try_edits(site, ("first",), "en", {}, {})[1]
    lost = {"run": "../x", "text": "eta koro", "labels": {}}
    assert "kd-problem" in what_if.try_edits(site, ("first",), "en", lost, {})[1]


@pytest.mark.parametrize(
    ("effect", "before", "bundled", "aim"),
    [(KEEPS, 0, True, 0), (KEEPS, 2, False, 2), (ORDER, 0, True, 1), (NO_ORDER, 1, True, 0), (NO_ORDER, 1, False, None),
     ("", 1, True, None)],
)  # fmt: skip
def test_what_an_edit_should_do(effect, before, bundled, aim):
    assert what_if.expected(effect, before, bundled=bundled) == aim


def test_a_table_does_not_grow_without_end_and_escapes(site):
    state, *_ = what_if.pin_sentence(site, "en", asked(site, "<b>eta</b> koro"), {})
    for number in range(what_if._MOST_ROWS + 3):
        state, html, *_ = what_if.after_asking(site, "en", asked(site, f"eta koro {number}"), state)
    assert len(state["rows"]) == what_if._MOST_ROWS
    assert "<b>eta" not in html
