from kdcore.language.recombine import recombined

TEXTS = ["tumi kalke office e jao", "ami office e boshe achhi", "Office theke phone dio", "kothao na"]


def bigrams(text):
    words = text.casefold().split()
    return set(zip(words, words[1:], strict=False))


def test_two_texts_meet_at_a_word_of_both():
    known = set().union(*map(bigrams, TEXTS))
    made = recombined(TEXTS, 50, seed=0)
    assert "tumi kalke office e boshe achhi" in made
    assert all(bigrams(sentence) <= known for sentence in made)


def test_none_is_a_text_and_none_comes_twice():
    made = recombined(TEXTS, 50, seed=0)
    assert len(set(made)) == len(made)
    assert not set(made) & set(TEXTS)


def test_as_many_as_wanted_and_the_same_again(bundled_frame):
    texts = list(bundled_frame.sentence[:200])
    assert len(recombined(texts, 300, seed=1)) == 300
    assert recombined(texts, 300, seed=1) == recombined(texts, 300, seed=1) != recombined(texts, 300, seed=2)


def test_texts_that_share_no_word_afford_none():
    assert recombined(["ek dui", "tin char"], 5, seed=0) == []
    assert recombined([], 5, seed=0) == []
    assert recombined(["", "  "], 5, seed=0) == []
