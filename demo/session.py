"""What the tabs of one visitor's page share: components that several tabs read, and handlers that run again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import gradio as gr

from demo.labels import Labels

# What a handler returns: new values (or `gr.update`s) by component; components that are not named stay as they are.
# A handler that changes nothing at all returns `gr.skip()`: Gradio takes an empty dictionary for a value.
Updates = dict[Any, Any]

# Settings of events that no program should call by name. They stay reachable for whoever sends the request by hand,
# so every limit and every permission is checked inside the handlers.
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True)
class Redraw:
    """A handler that runs again when the language changes, and if `on_run_change` when another run is shown."""

    handler: Callable[..., Any]
    inputs: list[Any]
    outputs: list[Any]
    on_run_change: bool = False

    def after(self, event: Callable[..., Any], **settings: Any) -> Any:
        """Run the handler after an event (`button.click`, `dependency.then`, ...) too; returns the dependency."""
        return event(self.handler, self.inputs, self.outputs, **{**PRIVATE, **settings})


@dataclass
class Session:
    """The components that every tab may read, and the registers to which every tab adds."""

    lang: gr.Radio
    visitor: gr.BrowserState  # {"secret", "lang", "run", "data": [data id, ...]}, kept by the browser
    shown: gr.Dropdown  # the finished run of the tabs Try and Compare
    watched: gr.State  # the run of the tab Train
    data_choice: gr.Radio  # the data of the next training
    tabs: gr.Tabs
    labels: Labels
    redraws: list[Redraw] = field(default_factory=list)
    redraw_training: Redraw | None = None  # draws the watched run again; set by the tab Train
    sentence: gr.Textbox | None = None  # the text field of the tab Try
    answer_after: Callable[..., None] | None = None  # answer_after(event, ...): classify the text field's sentence


def as_visitor(value: Any) -> dict[str, Any]:
    """Return what the browser keeps of its visitor; {} for anything else that a request made by hand may hold."""
    return dict(value) if isinstance(value, dict) else {}


def link_to(run_id: str, request: gr.Request | None) -> str:
    """Return the address under which a visitor finds a run again."""
    headers = request.headers if request else {}
    try:
        page = urlsplit(headers.get("referer", ""))
    except ValueError:
        page = urlsplit("")
    base = f"{page.scheme}://{page.netloc}{page.path}" if page.netloc else f"http://{headers.get('host', 'localhost')}/"
    return f"{base}?run={run_id}"
