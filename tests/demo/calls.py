"""Calls the handlers of a tab as the page does, and checks that the page could take what they return."""

import asyncio
import inspect
from concurrent.futures import ThreadPoolExecutor

import gradio as gr

from demo.page import lay_out_header


def run_coroutine(coroutine):
    """Return what a coroutine returns; in a thread, because the browser's driver keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def open_tab(site, *kinds):
    """Return one `Part` for each of these tabs, laid out on one page."""
    with gr.Blocks() as blocks:
        session = lay_out_header(site)
        with session.tabs:
            tabs = []
            for kind in kinds:
                with gr.Tab() as tab:
                    tabs.append(Part(kind(site, session, tab), blocks))
    return tabs


class Part:
    """A tab or a section: its components as they are, its handlers checked whenever they are called."""

    def __init__(self, part, blocks):
        self._part, self._blocks = part, blocks

    def __getattr__(self, name):
        value = getattr(self._part, name)
        if type(value).__module__.startswith("demo.") and hasattr(value, "site"):
            return Part(value, self._blocks)
        events = [event for event in self._blocks.fns.values() if getattr(event.fn, "func", event.fn) == value]
        if not inspect.ismethod(value) or not events:
            return value
        allowed = set.intersection(*(set(event.outputs) for event in events))
        if inspect.isgeneratorfunction(value):
            return lambda *given: (_checked(step, allowed) for step in value(*given))
        return lambda *given: _checked(value(*given), allowed)


def _checked(updates, allowed):
    """Return what a handler returned; {} if it skips. Components that the page does not expect are a mistake."""
    if updates == gr.skip():
        return {}
    assert updates, "Gradio takes an empty dictionary for a value"
    assert set(updates) <= allowed
    return updates
