"""Which words each component shows, so that all of them change at once when a visitor chooses another language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from demo.i18n import translate


class Labels:
    """The register of components with words; whatever is made here is translated when the language changes."""

    def __init__(self) -> None:
        self._properties: dict[Any, Callable[[str], dict[str, str]]] = {}

    def make(self, kind: Callable[..., Any], words: dict[str, str], **settings: Any) -> Any:
        """Return a new component in English, registered.

        Args:
            kind: the component's class.
            words: for each property that holds words (`label`, `info`, `value`, ...) the key of these words.
            settings: the component's other arguments.
        """
        component = kind(**_translated("en", words), **settings)
        self.add(component, lambda lang: _translated(lang, words))
        return component

    def add(self, component: Any, properties: Callable[[str], dict[str, str]]) -> None:
        """Register a component whose properties with words `properties` computes for a language."""
        self._properties[component] = properties

    def components(self) -> list[Any]:
        """Return every registered component."""
        return list(self._properties)

    def updates(self, lang: str) -> dict[Any, Any]:
        """Return for every registered component the update to its words in a language."""
        return {component: _update(properties(lang)) for component, properties in self._properties.items()}


def _update(properties: dict[str, Any]) -> Any:
    return gr.update(**properties)


def _translated(lang: str, words: dict[str, str]) -> dict[str, str]:
    return {name: translate(lang, key) for name, key in words.items()}
