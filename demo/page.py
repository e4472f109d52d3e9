"""The page: header, language, five tabs, and what happens when it is opened."""

from __future__ import annotations

import secrets
from functools import partial
from types import MethodType
from typing import Any

import gradio as gr

from demo.compare import tab as compare_tab
from demo.data import tab as data_tab
from demo.endpoints import add_endpoints
from demo.i18n import LANGUAGES, translate
from demo.runs import tab as runs_tab
from demo.session import PRIVATE, Labels, Session
from demo.shared.run_actions import shown_choices
from demo.shared.theme import theme
from demo.site import BUNDLED_ID, Site
from demo.train import tab as train_tab
from demo.try_it import tab as try_tab
from kdcore.bundled import ASSETS
from kdcore.runs.store import DEMO

_TABS = {"try": try_tab, "train": train_tab, "compare": compare_tab, "data": data_tab, "runs": runs_tab}
# A hidden tab asks for nothing. One that is looked at again draws anew: the run may have gone on elsewhere meanwhile.
_WATCH_THE_WATCHER = """() => { const press = (id) => document.getElementById(id)?.click();
  document.addEventListener('visibilitychange', () => press(document.hidden ? 'kd-away' : 'kd-back'));
  window.addEventListener('focus', () => press('kd-back')) }"""
_SET_LANGUAGE = "(lang) => { document.documentElement.lang = lang }"  # screen readers need it
# Fixed, so that what a browser remembers can still be read after the server was started again.
_REMEMBERED: dict[str, Any] = {"storage_key": "distil", "secret": "distil-browser-state"}


def build_page(site: Site) -> gr.Blocks:
    """Return the whole page, wired; nothing is launched."""
    with gr.Blocks(title="Distil", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        add_endpoints(site)  # first, so that their names are free
        labels = Labels()
        lang, shown = _header(labels, site)
        session = Session(
            lang=lang,
            visitor=gr.BrowserState({}, **_REMEMBERED),
            shown=shown,
            watched=gr.State("demo"),
            data_choice=labels.make(
                gr.Radio,
                {"label": "train_data"},
                choices=[BUNDLED_ID],
                value=BUNDLED_ID,
                render=False,
                elem_id="kd-data",
            ),
            tabs=gr.Tabs(elem_id="kd-tabs"),
            labels=labels,
        )
        with session.tabs:
            for name, module in _TABS.items():
                with labels.make(gr.Tab, {"label": f"tab_{name}"}, id=name) as tab:
                    module.build(site, session, tab)
        _wire(page, site, session)
    return page


def _header(labels: Labels, site: Site) -> tuple[gr.Radio, gr.Dropdown]:
    with gr.Row(elem_id="kd-head"):
        with gr.Column(scale=4, min_width=260):
            title = gr.Markdown(_heading("en"))
            labels.known.append((title, {}))
        with gr.Column(scale=2, min_width=140):
            shown = labels.make(
                gr.Dropdown,
                {"label": "shown_run"},
                choices=shown_choices(site, "en"),
                value="demo",
                elem_id="kd-shown",
            )
        with gr.Column(scale=1, min_width=200):
            lang = labels.make(
                gr.Radio,
                {"label": "language"},
                choices=[(name, code) for code, name in LANGUAGES.items()],
                value="en",
                elem_id="kd-lang",
            )
    return lang, shown


def _heading(lang: str) -> str:
    return f"# {translate(lang, 'title')}\n\n{translate(lang, 'tagline')}"


def _wire(page: gr.Blocks, site: Site, session: Session) -> None:
    start = [session.lang, session.visitor, session.shown, session.watched]
    opened = page.load(MethodType(arrive, site), session.visitor, start, **PRIVATE)
    words = session.labels.components()
    speak = partial(_speak, site, session.labels)
    session.lang.input(_remember, [session.visitor, session.lang], session.visitor, **PRIVATE)
    for event in (opened.then, session.lang.input):
        event(speak, [session.lang, session.shown], [*words, session.shown], **PRIVATE)
        for drawing in session.drawings:
            event(drawing.function, drawing.inputs, drawing.outputs, **PRIVATE)
    session.lang.change(None, session.lang, None, js=_SET_LANGUAGE, **PRIVATE)
    page.load(None, None, None, js=_WATCH_THE_WATCHER, **PRIVATE)
    session.shown.input(lambda run_id: run_id, session.shown, session.watched, **PRIVATE)
    session.shown.change(_remember_run, [session.visitor, session.shown], session.visitor, **PRIVATE)
    for drawing in session.drawings:
        if drawing.of_run:
            session.shown.change(drawing.function, drawing.inputs, drawing.outputs, **PRIVATE)


def arrive(site: Site, visitor: dict[str, Any] | None, request: gr.Request) -> list[Any]:
    """Return language, what the browser is to remember, the run to show, and the run to watch, for a fresh page."""
    visitor = dict(visitor) if isinstance(visitor, dict) else {}
    visitor.setdefault("secret", secrets.token_urlsafe(24))
    asked = dict(request.query_params)
    wanted = asked.get("lang", visitor.get("lang"))
    lang = wanted if wanted in LANGUAGES else "en"
    visitor["lang"] = lang
    # A link comes first, then a training at work, which all may watch, then what this visitor saw last.
    wishes = (asked.get("run"), site.at_work(), visitor.get("run"), DEMO)
    watched = next(run_id for run_id in wishes if run_id in site.store.all_runs())
    finished = site.store.finished()
    shown = next(run_id for run_id in (watched, visitor.get("run"), DEMO) if run_id in finished)
    return [lang, visitor, gr.update(choices=shown_choices(site, lang), value=shown), watched]


def _remember(visitor: dict[str, Any], lang: str) -> dict[str, Any]:
    return {**(visitor or {}), "lang": lang}


def _remember_run(visitor: dict[str, Any], run_id: str) -> dict[str, Any]:
    return {**(visitor or {}), "run": run_id}


def _speak(site: Site, labels: Labels, lang: str, shown: str) -> list[Any]:
    updates = labels.updates(lang)
    for place, (_, words) in enumerate(labels.known):
        if not words:  # the heading, whose two sentences are one component
            updates[place] = gr.update(value=_heading(lang))
    return [*updates, gr.update(choices=shown_choices(site, lang), value=shown)]


def launch(page: gr.Blocks, site: Site, **settings: Any) -> Any:
    """Launch the page with everything set that Gradio leaves open by default; returns what Gradio does."""
    # An answer is followed by two more events, and fifty visitors may ask at once.
    page.queue(max_size=256, default_concurrency_limit=4)
    return page.launch(
        theme=theme(),
        css_paths=ASSETS / "page.css",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        max_file_size=f"{site.limits.file_mb}mb",
        allowed_paths=[str(site.downloads)],  # written by the app alone
        state_session_capacity=500,
        show_error=False,
        pwa=False,
        ssr_mode=False,
        share=False,
        **settings,
    )
