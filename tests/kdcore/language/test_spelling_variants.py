import re

import pytest

from kdcore.language import spelling_variants as variants
from kdcore.language.spelling_variants import KEPT, spelling_variants, word_variants

PAIRS = """koro kori|koro korbo|koro koris|koren korish|bolo boli|bolo bolbo|dao dei|dao dibo|dio dilo|jao jai|jao jabo|
khao khai|khao khabo|likho likhi|likho likhbo|dekho dekhi|dekho dekhbo|shuno shuni|pathao pathai|pathao pathabo|
pathiyo pathiye|rakho rakhi|rakho rakhbo|asho ashi|esho eshe|boso bosi|thamo thami|dharao dharai|bujhao bujhai|
ghumao ghumai|janao janai|janao janabo|banao banai|banao banabo|chalao chalai|chalan chalai|korun koren|
dekhun dekhen|likhun likhen|bolun bolen|pathan pathai|parbe parbo|korte korchi|korchilo korchilam|thako thaki|
shekho shekhi|porbe porbo|khulo khuli|matro matra"""
WORDS = re.compile(r"[a-z]+")


@pytest.mark.parametrize("pair", [tuple(pair.split()) for pair in PAIRS.replace("\n", "").split("|")])
def test_no_spelling_of_one_mood_is_one_of_the_other(pair):
    first, second = ({word, *word_variants(word)} for word in pair)
    assert first.isdisjoint(second)
    sentences = [f"vai tumi kalke eita {word} please" for word in pair]
    spelt = [set(spelling_variants(sentence, 40)) for sentence in sentences]
    assert spelt[0].isdisjoint(spelt[1])
    for word, others in zip(pair, spelt, strict=True):
        assert len(others) > 20
        assert all(WORDS.findall(v.lower())[4].endswith(word[-KEPT:]) for v in others)


def test_short_words_and_the_ends_of_long_ones_stay(bundled_frame):
    words = {w for text in bundled_frame.sentence[:3000] for w in WORDS.findall(text.lower())}
    assert len(words) > 3000
    changed = [(w, new) for w in words - variants._SHORT_FORMS_OF.keys() for new in word_variants(w)]
    assert len(changed) > 3000
    assert [(w, new) for w, new in changed if len(w) < 5 or new[-KEPT:] != w[-KEPT:]] == []


def test_as_people_spell():
    assert {"korsilam", "krchilam"} <= set(word_variants("korchilam"))
    assert "plz" in word_variants("please")
    assert word_variants("koro") == word_variants("dibo") == ()


def test_a_question_stays_a_question_and_a_command_a_command(bundled_frame):
    for text in bundled_frame.sentence[:300]:
        assert {v.count("?") for v in spelling_variants(text, 6)} <= {text.count("?")}


def test_the_same_arguments_give_the_same_spellings():
    text = "amar message er reply ta taratari pathaiya dio"
    first = spelling_variants(text, 6, seed=1)
    assert first == spelling_variants(text, 6, seed=1) != spelling_variants(text, 6, seed=2)
    assert len(set(first) - {text}) == 6


@pytest.mark.parametrize("text", ["", " ", "?", "koro?"])
def test_a_text_that_affords_none_has_none(text):
    assert [v for v in spelling_variants(text, 3) if v.lower() != text.lower()] == []


def test_most_sentences_afford_several(bundled_frame):
    counts = [len(spelling_variants(text, 4)) for text in bundled_frame.sentence[:500]]
    assert sum(n == 4 for n in counts) > 0.85 * len(counts)
