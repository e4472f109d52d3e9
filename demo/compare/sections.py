"""The sections of the tab Compare as HTML: pure functions of an exam, the same on the page and in the saved report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from demo.compare.figures import board_figure, reliability_figure
from demo.i18n import say
from demo.shared.display_names import kind_name, marked
from demo.shared.html import notice, table, tag
from kdcore.config import WHO
from kdcore.evaluation.findings import tell_results
from kdcore.evaluation.slices import Slice
from kdcore.evaluation.verdict import good_enough, verdict
from kdcore.serving.stored_exam import Examined

_FIRST_SLICES = 10  # shown at once; the others stand below


def verdict_html(lang: str, results: Mapping[str, Any]) -> Markup:
    """Return the verdict in one sentence, and whether the student is good enough, with reasons."""
    clauses = "".join(say(lang, f.key, **f.values) for f in verdict(results)) + say(lang, "sentence_end")
    details = [f for f in tell_results(results) if f.key.startswith(("worth_", "unfair"))]
    answer, *reasons = good_enough(results)
    return Markup("").join(
        (
            tag("p", clauses, class_="kd-verdict", role="status"),
            tag("ul", *(tag("li", say(lang, f.key, **f.values)) for f in details), class_="kd-list") if details else "",
            tag("h2", say(lang, "enough_title"), " ", say(lang, answer.key), class_="kd-h"),
            tag("ul", *(tag("li", say(lang, f.key, **f.values)) for f in reasons), class_="kd-list"),
        )
    )


def board_html(lang: str, found: Examined) -> Markup:
    """Return how often both, one or none was right, as a sentence and a bar."""
    counts = {name: int(rows.sum()) for name, rows in found.board.items()}
    values = {"teacher": counts["only_teacher"], "student": counts["only_student"], "wrong": counts["both_wrong"]}
    if len(found.label_names) == 2:
        told = say(lang, "board_told_two", agreement=found.results["agreement"], **values)
    else:
        answers = found.test.of
        alike = found.board["both_wrong"] & (answers["teacher"].predicted == answers["student"].predicted)
        told = say(lang, "board_told", agreement=found.results["agreement"], same=int(alike.sum()), **values)
    return Markup("").join((heading(lang, "board_title"), tag("p", told), board_figure(lang, counts)))


def heading(lang: str, key: str) -> Markup:
    """Return a section's heading."""
    return tag("h2", say(lang, key), class_="kd-h")


def slices_html(lang: str, found: Examined) -> Markup:
    """Return what the student lost on which kinds of sentences, most first; those too small to judge come last."""
    large = [s for s in found.slices if not s.too_small]
    small = [s for s in found.slices if s.too_small]
    clear = [s for s in large if s.clear and s.difference < 0]
    values = {"n": len(large), "clear": len(clear), "chance": max(1, round(0.025 * len(large)))}
    if clear:
        worst = {"name": kind_name(lang, clear[0]), "by": -100 * clear[0].difference}
        told = say(lang, "slices_told", **values, **worst)
    else:
        told = say(lang, "slices_none", n=len(large))
    parts = [heading(lang, "slices_title"), tag("p", told), tag("p", say(lang, "slices_help"), class_="kd-quiet")]
    parts.append(_slices_table(lang, large[:_FIRST_SLICES], say(lang, "slices_table")))
    for key, some in (("slices_more", large[_FIRST_SLICES:]), ("slices_small", small)):
        if some:
            caption = say(lang, key, n=len(some))
            parts.append(tag("details", tag("summary", caption), _slices_table(lang, some, caption)))
    return Markup("").join(parts)


def _slices_table(lang: str, some: Sequence[Slice], caption: str) -> Markup:
    rows = []
    for s in some:
        cells: list[object] = [kind_name(lang, s), say(lang, "whole", value=s.n)]
        for share, ends in ((s.teacher, s.teacher_interval), (s.student, s.student_interval)):
            interval = tag("small", say(lang, "interval", low=ends[0], high=ends[1]))
            cells.append(tag("td", say(lang, "share", value=share), interval))
        key = "slice_lost" if s.clear and s.difference < 0 else "slice_won" if s.clear else "slice_open"
        low, high = (100 * end for end in s.interval)
        small = tag("small", say(lang, "points_interval", low=low, high=high), " ", say(lang, key))
        cells.append(
            tag("td", tag("strong" if s.clear else "span", say(lang, "points", value=100 * s.difference)), small)
        )
        rows.append(cells)
    head = [
        say(lang, "slice_kind"),
        say(lang, "slice_n"),
        *(marked(lang, who) for who in WHO),
        say(lang, "slice_change"),
    ]
    return table(head, rows, caption=caption)


def reliability_html(lang: str, found: Examined) -> Markup:
    """Return for each network how far its confidence can be believed, before and after scaling, in words and drawn."""
    parts = [heading(lang, "reliable_title")]
    if not found.is_calibrated:
        return Markup("").join((*parts, notice(say(lang, "reliable_missing"))))
    parts.append(tag("p", say(lang, "reliable_help"), class_="kd-quiet"))
    cards = []
    for who in WHO:
        one = found.results["results"][who]
        before, after = (_widest(one["reliability"][key]) for key in ("before", "after"))
        told = say(lang, "reliable_before", said=before["confidence"], right=before["accuracy"])
        temperature = one["temperature"]
        key = "reliable_cooled" if temperature > 1 else "reliable_heated"
        values = {"temperature": temperature, "said": after["confidence"], "right": after["accuracy"]}
        errors = {"before": 100 * one["calibration_error"], "after": 100 * one["calibration_error_scaled"]}
        lines = [tag("p", told), tag("p", say(lang, key, **values)), tag("p", say(lang, "reliable_error", **errors))]
        figure = reliability_figure(lang, who, one["reliability"])
        bins = tag("details", tag("summary", say(lang, "plot_table")), _bins_table(lang, who, one["reliability"]))
        cards.append(tag("section", tag("h3", marked(lang, who)), *lines, figure, bins, class_=f"kd-{who}"))
    return Markup("").join((*parts, tag("div", *cards, class_="kd-grid")))


def _widest(bins: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the bin in which confidence and truth lie furthest apart, counted by its sentences."""
    return max(bins, key=lambda one: one["n"] * abs(one["confidence"] - one["accuracy"]))


def _bins_table(lang: str, who: str, reliability: Mapping[str, Sequence[Mapping[str, Any]]]) -> Markup:
    rows = []
    for key in ("before", "after"):
        for one in reliability[key]:
            shares = [say(lang, "share", value=one[name]) for name in ("confidence", "accuracy")]
            rows.append([say(lang, f"reliable_{key}_name"), *shares, say(lang, "whole", value=one["n"])])
    head = ["", say(lang, "axis_sure"), say(lang, "axis_right"), say(lang, "slice_n")]
    return table(head, rows, caption=say(lang, "reliable_picture", who=say(lang, who)))


def fidelity_html(lang: str, results: Mapping[str, Any]) -> Markup:
    """Return how closely the student follows the teacher: where it is right, and where it is wrong."""
    found = results.get("fidelity")
    if not found:
        return Markup("").join((heading(lang, "fidelity_title"), notice(say(lang, "fidelity_missing"))))
    right, wrong = found["teacher_right"], found["teacher_wrong"]
    told = ""
    if right["n"] and wrong["n"]:
        told = say(lang, "fidelity_told", right=right["agreement"], wrong=wrong["agreement"])
    rows = []
    for key in ("teacher_right", "teacher_wrong"):
        one = found[key]
        agreement = "" if one["agreement"] is None else say(lang, "share", value=one["agreement"])
        divergence = "" if one["kl"] is None else say(lang, "decimals", value=one["kl"])
        rows.append([say(lang, f"fidelity_{key}"), say(lang, "whole", value=one["n"]), agreement, divergence])
    head = ["", say(lang, "slice_n"), say(lang, "fidelity_agreement"), say(lang, "fidelity_kl")]
    shown = table(head, rows, caption=say(lang, "fidelity_table"))
    return Markup("").join((heading(lang, "fidelity_title"), tag("p", told), shown))


def speed_html(lang: str, results: Mapping[str, Any], measured: Mapping[str, Any] | None) -> Markup:
    """Return sizes and speeds: of the exam, or as they were measured here and now."""
    one = {who: results["results"][who] for who in WHO}
    ms = {who: measured[who]["ms_p50"] if measured else one[who]["ms_per_sentence"] for who in WHO}
    pace = {who: (measured or one)[who]["sentences_per_s"] for who in WHO}
    smaller, faster = (
        one["teacher"]["n_bytes"] / max(1, one["student"]["n_bytes"]),
        ms["teacher"] / max(ms["student"], 1e-6),
    )
    told = say(lang, "speed_told", smaller=smaller, faster=faster)
    where = say(lang, "speed_now", n=measured["teacher"]["n"]) if measured else say(lang, "speed_then")
    rows: list[list[object]] = [
        [say(lang, "row_size"), *(say(lang, "megabytes", value=one[who]["n_bytes"] * 1e-6) for who in WHO)],
        [say(lang, "row_parameters"), *(say(lang, "whole", value=one[who]["n_parameters"]) for who in WHO)],
        [say(lang, "row_p50"), *(say(lang, "milliseconds", value=ms[who]) for who in WHO)],
    ]
    if measured:
        rows.append([say(lang, "row_p95"), *(say(lang, "milliseconds", value=measured[who]["ms_p95"]) for who in WHO)])
    rows.append([say(lang, "row_pace"), *(say(lang, "whole", value=pace[who]) for who in WHO)])
    shown = table(["", *(marked(lang, who) for who in WHO)], rows, caption=say(lang, "speed_table"))
    return Markup("").join((heading(lang, "speed_title"), tag("p", told), shown, tag("p", where, class_="kd-quiet")))
