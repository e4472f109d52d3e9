"""Thresholds: their matrices against scikit-learn, the cheapest one, and what a visitor may write."""

import re

import pytest
from sklearn.metrics import confusion_matrix

from demo.compare.thresholds import ThresholdSettings, cheapest_thresholds
from kdcore.evaluation.thresholds import GRID, Costs, matrix_at

FIELDS = ("1", 0.5, "1", "1", "")


def test_the_matrices_are_those_of_scikit_learn(compare_tab, demo):
    for fields in (FIELDS, ("1", 0.83, "5", "1", "10"), ("0", 0.3, "", "2", "")):
        section = compare_tab.thresholds
        html = section.show("en", "demo", *fields)[section.view]
        shown = [int(n.replace(",", "")) for n in re.findall(r'class="kd-number[^"]*">([\d,]+)<', html)]
        expected = []
        for who in ("teacher", "student"):
            called = demo.test.of[who].probabilities[:, int(fields[0])] >= fields[1]
            counts = confusion_matrix(demo.test.truth == int(fields[0]), called)
            expected += [counts[1, 1], counts[1, 0], counts[0, 1], counts[0, 0]]
        assert shown == expected


def test_the_slider_goes_to_what_is_cheapest_on_the_validation_rows(compare_tab, demo):
    section = compare_tab.thresholds
    updates = section.find_cheapest("en", "demo", "1", 0.5, "5", "1", "10")
    message, value = updates[section.message], updates[section.threshold]
    best = cheapest_thresholds(demo, ThresholdSettings(1, 0.5, Costs(5, 1, 0.1)))
    assert value == best["student"]
    part, costs = demo.validation, Costs(5, 1, 0.1)
    cost = {t: matrix_at(part.truth == 1, part.of["student"].probabilities[:, 1], t).expected(costs)[2] for t in GRID}
    assert cost[value] == pytest.approx(min(cost.values()))
    assert f"{100 * value:.0f} % for the student" in message


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("1", 0.5, "much", "1", ""), "Cost of a miss: “much”"),
        (("1", 0.5, "-1", "1", ""), "from 0 to 1,000,000"),
        (("1", 0.5, "1", "1e9", ""), "from 0 to 1,000,000"),
        (("1", 0.5, "1", "1", "101"), "between 0 and 100"),
        (("1", 0.5, "1", "1", "<b>"), "How common it really is"),
        (("1", 5, "1", "1", ""), "between 0 and 1"),
        (("1", None, "1", "1", ""), "between 0 and 1"),
    ],
)
def test_what_is_no_number_is_said(compare_tab, fields, words):
    section = compare_tab.thresholds
    cheapest = section.find_cheapest("en", "demo", *fields)
    assert section.threshold not in cheapest
    for html in (section.show("en", "demo", *fields)[section.view], cheapest[section.message]):
        assert words in html
        assert "kd-problem" in html
        assert "<b>" not in html


def test_bengali_digits_and_a_percent_sign_are_read(demo):
    question = ThresholdSettings.read(demo, "9", 0.5, "৫", "০.৫", "10 %")
    assert question == ThresholdSettings(1, 0.5, Costs(5, 0.5, 0.1))
