"""Several sentences at once: pasted or from a file, classified chunk by chunk, shown as a table and offered as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import gradio as gr
import pandas as pd
from markupsafe import Markup

from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Session, Updates, as_visitor
from demo.shared.csv_files import new_file, write_csv
from demo.shared.html import notice, sentence, table, tag
from demo.site import Site
from demo.try_it.answer import label_words
from kdcore.config import ROLES, Limits
from kdcore.data import read_sentences
from kdcore.data.decoding import clean
from kdcore.data.reading import read_table, suffix_of
from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder
from kdcore.serving.workers import ListAnswers

_ROWS_SHOWN = 20  # on the page; the file has all
_COLUMNS_SHOWN = 50


class BatchSection:
    """The components of the section, and their handlers."""

    def __init__(self, site: Site, session: Session) -> None:
        self.site = site
        labels = session.labels
        labels.make(gr.Markdown, {"value": "batch_help"}, elem_classes="kd-quiet")
        words = {"label": "batch_lines", "placeholder": "batch_placeholder"}
        self.lines = labels.make(gr.Textbox, words, lines=4, max_lines=10, elem_id="kd-lines")
        with gr.Row(elem_classes="kd-small-buttons"):
            types = {"file_types": [".csv", ".tsv", ".txt"], "size": "sm", "elem_id": "kd-list"}
            self.file = labels.make(gr.UploadButton, {"label": "batch_file"}, **types)
            hidden = {"choices": [], "visible": False, "elem_id": "kd-list-column"}
            self.column = labels.make(gr.Dropdown, {"label": "data_text_column"}, **hidden)
        with gr.Row(elem_classes="kd-small-buttons"):
            look = {"variant": "primary", "elem_id": "kd-batch", "min_width": 180}
            self.start = labels.make(gr.Button, {"value": "batch_start"}, **look)
            look = {"visible": False, "elem_id": "kd-batch-stop", "min_width": 100}
            self.stop = labels.make(gr.Button, {"value": "batch_stop"}, **look)
            look = {"visible": False, "elem_id": "kd-batch-download", "min_width": 180}
            self.download = labels.make(gr.DownloadButton, {"label": "batch_download"}, **look)
        self.view = gr.HTML(elem_id="kd-batch-view")
        # An upload empties the text field, and text typed afterwards is used instead: whatever was given last counts.
        self.file.upload(self.open_file, [session.lang, self.file], [self.lines, self.column, self.view], **PRIVATE)
        outputs = [self.view, self.download, self.stop, self.start]
        inputs = [session.lang, session.visitor, session.shown, self.lines, self.file, self.column]
        work = {"concurrency_id": "batch", "concurrency_limit": 2, "trigger_mode": "multiple", **PRIVATE}
        self.start.click(self.classify_list, inputs, outputs, **work)
        self.stop.click(self.stop_list, [session.lang, session.visitor], outputs, **PRIVATE)

    def open_file(self, lang: str, path: str | None) -> Updates:
        """Empty the text field and show the columns to choose from (none chosen: recognised) and the row count."""
        if not path:
            return {self.column: gr.update(visible=False, choices=[], value=None), self.view: ""}
        try:
            names: list[str] = []
            if suffix_of(path) not in (".txt", ".text"):
                names = [str(name) for name in read_table(path, _limits(self.site), rows_needed=False).frame.columns]
            found = read_list(self.site, path, None)
            message = notice(translate(lang, "batch_opened", n=len(found)))
        except (KdError, Refusal) as error:
            message = notice(error_message(lang, error), "problem")
        columns = gr.update(visible=len(names) > 1, choices=names[:_COLUMNS_SHOWN], value=None)
        return {self.lines: "", self.column: columns, self.view: message}

    def classify_list(
        self, lang: str, visitor: Any, run_id: str, pasted: str, path: str | None, column: str | None
    ) -> Iterator[Updates]:
        """Show the progress, and at the end the summary, the first rows and the file with all rows.

        A visitor has at most one list in progress.
        """
        secret = _secret(visitor)
        job = None
        try:
            if len(secret) < 16:
                raise Refusal("error_visitor")
            texts = read_list(self.site, path, column, pasted)
            run = self.site.store.folder(run_id, finished=True)
            job = self.site.lists.start(secret)
            if job is None:
                raise Refusal("batch_busy")
            yield {
                self.view: _progress(lang, 0, len(texts)),
                self.download: gr.update(visible=False),
                **self._buttons(busy=True),
            }
            found: dict[str, ListAnswers] = {}
            for done, answers in self.site.list_worker.classify_texts(run.path, texts):
                if not self.site.lists.renew(secret, job):
                    yield self._stopped(lang)  # again: the page keeps what a generator yields last
                    return
                found = answers
                yield {self.view: _progress(lang, done, len(texts))}
        except (KdError, Refusal) as error:
            message = notice(error_message(lang, error), "problem")
            yield {self.view: message, self.download: gr.update(visible=False), **self._buttons(busy=False)}
            return
        finally:
            if job is not None:
                self.site.lists.end(secret, job)
        file = write_csv(answers_table(run, texts, found), new_file(self.site.downloads, "answers"))
        view = answers_view(lang, label_words(lang, run), texts, found)
        download = gr.update(visible=True, value=str(file))
        yield {self.view: view, self.download: download, **self._buttons(busy=False)}

    def stop_list(self, lang: str, visitor: Any) -> Updates:
        """End the visitor's list after the chunk in progress; none of its answers is kept."""
        self.site.lists.end(_secret(visitor))
        return self._stopped(lang)

    def _stopped(self, lang: str) -> Updates:
        message = notice(translate(lang, "batch_stopped"))
        return {self.view: message, self.download: gr.update(visible=False), **self._buttons(busy=False)}

    def _buttons(self, *, busy: bool) -> Updates:
        return {self.stop: gr.update(visible=busy), self.start: gr.update(interactive=not busy)}


def _limits(site: Site) -> Limits:
    # One row more than is allowed, so that the page's own sentence says that there are too many.
    return Limits(file_bytes=site.limits.file_mb * 1_000_000, rows=site.limits.list_lines + 1)


def read_list(site: Site, path: str | None, column: str | None, pasted: Any = "") -> list[str]:
    """Return the pasted lines, or without any the sentences of a file; each cleaned, those without words left out.

    Raises Refusal or DataError with a sentence that says what is wrong, and where.
    """
    pasted = pasted if isinstance(pasted, str) else ""
    if path and not pasted.strip():
        texts, _ = read_sentences(path, column or None, _limits(site))
    else:
        if len(pasted) > site.limits.list_chars:
            raise Refusal("batch_too_much", limit=site.limits.list_chars)
        texts = [clean(line) for line in pasted.splitlines()]
    for number, text in enumerate(texts, start=1):
        if len(text) > site.limits.sentence_chars:
            raise Refusal("batch_too_long", line=number, n=len(text), limit=site.limits.sentence_chars)
    texts = [text for text in texts if any(character.isalnum() for character in text)]
    if not texts:
        raise Refusal("batch_empty")
    if len(texts) > site.limits.list_lines:
        raise Refusal("batch_too_many", limit=site.limits.list_lines)
    if sum(map(len, texts)) > site.limits.list_chars:
        raise Refusal("batch_too_much", limit=site.limits.list_chars)
    return texts


def _secret(visitor: Any) -> str:
    return str(as_visitor(visitor).get("secret", ""))


def answers_table(run: RunFolder, texts: Sequence[str], found: Mapping[str, ListAnswers]) -> pd.DataFrame:
    """Return one row a sentence: `sentence`, each network's label (the data's own word) and confidence, `agree`."""
    names = run.config().data.label_names
    answers = pd.DataFrame({"sentence": list(texts)})
    for who in ROLES:
        answers[who] = [names[label] for label in found[who].labels]
        answers[f"{who}_confidence"] = [round(value, 6) for value in found[who].confidences]
    answers["agree"] = ["yes" if a == b else "no" for a, b in zip(answers.teacher, answers.student, strict=True)]
    return answers


def answers_view(lang: str, names: Sequence[str], texts: Sequence[str], found: Mapping[str, ListAnswers]) -> Markup:
    """Return on how many sentences both agree, how often each model predicted each label, and the first rows."""
    teacher, student = (found[who] for who in ROLES)
    n, agree = len(texts), sum(a == b for a, b in zip(teacher.labels, student.labels, strict=True))
    counts = [
        [name, *(translate(lang, "whole", value=found[who].labels.count(number)) for who in ROLES)]
        for number, name in enumerate(names)
    ]

    def cell(answers: ListAnswers, i: int) -> Markup:
        share = tag("small", translate(lang, "share", value=answers.confidences[i]))
        return tag("td", tag("span", names[answers.labels[i]]), share)

    rows = []
    for i, text in enumerate(texts[:_ROWS_SHOWN]):
        agrees = translate(lang, "agree_yes" if teacher.labels[i] == student.labels[i] else "agree_no")
        rows.append([sentence(text), cell(teacher, i), cell(student, i), agrees])
    who = [translate(lang, name) for name in ROLES]
    first = translate(lang, "batch_rows", n=len(rows), total=n)
    return tag(
        "div",
        tag("p", translate(lang, "batch_done", n=n, agree=agree, share=agree / n), class_="kd-now", role="status"),
        table([translate(lang, "answer"), *who], counts, caption=translate(lang, "batch_counts")),
        table(
            [translate(lang, "sentence"), *who, translate(lang, "agree")],
            rows,
            caption=first,
            class_="kd-table kd-sentences kd-stacked",
        ),
    )


def _progress(lang: str, done: int, n: int) -> Markup:
    bar = tag("div", tag("i", style=f"width:{100 * done / n:.0f}%"), class_="kd-progress")
    return tag("div", tag("p", translate(lang, "batch_progress", done=done, n=n), class_="kd-now"), bar)
