"""Curves as plotly figures; pure functions of a run's progress.

Only scatter traces, which every version of plotly.js draws alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from demo.i18n import digits, translate
from demo.shared.theme import ALONE, STUDENT, TEACHER
from kdcore.runs.progress import Progress, Stage

_STYLES: dict[str, dict[str, Any]] = {
    "teacher": {"color": TEACHER, "dash": "solid", "symbol": "circle"},
    "student": {"color": STUDENT, "dash": "dash", "symbol": "square"},
    "baseline": {"color": ALONE, "dash": "dot", "symbol": "diamond-open"},
}


def loss_figure(lang: str, stage: Stage) -> go.Figure:
    """Return the losses of the teacher or the student over the epochs; the best epoch is marked."""
    style = _STYLES[stage.name]
    figure = go.Figure()
    steps = _smoothed(stage.steps)
    figure.add_scatter(
        x=[x for x, _ in steps],
        y=[y for _, y in steps],
        mode="lines" if len(steps) > 1 else "markers",  # one point makes no line; a training of a second has only one
        name=translate(lang, "plot_training"),
        line={"color": style["color"], "width": 1.5, "dash": "solid"},
        opacity=0.55,
    )
    figure.add_scatter(
        x=[epoch.epoch for epoch in stage.epochs],
        y=[epoch.validation_loss for epoch in stage.epochs],
        mode="lines+markers",
        name=translate(lang, "plot_validation"),
        line={"color": style["color"], "width": 2.5, "dash": style["dash"]},
        marker={"symbol": style["symbol"], "size": 9},
    )
    best = [epoch for epoch in stage.epochs if epoch.epoch == stage.best_epoch]
    _mark_best(figure, lang, [epoch.epoch for epoch in best], [epoch.validation_loss for epoch in best])
    values = [y for _, y in steps] + [epoch.validation_loss for epoch in stage.epochs]
    return _with_layout(figure, lang, stage.n_epochs, _ticks(0.0, max(values, default=1.0)), "decimal")


def accuracy_figure(lang: str, progress: Progress) -> go.Figure:
    """Return the validation accuracy of teacher, student, and student alone over the epochs; best epochs are marked."""
    figure = go.Figure()
    best_x, best_y, values = [], [], []
    for name in ("teacher", "baseline", "student"):
        stage, style = progress.stages[name], _STYLES[name]
        if not stage.epochs:
            continue
        xs = [epoch.epoch for epoch in stage.epochs]
        ys = [epoch.validation_accuracy for epoch in stage.epochs]
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines+markers",
            name=translate(lang, name),
            line={"color": style["color"], "width": 2.5, "dash": style["dash"]},
            marker={"symbol": style["symbol"], "size": 9},
        )
        values += ys
        if stage.best_epoch in xs:
            best_x.append(stage.best_epoch)
            best_y.append(ys[xs.index(stage.best_epoch)])
    _mark_best(figure, lang, best_x, best_y)
    most = max((stage.n_epochs for stage in progress.stages.values()), default=1)
    return _with_layout(figure, lang, most, _ticks(min(values, default=0.5), max(values, default=1.0)), "share")


# For runs beside each other: dash and symbol differ as well as colour, for colour-blind readers.
_RUN_STYLES = (
    {"color": STUDENT, "dash": "solid", "symbol": "square"},
    {"color": TEACHER, "dash": "dash", "symbol": "circle-open"},
    {"color": "#2f8f6b", "dash": "dot", "symbol": "triangle-up"},
    {"color": "#9a5bc0", "dash": "dashdot", "symbol": "diamond-open"},
)


def students_figure(lang: str, stages: Mapping[str, Stage]) -> go.Figure:
    """Return the validation accuracy of up to four runs' students over the epochs; `stages` by display name."""
    figure = go.Figure()
    values: list[float] = []
    for (name, stage), style in zip(stages.items(), _RUN_STYLES, strict=False):
        ys = [epoch.validation_accuracy for epoch in stage.epochs]
        figure.add_scatter(
            x=[epoch.epoch for epoch in stage.epochs],
            y=ys,
            mode="lines+markers",
            name=name,
            line={"color": style["color"], "width": 2.5, "dash": style["dash"]},
            marker={"symbol": style["symbol"], "size": 9},
        )
        values += ys
    most = max((stage.n_epochs for stage in stages.values()), default=1)
    return _with_layout(figure, lang, most, _ticks(min(values, default=0.5), max(values, default=1.0)), "share")


def _mark_best(figure: go.Figure, lang: str, xs: list[int], ys: list[float]) -> None:
    if xs:
        marker = {"symbol": "circle-open", "size": 18, "color": "#7b8494", "line": {"width": 2}}
        figure.add_scatter(x=xs, y=ys, mode="markers", name=translate(lang, "plot_best"), marker=marker)


def _smoothed(steps: Sequence[tuple[float, float]], weight: float = 0.85) -> list[tuple[float, float]]:
    """Return the steps with a bias-corrected exponential mean of their losses: single batches are too noisy to read."""
    smooth, mean, norm = [], 0.0, 0.0
    for x, y in steps:
        mean, norm = weight * mean + (1 - weight) * y, weight * norm + (1 - weight)
        smooth.append((x, mean / norm))
    return smooth


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from just below `low` to just above `high`."""
    span = max(high - low, 0.02)
    step = 10 ** math.floor(math.log10(span / 2))
    step = next(step * factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 5)
    first = math.floor(low / step)
    return [round(step * i, 10) for i in range(first, math.ceil(high / step - 1e-9) + 1)]


def _with_layout(figure: go.Figure, lang: str, n_epochs: int, ticks: list[float], unit: str) -> go.Figure:
    stride = max(1, math.ceil(n_epochs / 8))
    epochs = [*range(stride, n_epochs + 1, stride)] if n_epochs else [1]
    labels = [f"{100 * tick:.0f}%" if unit == "share" else f"{tick:g}" for tick in ticks]
    quiet = {"showline": False, "zeroline": False, "ticks": ""}
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        height=300,
        margin={"l": 48, "r": 8, "t": 12, "b": 96},
        font={"size": 13, "family": "system-ui, Noto Sans, Noto Sans Bengali, sans-serif"},
        legend={"orientation": "h", "y": -0.28, "x": 0, "yanchor": "top"},
        hovermode="x unified",
        uirevision="kept",  # a visitor's zoom survives the next point
        xaxis={
            "title": {"text": translate(lang, "plot_epoch"), "standoff": 4},
            "range": [0, n_epochs + max(0.5, 0.05 * n_epochs)],  # room for the ring around the last epoch
            "tickvals": epochs,
            "ticktext": [digits(lang, str(epoch)) for epoch in epochs],
            "showgrid": False,
            **quiet,
        },
        yaxis={
            "range": [ticks[0], ticks[-1]],
            "tickvals": ticks,
            "ticktext": [digits(lang, text) for text in labels],
            "gridcolor": "#d5dce6",
            **quiet,
        },
    )
    return figure
