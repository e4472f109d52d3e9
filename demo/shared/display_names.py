"""What labels, runs, candidates and kinds of sentences are called on the page."""

from __future__ import annotations

from markupsafe import Markup

from demo.i18n import digits, translate
from demo.shared.html import tag
from kdcore.config import PRESETS
from kdcore.data import has_bundled_labels
from kdcore.evaluation.slices import Group, Slice
from kdcore.runs.annotations import annotations_of
from kdcore.runs.folder import RunFolder
from kdcore.runs.store import DEMO


def candidate_name(lang: str, who: str) -> Markup:
    """Return the name of a candidate; teacher and student have a coloured shape before it."""
    shape = {"teacher": "kd-mark", "student": "kd-mark kd-square"}.get(who)
    return Markup("").join((tag("span", class_=shape, aria_hidden="true") if shape else "", translate(lang, who)))


def kind_name(lang: str, group: Group | Slice) -> str:
    """Return what a `Group` or a `Slice` holds, in words; a column's name and value stand as they are."""
    if group.is_column:
        return f"{group.kind}: {group.value}"
    return translate(lang, f"slice_{group.kind}_{group.value}")


def word_of(lang: str, bundled: bool, name: str) -> str:
    """Return the words for a label: the page's own for the two classes of the bundled task, else the label itself."""
    return translate(lang, f"label_{name}") if bundled and name in ("0", "1") else name


def label_word(lang: str, run: RunFolder, number: int) -> str:
    """Return the words for a class number of a run."""
    data = run.config().data
    return word_of(lang, has_bundled_labels(data.sha256), data.label_names[number])


def run_name(lang: str, run_id: str, run: RunFolder | None = None) -> str:
    """Return a run's name on the page: the given name and the time, else time and preset; the demo run has its own."""
    return display_name(lang, run_id, annotations_of(run).name if run else "")


def display_name(lang: str, run_id: str, given: str) -> str:
    """Return what `run_name` does, for a given name that is known ("" is none); the time tells equal names apart."""
    if run_id == DEMO:
        return translate(lang, "demo_run")
    parts = run_id.split("-")
    if len(parts) < 4 or not (parts[0] + parts[1]).isdigit():
        return f"{given} · {run_id}" if given else run_id
    preset = translate(lang, f"name_{parts[2]}") if parts[2] in PRESETS else parts[2]
    when = digits(lang, _moment(parts[0], parts[1]))
    return f"{given} · {when}" if given else f"{when} · {preset}"


def _moment(day: str, hour: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:8]} {hour[:2]}:{hour[2:4]}"
