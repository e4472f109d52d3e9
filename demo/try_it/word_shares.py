"""Word attribution: every word of a sentence with its share of both models' answers, on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from demo.i18n import points, translate
from demo.refusals import error_message
from demo.shared.html import notice, sentence, table, tag
from demo.site import Site
from demo.try_it.answer import label_words
from kdcore.config import ROLES
from kdcore.errors import KdError
from kdcore.serving.attribution import Shares

_FAINT = 0.005  # shares below half a point count as none


def waiting_html(lang: str) -> Markup:
    """Return the placeholder until the shares are computed."""
    return tag("p", translate(lang, "words_waiting"), class_="kd-quiet", role="status")


def words_html(site: Site, lang: str, last_answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield a placeholder, then the shares for the sentence answered last; "" if there is none."""
    if not last_answer:
        yield ""  # the answer above says why
        return
    yield waiting_html(lang)
    try:
        run = site.store.folder(last_answer["run"], finished=True)
        label = last_answer["labels"]["teacher"]
        shares = site.word_shares(run, last_answer["text"], label)
        names = label_words(lang, run)
    except KdError as error:
        yield notice(error_message(lang, error), "problem")
        return
    yield shares_html(lang, shares, names[label], agree=label == last_answer["labels"]["student"])


def shares_html(lang: str, shares: Mapping[str, Shares], name: str, *, agree: bool) -> Markup:
    """Return heading, summary, both rows of words, the legend, and the numbers as a table.

    `shares` by model are for the class called `name`, the teacher's answer; `agree`: it is the student's answer too.
    """
    largest = max((abs(value) for found in shares.values() for value in found.values), default=0.0)
    rows = [_row(lang, who, shares[who], max(largest, _FAINT)) for who in ROLES]
    return tag(
        "section",
        tag("h2", translate(lang, "words_title"), class_="kd-h"),
        tag("p", summary(lang, shares, name, agree=agree)),
        *rows,
        tag("p", translate(lang, "words_legend", label=name), class_="kd-quiet"),
        _figures(lang, shares, name),
    )


def summary(lang: str, shares: Mapping[str, Shares], name: str, *, agree: bool) -> str:
    """Return which one or two words mattered most to each model, and whether they are the same for both."""
    tops = {who: shares[who].top() for who in ROLES}
    sentences = [] if agree else [translate(lang, "words_differ", label=name)]
    for who in ROLES:
        named = [_named(lang, shares[who], place) for place in tops[who]]
        key = f"words_{who}_{len(named)}"
        sentences.append(translate(lang, key, **dict(zip(("first", "second"), named, strict=False))))
    common = set(tops["teacher"]) & set(tops["student"])
    if tops["teacher"] and tops["student"]:
        key = "words_same" if common else "words_apart"
        named = [f"“{shares['teacher'].pieces[place][:40]}”" for place in sorted(common)]
        sentences.append(translate(lang, key, words=", ".join(named)))
    return " ".join(sentences)


def _named(lang: str, shares: Shares, place: int) -> str:
    word, value = shares.pieces[place], shares.values[place]
    return translate(lang, "words_for" if value > 0 else "words_against", word=word[:40], points=100 * abs(value))


def _row(lang: str, who: str, shares: Shares, largest: float) -> Markup:
    words = [_word(lang, piece, value, largest) for piece, value in zip(shares.pieces, shares.values, strict=True)]
    mark = tag("span", class_="kd-mark", aria_hidden="true")
    return tag(
        "div",
        tag("h3", mark, translate(lang, who)),
        tag("ol", *words, class_="kd-words"),
        class_=f"kd-words-row kd-{who}",
    )


def _word(lang: str, piece: str, value: float, largest: float) -> Markup:
    share = abs(value) / largest if abs(value) >= _FAINT else 0.0
    way = "kd-for" if value > 0 else "kd-against"
    bar = tag("i", class_=f"kd-weight {way}", style=f"height:{round(7 + 9 * share)}px" if share else "display:none")
    return tag("li", tag("bdi", piece), tag("span", bar, class_="kd-floor"), tag("small", _points(lang, value)))


def _points(lang: str, value: float) -> str:
    return points(lang, value) if abs(value) >= _FAINT else "·"


def _figures(lang: str, shares: Mapping[str, Shares], name: str) -> Markup:
    pieces = shares["teacher"].pieces
    rows: list[list[object]] = [
        [translate(lang, "words_start"), *(translate(lang, "share", value=shares[who].start) for who in ROLES)]
    ]
    rows += [
        [sentence(piece), *(points(lang, shares[who].values[i]) for who in ROLES)] for i, piece in enumerate(pieces)
    ]
    total = {who: shares[who].start + sum(shares[who].values) for who in ROLES}
    rows.append([translate(lang, "words_end"), *(translate(lang, "share", value=total[who]) for who in ROLES)])
    caption = translate(lang, "words_table", label=name)
    head = [translate(lang, "words_word"), *(translate(lang, who) for who in ROLES)]
    return tag("details", tag("summary", translate(lang, "plot_table")), table(head, rows, caption=caption))
