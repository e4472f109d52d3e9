"""What more than one tab does with runs: list the finished ones, and change one on a caller's behalf."""

from __future__ import annotations

from collections.abc import Callable

from demo.access import Caller
from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.shared.display_names import run_name
from demo.shared.html import notice
from demo.site import Site
from kdcore.errors import KdError


def change_run(change: Callable[[str, Caller], None], done: str, lang: str, caller: Caller, run_id: str) -> str:
    """Carry out a change of `Access`; returns the message `done` (a key of words), or why it was refused."""
    try:
        change(run_id, caller)
    except (Refusal, KdError) as error:
        return notice(error_message(lang, error), "problem")
    return notice(translate(lang, done), "good")


def shown_choices(site: Site, lang: str) -> list[tuple[str, str]]:
    """Return the finished runs as choices: (name, run id)."""
    return [(run_name(lang, run_id, run), run_id) for run_id, run in site.store.finished().items()]
