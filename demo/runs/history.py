"""All runs as a table with a sparkline each; pure functions of their summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import display_name
from demo.shared.html import notice, tag
from kdcore.config import PRESETS
from kdcore.data import is_bundled
from kdcore.runs.summaries import Summary

_WIDTH, _HEIGHT, _EDGE = 120, 32, 4  # of a curve, in its own units
_MIN_SPAN = 0.02  # share of right answers; smaller differences do not fill the height


def history_table(lang: str, summaries: Mapping[str, Summary], n_hidden: int = 0) -> Markup:
    """Return one row a run: time, state, data, settings, results, and the student's curve.

    On a narrow screen the style turns every row into a card; the roles keep it a table for screen readers.
    """
    words = _columns(lang)
    head = tag("tr", *(tag("th", word, scope="col", role="columnheader") for word in words), role="row")
    rows = [_row(lang, run_id, summary) for run_id, summary in summaries.items()]
    title = translate(lang, "runs_title")
    table = tag(
        "table",
        tag("caption", title),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        class_="kd-table kd-history",
        role="table",
    )
    more = tag("p", translate(lang, "runs_hidden", n=n_hidden), class_="kd-quiet") if n_hidden else Markup("")
    return tag("div", table, class_="kd-scroll", tabindex="0", role="group", aria_label=title) + more


def _columns(lang: str) -> list[str]:
    names = ("run", "state", "data", "settings", "teacher", "student", "kept", "curve")
    return [translate(lang, name if name in ("teacher", "student") else f"col_{name}") for name in names]


@lru_cache(maxsize=1000)  # hardly one of hundreds of runs changes between two refreshes
def _row(lang: str, run_id: str, summary: Summary) -> Markup:
    link = tag("a", display_name(lang, run_id, summary.name), href=f"?run={run_id}")
    pinned = tag("small", f"★ {translate(lang, 'pinned_run')}") if summary.pinned else None
    figures = (summary.teacher, summary.student, summary.retention)
    cells: list[list[object]] = [
        [translate(lang, f"short_{summary.state}")],
        _data(lang, summary),
        _settings(lang, summary),
    ]
    cells += [[_figure(lang, value)] if value is not None else [] for value in figures]
    cells.append([sparkline(lang, summary.curve, summary.best_epoch)] if summary.curve else [])
    first = tag("th", link, pinned, scope="row", role="rowheader")
    # An empty cell is no line of a card.
    rest = [
        tag("td", *cell, role="cell", data_label=word, class_=None if cell else "kd-empty")
        for cell, word in zip(cells, _columns(lang)[1:], strict=True)
    ]
    return tag("tr", first, *rest, role="row")


def _figure(lang: str, value: float) -> Markup:
    return tag("span", translate(lang, "share", value=value), class_="kd-figure")


def _data(lang: str, summary: Summary) -> list[object]:
    name = translate(lang, "bundled") if is_bundled(summary.data_sha256) else summary.data_name
    rows = tag("small", translate(lang, "runs_rows", n=summary.n_train)) if summary.n_train is not None else None
    return [tag("span", name), rows]


def _settings(lang: str, summary: Summary) -> list[object]:
    if not summary.preset:
        return []
    preset = translate(lang, f"name_{summary.preset}") if summary.preset in PRESETS else summary.preset
    if summary.temperature is None or summary.alpha is None or summary.seed is None:
        return [preset]
    short = translate(lang, "runs_settings", temperature=summary.temperature, alpha=summary.alpha, seed=summary.seed)
    return [tag("span", preset), tag("small", short)]


def sparkline(lang: str, curve: Sequence[float], best_epoch: int) -> Markup:
    """Return the student's validation accuracy over the epochs as a small SVG, with a text alternative.

    Args:
        lang: of the text alternative.
        curve: shares, one an epoch, at least one.
        best_epoch: to be marked; 1 is the first, 0 marks none.
    """
    points = _points(curve)
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    parts = [tag("polyline", points=line, fill="none")] if len(points) > 1 else []
    if 1 <= best_epoch <= len(points) or len(points) == 1:
        x, y = points[min(max(best_epoch, 1), len(points)) - 1]
        parts.append(tag("rect", x=f"{x - 3:g}", y=f"{y - 3:g}", width=6, height=6))
    description = translate(lang, "spark", n=len(curve), first=curve[0], last=curve[-1], most=max(curve))
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return tag("svg", *parts, class_="kd-spark", viewBox=box, role="img", aria_label=description)


def _points(curve: Sequence[float]) -> list[tuple[float, float]]:
    span = max(max(curve) - min(curve), _MIN_SPAN)
    middle = (max(curve) + min(curve)) / 2
    across = (_WIDTH - 2 * _EDGE) / max(1, len(curve) - 1)
    high = _HEIGHT - 2 * _EDGE
    return [
        (round(_EDGE + i * across, 1), round(_EDGE + high * (0.5 - (value - middle) / span), 1))
        for i, value in enumerate(curve)
    ]


def quota_line(lang: str, quota: int | None, used: int) -> Markup:
    """Return a sentence about the host's quota and its use, both in bytes; nothing where there is no quota."""
    if quota is None:
        return Markup("")
    key = "runs_quota_full" if used >= quota else "runs_quota"
    return notice(translate(lang, key, quota=quota / 1e9, used=used / 1e9))
