"""The tab Data: a visitor uploads a file, sees how it was read and split, and chooses it for the next training."""

from __future__ import annotations

from typing import Any

import gradio as gr

from demo.data.tables import bundled_view, file_view
from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates, as_visitor
from demo.shared.data_choices import data_choices, data_ids
from demo.shared.html import notice
from demo.site import Site
from kdcore.errors import DataError, KdError

_COLUMNS_SHOWN = 50
_FILES_REMEMBERED = 10  # by a visitor's browser


class DataTab:
    """The components of the tab, and their handlers."""

    def __init__(self, site: Site, session: Session, _tab: gr.Tab) -> None:
        self.site, self.session = site, session
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        labels = self.session.labels
        labels.make(gr.Markdown, {"value": "data_help"}, elem_classes="kd-quiet")
        kinds = [".csv", ".tsv", ".txt"]
        self.upload = labels.make(gr.UploadButton, {"label": "data_upload"}, file_types=kinds, elem_id="kd-upload")
        with gr.Row(visible=False) as self.columns:
            words = {"label": "data_text_column"}
            self.text_column = labels.make(gr.Dropdown, words, choices=[], elem_id="kd-text-column")
            words = {"label": "data_label_column"}
            self.label_column = labels.make(gr.Dropdown, words, choices=[], elem_id="kd-label-column")
        look = {"variant": "primary", "visible": False, "elem_id": "kd-use"}
        self.use_button = labels.make(gr.Button, {"value": "data_use"}, **look)
        self.message = gr.HTML(elem_id="kd-data-message")
        self.view = gr.HTML(elem_id="kd-data-view")

    def _wire(self) -> None:
        session = self.session
        one_at_a_time: dict[str, Any] = {
            "api_visibility": "private",
            "concurrency_id": "data",
            "concurrency_limit": 1,
        }
        choice = [self.upload, self.text_column, self.label_column]
        shown = [self.view, self.use_button]
        opened = [self.columns, self.text_column, self.label_column, self.message, *shown]
        self.upload.upload(self.open_file, [session.lang, self.upload], opened, **one_at_a_time)
        for column in (self.text_column, self.label_column):
            column.input(self.show, [session.lang, *choice], shown, **one_at_a_time)
        self.use_button.click(
            self.use,
            [session.lang, session.visitor, *choice],
            [session.visitor, self.message, session.data_choice],
            trigger_mode="once",
            **one_at_a_time,
        ).success(lambda: gr.Tabs(selected="train"), None, session.tabs, **PRIVATE)
        session.redraws.append(Redraw(self.show, [session.lang, *choice], shown))

    def open_file(self, lang: str, path: str | None) -> Updates:
        """Show a new file's columns to choose from (none chosen: detected), and how it was read; or why it cannot be.

        Without a file the bundled sentences are shown.
        """
        try:
            names = list(self.site.uploads.table(path).frame.columns)[:_COLUMNS_SHOWN] if path else []
        except KdError as error:
            return {
                self.columns: gr.update(visible=False),
                self.message: notice(error_message(lang, error), "problem"),
                self.view: "",
                self.use_button: gr.update(visible=False),
            }
        return {
            self.columns: gr.update(visible=bool(names)),
            # An update of its own for each: Gradio empties an update when it sends it.
            self.text_column: gr.update(choices=names, value=None),
            self.label_column: gr.update(choices=names, value=None),
            self.message: "",
            **self.show(lang, path, None, None),
        }

    def show(self, lang: str, path: str | None, text_column: str | None, label_column: str | None) -> Updates:
        """Show the file as read with these columns (detected where none is chosen), and the button if it can be used.

        Without a file the bundled sentences are shown.
        """
        if not path:
            return {self.view: bundled_view(lang), self.use_button: gr.update(visible=False)}
        try:
            dataset = self.site.uploads.read(path, text_column, label_column)
        except (DataError, Refusal) as error:
            problem = notice(error_message(lang, error), "problem")
            return {self.view: problem, self.use_button: gr.update(visible=False)}
        return {self.view: file_view(lang, dataset), self.use_button: gr.update(visible=True)}

    def use(
        self, lang: str, visitor: dict[str, Any], path: str | None, text_column: str | None, label_column: str | None
    ) -> Updates:
        """Keep the file for training, and select it in the tab Train; gr.Error says why it cannot be used."""
        if not path:
            raise gr.Error(translate(lang, "data_gone"))
        try:
            dataset = self.site.uploads.read(path, text_column, label_column)
        except (DataError, Refusal) as error:
            raise gr.Error(error_message(lang, error)) from error
        data_id = self.site.uploads.keep(dataset)
        visitor = {**as_visitor(visitor), "data": [data_id, *data_ids(visitor)][:_FILES_REMEMBERED]}
        return {
            self.session.visitor: visitor,
            self.message: notice(translate(lang, "data_ready"), "good"),
            self.session.data_choice: gr.update(choices=data_choices(self.site, lang, visitor), value=data_id),
        }
