"""What if the sentence were a little different: one sentence is held fast, changed ones stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MethodType
from typing import Any

import gradio as gr
from markupsafe import Markup

from demo.i18n import points, translate
from demo.session import PRIVATE, Drawing, Session
from demo.shared.html import notice, sentence, table, tag
from demo.site import Refusal, Site, error_message
from demo.try_it.answer import label_words
from kdcore.config import ROLES
from kdcore.data import has_bundled_labels
from kdcore.errors import KdError
from kdcore.language.edits import KEEPS, ORDER, Edit, edits_of
from kdcore.runs.folder import RunFolder
from kdcore.serving.answers import Answer

# Every edit that may be offered, in the order of the buttons.
EDITS = ("drop_please", "question", "first", "future", "order", "polite", "familiar", "latin", "noise")
_MOST_ROWS = 20
_IMPERATIVE = 1  # the bundled task's class number


def build(site: Site, session: Session, asked: gr.State) -> tuple[list[Any], list[Any]]:
    """Lay out the section and wire it; returns what `after_asking` takes, and what it returns."""
    labels = session.labels
    tried = gr.State({})
    labels.make(gr.Markdown, {"value": "what_if_help"}, elem_classes="kd-quiet")
    with gr.Row(elem_classes="kd-small-buttons", elem_id="kd-edits"):
        chips = [
            gr.Button(key, size="sm", variant="secondary", min_width=0, visible=False, elem_id=f"kd-edit-{key}")
            for key in EDITS
        ]
    with gr.Row(elem_classes="kd-small-buttons"):
        every = labels.make(gr.Button, {"value": "edit_all"}, size="sm", min_width=0, elem_id="kd-edit-all")
        pin = labels.make(gr.Button, {"value": "pin"}, size="sm", min_width=0, elem_id="kd-pin")
        clear = labels.make(gr.Button, {"value": "unpin"}, size="sm", min_width=0, elem_id="kd-unpin")
    shown = gr.HTML(elem_id="kd-what-if")
    ask = {"concurrency_id": "infer", "concurrency_limit": 2, **PRIVATE}
    given = [session.lang, asked, tried]
    for key, chip in zip(EDITS, chips, strict=True):
        chip.click(partial(try_edits, site, (key,)), given, [tried, shown], **ask)
    every.click(partial(try_edits, site, EDITS), given, [tried, shown], **ask)
    pin.click(MethodType(pin_sentence, site), given, [tried, shown, *chips], **ask)
    clear.click(MethodType(unpin, site), given, [tried, shown, *chips], **PRIVATE)
    redraw = Drawing(MethodType(redrawn, site), given, [shown, *chips])
    session.drawings.append(redraw)
    return given, [tried, shown, *chips]


def chip_updates(lang: str, text: str) -> list[Any]:
    """Return one update per button of `EDITS`: shown with its words when the edit applies to the sentence."""
    offered = {edit.key: edit for edit in edits_of(text)} if text else {}
    return [
        gr.update(visible=key in offered, value=edit_words(lang, offered[key]) if key in offered else key)
        for key in EDITS
    ]


def edit_words(lang: str, edit: Edit) -> str:
    """Return what an edit does, with the words it changes."""
    return translate(lang, f"edit_{edit.key}", before=edit.before, after=edit.after)


def base_of(asked: Mapping[str, Any], tried: Mapping[str, Any]) -> str:
    """Return the sentence that is changed: the reference, else the one asked last, else none."""
    return str(tried.get("base") or asked.get("text") or "")


def after_asking(site: Site, lang: str, asked: dict[str, Any], tried: dict[str, Any]) -> list[Any]:
    """Return the state, its table and the buttons after a sentence was asked: beside a reference it is compared."""
    if tried and asked and asked["run"] != tried["run"]:
        tried = {}  # other networks: nothing to compare with
    tried = dict(tried)
    if tried and asked and asked["text"] != tried["base"]:
        try:
            run = site.store.folder(tried["run"], finished=True)
            _add(site, run, tried, "own", asked["text"], "")
        except (KdError, Refusal) as error:
            return [tried, notice(error_message(lang, error), "problem"), *chip_updates(lang, base_of(asked, tried))]
    return [tried, what_if_html(site, lang, tried), *chip_updates(lang, base_of(asked, tried))]


def redrawn(site: Site, lang: str, asked: dict[str, Any], tried: dict[str, Any]) -> list[Any]:
    """Return the table and the buttons in a language."""
    return [what_if_html(site, lang, tried), *chip_updates(lang, base_of(asked, tried))]


def pin_sentence(site: Site, lang: str, asked: dict[str, Any], tried: dict[str, Any]) -> list[Any]:
    """Hold the sentence asked last: what is asked from now on is compared with it."""
    if not asked:
        return [tried, notice(translate(lang, "try_empty"), "problem"), *chip_updates(lang, "")]
    try:
        tried = _begun(site, asked)
    except (KdError, Refusal) as error:
        return [tried, notice(error_message(lang, error), "problem"), *chip_updates(lang, base_of(asked, tried))]
    return [tried, what_if_html(site, lang, tried), *chip_updates(lang, tried["base"])]


def unpin(site: Site, lang: str, asked: dict[str, Any], tried: dict[str, Any]) -> list[Any]:
    """Forget the reference sentence and what was tried on it."""
    return [{}, "", *chip_updates(lang, base_of(asked, {}))]


def try_edits(
    site: Site, keys: tuple[str, ...], lang: str, asked: dict[str, Any], tried: dict[str, Any]
) -> tuple[dict[str, Any], str]:
    """Return the state and the table after both networks were asked about edits of the sentence.

    An edit that was tried already is not asked again; the spelling is garbled anew each time.
    """
    try:
        if not tried or (asked and asked["run"] != tried["run"]):
            if not asked:
                raise Refusal("try_empty")
            tried = _begun(site, asked)
        tried = dict(tried)
        run = site.store.folder(tried["run"], finished=True)
        n_noise = sum(row["key"] == "noise" for row in tried["rows"])
        for edit in edits_of(tried["base"], seed=n_noise):
            if edit.key in keys:
                _add(site, run, tried, edit_words(lang, edit), edit.text, edit.effect, edit.key)
    except (KdError, Refusal) as error:
        return tried, notice(error_message(lang, error), "problem")
    return tried, what_if_html(site, lang, tried)


def _begun(site: Site, asked: Mapping[str, Any]) -> dict[str, Any]:
    run = site.store.folder(asked["run"], finished=True)
    return {"run": asked["run"], "base": asked["text"], "answers": _plain(site.ask(run, asked["text"])), "rows": []}


def _add(
    site: Site, run: RunFolder, tried: dict[str, Any], what: str, text: str, effect: str, key: str = "own"
) -> None:
    if any(row["text"] == text for row in tried["rows"]):
        return
    answers = _plain(site.ask(run, site.sentence(text)))
    row = {"key": key, "what": what, "text": text, "effect": effect, "answers": answers}
    tried["rows"] = [*tried["rows"], row][-_MOST_ROWS:]


def _plain(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {who: {"label": answers[who].label, "p": answers[who].probabilities} for who in ROLES}


def expected(effect: str, before: int, *, bundled: bool) -> int | None:
    """Return the class that an edit should lead to from class `before`; None when no rule says so.

    The rules know the bundled task: what is an order. For other labels only those edits count that keep the meaning.
    """
    if effect == KEEPS:
        return before
    if not effect or not bundled:
        return None
    return _IMPERATIVE if effect == ORDER else 1 - _IMPERATIVE


def what_if_html(site: Site, lang: str, tried: Mapping[str, Any]) -> str:
    """Return the fixed sentence and the tried ones as a table, or nothing when none is fixed."""
    if not tried:
        return ""
    try:
        run = site.store.folder(tried["run"], finished=True)
    except KdError as error:
        return notice(error_message(lang, error), "problem")
    names = label_words(lang, run)
    bundled = has_bundled_labels(run.config().data.sha256)
    base = tried["answers"]
    rows: list[list[object]] = [
        [tag("span", sentence(tried["base"]), tag("small", translate(lang, "reference_one"))), "",
         *(_answer(lang, names, base[who], None) for who in ROLES)]
    ]  # fmt: skip
    for row in reversed(tried["rows"]):
        what = translate(lang, "edit_own") if row["key"] == "own" else row["what"]
        aims = {who: expected(row["effect"], base[who]["label"], bundled=bundled) for who in ROLES}
        first = tag("span", sentence(row["text"]), tag("small", what))
        cells = (_answer(lang, names, row["answers"][who], base[who], aims[who]) for who in ROLES)
        rows.append([first, _should(lang, names, row["effect"], aims), *cells])
    head = [translate(lang, "sentence"), translate(lang, "edit_should"), *(translate(lang, who) for who in ROLES)]
    hint = tag("p", translate(lang, "reference_hint" if not tried["rows"] else "what_if_note"), class_="kd-quiet")
    shown = table(head, rows, caption=translate(lang, "what_if_table"), class_="kd-table kd-what-if kd-stacked")
    return Markup("").join((shown, hint))


def _should(lang: str, names: list[str], effect: str, aims: Mapping[str, int | None]) -> str:
    if effect == KEEPS:
        return translate(lang, "edit_keeps")
    aim = aims["teacher"]
    return translate(lang, "edit_becomes", label=names[aim]) if aim is not None else ""


def _answer(
    lang: str, names: list[str], now: Mapping[str, Any], before: Mapping[str, Any] | None, aim: int | None = None
) -> Markup:
    """Return one network's answer; beside a fixed one, how far it moved, and whether it did what the edit should do."""
    label = now["label"]
    told = [tag("span", names[label], " ", tag("b", translate(lang, "share", value=now["p"][label])))]
    if before is not None:
        asked = before["label"]  # the same question before and after: how sure of what it said to the fixed sentence
        moved = points(lang, now["p"][asked] - before["p"][asked])
        told.append(tag("small", translate(lang, "moved", label=names[asked], points=moved)))
    if aim is not None:
        followed = label == aim
        mark = "✓ " if followed else "✗ "
        words = translate(lang, "followed" if followed else "not_followed")
        told.append(tag("small", mark + words, class_="kd-yes" if followed else "kd-no"))
    return tag("td", *told)
