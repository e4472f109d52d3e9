import re

import pytest

from kdcore.language.spelling_variants import word_variants
from kdcore.language.typos import careless_spellings, mistyped, slips


def test_no_slip_is_a_spelling_that_is_learnt_from(bundled_frame):
    words = {w for text in bundled_frame.sentence for w in re.findall("[a-z]+", text.lower())}
    made = [(word, slip) for word in words for slip in slips(word)]
    assert len(made) > 20_000
    assert [(word, slip) for word, slip in made if slip in word_variants(word)] == []


def test_the_first_and_the_last_three_letters_stay(bundled_frame):
    for word in {w for text in bundled_frame.sentence[:2000] for w in re.findall("[a-z]+", text.lower())}:
        assert {(s[0], s[-3:], len(s)) for s in slips(word)} <= {(word[0], word[-3:], len(word))}
    assert slips("koro") == slips("dibo") == ()


def test_most_sentences_are_mistyped_a_little(bundled_frame):
    texts = list(bundled_frame.sentence[:1000])
    noisy = [mistyped(text) for text in texts]
    assert sum(a != b for a, b in zip(texts, noisy, strict=True)) > 900
    assert noisy == [mistyped(text) for text in texts]
    for before, after in zip(texts, noisy, strict=True):
        assert len(before) == len(after)
        n_changed = sum(a != b for a, b in zip(before.split(), after.split(), strict=True))
        assert n_changed <= max(1, round(len(before.split()) / 6))


def test_bengali_script_has_slips_of_its_own():
    assert mistyped("তুমি বিকেলে রিপোর্টটা পাঠিয়ে দিও") != "তুমি বিকেলে রিপোর্টটা পাঠিয়ে দিও"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vai eita ektu check kore dio please", "vai eita ektu check kore dio pkease"),
        ("amake taratari document gula pathao", "anake taratari document gula pathao"),
        ("Tomorrow meeting er schedule ta confirm koren", "Tomorrow meeting er schedule ta cofnirm koren"),
        ("তুমি বিকেলে রিপোর্টটা পাঠিয়ে দিও", "তুমি বিকেলে রিপোর্টটা পাঠীয়ে দিও"),
        ("na", "na"),
    ],
)
def test_mistyped_sentences_are_those_of_every_exam_so_far(text, expected):
    assert mistyped(text) == expected


def test_careless_spellings_are_one_letter_away():
    assert careless_spellings("koro") == ("koor", "kooro", "kor", "korro", "kro", "kroo")
    assert careless_spellings("na") == ()
    assert careless_spellings("তুমি") == ("তূমি", "তুমী")
