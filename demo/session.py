"""The components that all tabs look at, and the two registers by which the page speaks another language at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import gradio as gr

from demo.i18n import translate


@dataclass
class Labels:
    """Remembers which words each component shows."""

    known: list[tuple[Any, dict[str, str]]] = field(default_factory=list)

    def make(self, kind: Callable[..., Any], words: dict[str, str], **settings: Any) -> Any:
        """Return a component; `words` names its properties (`label`, `info`, `value`, ...) and what they say."""
        component = kind(**{name: translate("en", key) for name, key in words.items()}, **settings)
        self.known.append((component, words))
        return component

    def components(self) -> list[Any]:
        """Return what `updates` speaks to, in the same order."""
        return [component for component, _ in self.known]

    def updates(self, lang: str) -> list[Any]:
        """Return every component's words in a language."""
        return [_update({name: translate(lang, key) for name, key in keys.items()}) for _, keys in self.known]


def _update(words: dict[str, Any]) -> Any:
    return gr.update(**words)


@dataclass(frozen=True)
class Drawing:
    """Something that is shown anew when the language changes, and when another run is shown if `of_run`."""

    function: Callable[..., Any]
    inputs: list[Any]
    outputs: list[Any]
    of_run: bool = False


@dataclass
class Session:
    """What one visitor's page is about; every tab may read these, and add to the registers."""

    lang: gr.Radio
    visitor: gr.BrowserState  # {"secret", "lang", "run", "data": [[id, name, rows], ...]}
    shown: gr.Dropdown  # the finished run of Try and Compare
    watched: gr.State  # the run of Train
    data_choice: gr.Radio  # what the next training learns from
    tabs: gr.Tabs
    labels: Labels = field(default_factory=Labels)
    drawings: list[Drawing] = field(default_factory=list)
    again: Drawing | None = None  # draws the run of Train anew
    sentence: gr.Textbox | None = None  # the box of Try
    asks: Callable[..., None] | None = None  # asks(event, ...): after each of these events, what is in the box is asked


def link_to(run_id: str, request: gr.Request | None) -> str:
    """Return the address under which a visitor finds this run again."""
    headers = request.headers if request else {}
    page = urlsplit(headers.get("referer", ""))
    base = f"{page.scheme}://{page.netloc}{page.path}" if page.netloc else f"http://{headers.get('host', 'localhost')}/"
    return f"{base}?run={run_id}"


# Events that nobody should call by name; what they may do is checked in the functions all the same.
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
