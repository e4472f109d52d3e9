"""A visitor's own corrections: kept in this browser, listed, deleted, downloaded, and added to the next training."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MethodType
from typing import Any

import gradio as gr
import pandas as pd
from markupsafe import Markup

from demo.i18n import translate
from demo.session import PRIVATE, Drawing, Session
from demo.shared.csv_files import write_csv
from demo.shared.html import notice, sentence, table, tag
from demo.shared.tables import word_of
from demo.site import Refusal, Site, bundled_dataset, error_message
from demo.try_it.answer import label_words
from kdcore.data import has_bundled_labels, same_words, with_more
from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder

_REMEMBERED: dict[str, Any] = {"storage_key": "distil-corrections", "secret": "distil-browser-state"}
_BUNDLED = "bundled"  # the task of a row whose label is one of the bundled data's
_PLUS = " + "  # between a dataset's name and the number of corrections in it
_MOST_CHARS = 100_000  # of all sentences together: a browser keeps 5 MB, encrypted


def mark_row(site: Site, session: Session, asked: gr.State) -> tuple[gr.Radio, gr.HTML]:
    """Lay out the one click that says what would have been right; `build` wires it, after a sentence was asked."""
    right = session.labels.make(
        gr.Radio, {"label": "right_label"}, choices=[], value=None, visible=False, elem_id="kd-right"
    )
    message = gr.HTML(elem_id="kd-marked")
    session.drawings.append(Drawing(MethodType(label_choices, site), [session.lang, asked], [right, message]))
    return right, message


def build(site: Site, session: Session, asked: gr.State, right: gr.Radio, message: gr.HTML) -> None:
    """Lay out the section and wire it, the one click included."""
    labels = session.labels
    own = gr.BrowserState([], **_REMEMBERED)
    labels.make(gr.Markdown, {"value": "corrections_help"}, elem_classes="kd-quiet")
    listing = gr.HTML(elem_id="kd-corrections")
    words = {"label": "corrections_choose"}
    chosen = labels.make(
        gr.Dropdown, words, choices=[], value=[], multiselect=True, visible=False, elem_id="kd-correction"
    )
    with gr.Row(elem_classes="kd-small-buttons"):
        remove = labels.make(gr.Button, {"value": "corrections_delete"}, size="sm", visible=False, elem_id="kd-delete")
        download = labels.make(
            gr.DownloadButton, {"label": "corrections_download"}, size="sm", visible=False, elem_id="kd-own-file"
        )
        train = labels.make(gr.Button, {"value": "corrections_train"}, size="sm", visible=False, elem_id="kd-train-own")
    told = gr.HTML(elem_id="kd-corrections-message")
    view = [listing, chosen, remove, download, train]
    right.input(MethodType(mark, site), [session.lang, asked, own, right], [own, right, message], **PRIVATE)
    remove.click(MethodType(deleted, site), [session.lang, own, chosen], [own, told], **PRIVATE)
    train.click(
        MethodType(to_training, site),
        [session.lang, session.visitor, own, session.data_choice],
        [session.visitor, told, session.data_choice],
        trigger_mode="once",
        concurrency_id="data",
        concurrency_limit=1,
        **PRIVATE,
    ).success(lambda: gr.Tabs(selected="train"), None, session.tabs, **PRIVATE)
    own.change(MethodType(list_own, site), [session.lang, session.visitor, own], view, **PRIVATE)
    session.drawings.append(Drawing(MethodType(list_own, site), [session.lang, session.visitor, own], view))


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
    """Return what a label of this run belongs to: the bundled task, or the data's name."""
    data = run.config().data
    return _task(data.sha256, data.name)


def _task(sha256: str, name: str) -> str:
    return _BUNDLED if has_bundled_labels(sha256) else name.split(_PLUS)[0][:60]


def label_choices(site: Site, lang: str, asked: Mapping[str, Any]) -> list[Any]:
    """Return the labels that may be the right one for the sentence asked last, and an empty message."""
    if not asked:
        return [gr.update(visible=False), ""]
    try:
        names = label_words(lang, site.store.folder(asked["run"], finished=True))
    except KdError:
        return [gr.update(visible=False), ""]
    choices = [(name, number) for number, name in enumerate(names)]
    return [gr.update(visible=True, choices=choices, value=None), ""]


def mark(site: Site, lang: str, asked: Mapping[str, Any], own: Any, right: Any) -> list[Any]:
    """Return the corrections with the sentence asked last under its right label, and what came of it.

    A sentence of the exam, or of those by which networks are chosen, is refused: learnt from, it would no longer test.
    """
    rows = rows_in(site, own)
    try:
        row = _row(site, asked, right)
        same = same_words(row["text"])
        others = [old for old in rows if (same_words(old["text"]), old["task"]) != (same, row["task"])]
        if len(others) >= site.limits.corrections or sum(len(old["text"]) for old in others) > _MOST_CHARS:
            raise Refusal("corrections_full", n=len(others))
    except (KdError, Refusal) as error:
        return [gr.skip(), gr.update(value=None), notice(error_message(lang, error), "problem")]
    kept = [*others, row]
    words = word_of(lang, row["task"] == _BUNDLED, row["label"])
    said = translate(lang, "corrections_kept", label=words, n=len(kept))
    return [kept, gr.update(value=None), notice(said, "good")]


def _row(site: Site, asked: Mapping[str, Any], right: Any) -> dict[str, str]:
    if not asked:
        raise Refusal("try_empty")
    run = site.store.folder(asked["run"], finished=True)
    names = run.config().data.label_names
    if not isinstance(right, int) or not 0 <= right < len(names):
        raise Refusal("corrections_which")
    text, task = site.sentence(asked["text"]), task_of(run)
    examined = set(map(same_words, map(str, run.predictions().sentence)))
    if task == _BUNDLED:
        examined |= set(map(same_words, bundled_dataset().validation.texts))
    if same_words(text) in examined:
        raise Refusal("corrections_exam")
    return {"text": text, "label": names[right], "task": task}


def deleted(site: Site, lang: str, own: Any, chosen: Any) -> list[Any]:
    """Return the corrections without the chosen ones."""
    rows = rows_in(site, own)
    gone = {place for place in chosen if isinstance(place, int)} if isinstance(chosen, list) else set()
    kept = [row for place, row in enumerate(rows) if place not in gone]
    if len(kept) == len(rows):
        return [gr.skip(), notice(translate(lang, "corrections_none_chosen"))]
    return [kept, notice(translate(lang, "corrections_deleted", n=len(rows) - len(kept)))]


def list_own(site: Site, lang: str, visitor: Any, own: Any) -> list[Any]:
    """Return the table of corrections, the list to delete from, and the buttons with the file of all rows."""
    rows = rows_in(site, own)
    if not rows:
        none = tag("p", translate(lang, "corrections_none"))
        return [none, gr.update(visible=False, choices=[], value=[]), *[gr.update(visible=False)] * 3]
    secret = str((visitor or {}).get("secret", "")) if isinstance(visitor, dict) else ""
    name = hashlib.sha256(f"corrections {secret}".encode()).hexdigest()[:24]
    file = pd.DataFrame({"sentence": [row["text"] for row in rows], "label": [row["label"] for row in rows]})
    shown = gr.update(visible=len(secret) >= 16)
    if len(secret) >= 16:
        shown = gr.update(visible=True, value=str(write_csv(file, site.downloads / f"corrections-{name}.csv")))
    choices = [(f"{row['text'][:60]} → {_word(lang, row)}", place) for place, row in enumerate(rows)]
    visible = gr.update(visible=True)
    return [_listing(lang, rows), gr.update(visible=True, choices=choices, value=[]), visible, shown, visible]


def _word(lang: str, row: Mapping[str, str]) -> str:
    return word_of(lang, row["task"] == _BUNDLED, row["label"])


def _listing(lang: str, rows: list[dict[str, str]]) -> Markup:
    cells = [[sentence(row["text"]), _word(lang, row)] for row in reversed(rows)]
    head = [translate(lang, "sentence"), translate(lang, "corrections_right")]
    return table(
        head, cells, caption=translate(lang, "corrections_title", n=len(rows)), class_="kd-table kd-corrections"
    )


def to_training(site: Site, lang: str, visitor: dict[str, Any], own: Any, data_id: str) -> list[Any]:
    """Add the corrections to the rows to learn from of the data chosen in Train, and choose the result there.

    Only rows of the same task count. Raises gr.Error with the sentence that says why nothing was added.
    """
    try:
        dataset = site.dataset(data_id)
        task = _task(dataset.sha256, dataset.name)
        rows = [row for row in rows_in(site, own) if row["task"] == task and row["label"] in dataset.label_names]
        if not rows:
            raise Refusal("corrections_other_task")
        numbers = [dataset.label_names.index(row["label"]) for row in rows]
        more = with_more(dataset, [row["text"] for row in rows], numbers)
        more = replace(more, name=f"{dataset.name.split(_PLUS)[0]}{_PLUS}{len(rows)}")
        new_id = site.keep_file(more)
    except (KdError, Refusal) as error:
        raise gr.Error(error_message(lang, error)) from error
    kept = {**visitor, "data": [new_id, *(visitor.get("data") or [])][:10]}
    total = len(more.train) + len(more.validation) + len(more.test)
    label = translate(lang, "train_data_choice", name=more.name, n=total)
    ready = notice(translate(lang, "corrections_added", n=len(rows)), "good")
    return [kept, ready, gr.update(choices=[(label, new_id)], value=new_id)]
