"""The data that a visitor can train on, as choices."""

from __future__ import annotations

from typing import Any

from demo.i18n import translate
from demo.refusals import Refusal
from demo.session import as_visitor
from demo.site import Site
from demo.uploads import BUNDLED_ID


def data_ids(visitor: Any) -> list[str]:
    """Return the ids of the files that a visitor has prepared, newest first."""
    known = as_visitor(visitor).get("data")
    return [data_id for data_id in known if isinstance(data_id, str)] if isinstance(known, list) else []


def data_choices(site: Site, lang: str, visitor: Any) -> list[tuple[str, str]]:
    """Return the data this visitor can train on, each as (words, data id): the bundled sentences, and own files."""
    choices = []
    for data_id in [BUNDLED_ID, *data_ids(visitor)]:
        try:
            info = site.uploads.info(data_id)
        except Refusal:
            continue  # deleted to make room for newer files
        name = translate(lang, "bundled") if data_id == BUNDLED_ID else info.name
        n_rows = info.rows.train + info.rows.validation + info.rows.test
        choices.append((translate(lang, "train_data_choice", name=name, n=n_rows), data_id))
    return choices
