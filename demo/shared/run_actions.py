"""What more than one tab does with runs: list the finished ones, and carry out what somebody asked of one."""

from __future__ import annotations

from collections.abc import Callable

from demo.access import Person
from demo.i18n import translate
from demo.refusals import Refusal, error_message
from demo.shared.html import notice
from demo.shared.tables import run_name
from demo.site import Site
from kdcore.errors import KdError


def wished(wish: Callable[[str, Person], None], answer: str, lang: str, person: Person, run_id: str) -> str:
    """Do what somebody wants with a run, and return what came of it."""
    try:
        wish(run_id, person)
    except (Refusal, KdError) as error:
        return notice(error_message(lang, error), "problem")
    return notice(translate(lang, answer), "good")


def shown_choices(site: Site, lang: str) -> list[tuple[str, str]]:
    """Return the finished runs, as a list to choose from."""
    return [(run_name(lang, run_id, run), run_id) for run_id, run in site.store.finished().items()]
