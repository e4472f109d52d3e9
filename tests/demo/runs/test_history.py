"""The table of runs, drawn from summaries of known figures."""

import re
from dataclasses import replace

import pytest

from demo.i18n import LANGUAGES
from demo.runs.history import history_table, quota_line, sparkline
from kdcore.runs.summaries import Summary

DONE = Summary(
    "done", data_name="mine", data_sha256="abc", n_train=1200, preset="quick", seed=7, temperature=3.0, alpha=0.25,
    teacher=0.9, student=0.85, retention=0.9444, curve=(0.5, 0.75, 0.7), best_epoch=2,
)  # fmt: skip


def points(svg):
    return [tuple(map(float, point.split(","))) for point in re.search(r'points="([^"]+)"', svg)[1].split()]


def test_a_curve_goes_up_where_the_accuracy_does_and_its_best_epoch_is_marked():
    svg = sparkline("en", (0.5, 0.75, 0.7), 2)
    (x1, y1), (x2, y2), (x3, y3) = points(svg)
    assert x1 < x2 < x3
    assert y2 < y3 < y1  # y runs downwards in a picture
    assert f'x="{x2 - 3:g}" y="{y2 - 3:g}"' in svg
    assert (y1 - y2) / (y3 - y2) == pytest.approx(0.25 / 0.05, rel=0.05)
    assert "from 50.0 % to 70.0 %, at best 75.0 %" in svg
    assert 'role="img"' in svg


def test_small_differences_stay_small_and_all_points_stay_inside():
    ys = [y for _, y in points(sparkline("en", (0.9, 0.901, 0.9), 2))]
    assert max(ys) - min(ys) < 2
    for curve in ((0.0, 1.0), (1.0, 1.0), (0.0, 0.0), tuple(i / 60 for i in range(60))):
        for x, y in points(sparkline("en", curve, 1)):
            assert 0 <= x <= 120
            assert 0 <= y <= 32


def test_one_epoch_is_a_mark_without_a_line():
    svg = sparkline("bn", (0.5,), 0)
    assert "polyline" not in svg
    assert svg.count("<rect") == 1
    assert "৫০.০ %" in svg


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_says_everything_in_short(lang):
    html = history_table(lang, {"20260131-154500-quick-3f9a": DONE})
    figures = {"en": ["1,200", "0.25", "seed 7", "90.0 %", "85.0 %", "94.4 %",
                      "2026-01-31 15:45", "Quick", "finished"],
               "bn": ["১,২০০", "০.২৫", "সিড ৭", "৯০.০ %", "৮৫.০ %", "৯৪.৪ %",
                      "২০২৬-০১-৩১ ১৫:৪৫", "দ্রুত", "শেষ"]}  # fmt: skip
    for figure in figures[lang]:
        assert figure in html
    assert "<svg" in html
    assert "★" not in html


def test_names_and_pins_are_shown_and_never_become_html():
    html = history_table("en", {"20260131-154500-quick-3f9a": replace(DONE, name="<b>mine", pinned=True)})
    assert "&lt;b&gt;mine · 2026-01-31 15:45" in html
    assert "<b>" not in html
    assert "★ pinned" in html


def test_what_is_not_known_leaves_a_cell_empty():
    html = history_table("en", {"one": Summary("queued")})
    assert html.count("kd-empty") == 5  # settings, three figures, curve
    assert "waiting" in html
    assert history_table("en", {"one": Summary("queued")}, n_hidden=3).count("3 older runs") == 1


def test_a_quota_is_said_where_there_is_one():
    assert quota_line("en", None, 10**9) == ""
    assert "up to 3 GB of runs; 1.2 GB are in use" in quota_line("en", 3 * 10**9, 1_200_000_000)
    assert "is full (3.1 GB)" in quota_line("en", 3 * 10**9, 3_100_000_000)
    assert "৩ GB" in quota_line("bn", 3 * 10**9, 0)
