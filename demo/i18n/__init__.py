"""The page's languages, one file each: `en.py`, `bn.py`. A further language is one more file of the same names.

A language file has `NAME` (its own name for itself), `DIGITS` (ten of them), `LETTERS` (four, which name compared runs)
and `WORDS` (every key of English, with the same fields).
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from kdcore.evaluation.wording import NumberFormatter

_FIRST = "en"  # the language of whoever asks for one that is not here
_CODES = sorted((found.name for found in iter_modules(__path__)), key=lambda code: (code != _FIRST, code))
_FILES: dict[str, ModuleType] = {code: import_module(f"{__name__}.{code}") for code in _CODES}

LANGUAGES: dict[str, str] = {code: file.NAME for code, file in _FILES.items()}
WORDS: dict[str, dict[str, str]] = {code: file.WORDS for code, file in _FILES.items()}


class _LocalNumbers(NumberFormatter):
    def __init__(self, digits: str) -> None:
        self.digits = str.maketrans("0123456789", digits)

    def format_field(self, value: Any, format_spec: str) -> str:
        text = super().format_field(value, format_spec)
        # What a visitor wrote is left as it is; only numbers change their digits.
        return text.translate(self.digits) if isinstance(value, (int, float)) else text


_FORMATTERS = {code: _LocalNumbers(file.DIGITS) for code, file in _FILES.items()}


def translate(lang: str, key: str, **values: Any) -> str:
    """Return the words for `key` in a language (English for one that is not known), with `values` filled in.

    Raises KeyError when there are no such words.
    """
    lang = lang if lang in LANGUAGES else _FIRST
    return _FORMATTERS[lang].format(WORDS[lang][key], **values)


def points(lang: str, share: float) -> str:
    """Return a change in probability in points, with its sign: +12, −3, 0."""
    rounded = round(100 * share)
    sign = "+" if rounded > 0 else "−" if rounded else ""
    return digits(lang, f"{sign}{abs(rounded)}")


def digits(lang: str, text: str) -> str:
    """Return a text of figures (a date, a tick of an axis) in the digits of a language."""
    return text.translate(_FORMATTERS[lang if lang in LANGUAGES else _FIRST].digits)


def letters(lang: str) -> str:
    """Return the letters that name the runs of a comparison."""
    return str(_FILES[lang if lang in LANGUAGES else _FIRST].LETTERS)
