"""Builds HTML; every text from a visitor or a file is escaped by markupsafe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """Return `<name ...>children</name>`; every child that is not Markup is escaped, and every attribute.

    A trailing `_` of an attribute's name is dropped (`class_`), `_` inside becomes `-`; None leaves it out.
    """
    markup = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), str(value))
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(child for child in children if child is not None)  # type: ignore[misc]
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), markup, inside)


def table(
    head: Sequence[object], rows: Iterable[Sequence[object]], *, caption: object = None, class_: str = "kd-table"
) -> Markup:
    """Return a table whose first column names the rows; wide ones scroll inside their own frame."""
    header = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [
        tag("tr", tag("th", row[0], scope="row"), *(cell if _is_cell(cell) else tag("td", cell) for cell in row[1:]))
        for row in rows
    ]
    label = tag("caption", caption) if caption is not None else None
    name = caption.striptags() if isinstance(caption, Markup) else caption
    inner = tag("table", label, tag("thead", header), tag("tbody", *body), class_=class_)
    return tag("div", inner, class_="kd-scroll", tabindex="0", role="group", aria_label=name)


def _is_cell(cell: object) -> bool:
    return isinstance(cell, Markup) and cell.startswith("<td")


def sentence(text: str) -> Markup:
    """Return a visitor's or a file's sentence, isolated from the text around it; scripts may be mixed."""
    return tag("bdi", text, dir="ltr")


def notice(text: object, kind: str = "info") -> Markup:
    """Return a message in a box, of the kind `info`, `good` or `problem`; screen readers announce it."""
    return tag("p", text, class_=f"kd-notice kd-{kind}", role="status")
