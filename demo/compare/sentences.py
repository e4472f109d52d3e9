"""The test sentences as a table that is filtered by group, by kind and by search."""

from __future__ import annotations

from typing import Any

import numpy as np
from markupsafe import Markup

from demo.i18n import translate
from demo.shared.display_names import candidate_name, kind_name, word_of
from demo.shared.html import sentence, table, tag
from kdcore.config import ROLES
from kdcore.data import has_bundled_labels
from kdcore.data.decoding import clean
from kdcore.runs.folder import RunFolder
from kdcore.serving.stored_exam import OUTCOMES, Array, StoredExam

GROUPS = ("disagree", *OUTCOMES, "all")
PAGE = 25  # sentences shown at first, and with every press on More
_MOST = 500
_MOST_LETTERS = 200  # of a search


def chosen_rows(found: StoredExam, group: str, kind: str, needle: Any) -> Array:
    """Return the row numbers of the sentences that belong to a group, are of a kind, and contain the search.

    Sorted by the lower of the two confidences, highest first. An unknown group or kind filters nothing.

    Args:
        found: the exam.
        group: one of `GROUPS`.
        kind: the number of one of `found.groups`, as text; anything else for all.
        needle: letters to look for, whatever their case.
    """
    if group in found.outcomes:
        rows = found.outcomes[group].copy()
    elif group == "disagree":
        rows = found.test.of["teacher"].predicted != found.test.of["student"].predicted
    else:
        rows = np.ones(len(found.folded), dtype=bool)
    if str(kind).isdecimal() and int(kind) < len(found.groups):
        rows = rows & found.groups[int(kind)].rows
    searched = clean(needle[:_MOST_LETTERS]).casefold() if isinstance(needle, str) else ""
    if searched:
        rows = rows & np.fromiter((searched in text for text in found.folded), dtype=bool, count=len(rows))
    places = np.flatnonzero(rows)
    confidence = np.minimum(*(found.test.of[name].confidence[places] for name in ROLES))
    return np.asarray(places[np.argsort(-confidence, kind="stable")])


def sentences_table(
    lang: str, run: RunFolder, found: StoredExam, places: Array, n_shown: int, *, opens: bool = True
) -> Markup:
    """Return the first `n_shown` sentences with truth and both answers; each opens in Try, if it `opens`."""
    if not len(places):
        return tag("p", translate(lang, "sentences_none"), role="status")
    bundled = has_bundled_labels(run.config().data.sha256)
    words = [word_of(lang, bundled, name) for name in found.label_names]
    shown = places[: max(PAGE, min(n_shown, _MOST))]
    rows = [
        [
            _sentence_cell(lang, found, place, opens),
            words[found.test.truth[place]],
            *_answer_cells(lang, found, words, place),
        ]
        for place in shown
    ]
    head = [translate(lang, "sentence"), translate(lang, "truth"), *(candidate_name(lang, name) for name in ROLES)]
    caption = translate(
        lang, "sentences_shown" if opens else "sentences_here", shown=len(shown), n=len(places), total=len(found.folded)
    )
    return table(head, rows, caption=caption, class_="kd-table kd-sentences kd-stacked")


def _sentence_cell(lang: str, found: StoredExam, place: int, opens: bool) -> Markup:
    text = sentence(str(found.table["sentence"].iat[place]))
    if not opens:
        return text
    return tag(
        "button", text, type="button", class_="kd-open", data_row=int(place), title=translate(lang, "open_in_try")
    )


def _answer_cells(lang: str, found: StoredExam, words: list[str], place: int) -> list[Markup]:
    cells = []
    for name in ROLES:
        answers = found.test.of[name]
        right = bool(answers.predicted[place] == found.test.truth[place])
        sure = translate(lang, "share", value=float(answers.confidence[place]))
        mark = tag(
            "span", "✓" if right else "✗", role="img", aria_label=translate(lang, "is_right" if right else "is_wrong")
        )
        word = tag(
            "span", mark, " ", words[answers.predicted[place]], class_="kd-good-word" if right else "kd-bad-word"
        )
        cells.append(tag("td", word, tag("small", sure)))
    return cells


def group_choices(lang: str, found: StoredExam) -> list[tuple[str, str]]:
    """Return the groups of sentences with their counts and shares, as choices."""
    total = len(found.folded)
    choices = []
    for name in GROUPS:
        count = len(chosen_rows(found, name, "", ""))
        label = translate(
            lang, "board_choice", name=translate(lang, f"board_{name}"), n=count, share=count / max(1, total)
        )
        choices.append((label, name))
    return choices


def kind_choices(lang: str, found: StoredExam) -> list[tuple[str, str]]:
    """Return every kind of sentence with its count, as choices; the first is all of them."""
    named = [
        (f"{kind_name(lang, g)} · {translate(lang, 'whole', value=int(g.rows.sum()))}", str(i))
        for i, g in enumerate(found.groups)
    ]
    return [(translate(lang, "kind_all"), "all"), *named]
