"""Which words decided, as the page says and shows it."""

import re

import pytest

from demo.i18n import LANGUAGES, points
from demo.try_it import word_shares
from kdcore.serving.attribution import Shares

LAST_ANSWER = {"run": "demo", "text": "vai eita ektu check kore dio", "labels": {"teacher": 1, "student": 1}}


def shares(teacher, student):
    return {
        who: Shares(["eta", "koro", "?"], values, 0.5) for who, values in (("teacher", teacher), ("student", student))
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_first_says_that_it_is_at_work_and_then_shows_both(site, lang):
    first, html = word_shares.words_html(site, lang, LAST_ANSWER)
    assert "kd-words" not in first
    assert html.count("<ol") == 2
    assert html.count("<li>") == 12
    assert html.count("<tr>") == 1 + 6 + 2


def test_the_figures_add_up_to_the_confidence_of_the_cards(site):
    run = site.store.folder("demo")
    found = site.word_shares(run, LAST_ANSWER["text"], 1)
    answers = site.classify(run, LAST_ANSWER["text"])
    for who, share in found.items():
        assert share.start + sum(share.values) == pytest.approx(answers[who].probabilities[1], abs=1e-4)


def test_the_second_time_nothing_is_computed(site, monkeypatch):
    list(word_shares.words_html(site, "en", LAST_ANSWER))
    monkeypatch.setattr(site.list_worker, "run", lambda *given: pytest.fail("asked again"))
    assert "<ol" in list(word_shares.words_html(site, "bn", LAST_ANSWER))[-1]


def test_nothing_asked_shows_nothing_and_a_lost_run_is_said(site):
    assert list(word_shares.words_html(site, "en", {})) == [""]
    assert "kd-problem" in list(word_shares.words_html(site, "en", {**LAST_ANSWER, "run": "../demo"}))[-1]


@pytest.mark.parametrize(
    ("teacher", "student", "words"),
    [
        ([0.1, 0.4, 0.0], [0.0, 0.3, 0.0], "(+40). The student was influenced most by “koro” (+30). Both relied"),
        ([0.3, 0.4, 0.0], [0.0, 0.3, -0.2], "by “koro” (+40) and “eta” (+30)."),
        ([0.1, 0.4, 0.0], [0.0, 0.0, -0.3], "“?” (−30, against it). They relied on different words."),
        ([0.0, 0.01, 0.0], [0.0, 0.3, 0.0], "No single word influenced the teacher."),
    ],
)  # fmt: skip
def test_the_sentence_names_what_mattered(teacher, student, words):
    assert words in word_shares.summary("en", shares(teacher, student), "Imperative", agree=True)


def test_when_they_disagree_the_question_is_named():
    told = word_shares.summary("en", shares([0, 0.4, 0], [0, 0.3, 0]), "Imperative", agree=False)
    assert told.startswith("Both are explained for the teacher's answer, “Imperative”.")


def test_one_scale_for_both_and_signs_beside_the_bars():
    html = word_shares.shares_html("en", shares([0.1, 0.4, 0.0], [-0.4, 0.2, 0.0]), "Imperative", agree=True)
    heights = re.findall(r'kd-weight kd-(\w+)" style="([^"]+)"', html)
    assert heights[1] == ("for", "height:16px")
    assert heights[3] == ("against", "height:16px")
    assert heights[4] == ("for", "height:12px")
    assert heights[2][1] == "display:none"
    assert "−40" in html
    assert "+20" in html


def test_words_are_escaped(site):
    text = "<img src=x onerror=alert(1)> koro"
    *_, html = word_shares.words_html(site, "en", {**LAST_ANSWER, "text": text})
    assert "<img" not in html


def test_points_have_their_sign_in_both_languages():
    assert [points("en", value) for value in (0.123, -0.05, 0.001, -0.001)] == ["+12", "−5", "0", "0"]
    assert points("bn", -0.12) == "−১২"
