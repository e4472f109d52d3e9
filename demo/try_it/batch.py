"""Several sentences at once: pasted or from a file, judged chunk by chunk, as a table and a CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MethodType
from typing import Any

import gradio as gr
import pandas as pd
from markupsafe import Markup

from demo.i18n import translate
from demo.session import PRIVATE, Session
from demo.shared.csv_files import new_file, write_csv
from demo.shared.html import notice, sentence, table, tag
from demo.site import Refusal, Site, error_message
from demo.try_it.answer import label_words
from kdcore.config import ROLES, Limits
from kdcore.data import read_sentences
from kdcore.data.decoding import clean
from kdcore.data.reading import read_table, suffix_of
from kdcore.errors import KdError
from kdcore.runs.folder import RunFolder
from kdcore.serving.workers import ListAnswers

_FIRST_ROWS = 20  # on the page; the file has all
_SHOWN_COLUMNS = 50


def build(site: Site, session: Session) -> None:
    """Lay out the section and wire it."""
    labels = session.labels
    labels.make(gr.Markdown, {"value": "batch_help"}, elem_classes="kd-quiet")
    words = {"label": "batch_lines", "placeholder": "batch_placeholder"}
    lines = labels.make(gr.Textbox, words, lines=4, max_lines=10, elem_id="kd-lines")
    with gr.Row(elem_classes="kd-small-buttons"):
        kinds = [".csv", ".tsv", ".txt"]
        file = labels.make(gr.UploadButton, {"label": "batch_file"}, file_types=kinds, size="sm", elem_id="kd-list")
        column = labels.make(
            gr.Dropdown, {"label": "data_text_column"}, choices=[], visible=False, elem_id="kd-list-column"
        )
    with gr.Row(elem_classes="kd-small-buttons"):
        start = labels.make(gr.Button, {"value": "batch_start"}, variant="primary", elem_id="kd-batch", min_width=180)
        halt = labels.make(gr.Button, {"value": "batch_stop"}, visible=False, elem_id="kd-batch-stop", min_width=100)
        download = labels.make(
            gr.DownloadButton, {"label": "batch_download"}, visible=False, elem_id="kd-batch-download", min_width=180
        )
    shown = gr.HTML(elem_id="kd-batch-view")
    # A file empties the field, and what is written there afterwards counts: so what was given last.
    file.upload(MethodType(opened, site), [session.lang, file], [lines, column, shown], **PRIVATE)
    outputs = [shown, download, halt, start]
    given = [session.lang, session.visitor, session.shown, lines, file, column]
    work = {"concurrency_id": "batch", "concurrency_limit": 2, "trigger_mode": "multiple", **PRIVATE}
    start.click(MethodType(judged, site), given, outputs, **work)
    halt.click(MethodType(stopped, site), [session.lang, session.visitor], outputs, **PRIVATE)


def stopped(site: Site, lang: str, visitor: Any) -> list[Any]:
    """End the visitor's list after the chunk at work; nothing is kept of it."""
    site.lists.end(_secret(visitor))
    return _stopped(lang)


def _stopped(lang: str) -> list[Any]:
    return [notice(translate(lang, "batch_stopped")), gr.update(visible=False), *_buttons(busy=False)]


def _buttons(*, busy: bool) -> list[Any]:
    return [gr.update(visible=busy), gr.update(interactive=not busy)]


def opened(site: Site, lang: str, path: str | None) -> list[Any]:
    """Return an empty field, the columns to choose from (none chosen: recognised), and how many sentences there are."""
    if not path:
        return [gr.skip(), gr.update(visible=False, choices=[], value=None), ""]
    try:
        names: list[str] = []
        if suffix_of(path) not in (".txt", ".text"):
            names = [str(name) for name in read_table(path, _limits(site), rows_needed=False).frame.columns]
        found = read_list(site, path, None)
    except (KdError, Refusal) as error:
        shown = gr.update(visible=len(names) > 1, choices=names[:_SHOWN_COLUMNS], value=None)
        return ["", shown, notice(error_message(lang, error), "problem")]
    columns = gr.update(visible=len(names) > 1, choices=names[:_SHOWN_COLUMNS], value=None)
    return ["", columns, notice(translate(lang, "batch_opened", n=len(found)))]


def _limits(site: Site) -> Limits:
    # One row more than may be judged, so that too many are said in the page's own words.
    return Limits(file_bytes=site.limits.file_mb * 1_000_000, rows=site.limits.list_lines + 1)


def read_list(site: Site, path: str | None, column: str | None, pasted: Any = "") -> list[str]:
    """Return the pasted lines, or where there are none the sentences of a file; each cleaned, blank ones left out.

    Raises Refusal or DataError with the sentence that says what is wrong, and where.
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


def judged(
    site: Site, lang: str, visitor: Mapping[str, Any], run_id: str, pasted: str, path: str | None, column: str | None
) -> Iterator[list[Any]]:
    """Yield how far it is, and at last the summary, the first rows and the file with all of them.

    One list at a time is judged for a visitor.
    """
    secret = _secret(visitor)
    turn = None
    try:
        if len(secret) < 16:
            raise Refusal("error_visitor")
        texts = read_list(site, path, column, pasted)
        run = site.store.folder(run_id, finished=True)
        turn = site.lists.take(secret)
        if turn is None:
            raise Refusal("batch_busy")
        yield [_progress(lang, 0, len(texts)), gr.update(visible=False), *_buttons(busy=True)]
        found: dict[str, ListAnswers] = {}
        for done, verdicts in site.list_worker.classify_texts(run.path, texts):
            if not site.lists.renew(secret, turn):
                yield _stopped(lang)  # again: what a generator says last is what the page shows
                return
            found = verdicts
            yield [_progress(lang, done, len(texts)), gr.skip(), gr.skip(), gr.skip()]
    except (KdError, Refusal) as error:
        yield [notice(error_message(lang, error), "problem"), gr.update(visible=False), *_buttons(busy=False)]
        return
    finally:
        if turn is not None:
            site.lists.end(secret, turn)
    answers = answers_table(run, texts, found)
    file = write_csv(answers, new_file(site.downloads, "answers"))
    view = answers_view(lang, label_words(lang, run), texts, found)
    yield [view, gr.update(visible=True, value=str(file)), *_buttons(busy=False)]


def _secret(visitor: Any) -> str:
    return str(visitor.get("secret", "")) if isinstance(visitor, dict) else ""


def answers_table(run: RunFolder, texts: Sequence[str], found: Mapping[str, ListAnswers]) -> pd.DataFrame:
    """Return one row a sentence: `sentence`, each network's label (the data's own word) and confidence, `agree`."""
    names = run.config()["data"]["label_names"]
    answers = pd.DataFrame({"sentence": list(texts)})
    for who in ROLES:
        answers[who] = [names[label] for label in found[who].labels]
        answers[f"{who}_confidence"] = [round(value, 6) for value in found[who].confidences]
    answers["agree"] = ["yes" if a == b else "no" for a, b in zip(answers.teacher, answers.student, strict=True)]
    return answers


def answers_view(lang: str, names: Sequence[str], texts: Sequence[str], found: Mapping[str, ListAnswers]) -> Markup:
    """Return on how many both agree, how often each said what, and the first rows."""
    teacher, student = (found[who] for who in ROLES)
    n, agree = len(texts), sum(a == b for a, b in zip(teacher.labels, student.labels, strict=True))
    counts = [
        [name, *(translate(lang, "whole", value=found[who].labels.count(number)) for who in ROLES)]
        for number, name in enumerate(names)
    ]

    def cell(verdicts: ListAnswers, i: int) -> Markup:
        share = tag("small", translate(lang, "share", value=verdicts.confidences[i]))
        return tag("td", tag("span", names[verdicts.labels[i]]), share)

    rows = [
        [sentence(text), cell(teacher, i), cell(student, i),
         translate(lang, "agree_yes" if teacher.labels[i] == student.labels[i] else "agree_no")]
        for i, text in enumerate(texts[:_FIRST_ROWS])
    ]  # fmt: skip
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
