"""The languages of the page, one file each: `en.py`, `bn.py`. Another language is one more file here, and nothing else.

A language file has `NAME` (the language's own name for itself), `DIGITS` (ten), `LETTERS` (four, which name the runs of
a comparison) and `WORDS` (every key of English, with the same fields and format specifications).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from kdcore.evaluation.wording import NumberFormatter

_FALLBACK = "en"  # shown to whoever asks for a language that is not here; the others must have its keys


class _LocalNumbers(NumberFormatter):
    """Writes numbers in the digits of a language."""

    def __init__(self, digits: str) -> None:
        self.digits = str.maketrans("0123456789", digits)

    def format_field(self, value: Any, format_spec: str) -> str:
        text = super().format_field(value, format_spec)
        # What a visitor wrote is left as it is; only numbers change their digits.
        return text.translate(self.digits) if isinstance(value, (int, float)) else text


@dataclass(frozen=True)
class Language:
    """One language file, ready for use."""

    name: str
    letters: str
    words: dict[str, str]
    formatter: _LocalNumbers


def load_languages(files: dict[str, ModuleType]) -> dict[str, Language]:
    """Return the languages of these files by code (`en`, `bn`), English first, then in alphabetical order.

    Raises ValueError for a file with too few digits or letters or with other keys than English, AttributeError for one
    that lacks a part.
    """
    languages = {}
    for code in sorted(files, key=lambda code: (code != _FALLBACK, code)):
        file = files[code]
        if len(file.DIGITS) != 10 or len(file.LETTERS) != 4:
            raise ValueError(f"language {code}: DIGITS must be ten characters and LETTERS four")
        if differing := file.WORDS.keys() ^ files[_FALLBACK].WORDS.keys():
            raise ValueError(f"language {code}: keys missing or not in English: {', '.join(sorted(differing))}")
        languages[code] = Language(file.NAME, file.LETTERS, file.WORDS, _LocalNumbers(file.DIGITS))
    return languages


def _language_files() -> dict[str, ModuleType]:
    return {found.name: import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)}


_LOADED = load_languages(_language_files())
LANGUAGES: dict[str, str] = {code: language.name for code, language in _LOADED.items()}
WORDS: dict[str, dict[str, str]] = {code: language.words for code, language in _LOADED.items()}


def _language(lang: str) -> Language:
    return _LOADED.get(lang, _LOADED[_FALLBACK])


def translate(lang: str, key: str, **values: Any) -> str:
    """Return the words for `key` in a language (English for an unknown one), with `values` filled in.

    Raises KeyError when there are no words for `key`, or a value is missing.
    """
    language = _language(lang)
    return language.formatter.format(language.words[key], **values)


def points(lang: str, share: float) -> str:
    """Return a change in probability in percentage points, with its sign: +12, −3, 0."""
    rounded = round(100 * share)
    sign = "+" if rounded > 0 else "−" if rounded else ""
    return digits(lang, f"{sign}{abs(rounded)}")


def digits(lang: str, text: str) -> str:
    """Return `text` (a date, the tick of an axis) with its digits written as in a language."""
    return text.translate(_language(lang).formatter.digits)


def letters(lang: str) -> str:
    """Return the four letters that name the runs of a comparison."""
    return _language(lang).letters
