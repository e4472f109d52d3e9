"""Which words decided: every word of a sentence with its share of both networks' answers, on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from demo.i18n import points, translate
from demo.shared.html import notice, sentence, table, tag
from demo.site import Site, error_message
from demo.try_it.answer import label_words
from kdcore.config import ROLES
from kdcore.errors import KdError
from kdcore.serving.attribution import Shares

_FAINT = 0.005  # shares below half a point are drawn as none


def waiting(lang: str) -> Markup:
    """Return what stands there until the shares are known."""
    return tag("p", translate(lang, "words_waiting"), class_="kd-quiet", role="status")


def words_html(site: Site, lang: str, asked: Mapping[str, Any]) -> Iterator[str]:
    """Yield that it is being worked out, then the view for the sentence asked last; nothing where there is none."""
    if not asked:
        yield ""  # the answer above says why
        return
    yield waiting(lang)
    try:
        run = site.store.folder(asked["run"], finished=True)
        label = asked["labels"]["teacher"]
        shares = site.words(run, asked["text"], label)
        names = label_words(lang, run)
    except KdError as error:
        yield notice(error_message(lang, error), "problem")
        return
    yield view(lang, shares, names[label], agree=label == asked["labels"]["student"])


def view(lang: str, shares: Mapping[str, Shares], name: str, *, agree: bool) -> Markup:
    """Return heading, what it comes to in a sentence, both rows of words, the legend, and the figures as a table.

    `shares` are those of the class called `name`, the teacher's answer, by network; `agree`: the student says it too.
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
    """Return which one or two words mattered most to each network, and whether both looked at the same ones."""
    tops = {who: shares[who].top() for who in ROLES}
    told = [] if agree else [translate(lang, "words_differ", label=name)]
    for who in ROLES:
        named = [_named(lang, shares[who], place) for place in tops[who]]
        key = f"words_{who}_{len(named)}"
        told.append(translate(lang, key, **dict(zip(("first", "second"), named, strict=False))))
    common = set(tops["teacher"]) & set(tops["student"])
    if tops["teacher"] and tops["student"]:
        key = "words_same" if common else "words_apart"
        named = [f"“{shares['teacher'].pieces[place][:40]}”" for place in sorted(common)]
        told.append(translate(lang, key, words=", ".join(named)))
    return " ".join(told)


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
    whole = {who: shares[who].start + sum(shares[who].values) for who in ROLES}
    rows.append([translate(lang, "words_end"), *(translate(lang, "share", value=whole[who]) for who in ROLES)])
    caption = translate(lang, "words_table", label=name)
    head = [translate(lang, "words_word"), *(translate(lang, who) for who in ROLES)]
    return tag("details", tag("summary", translate(lang, "plot_table")), table(head, rows, caption=caption))
