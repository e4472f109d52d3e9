"""The sections of the tab Compare as HTML: pure functions of an exam, the same on the page and in the saved report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from demo.compare.figures import outcomes_figure, reliability_figure
from demo.i18n import translate
from demo.shared.display_names import candidate_name, kind_name
from demo.shared.html import notice, table, tag
from kdcore.config import ROLES
from kdcore.evaluation.findings import exam_findings, good_enough_findings, verdict_findings
from kdcore.evaluation.results import ExamResults, Reliability, ReliabilityBin
from kdcore.evaluation.slices import Slice
from kdcore.serving.stored_exam import StoredExam
from kdcore.serving.timing import Timing

_FIRST_SLICES = 10  # shown at once; the others stand below


def verdict_html(lang: str, results: ExamResults) -> Markup:
    """Return the verdict in one sentence, and whether the student is good enough, with reasons."""
    clauses = "".join(translate(lang, f.key, **f.values) for f in verdict_findings(results)) + translate(
        lang, "sentence_end"
    )
    details = [f for f in exam_findings(results) if f.key.startswith(("worth_", "unfair"))]
    answer, *reasons = good_enough_findings(results)
    return Markup("").join(
        (
            tag("p", clauses, class_="kd-verdict", role="status"),
            tag("ul", *(tag("li", translate(lang, f.key, **f.values)) for f in details), class_="kd-list")
            if details
            else "",
            tag("h2", translate(lang, "enough_title"), " ", translate(lang, answer.key), class_="kd-h"),
            tag("ul", *(tag("li", translate(lang, f.key, **f.values)) for f in reasons), class_="kd-list"),
        )
    )


def outcomes_html(lang: str, found: StoredExam) -> Markup:
    """Return how often both, one or none of the networks is right, as a sentence and a bar."""
    counts = {name: int(rows.sum()) for name, rows in found.outcomes.items()}
    values = {"teacher": counts["only_teacher"], "student": counts["only_student"], "wrong": counts["both_wrong"]}
    if len(found.label_names) == 2:
        summary = translate(lang, "board_told_two", agreement=found.results.agreement, **values)
    else:
        answers = found.test.of
        alike = found.outcomes["both_wrong"] & (answers["teacher"].predicted == answers["student"].predicted)
        summary = translate(lang, "board_told", agreement=found.results.agreement, same=int(alike.sum()), **values)
    return Markup("").join((heading(lang, "board_title"), tag("p", summary), outcomes_figure(lang, counts)))


def heading(lang: str, key: str) -> Markup:
    """Return a section's heading."""
    return tag("h2", translate(lang, key), class_="kd-h")


def slices_html(lang: str, found: StoredExam) -> Markup:
    """Return the student's difference to the teacher on each slice, largest loss first; slices too small come last."""
    large = [s for s in found.slices if not s.too_small]
    small = [s for s in found.slices if s.too_small]
    clear = [s for s in large if s.clear and s.difference < 0]
    values = {"n": len(large), "clear": len(clear), "chance": max(1, round(0.025 * len(large)))}
    if clear:
        worst = {"name": kind_name(lang, clear[0]), "by": -100 * clear[0].difference}
        summary = translate(lang, "slices_told", **values, **worst)
    else:
        summary = translate(lang, "slices_none", n=len(large))
    parts = [
        heading(lang, "slices_title"),
        tag("p", summary),
        tag("p", translate(lang, "slices_help"), class_="kd-quiet"),
    ]
    parts.append(_slices_table(lang, large[:_FIRST_SLICES], translate(lang, "slices_table")))
    for key, some in (("slices_more", large[_FIRST_SLICES:]), ("slices_small", small)):
        if some:
            caption = translate(lang, key, n=len(some))
            parts.append(tag("details", tag("summary", caption), _slices_table(lang, some, caption)))
    return Markup("").join(parts)


def _slices_table(lang: str, some: Sequence[Slice], caption: str) -> Markup:
    rows = []
    for s in some:
        cells: list[object] = [kind_name(lang, s), translate(lang, "whole", value=s.n)]
        for share, ends in ((s.teacher, s.teacher_interval), (s.student, s.student_interval)):
            interval = tag("small", translate(lang, "interval", low=ends[0], high=ends[1]))
            cells.append(tag("td", translate(lang, "share", value=share), interval))
        key = "slice_lost" if s.clear and s.difference < 0 else "slice_won" if s.clear else "slice_open"
        low, high = (100 * end for end in s.interval)
        small = tag("small", translate(lang, "points_interval", low=low, high=high), " ", translate(lang, key))
        cells.append(
            tag("td", tag("strong" if s.clear else "span", translate(lang, "points", value=100 * s.difference)), small)
        )
        rows.append(cells)
    head = [
        translate(lang, "slice_kind"),
        translate(lang, "slice_n"),
        *(candidate_name(lang, who) for who in ROLES),
        translate(lang, "slice_change"),
    ]
    return table(head, rows, caption=caption)


def reliability_html(lang: str, found: StoredExam) -> Markup:
    """Return each network's calibration, before and after temperature scaling, in words and as a diagram."""
    parts = [heading(lang, "reliable_title")]
    if not found.is_calibrated:
        return Markup("").join((*parts, notice(translate(lang, "reliable_missing"))))
    parts.append(tag("p", translate(lang, "reliable_help"), class_="kd-quiet"))
    cards = []
    for who in ROLES:
        one = found.results.candidates[who]
        if one.reliability is None or one.calibration_temperature is None:
            continue
        before, after = _largest_gap(one.reliability.before), _largest_gap(one.reliability.after)
        key = "reliable_cooled" if one.calibration_temperature > 1 else "reliable_heated"
        values = {"temperature": one.calibration_temperature, "said": after.confidence, "right": after.accuracy}
        errors = {"before": 100 * one.calibration_error, "after": 100 * (one.calibration_error_scaled or 0.0)}
        lines = [
            tag("p", translate(lang, "reliable_before", said=before.confidence, right=before.accuracy)),
            tag("p", translate(lang, key, **values)),
            tag("p", translate(lang, "reliable_error", **errors)),
        ]
        figure = reliability_figure(lang, who, one.reliability)
        bins = tag("details", tag("summary", translate(lang, "plot_table")), _bins_table(lang, who, one.reliability))
        cards.append(tag("section", tag("h3", candidate_name(lang, who)), *lines, figure, bins, class_=f"kd-{who}"))
    return Markup("").join((*parts, tag("div", *cards, class_="kd-grid")))


def _largest_gap(bins: Sequence[ReliabilityBin]) -> ReliabilityBin:
    """Return the bin that adds most to the calibration error: n times the gap of confidence and accuracy."""
    return max(bins, key=lambda one: one.n * abs(one.confidence - one.accuracy))


def _bins_table(lang: str, who: str, reliability: Reliability) -> Markup:
    rows = []
    for key, bins in (("before", reliability.before), ("after", reliability.after)):
        for one in bins:
            shares = [translate(lang, "share", value=value) for value in (one.confidence, one.accuracy)]
            rows.append([translate(lang, f"reliable_{key}_name"), *shares, translate(lang, "whole", value=one.n)])
    head = ["", translate(lang, "axis_sure"), translate(lang, "axis_right"), translate(lang, "slice_n")]
    return table(head, rows, caption=translate(lang, "reliable_picture", who=translate(lang, who)))


def fidelity_html(lang: str, results: ExamResults) -> Markup:
    """Return how closely the student follows the teacher where the teacher is right, and where it is wrong."""
    found = results.fidelity
    if found is None:
        return Markup("").join((heading(lang, "fidelity_title"), notice(translate(lang, "fidelity_missing"))))
    right, wrong = found.teacher_right, found.teacher_wrong
    summary = ""
    if right.n and wrong.n:
        summary = translate(lang, "fidelity_told", right=right.agreement, wrong=wrong.agreement)
    rows = []
    for key, one in (("teacher_right", right), ("teacher_wrong", wrong)):
        agreement = "" if one.agreement is None else translate(lang, "share", value=one.agreement)
        divergence = "" if one.kl is None else translate(lang, "decimals", value=one.kl)
        rows.append([translate(lang, f"fidelity_{key}"), translate(lang, "whole", value=one.n), agreement, divergence])
    head = ["", translate(lang, "slice_n"), translate(lang, "fidelity_agreement"), translate(lang, "fidelity_kl")]
    shown = table(head, rows, caption=translate(lang, "fidelity_table"))
    return Markup("").join((heading(lang, "fidelity_title"), tag("p", summary), shown))


def speed_html(lang: str, results: ExamResults, measured: Mapping[str, Timing] | None) -> Markup:
    """Return sizes and speeds: those of the exam, or those measured on this machine."""
    one = {who: results.candidates[who] for who in ROLES}
    ms = {who: measured[who].ms_p50 if measured else one[who].ms_per_sentence for who in ROLES}
    pace = {who: (measured or one)[who].sentences_per_s for who in ROLES}
    smaller = one["teacher"].n_bytes / max(1, one["student"].n_bytes)
    faster = ms["teacher"] / max(ms["student"], 1e-6)
    where = translate(lang, "speed_now", n=measured["teacher"].n) if measured else translate(lang, "speed_then")

    def row(key: str, how: str, values: Mapping[str, float]) -> list[object]:
        return [translate(lang, key), *(translate(lang, how, value=values[who]) for who in ROLES)]

    rows = [
        row("row_size", "megabytes", {who: one[who].n_bytes * 1e-6 for who in ROLES}),
        row("row_parameters", "whole", {who: one[who].n_parameters for who in ROLES}),
        row("row_p50", "milliseconds", ms),
        *([row("row_p95", "milliseconds", {who: measured[who].ms_p95 for who in ROLES})] if measured else []),
        row("row_pace", "whole", pace),
    ]
    shown = table(["", *(candidate_name(lang, who) for who in ROLES)], rows, caption=translate(lang, "speed_table"))
    summary = tag("p", translate(lang, "speed_told", smaller=smaller, faster=faster))
    return Markup("").join((heading(lang, "speed_title"), summary, shown, tag("p", where, class_="kd-quiet")))
