"""Romanisation of Bengali script as people type it in chats (`পাঠাও` becomes `pathao`), by a small table of rules.

This is no transliteration standard: aspirated letters keep their h, the three sibilants and the dental and retroflex
rows are merged as in chats, and the inherent vowel of a consonant is written o where simple rules say it is pronounced.
"""

from __future__ import annotations

from tokenizers import Regex, normalizers

_CONSONANT = "[\u0995-\u09b9\u09dc\u09dd\u09df]"
_LETTER = "[\u0980-\u09ff]"
_HASANTA = "\u09cd"  # virama: joins two consonants
_INHERENT = "অ"  # inserted for the inherent vowel, which is pronounced but not written
_VOWELS = "[\u0985-\u0994\u0982\u09ce]"  # independent vowels, and marks that close a syllable

# Applied first: letters written as two code points, and clusters that are not pronounced as they are spelt.
_CLUSTERS = {
    "\u09a1\u09bc": "\u09dc",
    "\u09a2\u09bc": "\u09dd",
    "\u09af\u09bc": "\u09df",
    "ও\u09df": "w",
    "ক\u09cdষ": "খ",
    "জ\u09cdঞ": "গ",
}
# Positions at which a consonant without a vowel sign is pronounced with its inherent vowel: word-initial before another
# letter; medial before a consonant without a vowel sign; after a cluster, except those that end English loanwords
# (report, test).
_INHERENT_VOWEL_POSITIONS = (
    f"(?<=^{_CONSONANT}|[^\u0980-\u09ff]{_CONSONANT})(?={_CONSONANT}|{_VOWELS})",
    f"(?<={_LETTER}{_CONSONANT})(?={_VOWELS}|{_CONSONANT}(?![\u09be-\u09cc]))",
    f"(?<={_HASANTA}{_CONSONANT})(?<![কনফরলস]{_HASANTA}[টড])(?={_CONSONANT}|[^\u0980-\u09ff]|$)",
)
_SIGNS = "a i i u u ri e oi o ou"
_ROWS = ("k kh g gh ng", "ch ch j jh n", "t th d dh n", "t th d dh n", "p f b bh m", "j r l sh sh s h")
_SOUNDS = {
    **dict(zip("কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ", " ".join(_ROWS).split(), strict=True)),
    **dict(zip("অআইঈউঊঋএঐওঔ", ("o", *_SIGNS.split()), strict=True)),
    **dict(zip("\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc", _SIGNS.split(), strict=True)),
    **{"\u09dc": "r", "\u09dd": "r", "\u09df": "y", "\u09ce": "t", "\u0982": "ng", "।": "."},
    **dict.fromkeys("\u0983\u0981\u09cd\u09bc\u200c\u200d", ""),
    **{chr(0x9E6 + digit): str(digit) for digit in range(10)},
}


def romanising_steps() -> list[normalizers.Normalizer]:
    """Return the rules as steps of a `tokenizers` normaliser, in the order in which they apply."""
    return [
        normalizers.NFC(),
        *(normalizers.Replace(cluster, replacement) for cluster, replacement in _CLUSTERS.items()),
        *(normalizers.Replace(Regex(position), _INHERENT) for position in _INHERENT_VOWEL_POSITIONS),
        normalizers.Replace("\u09cd\u09af", "y"),
        normalizers.Replace("\u09cd\u09ac", ""),
        *(normalizers.Replace(letter, sound) for letter, sound in _SOUNDS.items()),
    ]


_NORMALISER = normalizers.Sequence(romanising_steps())


def romanise(text: str) -> str:
    """Return the text with Bengali script in Latin letters; all other characters stay."""
    return _NORMALISER.normalize_str(text)


def has_bengali(text: str) -> bool:
    """Return whether the text contains a Bengali letter."""
    return any("\u0985" <= character <= "\u09df" for character in text)
