"""What candidates and kinds of sentences are called on the page."""

from __future__ import annotations

from markupsafe import Markup

from demo.i18n import translate
from demo.shared.html import tag
from kdcore.evaluation.slices import Group, Slice


def marked(lang: str, who: str) -> Markup:
    """Return the name of a candidate, teacher and student with their mark."""
    shape = {"teacher": "kd-mark", "student": "kd-mark kd-square"}.get(who)
    return Markup("").join((tag("span", class_=shape, aria_hidden="true") if shape else "", translate(lang, who)))


def kind_name(lang: str, group: Group | Slice) -> str:
    """Return what a `Group` or a `Slice` holds, in words; a column's name and value stand as they are."""
    if group.is_column:
        return f"{group.kind}: {group.value}"
    return translate(lang, f"slice_{group.kind}_{group.value}")
