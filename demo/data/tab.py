"""The tab Data: a visitor's own sentences, looked at before they are learnt from."""

from __future__ import annotations

from types import MethodType
from typing import Any

import gradio as gr
from markupsafe import Markup

from demo.data.tables import data_tables
from demo.i18n import digits, translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session
from demo.shared.data_choices import data_choices
from demo.shared.html import notice, tag
from demo.site import Site
from demo.uploads import bundled_dataset
from kdcore.data.reading_notes import Note
from kdcore.errors import DataError, KdError

_SHOWN_COLUMNS = 50


def build(site: Site, session: Session, _tab: gr.Tab) -> None:
    """Lay out the tab and wire it."""
    labels = session.labels
    labels.make(gr.Markdown, {"value": "data_help"}, elem_classes="kd-quiet")
    kinds = [".csv", ".tsv", ".txt"]
    upload = labels.make(gr.UploadButton, {"label": "data_upload"}, file_types=kinds, elem_id="kd-upload")
    with gr.Row(visible=False) as columns:
        text = labels.make(gr.Dropdown, {"label": "data_text_column"}, choices=[], elem_id="kd-text-column")
        word = labels.make(gr.Dropdown, {"label": "data_label_column"}, choices=[], elem_id="kd-label-column")
    use = labels.make(gr.Button, {"value": "data_use"}, variant="primary", visible=False, elem_id="kd-use")
    message = gr.HTML(elem_id="kd-data-message")
    view = gr.HTML(elem_id="kd-data-view")
    busy = {"api_visibility": "private", "concurrency_id": "data", "concurrency_limit": 1}
    outputs = [view, use]
    upload.upload(MethodType(opened, site), [session.lang, upload], [columns, text, word, message, *outputs], **busy)
    for column in (text, word):
        column.input(MethodType(looked_at, site), [session.lang, upload, text, word], outputs, **busy)
    use.click(
        MethodType(used, site),
        [session.lang, session.visitor, upload, text, word],
        [session.visitor, message, session.data_choice],
        trigger_mode="once",
        **busy,
    ).success(lambda: gr.Tabs(selected="train"), None, session.tabs, **PRIVATE)
    redraw = Redraw(MethodType(looked_at, site), [session.lang, upload, text, word], [view, use])
    session.redraws.append(redraw)


def opened(site: Site, lang: str, path: str | None) -> list[Any]:
    """Return the columns to choose from, and what was recognised and read, after a file was given or taken away."""
    if not path:
        return [gr.update(visible=False), gr.update(choices=[], value=None), gr.update(choices=[], value=None), "",
                *looked_at(site, lang, None, None, None)]  # fmt: skip
    try:
        names = list(site.uploads.table(path).frame.columns)[:_SHOWN_COLUMNS]
    except KdError as error:
        problem = notice(error_message(lang, error), "problem")
        return [gr.update(visible=False), gr.skip(), gr.skip(), problem, "", gr.update(visible=False)]
    # One update each: Gradio empties an update when it sends it.
    text, label = (gr.update(choices=names, value=None) for _ in range(2))
    return [gr.update(visible=True), text, label, "", *looked_at(site, lang, path, None, None)]


def looked_at(site: Site, lang: str, path: str | None, text: str | None, word: str | None) -> list[Any]:
    """Return the view of a file by the chosen columns (recognised where none is chosen), and the button to use it."""
    if not path:
        bundled = tag("p", translate(lang, "data_bundled"))
        return [Markup("").join((bundled, data_tables(lang, bundled_dataset(), True))), gr.update(visible=False)]
    try:
        dataset = site.uploads.read(path, text, word)
    except (DataError, Refusal) as error:
        return [notice(error_message(lang, error), "problem"), gr.update(visible=False)]
    notes = tag("ul", *(tag("li", _note(lang, note)) for note in dataset.notes), class_="kd-list")
    view = (data_tables(lang, dataset, False), tag("h2", translate(lang, "data_notes"), class_="kd-h"), notes)
    return [Markup("").join(view), gr.update(visible=True)]


def _note(lang: str, note: str) -> str:
    """Return a note on how the file was read in the visitor's language."""
    if lang == "en" or not isinstance(note, Note):
        return note
    values = dict(note.values)
    if "rows" in values:
        values["rows"] = translate(lang, "rows_named", n=values["n"], numbers=digits(lang, values["numbers"]))
    return translate(lang, note.key, **values)


def used(
    site: Site, lang: str, visitor: dict[str, Any], path: str | None, text: str | None, word: str | None
) -> list[Any]:
    """Keep the file for the next training, and choose it in the tab Train.

    Raises gr.Error with the sentence that says why not.
    """
    if not path:
        raise gr.Error(translate(lang, "data_gone"))
    try:
        dataset = site.uploads.read(path, text, word)
    except (DataError, Refusal) as error:
        raise gr.Error(error_message(lang, error)) from error
    data_id = site.uploads.keep(dataset)
    kept = {**visitor, "data": [data_id, *(visitor.get("data") or [])][:10]}
    choices = gr.update(choices=data_choices(site, lang, kept), value=data_id)
    return [kept, notice(translate(lang, "data_ready"), "good"), choices]
