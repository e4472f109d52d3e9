"""What if the sentence were a little different: a reference sentence, and edited ones compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import gradio as gr
from markupsafe import Markup

from demo.i18n import points, translate
from demo.refusals import Refusal, error_message
from demo.session import PRIVATE, Redraw, Session, Updates
from demo.shared.html import notice, sentence, table, tag
from demo.site import Site
from demo.try_it.answer import label_words
from kdcore.config import ROLES
from kdcore.data import has_bundled_labels
from kdcore.errors import KdError
from kdcore.language.edits import KEEPS, ORDER, Edit, edits_of
from kdcore.runs.folder import RunFolder
from kdcore.serving.answers import Answer

# Every edit that may be offered, in the order of the buttons.
EDITS = ("drop_please", "question", "first", "future", "order", "polite", "familiar", "latin", "noise")
_MAX_ROWS = 20
_IMPERATIVE = 1  # the bundled task's class number


class WhatIfSection:
    """The components of the section, and their handlers.

    `experiment` is a dictionary: the `run`, the reference sentence `base`, its `answers`, and the `rows` compared with
    it; empty while there is no reference.
    """

    def __init__(self, site: Site, session: Session, last_answer: gr.State) -> None:
        self.site = site
        labels = session.labels
        self.experiment = gr.State({})
        labels.make(gr.Markdown, {"value": "what_if_help"}, elem_classes="kd-quiet")
        with gr.Row(elem_classes="kd-small-buttons", elem_id="kd-edits"):
            self.edits = {
                key: gr.Button(
                    key, size="sm", variant="secondary", min_width=0, visible=False, elem_id=f"kd-edit-{key}"
                )
                for key in EDITS
            }
        with gr.Row(elem_classes="kd-small-buttons"):
            small = {"size": "sm", "min_width": 0}
            self.try_all = labels.make(gr.Button, {"value": "edit_all"}, elem_id="kd-edit-all", **small)
            self.set_button = labels.make(gr.Button, {"value": "pin"}, elem_id="kd-pin", **small)
            self.clear_button = labels.make(gr.Button, {"value": "unpin"}, elem_id="kd-unpin", **small)
        self.table = gr.HTML(elem_id="kd-what-if")
        self.inputs = [session.lang, last_answer, self.experiment]
        self.outputs = [self.experiment, self.table, *self.edits.values()]
        infer = {"concurrency_id": "infer", "concurrency_limit": 2, **PRIVATE}
        for key, button in self.edits.items():
            button.click(partial(self.try_edits, (key,)), self.inputs, [self.experiment, self.table], **infer)
        self.try_all.click(partial(self.try_edits, EDITS), self.inputs, [self.experiment, self.table], **infer)
        self.set_button.click(self.set_reference, self.inputs, self.outputs, **infer)
        self.clear_button.click(self.clear_reference, self.inputs, self.outputs, **PRIVATE)
        session.redraws.append(Redraw(self.redraw, self.inputs, self.outputs[1:]))

    def _edit_buttons(self, lang: str, text: str) -> Updates:
        """Return one update per edit: the button is shown, with its words, when the edit applies to the sentence."""
        offered = {edit.key: edit for edit in edits_of(text)} if text else {}
        return {
            button: gr.update(visible=key in offered, value=edit_words(lang, offered[key]) if key in offered else key)
            for key, button in self.edits.items()
        }

    def _problem(self, lang: str, error: Exception) -> Updates:
        return {self.table: notice(error_message(lang, error), "problem")}

    def redraw(self, lang: str, last_answer: dict[str, Any], experiment: dict[str, Any]) -> Updates:
        """Show the table and the buttons in a language."""
        html = what_if_html(self.site, lang, experiment)
        return {self.table: html, **self._edit_buttons(lang, reference_text(last_answer, experiment))}

    def follow_answer(self, lang: str, last_answer: dict[str, Any], experiment: dict[str, Any]) -> Updates:
        """Compare the sentence answered last with the reference, if there is one, and offer the edits that apply."""
        if experiment and last_answer and last_answer["run"] != experiment["run"]:
            experiment = {}  # answers of other models cannot be compared
        experiment = dict(experiment)
        buttons = self._edit_buttons(lang, reference_text(last_answer, experiment))
        if experiment and last_answer and last_answer["text"] != experiment["base"]:
            try:
                run = self.site.store.folder(experiment["run"], finished=True)
                self._add_row(run, experiment, {"key": "own", "what": "own", "text": last_answer["text"], "effect": ""})
            except (KdError, Refusal) as error:
                return {self.experiment: experiment, **self._problem(lang, error), **buttons}
        return {self.experiment: experiment, self.table: what_if_html(self.site, lang, experiment), **buttons}

    def set_reference(self, lang: str, last_answer: dict[str, Any], experiment: dict[str, Any]) -> Updates:
        """Make the sentence answered last the reference: what is classified from now on is compared with it."""
        if not last_answer:
            return {**self._problem(lang, Refusal("try_empty")), **self._edit_buttons(lang, "")}
        try:
            experiment = self._begin(last_answer)
        except (KdError, Refusal) as error:
            buttons = self._edit_buttons(lang, reference_text(last_answer, experiment))
            return {**self._problem(lang, error), **buttons}
        html = what_if_html(self.site, lang, experiment)
        return {self.experiment: experiment, self.table: html, **self._edit_buttons(lang, experiment["base"])}

    def clear_reference(self, lang: str, last_answer: dict[str, Any], _experiment: dict[str, Any]) -> Updates:
        """Forget the reference sentence and what was compared with it."""
        return {self.experiment: {}, self.table: "", **self._edit_buttons(lang, reference_text(last_answer, {}))}

    def try_edits(
        self, keys: tuple[str, ...], lang: str, last_answer: dict[str, Any], experiment: dict[str, Any]
    ) -> Updates:
        """Classify edits of the reference (without one, the sentence answered last becomes it) and show the table.

        An edit that was tried already is not classified again; typos are drawn anew each time.
        """
        try:
            if not experiment or (last_answer and last_answer["run"] != experiment["run"]):
                if not last_answer:
                    raise Refusal("try_empty")
                experiment = self._begin(last_answer)
            experiment = dict(experiment)
            run = self.site.store.folder(experiment["run"], finished=True)
            n_noise = sum(row["key"] == "noise" for row in experiment["rows"])
            for edit in edits_of(experiment["base"], seed=n_noise):
                if edit.key in keys:
                    row = {"key": edit.key, "what": edit_words(lang, edit), "text": edit.text, "effect": edit.effect}
                    self._add_row(run, experiment, row)
        except (KdError, Refusal) as error:
            return {self.experiment: experiment, **self._problem(lang, error)}
        return {self.experiment: experiment, self.table: what_if_html(self.site, lang, experiment)}

    def _begin(self, last_answer: Mapping[str, Any]) -> dict[str, Any]:
        """Return the experiment whose reference is the sentence answered last."""
        run = self.site.store.folder(last_answer["run"], finished=True)
        answers = _as_json(self.site.classify(run, last_answer["text"]))
        return {"run": last_answer["run"], "base": last_answer["text"], "answers": answers, "rows": []}

    def _add_row(self, run: RunFolder, experiment: dict[str, Any], row: dict[str, Any]) -> None:
        """Classify a row's `text` and add it, unless it is there already; the oldest rows make room."""
        if any(other["text"] == row["text"] for other in experiment["rows"]):
            return
        answers = _as_json(self.site.classify(run, self.site.sentence(row["text"])))
        experiment["rows"] = [*experiment["rows"], {**row, "answers": answers}][-_MAX_ROWS:]


def edit_words(lang: str, edit: Edit) -> str:
    """Return what an edit does, with the words it changes."""
    return translate(lang, f"edit_{edit.key}", before=edit.before, after=edit.after)


def reference_text(last_answer: Mapping[str, Any], experiment: Mapping[str, Any]) -> str:
    """Return the sentence that edits are made of: the reference, else the one answered last, else ""."""
    return str(experiment.get("base") or last_answer.get("text") or "")


def _as_json(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {who: {"label": answers[who].label, "p": answers[who].probabilities} for who in ROLES}


def expected_label(effect: str, before: int, *, bundled: bool) -> int | None:
    """Return the class that an edit should lead to from class `before`; None when no rule says so.

    The rules know the bundled task: what is an order. For other labels only edits that keep the meaning count.
    """
    if effect == KEEPS:
        return before
    if not effect or not bundled:
        return None
    return _IMPERATIVE if effect == ORDER else 1 - _IMPERATIVE


def what_if_html(site: Site, lang: str, experiment: Mapping[str, Any]) -> str:
    """Return the reference and the sentences compared with it as a table, or "" without a reference."""
    if not experiment:
        return ""
    try:
        run = site.store.folder(experiment["run"], finished=True)
    except KdError as error:
        return notice(error_message(lang, error), "problem")
    names = label_words(lang, run)
    bundled = has_bundled_labels(run.config().data.sha256)
    base = experiment["answers"]
    reference = tag("span", sentence(experiment["base"]), tag("small", translate(lang, "reference_one")))
    rows: list[list[object]] = [[reference, "", *(_answer_cell(lang, names, base[who], None) for who in ROLES)]]
    for row in reversed(experiment["rows"]):
        what = translate(lang, "edit_own") if row["key"] == "own" else row["what"]
        expected = {who: expected_label(row["effect"], base[who]["label"], bundled=bundled) for who in ROLES}
        first = tag("span", sentence(row["text"]), tag("small", what))
        cells = (_answer_cell(lang, names, row["answers"][who], base[who], expected[who]) for who in ROLES)
        rows.append([first, _expected_words(lang, names, row["effect"], expected), *cells])
    head = [translate(lang, "sentence"), translate(lang, "edit_should"), *(translate(lang, who) for who in ROLES)]
    hint = tag("p", translate(lang, "what_if_note" if experiment["rows"] else "reference_hint"), class_="kd-quiet")
    html = table(head, rows, caption=translate(lang, "what_if_table"), class_="kd-table kd-what-if kd-stacked")
    return Markup("").join((html, hint))


def _expected_words(lang: str, names: list[str], effect: str, expected: Mapping[str, int | None]) -> str:
    if effect == KEEPS:
        return translate(lang, "edit_keeps")
    label = expected["teacher"]
    return translate(lang, "edit_becomes", label=names[label]) if label is not None else ""


def _answer_cell(
    lang: str, names: list[str], now: Mapping[str, Any], before: Mapping[str, Any] | None, expected: int | None = None
) -> Markup:
    """Return one model's answer; beside a reference, the change in probability and whether the edit had its effect."""
    label = now["label"]
    parts = [tag("span", names[label], " ", tag("b", translate(lang, "share", value=now["p"][label])))]
    if before is not None:
        reference = before["label"]  # the same class before and after: the one predicted for the reference
        change = points(lang, now["p"][reference] - before["p"][reference])
        parts.append(tag("small", translate(lang, "moved", label=names[reference], points=change)))
    if expected is not None:
        followed = label == expected
        mark = "✓ " if followed else "✗ "
        words = translate(lang, "followed" if followed else "not_followed")
        parts.append(tag("small", mark + words, class_="kd-yes" if followed else "kd-no"))
    return tag("td", *parts)
