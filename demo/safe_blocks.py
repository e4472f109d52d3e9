"""The page as Gradio runs it, except that every error of an event reaches the visitor as a sentence."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from demo.i18n import LANGUAGES, translate

_LOG = logging.getLogger(__name__)
_GRADIO = Path(gr.__file__).parent


class SafeBlocks(gr.Blocks):
    """`gr.Blocks` whose events answer any error with a sentence; the traceback is in the server's log.

    A request made by hand may hold any value. Gradio checks some before a handler is called, and its messages repeat
    the value and list what is allowed: these too become a sentence of our own.
    """

    async def process_api(self, block_fn: Any, inputs: list[Any], *args: Any, **settings: Any) -> dict[str, Any]:
        """Run an event; raises gr.Error with a sentence if it fails."""
        try:
            return await super().process_api(block_fn, inputs, *args, **settings)
        except gr.Error as error:
            if not _is_raised_by_gradio(error):
                raise
            raise gr.Error(translate(_language(inputs), "error_request"), print_exception=False) from error
        except Exception as error:
            _LOG.exception("The event %s failed.", getattr(block_fn, "name", block_fn))
            raise gr.Error(translate(_language(inputs), "error_unexpected"), print_exception=False) from error


def _is_raised_by_gradio(error: gr.Error) -> bool:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace is not None and Path(trace.tb_frame.f_code.co_filename).is_relative_to(_GRADIO)


def _language(inputs: Sequence[Any]) -> str:
    """Return the language among the inputs of an event; English for those that have none."""
    return next((value for value in inputs if isinstance(value, str) and value in LANGUAGES), "en")
