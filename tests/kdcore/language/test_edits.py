import pytest

from kdcore.language.edits import KEEPS, NO_ORDER, ORDER, edits_of
from kdcore.language.romanise import has_bengali, romanise
from kdcore.language.verbs import FORMS, fold_spelling, verb_of, verbs


def edits(text, **settings):
    return {edit.key: edit for edit in edits_of(text, **settings)}


def test_the_table_is_large_and_every_verb_has_every_form_once():
    assert len(verbs()) >= 60
    for spelled in ([verb.latin for verb in verbs()], [verb.bengali for verb in verbs()]):
        assert all(list(forms) == list(FORMS) for forms in spelled)
        assert len({forms["familiar"] for forms in spelled}) == len(verbs())


@pytest.mark.parametrize("verb", verbs(), ids=lambda verb: verb.latin["familiar"])
def test_both_scripts_say_the_same_and_every_form_is_found_again(verb):
    for form in FORMS:
        assert has_bengali(verb.bengali[form])
        assert fold_spelling(romanise(verb.bengali[form])) == fold_spelling(verb.latin[form])
        for spelling in (verb.latin[form], verb.bengali[form]):
            assert verb_of(spelling) is not None
    for form, ending in (("first", "i"), ("future", "bo")):
        assert verb.latin[form].endswith(ending)
    assert verb_of(verb.latin["familiar"]) == (verb, "familiar")


@pytest.mark.parametrize(
    ("word", "familiar", "form"),
    [("diyen", "dao", "polite"), ("koren", "koro", "polite"), ("boshen", "boso", "polite"),
     ("pathaiyo", "pathao", "familiar"),
     ("khulo", "kholo", "familiar"), ("করব", "koro", "future"), ("rakhio", "rakho", "familiar")],
)  # fmt: skip
def test_other_spellings_are_read(word, familiar, form):
    verb, found = verb_of(word)
    assert (verb.latin["familiar"], found) == (familiar, form)


@pytest.mark.parametrize("word", ["office", "bhalo", "ami", "", "report", "করলাম"])
def test_what_is_no_such_form_is_not_found(word):
    assert verb_of(word) is None


@pytest.mark.parametrize(
    ("text", "key", "new", "effect"),
    [
        ("report ta pathao, please!", "drop_please", "report ta pathao!", KEEPS),
        ("please report ta pathao", "drop_please", "report ta pathao", KEEPS),
        ("doya kore boshun", "drop_please", "boshun", KEEPS),
        ("eta koro.", "question", "eta koro?", NO_ORDER),
        ("tumi eta koro", "first", "ami eta kori", NO_ORDER),
        ("tumi eta koro", "future", "ami eta korbo", NO_ORDER),
        ("vai eita check kore dio", "first", "vai eita check kore dei", NO_ORDER),
        ("রিপোর্টটা পাঠাও।", "future", "রিপোর্টটা পাঠাবো।", NO_ORDER),
        ("kal report ta pathabo", "order", "kal report ta pathao", ORDER),
        ("Tumi ektu shono", "polite", "Apni ektu shunun", KEEPS),
        ("tui ekhoni bari ja", "polite", "apni ekhoni bari jan", KEEPS),
        ("apni ektu boshen", "familiar", "tumi ektu boso", KEEPS),
        ("আপনি আসুন", "familiar", "তুমি আসো", KEEPS),
        ("রিপোর্টটা পাঠাও।", "latin", "riportta pathao.", KEEPS),
    ],
)
def test_each_rule(text, key, new, effect):
    edit = edits(text)[key]
    assert (edit.text, edit.effect) == (new, effect)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ami kal office jabo", {"order"}),  # about the speaker: no order can be made of it
        ("eta koro na", {"question"}),  # a plea, with a question mark too
        ("eta koro?", {"question"}),
        ("khan shaheb er nam ki jano", {"polite", "familiar"}),  # a name and a noun that look like verbs
        ("I went home", {"first", "future", "order", "polite", "familiar", "latin", "drop_please"}),
        ("pleased to meet you", {"drop_please"}),
        ("please", {"drop_please"}),  # nothing would be left
    ],
)
def test_only_what_applies_is_offered(text, keys):
    assert not keys & set(edits(text))


def test_noise_is_the_same_for_the_same_seed_and_touches_at_most_two_words():
    text = "amake ektu taratari document gula pathao"
    first = edits(text)["noise"].text
    assert first == edits(text)["noise"].text
    assert first in {edits(text, seed=seed)["noise"].text for seed in range(3)}
    assert len({edits(text, seed=seed)["noise"].text for seed in range(8)}) > 3
    assert 1 <= sum(a != b for a, b in zip(text.split(), first.split(), strict=True)) <= 2
    assert "noise" not in edits("na")


def test_bengali_is_misspelt_without_breaking_a_letter():
    edit = edits("রিপোর্টটা শেষ করুন")["noise"]
    assert has_bengali(edit.text)
    assert len(edit.text) == len("রিপোর্টটা শেষ করুন")


def test_every_bundled_sentence_can_be_edited(bundled_frame):
    for text in bundled_frame.sentence.sample(1500, random_state=0):
        for edit in edits_of(text):
            assert edit.text.strip() == edit.text
            assert edit.text != text
