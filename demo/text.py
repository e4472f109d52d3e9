"""How words and numbers are written in a visitor's language; the words themselves stand in `demo.words`."""

from __future__ import annotations

from typing import Any

from kdcore.judging.headline import Numbers

from .words import WORDS as WORDS

LANGUAGES = {"en": "English", "bn": "বাংলা"}
_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


class _BengaliNumbers(Numbers):
    def format_field(self, value: Any, format_spec: str) -> str:
        text = super().format_field(value, format_spec)
        # What a visitor wrote is left as it is; only numbers change their digits.
        return text.translate(_DIGITS) if isinstance(value, (int, float)) else text


_WRITERS = {"en": Numbers(), "bn": _BengaliNumbers()}


def say(lang: str, key: str, **values: Any) -> str:
    """Return the words for `key` in a language (English for one that is not known), with `values` filled in.

    Raises KeyError when there are no such words.
    """
    lang = lang if lang in LANGUAGES else "en"
    template = WORDS[key][list(LANGUAGES).index(lang)]
    return _WRITERS[lang].format(template, **values)


def points(lang: str, share: float) -> str:
    """Return a change in probability in points, with its sign: +12, −3, 0."""
    rounded = round(100 * share)
    sign = "+" if rounded > 0 else "−" if rounded else ""
    return digits(lang, f"{sign}{abs(rounded)}")


def digits(lang: str, text: str) -> str:
    """Return a text of figures (a date, a tick of an axis) in the digits of a language."""
    return text.translate(_DIGITS) if lang == "bn" else text
