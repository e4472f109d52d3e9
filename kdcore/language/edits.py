"""Small changes of a sentence that keep its mood, or turn an order into a statement or a question, and back.

Rules for Bengali and English as they are mixed in chats. What an edit should do to the label is what its rule expects,
not a checked truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kdcore.language.romanise import has_bengali, romanise
from kdcore.language.typos import misspelt
from kdcore.language.verbs import ORDERS, Verb, verb_of

KEEPS, ORDER, NO_ORDER = "keeps", "order", "no_order"  # what an edit should do to the mood

_WORD = re.compile(r"[^\s.,!?;:।…\"'()]+")
_PLEASE = re.compile(
    r"(?:^|(?<=[\s,]))(?:plea?se|plss*|plzz*|kindly|doya kore|onugroho kore|প্লিজ|দয়া করে|অনুগ্রহ করে)"
    r"(?=[\s,.!?।]|$)",
    re.I,
)
_END = re.compile(r"[\s.!।…]*$")
# Words after which an order's verb may still count as the last one, and particles that make a plea of a question mark.
_TAIL = {"na", "to", "bhai", "vai", "please", "plz", "pls", "ekhon", "ekhoni", "না", "তো", "ভাই", "প্লিজ"}
_PLEA = {"na", "না", "to", "তো"}
_I = {"ami", "amra", "আমি", "আমরা"}
_YOU = {
    "tumi": "apni", "tomar": "apnar", "tomake": "apnake", "tomra": "apnara", "তুমি": "আপনি", "তোমার": "আপনার",
    "তোমাকে": "আপনাকে", "তোমরা": "আপনারা",
}  # fmt: skip
_TO_FIRST_PERSON = dict.fromkeys(("tumi", "tui", "apni"), "ami") | dict.fromkeys(("তুমি", "তুই", "আপনি"), "আমি")
_AMBIGUOUS = 4  # so short a form may be another word (`nam`, `khan`), unless it ends the sentence


@dataclass(frozen=True)
class Edit:
    """One change: which rule made it, what became what, the new sentence, and what it should do to the mood."""

    key: str  # drop_please, question, first, future, order, polite, familiar, latin, noise
    text: str
    effect: str  # KEEPS, ORDER or NO_ORDER
    before: str = ""  # the word that was changed, and what it became
    after: str = ""


@dataclass(frozen=True)
class _Found:
    """A verb in a sentence."""

    verb: Verb
    form: str
    word: str
    span: tuple[int, int]

    def as_(self, form: str) -> str:
        spelled = self.verb.bengali if has_bengali(self.word) else self.verb.latin
        new = spelled[form]
        return new.capitalize() if self.word[:1].isupper() else new


def edits_of(text: str, seed: int = 0) -> list[Edit]:
    """Return every edit that applies to a sentence, in a fixed order; `seed` decides the misspelling."""
    rules = (_drop_please, _question, *map(_verb_rule, ("first", "future")), _order, _polite, _familiar, _latin)
    made = [rule(text) for rule in rules]
    made.append(_noise(text, seed))
    return [edit for edit in made if edit and edit.text != text and any(c.isalnum() for c in edit.text)]


def _drop_please(text: str) -> Edit | None:
    found = _PLEASE.search(text)
    if not found:
        return None
    left = re.sub(r"\s*,\s*(?=[,.!?।]|$)|^[\s,]+", "", text[: found.start()].rstrip() + text[found.end() :])
    return Edit("drop_please", re.sub(r"\s+", " ", left).strip(), KEEPS, found[0])


def _question(text: str) -> Edit | None:
    words = _WORD.findall(text)
    # With the particle na a question mark makes a plea, which is still an order.
    if "?" in text[-3:] or not words or words[-1].casefold() in _PLEA:
        return None
    return Edit("question", _END.sub("?", text, count=1), NO_ORDER, after="?")


def _last_verb(text: str, forms: tuple[str, ...]) -> _Found | None:
    words = list(_WORD.finditer(text))
    last = len(words)
    while last and words[last - 1][0].casefold() in _TAIL:
        last -= 1
    for place in range(len(words) - 1, -1, -1):
        word = words[place][0]
        known = verb_of(word)
        if known and known[1] in forms and (place == last - 1 or not _is_ambiguous(word, known[1])):
            return _Found(*known, word, words[place].span())
    return None


def _is_ambiguous(word: str, form: str) -> bool:
    return form == "intimate" or (len(word) <= _AMBIGUOUS and word.casefold().endswith(("an", "ান")))


def _conjugated(text: str, found: _Found, form: str, pronouns: dict[str, str]) -> str:
    start, end = found.span
    changed = text[:start] + found.as_(form) + text[end:]

    def one(match: re.Match[str]) -> str:
        new = pronouns.get(match[0].casefold(), match[0])
        return new.capitalize() if match[0][:1].isupper() else new

    return _WORD.sub(one, changed)


def _verb_rule(form: str) -> Callable[[str], Edit | None]:
    def rule(text: str) -> Edit | None:
        found = _last_verb(text, ORDERS)
        if not found:
            return None
        return Edit(form, _conjugated(text, found, form, _TO_FIRST_PERSON), NO_ORDER, found.word, found.as_(form))

    return rule


def _order(text: str) -> Edit | None:
    words = {word.casefold() for word in _WORD.findall(text)}
    found = _last_verb(text, ("future",))
    if not found or words & _I or "?" in text or _last_verb(text, ORDERS):
        return None
    return Edit("order", _conjugated(text, found, "familiar", {}), ORDER, found.word, found.as_("familiar"))


def _polite(text: str) -> Edit | None:
    found = _last_verb(text, ("familiar", "intimate"))
    if not found:
        return None
    pronouns = _YOU | {"tui": "apni", "তুই": "আপনি"}
    return Edit("polite", _conjugated(text, found, "polite", pronouns), KEEPS, found.word, found.as_("polite"))


def _familiar(text: str) -> Edit | None:
    found = _last_verb(text, ("polite",))
    if not found:
        return None
    back = {formal: plain for plain, formal in _YOU.items()}
    return Edit("familiar", _conjugated(text, found, "familiar", back), KEEPS, found.word, found.as_("familiar"))


def _latin(text: str) -> Edit | None:
    return Edit("latin", romanise(text), KEEPS) if has_bengali(text) else None


def _noise(text: str, seed: int) -> Edit:
    return Edit("noise", misspelt(text, seed), KEEPS)
