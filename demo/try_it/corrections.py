"""A visitor's own corrections: kept in this browser, listed, deleted, downloaded, and added to the next training."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gradio as gr
import pandas as pd
from markupsafe import Markup

from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates, as_visitor
from demo.shared.csv_files import write_csv
from demo.shared.data_choices import data_ids
from demo.shared.display_names import word_of
from demo.shared.html import notice, sentence, table, tag
from demo.site import Site
from demo.try_it.answer import label_words
from demo.uploads import bundled_dataset
from kdcore.data import has_bundled_labels, normalised_words, with_added_rows
from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder

_BROWSER_STATE: dict[str, Any] = {"storage_key": "distil-corrections", "secret": "distil-browser-state"}
_BUNDLED = "bundled"  # the task of a row whose label is one of the bundled data's
_PLUS = " + "  # between a dataset's name and the number of corrections in it
_MAX_CHARS = 100_000  # of all sentences together: a browser keeps 5 MB, encrypted


class CorrectionsSection:
    """The components, and their handlers: the choice of the right label, and (elsewhere on the page) the list."""

    def __init__(self, site: Site, session: Session, last_answer: gr.State) -> None:
        self.site, self.session, self.last_answer = site, session, last_answer
        self.right_label = session.labels.make(
            gr.Radio, {"label": "right_label"}, choices=[], value=None, visible=False, elem_id="kd-right"
        )
        self.label_message = gr.HTML(elem_id="kd-marked")
        self.choice_outputs = [self.right_label, self.label_message]
        session.redraws.append(Redraw(self.show_labels, [session.lang, last_answer], self.choice_outputs))

    def lay_out_list(self) -> None:
        """Lay out the list of corrections here, and wire everything."""
        labels = self.session.labels
        self.own = gr.BrowserState([], **_BROWSER_STATE)
        labels.make(gr.Markdown, {"value": "corrections_help"}, elem_classes="kd-quiet")
        self.listing = gr.HTML(elem_id="kd-corrections")
        several = {"choices": [], "value": [], "multiselect": True, "visible": False, "elem_id": "kd-correction"}
        self.choice = labels.make(gr.Dropdown, {"label": "corrections_choose"}, **several)
        with gr.Row(elem_classes="kd-small-buttons"):
            small = {"size": "sm", "visible": False}
            self.delete = labels.make(gr.Button, {"value": "corrections_delete"}, elem_id="kd-delete", **small)
            words = {"label": "corrections_download"}
            self.download = labels.make(gr.DownloadButton, words, elem_id="kd-own-file", **small)
            self.train = labels.make(gr.Button, {"value": "corrections_train"}, elem_id="kd-train-own", **small)
        self.message = gr.HTML(elem_id="kd-corrections-message")
        self._wire()

    def _wire(self) -> None:
        session, own = self.session, self.own
        inputs = [session.lang, self.last_answer, own, self.right_label]
        self.right_label.input(self.keep, inputs, [own, *self.choice_outputs], **PRIVATE)
        self.delete.click(self.delete_chosen, [session.lang, own, self.choice], [own, self.message], **PRIVATE)
        self.train.click(
            self.add_to_training,
            [session.lang, session.visitor, own, session.data_choice],
            [session.visitor, self.message, session.data_choice],
            trigger_mode="once",
            concurrency_id="data",
            concurrency_limit=1,
            **PRIVATE,
        ).success(lambda: gr.Tabs(selected="train"), None, session.tabs, **PRIVATE)
        view = [self.listing, self.choice, self.delete, self.download, self.train]
        redraw = Redraw(self.list_rows, [session.lang, session.visitor, own], view)
        redraw.after(own.change)
        session.redraws.append(redraw)

    def show_labels(self, lang: str, last_answer: Mapping[str, Any]) -> Updates:
        """Offer the labels of the run that answered last, and empty the message."""
        hidden = {self.right_label: gr.update(visible=False), self.label_message: ""}
        if not last_answer:
            return hidden
        try:
            names = label_words(lang, self.site.store.folder(last_answer["run"], finished=True))
        except KdError:
            return hidden
        choices = [(name, number) for number, name in enumerate(names)]
        return {**hidden, self.right_label: gr.update(visible=True, choices=choices, value=None)}

    def keep(self, lang: str, last_answer: Mapping[str, Any], own: Any, right: Any) -> Updates:
        """Keep the sentence answered last under its right label.

        Sentences of the exam or of the validation rows are refused: a model trained on them is no longer tested.
        """
        rows = rows_in(self.site, own)
        try:
            row = _correction(self.site, last_answer, right)
            same = normalised_words(row["text"])
            others = [old for old in rows if (normalised_words(old["text"]), old["task"]) != (same, row["task"])]
            if len(others) >= self.site.limits.corrections or sum(len(old["text"]) for old in others) > _MAX_CHARS:
                raise Refusal("corrections_full", n=len(others))
        except (KdError, Refusal) as error:
            message = notice(error_message(lang, error), "problem")
            return {self.right_label: gr.update(value=None), self.label_message: message}
        kept = [*others, row]
        message = notice(translate(lang, "corrections_kept", label=_word(lang, row), n=len(kept)), "good")
        return {self.own: kept, self.right_label: gr.update(value=None), self.label_message: message}

    def delete_chosen(self, lang: str, own: Any, chosen: Any) -> Updates:
        """Delete the chosen corrections; `chosen` are their places in the list."""
        rows = rows_in(self.site, own)
        gone = {place for place in chosen if isinstance(place, int)} if isinstance(chosen, list) else set()
        kept = [row for place, row in enumerate(rows) if place not in gone]
        if len(kept) == len(rows):
            return {self.message: notice(translate(lang, "corrections_none_chosen"))}
        message = notice(translate(lang, "corrections_deleted", n=len(rows) - len(kept)))
        return {self.own: kept, self.message: message}

    def list_rows(self, lang: str, visitor: Any, own: Any) -> Updates:
        """Show the table of corrections, the list to delete from, and the buttons with the file of all rows."""
        rows = rows_in(self.site, own)
        buttons = (self.delete, self.download, self.train)
        if not rows:
            none = tag("p", translate(lang, "corrections_none"))
            nothing = gr.update(visible=False, choices=[], value=[])
            return {
                self.listing: none,
                self.choice: nothing,
                **{button: gr.update(visible=False) for button in buttons},
            }
        choices = [(f"{row['text'][:60]} → {_word(lang, row)}", place) for place, row in enumerate(rows)]
        return {
            self.listing: _listing(lang, rows),
            self.choice: gr.update(visible=True, choices=choices, value=[]),
            **{button: gr.update(visible=True) for button in buttons},
            self.download: self._file(visitor, rows),
        }

    def _file(self, visitor: Any, rows: list[dict[str, str]]) -> Any:
        """Return the update of the download; hidden for a visitor without a secret, who has no file of their own."""
        secret = str(as_visitor(visitor).get("secret", ""))
        if len(secret) < 16:
            return gr.update(visible=False)
        name = hashlib.sha256(f"corrections {secret}".encode()).hexdigest()[:24]
        table = pd.DataFrame({"sentence": [row["text"] for row in rows], "label": [row["label"] for row in rows]})
        file = write_csv(table, self.site.downloads / f"corrections-{name}.csv")
        return gr.update(visible=True, value=str(file))

    def add_to_training(self, lang: str, visitor: dict[str, Any], own: Any, data_id: str) -> Updates:
        """Add the corrections to the training rows of the data chosen in Train, and choose the result there.

        Only rows of the same task count. Raises gr.Error with a sentence that says why nothing was added.
        """
        try:
            dataset = self.site.uploads.dataset(data_id)
            task = _task(dataset.sha256, dataset.name)
            rows = [r for r in rows_in(self.site, own) if r["task"] == task and r["label"] in dataset.label_names]
            if not rows:
                raise Refusal("corrections_other_task")
            numbers = [dataset.label_names.index(row["label"]) for row in rows]
            more = with_added_rows(dataset, [row["text"] for row in rows], numbers)
            more = replace(more, name=f"{dataset.name.split(_PLUS)[0]}{_PLUS}{len(rows)}")
            new_id = self.site.uploads.keep(more)
        except (KdError, Refusal) as error:
            raise gr.Error(error_message(lang, error)) from error
        total = len(more.train) + len(more.validation) + len(more.test)
        label = translate(lang, "train_data_choice", name=more.name, n=total)
        return {
            self.session.visitor: {**as_visitor(visitor), "data": [new_id, *data_ids(visitor)][:10]},
            self.message: notice(translate(lang, "corrections_added", n=len(rows)), "good"),
            self.session.data_choice: gr.update(choices=[(label, new_id)], value=new_id),
        }


def rows_in(site: Site, own: Any) -> list[dict[str, str]]:
    """Return the rows that a browser remembers, checked: texts of allowed length, and not too many."""
    rows = []
    for row in own if isinstance(own, list) else []:
        if isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("text", "label", "task")):
            try:
                rows.append({**{key: row[key][:100] for key in ("label", "task")}, "text": site.sentence(row["text"])})
            except Refusal:
                continue
    return rows[-site.limits.corrections :]


def task_of(run: RunFolder) -> str:
    """Return the task that the labels of a run belong to: the bundled one, or the data's name."""
    data = run.config().data
    return _task(data.sha256, data.name)


def _task(sha256: str, name: str) -> str:
    return _BUNDLED if has_bundled_labels(sha256) else name.split(_PLUS)[0][:60]


def _correction(site: Site, last_answer: Mapping[str, Any], right: Any) -> dict[str, str]:
    """Return the sentence answered last as a row to keep; raises Refusal when it may not be kept."""
    if not last_answer:
        raise Refusal("try_empty")
    run = site.store.folder(last_answer["run"], finished=True)
    names = run.config().data.label_names
    if not isinstance(right, int) or not 0 <= right < len(names):
        raise Refusal("corrections_which")
    text, task = site.sentence(last_answer["text"]), task_of(run)
    held_out = set(map(normalised_words, map(str, run.predictions().sentence)))
    if task == _BUNDLED:
        held_out |= set(map(normalised_words, bundled_dataset().validation.texts))
    if normalised_words(text) in held_out:
        raise Refusal("corrections_exam")
    return {"text": text, "label": names[right], "task": task}


def _word(lang: str, row: Mapping[str, str]) -> str:
    return word_of(lang, row["task"] == _BUNDLED, row["label"])


def _listing(lang: str, rows: list[dict[str, str]]) -> Markup:
    cells = [[sentence(row["text"]), _word(lang, row)] for row in reversed(rows)]
    head = [translate(lang, "sentence"), translate(lang, "corrections_right")]
    return table(
        head, cells, caption=translate(lang, "corrections_title", n=len(rows)), class_="kd-table kd-corrections"
    )
