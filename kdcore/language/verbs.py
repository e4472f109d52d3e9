"""Bengali verbs in both scripts, in the forms that tell an imperative from a statement, from stems and patterns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

FORMS = ("intimate", "familiar", "polite", "first", "future")
# `kor` (tui), `koro` (tumi), `korun` (apni), `kori` (I do), `korbo` (I will do)
ORDERS = FORMS[:3]

# Stems that end in a consonant and do not change: kor, koro, korun, kori, korbo.
_UNCHANGED = (
    "kor কর|bol বল|dhor ধর|por পড়|chol চল|thak থাক|rakh রাখ|mar মার|an আন|kat কাট|dak ডাক|dekh দেখ|bos বস|nam নাম|tham থাম|"
    "chap চাপ|has হাস|dhal ঢাল|bhab ভাব|bhang ভাঙ|badh বাঁধ|radh রাঁধ|maj মাজ|map মাপ|dhak ঢাক|nach নাচ|saj সাজ|tan টান|"
    "ghosh ঘষ|lor লড়|chor চড়|fel ফেল|khel খেল|char ছাড়|kad কাঁদ|sar সার|bach বাঁচ|mil মিল"
)
# Stems that end in a consonant and whose vowel is raised before i and u: shon, shono, shunun, shuni, shunbo.
_RAISED = (
    "shon শোন shun শুন|lekh লেখ likh লিখ|ken কেন kin কিন|khol খোল khul খুল|tol তোল tul তুল|bojh বোঝ bujh বুঝ|"
    "ghor ঘোর ghur ঘুর|dhok ঢোক dhuk ঢুক|moch মোছ much মুছ|shekh শেখ shikh শিখ|khoj খোঁজ khuj খুঁজ|oth ওঠ uth উঠ|"
    "bhol ভোল bhul ভুল|chen চেন chin চিন|jor জোড় jur জুড়|cher ছেঁড় chir ছিঁড়"
)
# Stems that end in the vowel a: patha, pathao, pathan, pathai, pathabo.
_VOWEL_STEMS = (
    "patha পাঠা|dekha দেখা|bana বানা|bosa বসা|dara দাঁড়া|chala চালা|laga লাগা|kha খা|ja যা|cha চা|ga গা|ghuma ঘুমা|sikha সিখা|"
    "jana জানা|shona শোনা|nama নামা|utha উঠা|thama থামা|bojha বোঝা|ghura ঘুরা|luka লুকা|pala পালা|taka তাকা|koma কমা|bara বাড়া|"
    "sara সারা|saja সাজা|jala জ্বালা|nara নাড়া|mela মেলা|bacha বাঁচা|ega এগা|khela খেলা|bodla বদলা|ata আটা"
)
_IRREGULAR = (
    "de দে dao দাও din দিন dei দেই dibo দিবো|ne নে nao নাও nin নিন nei নেই nibo নিবো|"
    "ay আয় aso আসো asun আসুন asi আসি asbo আসবো"
)
# Spellings that are recognised but never generated: the future imperative, and the polite one of Bangladesh.
_OTHER_SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "de": {"familiar": ("dio", "diyo"), "polite": ("den", "dien", "diyen")},
    "ne": {"familiar": ("nio", "niyo"), "polite": ("nen", "nien", "niyen")},
    "ay": {"familiar": ("esho", "aisho"), "polite": ("ashen",)},
    "kor": {"familiar": ("koiro",), "polite": ("koiren",)},
}
_MERGED_SOUNDS = (
    ("chh", "ch"),
    ("sh", "s"),
    ("z", "j"),
    ("ph", "f"),
    ("v", "bh"),
    ("aa", "a"),
    ("ee", "i"),
    ("oo", "u"),
)


@dataclass(frozen=True)
class Verb:
    """One verb: for each of `FORMS` the Latin and the Bengali spelling."""

    latin: dict[str, str]
    bengali: dict[str, str]

    @property
    def other_spellings(self) -> dict[str, tuple[str, ...]]:
        """Other Latin spellings by form; they are recognised but never generated."""
        stem, raised = self.latin["intimate"], self.latin["first"][:-1]
        if stem in ("de", "ne", "ay"):
            return _OTHER_SPELLINGS[stem]
        if stem.endswith("a"):
            return {"familiar": (f"{stem}iyo", f"{stem}io"), "polite": (f"{stem}iyen", f"{stem}ien")}
        more = _OTHER_SPELLINGS.get(stem, {})
        return {
            "familiar": (f"{raised}o", f"{raised}io", f"{raised}iyo", *more.get("familiar", ())),
            "polite": (f"{stem}en", f"{raised}en", f"{raised}ien", f"{raised}iyen", *more.get("polite", ())),
        }


def _regular(stem: str, raised: str, endings: tuple[str, ...]) -> dict[str, str]:
    stems = (stem, stem, raised, raised, raised)
    return {form: stem + ending for form, stem, ending in zip(FORMS, stems, endings, strict=True)}


@cache
def verbs() -> tuple[Verb, ...]:
    """Return all verbs of the table."""
    after_consonant = ("", "o", "un", "i", "bo"), ("", "ো", "ুন", "ি", "বো")
    after_vowel = ("", "o", "n", "i", "bo"), ("", "ও", "ন", "ই", "বো")
    found = []
    for stems, (latin, bengali) in (
        (_UNCHANGED, after_consonant),
        (_RAISED, after_consonant),
        (_VOWEL_STEMS, after_vowel),
    ):
        for row in stems.split("|"):
            stem, stem_bn, *changed = row.split()
            raised, raised_bn = changed or (stem, stem_bn)
            found.append(Verb(_regular(stem, raised, latin), _regular(stem_bn, raised_bn, bengali)))
    for row in _IRREGULAR.split("|"):
        cells = row.split()
        found.append(Verb(dict(zip(FORMS, cells[::2], strict=True)), dict(zip(FORMS, cells[1::2], strict=True))))
    return tuple(found)


def fold_spelling(word: str) -> str:
    """Return a Latin word in lower case, with the spellings of one sound merged (`boshen` and `bosen`)."""
    word = word.casefold()
    for spelling, merged in _MERGED_SOUNDS:
        word = word.replace(spelling, merged)
    return word


@cache
def _forms_by_spelling() -> dict[str, tuple[Verb, str]]:
    known: dict[str, tuple[Verb, str]] = {}
    for verb in verbs():
        for form in FORMS:
            known.setdefault(verb.bengali[form], (verb, form))
            known.setdefault(fold_spelling(verb.latin[form]), (verb, form))
    for verb in verbs():
        for form, spellings in verb.other_spellings.items():
            for spelling in spellings:
                known.setdefault(fold_spelling(spelling), (verb, form))
        # `করব` beside `করবো`
        known.setdefault(verb.bengali["future"].removesuffix("ো"), (verb, "future"))
    return known


def verb_of(word: str) -> tuple[Verb, str] | None:
    """Return the verb and the form of a word in either script; None if the table does not contain it."""
    return _forms_by_spelling().get(word) or _forms_by_spelling().get(fold_spelling(word))
