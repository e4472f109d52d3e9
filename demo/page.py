"""The page: header, language, five tabs, and what happens when it is opened."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import gradio as gr

from demo.compare.tab import CompareTab
from demo.data.tab import DataTab
from demo.endpoints import add_endpoints
from demo.i18n import LANGUAGES, translate
from demo.labels import Labels
from demo.runs.tab import RunsTab
from demo.safe_blocks import SafeBlocks
from demo.session import PRIVATE, Session, Updates, as_visitor
from demo.shared.run_actions import shown_choices
from demo.shared.theme import theme
from demo.site import Site
from demo.train.tab import TrainTab
from demo.try_it.tab import TryTab
from demo.uploads import BUNDLED_ID
from kdcore.bundled import ASSETS
from kdcore.runs.store import DEMO

# Each lays out one tab and wires it: (site, session, the gr.Tab it stands in).
_TABS: dict[str, Callable[[Site, Session, gr.Tab], Any]] = {
    "try": TryTab,
    "train": TrainTab,
    "compare": CompareTab,
    "data": DataTab,
    "runs": RunsTab,
}
# A hidden browser tab stops asking the server. When it is looked at again it redraws: the run may have gone on.
_FOLLOW_VISIBILITY = """() => { const press = (id) => document.getElementById(id)?.click();
  document.addEventListener('visibilitychange', () => press(document.hidden ? 'kd-away' : 'kd-back'));
  window.addEventListener('focus', () => press('kd-back')) }"""
_SET_LANGUAGE = "(lang) => { document.documentElement.lang = lang }"  # for screen readers
# The secret is fixed so that a browser's data can still be read after the server was restarted.
_BROWSER_STATE: dict[str, Any] = {"storage_key": "distil", "secret": "distil-browser-state"}


class Page:
    """The whole page, wired; nothing is launched. `blocks` is what Gradio launches."""

    def __init__(self, site: Site) -> None:
        self.site = site
        with SafeBlocks(title="Distil", analytics_enabled=False, delete_cache=(3600, 86400)) as self.blocks:
            add_endpoints(site)  # first, so that no other event takes their names
            self.session = lay_out_header(site)
            self.tabs: dict[str, Any] = {}
            with self.session.tabs:
                for name, build in _TABS.items():
                    with self.session.labels.make(gr.Tab, {"label": f"tab_{name}"}, id=name) as tab:
                        self.tabs[name] = build(site, self.session, tab)
            self._wire()

    def _wire(self) -> None:
        session = self.session
        lang, visitor, shown, watched = session.lang, session.visitor, session.shown, session.watched
        loaded = self.blocks.load(self.open, visitor, [lang, visitor, shown, watched], **PRIVATE)
        lang.input(self.remember_language, [visitor, lang], visitor, **PRIVATE)
        for event in (loaded.then, lang.input):
            event(self.switch_language, [lang, shown], session.labels.components(), **PRIVATE)
            for redraw in session.redraws:
                redraw.after(event)
        lang.change(None, lang, None, js=_SET_LANGUAGE, **PRIVATE)
        self.blocks.load(None, None, None, js=_FOLLOW_VISIBILITY, **PRIVATE)
        shown.input(self.watch_shown_run, shown, watched, **PRIVATE)
        shown.change(self.remember_run, [visitor, shown], visitor, **PRIVATE)
        for redraw in session.redraws:
            if redraw.on_run_change:
                redraw.after(shown.change)

    def open(self, visitor: dict[str, Any] | None, request: gr.Request) -> Updates:
        """Choose language, run to show and run to watch for a page that was just loaded, and remember the visitor."""
        visitor = as_visitor(visitor)
        visitor.setdefault("secret", secrets.token_urlsafe(24))
        query = dict(request.query_params)
        preferred = query.get("lang", visitor.get("lang"))
        lang = preferred if preferred in LANGUAGES else "en"
        visitor["lang"] = lang
        # A link comes first, then a training in progress, which all may watch, then what this visitor saw last.
        candidates = (query.get("run"), self.site.active_run(), visitor.get("run"), DEMO)
        watched = next(run_id for run_id in candidates if run_id in self.site.store.all_runs())
        finished = self.site.store.finished()
        shown = next(run_id for run_id in (watched, visitor.get("run"), DEMO) if run_id in finished)
        return {
            self.session.lang: lang,
            self.session.visitor: visitor,
            self.session.shown: gr.update(choices=shown_choices(self.site, lang), value=shown),
            self.session.watched: watched,
        }

    def switch_language(self, lang: str, shown: str) -> Updates:
        """Return every component's words in a language, and the finished runs as they are called in it."""
        updates = self.session.labels.updates(lang)
        runs = {"choices": shown_choices(self.site, lang), "value": shown}
        updates[self.session.shown] = {**updates[self.session.shown], **runs}
        return updates

    def remember_language(self, visitor: dict[str, Any], lang: str) -> Updates:
        """Keep the language in the visitor's browser."""
        return {self.session.visitor: {**as_visitor(visitor), "lang": lang}}

    def remember_run(self, visitor: dict[str, Any], run_id: str) -> Updates:
        """Keep the run that is shown in the visitor's browser."""
        return {self.session.visitor: {**as_visitor(visitor), "run": run_id}}

    def watch_shown_run(self, run_id: str) -> Updates:
        """Watch the run that a visitor chose to be shown."""
        return {self.session.watched: run_id}


def lay_out_header(site: Site) -> Session:
    """Lay out title, run and language, and return the components that all tabs share."""
    labels = Labels()
    with gr.Row(elem_id="kd-head"):
        with gr.Column(scale=4, min_width=260):
            labels.add(gr.Markdown(_heading("en")), lambda lang: {"value": _heading(lang)})
        with gr.Column(scale=2, min_width=140):
            choices = shown_choices(site, "en")
            words = {"label": "shown_run"}
            shown = labels.make(gr.Dropdown, words, choices=choices, value=DEMO, elem_id="kd-shown")
        with gr.Column(scale=1, min_width=200):
            languages = [(name, code) for code, name in LANGUAGES.items()]
            lang = labels.make(gr.Radio, {"label": "language"}, choices=languages, value="en", elem_id="kd-lang")
    data = {"choices": [BUNDLED_ID], "value": BUNDLED_ID, "render": False, "elem_id": "kd-data"}
    return Session(
        lang=lang,
        visitor=gr.BrowserState({}, **_BROWSER_STATE),
        shown=shown,
        watched=gr.State(DEMO),
        data_choice=labels.make(gr.Radio, {"label": "train_data"}, **data),
        tabs=gr.Tabs(elem_id="kd-tabs"),
        labels=labels,
    )


def build_page(site: Site) -> gr.Blocks:
    """Return the whole page, wired; nothing is launched."""
    return Page(site).blocks


def _heading(lang: str) -> str:
    return f"# {translate(lang, 'title')}\n\n{translate(lang, 'tagline')}"


def launch(page: gr.Blocks, site: Site, **settings: Any) -> Any:
    """Launch the page with everything set that Gradio leaves open by default; returns what `Blocks.launch` does."""
    # One answer triggers two more events, and fifty visitors may be waiting at once.
    page.queue(max_size=256, default_concurrency_limit=4)
    return page.launch(
        theme=theme(),
        css_paths=ASSETS / "page.css",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        max_file_size=f"{site.limits.file_mb}mb",
        allowed_paths=[str(site.downloads)],  # only the app writes there
        state_session_capacity=500,
        show_error=False,
        pwa=False,
        ssr_mode=False,
        share=False,
        **settings,
    )
