"""The figures of the tab Compare as SVG: pure functions, the same on the page and in the saved report.

Teacher: circles, solid line. Student: squares, dashed line. Colours come from the page's style, in the light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from demo.i18n import digits, translate
from demo.shared.html import tag
from kdcore.evaluation.results import Reliability

_WIDTH, _HEIGHT, _BAR = 360, 300, 12
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 30, 48


@dataclass(frozen=True)
class _Frame:
    """Maps values to places in the picture."""

    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def line(self, points: Sequence[tuple[float, float]], class_: str) -> Markup:
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.at(*point) for point in points))
        return tag("polyline", points=places, class_=class_)

    def mark(self, x: float, y: float, who: str, title: str, class_: str = "") -> Markup:
        across, down = self.at(x, y)
        name = tag("title", title)
        if who == "teacher":
            return tag("circle", name, cx=f"{across:.1f}", cy=f"{down:.1f}", r="5", class_=f"kd-{who} {class_}")
        place = {"x": f"{across - 4.5:.1f}", "y": f"{down - 4.5:.1f}"}
        return tag("rect", name, **place, width="9", height="9", class_=f"kd-{who} {class_}")

    def axes(self, xs: Mapping[float, str], ys: Mapping[float, str], x_title: str, y_title: str) -> Markup:
        parts = []
        for value, text in ys.items():
            left, down = self.at(self.x[0], value)
            parts.append(tag("path", d=f"M{left:.1f} {down:.1f}H{_WIDTH - _RIGHT}", class_="kd-grid-line"))
            parts.append(tag("text", text, x=f"{left - 6:.1f}", y=f"{down + 4:.1f}", text_anchor="end"))
        for value, text in xs.items():
            across, down = self.at(value, self.y[0])
            parts.append(tag("text", text, x=f"{across:.1f}", y=f"{down + 18:.1f}", text_anchor="middle"))
        parts.append(tag("text", x_title, x=_WIDTH - _RIGHT, y=_HEIGHT - 8, text_anchor="end", class_="kd-axis"))
        parts.append(tag("text", y_title, x=2, y=10, class_="kd-axis"))
        return Markup("").join(parts)


def _picture(title: str, *parts: object, height: int = _HEIGHT, class_: str = "kd-svg") -> Markup:
    return tag(
        "svg", *parts, viewBox=f"0 0 {_WIDTH} {height}", class_=class_, role="img", aria_label=title, width=_WIDTH
    )


def _ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers within the two ends."""
    step = 10 ** math.floor(math.log10(max(high - low, 1e-9) / most))
    step = next(step * factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= most)
    first = math.ceil(low / step - 1e-9)
    return [round(step * i, 10) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def reliability_figure(lang: str, who: str, reliability: Reliability) -> Markup:
    """Return the reliability diagram of a network: accuracy over confidence, hollow before scaling, filled after."""
    bins = [*reliability.before, *reliability.after]
    low = min(0.95, *(min(one.confidence, one.accuracy) for one in bins))
    low = math.floor(low * 10 - 1e-9) / 10
    frame = _Frame((low, 1.0), (low, 1.0))
    ticks = {tick: digits(lang, f"{100 * tick:.0f}%") for tick in _ticks(low, 1.0)}
    parts = [frame.axes(ticks, ticks, translate(lang, "axis_sure"), translate(lang, "axis_right"))]
    parts.append(frame.line([(low, low), (1.0, 1.0)], "kd-ideal"))
    for key, bins_shown in (("before", reliability.before), ("after", reliability.after)):
        points = [(one.confidence, one.accuracy) for one in bins_shown]
        parts.append(frame.line(points, f"kd-line kd-{who} kd-{key}"))
        for one in bins_shown:
            title = translate(lang, "reliable_bin", said=one.confidence, right=one.accuracy, n=one.n)
            parts.append(frame.mark(one.confidence, one.accuracy, who, title, f"kd-{key}"))
    return _picture(translate(lang, "reliable_picture", who=translate(lang, who)), *parts)


def cost_figure(lang: str, grid: Sequence[float], curves: Mapping[str, Sequence[float]], threshold: float) -> Markup:
    """Return what a thousand sentences cost at each threshold; the marks stand at the chosen one."""
    top = max(max(curve) for curve in curves.values())
    frame = _Frame((0.0, 1.0), (0.0, top * 1.05 or 1.0))
    xs = {tick: digits(lang, f"{100 * tick:.0f}%") for tick in (0, 0.25, 0.5, 0.75, 1)}
    ys = {tick: translate(lang, "whole" if tick == int(tick) else "decimals", value=tick) for tick in _ticks(*frame.y)}
    parts = [frame.axes(xs, ys, translate(lang, "axis_threshold"), translate(lang, "axis_cost"))]
    parts.append(frame.line([(threshold, 0.0), (threshold, frame.y[1])], "kd-ideal"))
    nearest = min(range(len(grid)), key=lambda i: abs(grid[i] - threshold))
    for who, curve in curves.items():
        parts.append(frame.line(list(zip(grid, curve, strict=True)), f"kd-line kd-{who} kd-after"))
        title = f"{translate(lang, who)}: {translate(lang, 'whole', value=curve[nearest])}"
        parts.append(frame.mark(threshold, curve[nearest], who, title, "kd-after"))
    return _picture(translate(lang, "cost_picture"), *parts)


def outcomes_figure(lang: str, counts: Mapping[str, int]) -> Markup:
    """Return one bar with a piece for each of the four outcomes, each with its own pattern."""
    total, x, parts = sum(counts.values()), 0.0, [_PATTERNS]
    for name, count in counts.items():
        width = _WIDTH * count / max(1, total)
        title = f"{translate(lang, f'board_{name}')}: {translate(lang, 'whole', value=count)}"
        parts.append(
            tag("rect", tag("title", title), x=f"{x:.2f}", y=0, width=f"{width:.2f}", height=_BAR, class_=f"kd-{name}")
        )
        x += width
    return _picture(translate(lang, "board_picture"), *parts, height=_BAR, class_="kd-svg kd-wide")


def _pattern(name: str, size: int, draw: Callable[[], Markup]) -> Markup:
    units = {"patternUnits": "userSpaceOnUse"}
    return tag("pattern", draw(), id=f"kd-p-{name}", width=size, height=size, **units)


_PATTERNS = tag(
    "defs",
    _pattern("only_teacher", 4, lambda: tag("circle", cx=2, cy=2, r=1.2, class_="kd-teacher kd-after")),
    _pattern("only_student", 4, lambda: tag("path", d="M0 4L4 0", class_="kd-line kd-student kd-thin")),
    _pattern("both_wrong", 4, lambda: tag("path", d="M0 0L4 4M0 4L4 0", class_="kd-cross")),
)
