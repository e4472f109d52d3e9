"""Typing errors: the exam's mistyped sentences, and the misspelling that the page suggests as a change.

One generator puts errors into words, with two sets of rules. `slips` are for the exam: wrong keys, which no training
sentence shows, so they are disjoint from the rules of `kdcore.language.spelling_variants`; short words and the last
letters of a word, which carry its mood, stay as they are. `careless_spellings` are for the page: any longer word, any
letter but the first.
"""

from __future__ import annotations

from functools import lru_cache

from kdcore.language.spelling_variants import KEPT, replace_words, seeded_random, word_variants

_SHORTEST = 5  # letters of a word that may have a slip
_SHORTEST_CARELESS = 4
_WORDS_PER_SLIP = 6
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BENGALI = {"ি": "ী", "ী": "ি", "ু": "ূ", "ূ": "ু", "ন": "ণ", "ণ": "ন", "শ": "ষ", "ষ": "শ", "স": "শ"}


def mistyped(text: str, seed: int = 0) -> str:
    """Return a text with about one slip in six words, at least one where a word is long enough.

    The same arguments give the same text on every machine, so exams can be compared.
    """
    return replace_words(text, slips, max(1, round(len(text.split()) / _WORDS_PER_SLIP)), seeded_random(text, seed))


def misspelt(text: str, seed: int = 0) -> str:
    """Return a text with careless spellings of up to two words; the same arguments give the same text."""
    return replace_words(text, careless_spellings, 2, seeded_random(text, seed))


@lru_cache(maxsize=100_000)
def slips(word: str) -> tuple[str, ...]:
    """Return what one slip makes of a word in small letters: a key beside the right one, or two letters exchanged.

    In alphabetical order. The first letter and the last three stay. Slips that are also a spelling variant of the word
    are left out.
    """
    if len(word) < _SHORTEST:
        return ()
    found: set[str] = set()
    for i in range(1, len(word) - KEPT):
        others = _BENGALI.get(word[i], "") or _neighbours(word[i])
        found |= {word[:i] + other + word[i + 1 :] for other in others}
        if i + 1 < len(word) - KEPT and word.isascii():
            found.add(_swapped(word, i))
    return tuple(sorted(found - {word, *word_variants(word)}))


@lru_cache(maxsize=10_000)
def careless_spellings(word: str) -> tuple[str, ...]:
    """Return a word in small letters with one letter doubled, exchanged with the next one, or a vowel left out.

    In alphabetical order. Bengali letters are taken for one that sounds alike.
    """
    if len(word) < _SHORTEST_CARELESS:
        return ()
    if not word.isascii():
        return tuple(word[:i] + _BENGALI[c] + word[i + 1 :] for i, c in enumerate(word) if c in _BENGALI)
    inner = range(1, len(word) - 1)
    found = {word[:i] + word[i] + word[i:] for i in inner} | {_swapped(word, i) for i in inner}
    found |= {word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] in "aeiou"}
    return tuple(sorted(found - {word}))


def _swapped(word: str, i: int) -> str:
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _neighbours(letter: str) -> str:
    """Return the letters on the keys to the left and right; "" for a letter without a key."""
    row = next((row for row in _ROWS if letter in row), "")
    place = row.find(letter)
    return row[max(place - 1, 0) : place] + row[place + 1 : place + 2] if row else ""
