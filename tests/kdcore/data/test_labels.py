import pytest

from kdcore.data.labels import Classes, is_missing, normalised_label
from kdcore.errors import DataError


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["1", "0"], ["0", "1"]),
        (["1.0", "0.0", "1", "0"], ["0.0", "1.0"]),
        (["Yes", "no", "YES", " yes "], ["no", "Yes"]),
        (["True", "False"], ["False", "True"]),
        (["pos", "neg"], ["neg", "pos"]),
        (["Positive", "Negative"], ["Negative", "Positive"]),
        (["1", "-1"], ["-1", "1"]),
        (["imperative", "non-imperative"], ["non-imperative", "imperative"]),
        (["spam", "Not spam"], ["Not spam", "spam"]),
        (["হ্যাঁ", "না"], ["না", "হ্যাঁ"]),
        (["b", "a"], ["a", "b"]),
        (["10", "9", "2"], ["2", "9", "10"]),
        (["neutral", "pos", "neg"], ["neg", "neutral", "pos"]),
    ],
)
def test_order_of_classes(words, names):
    classes = Classes.from_labels(words, "label")
    assert classes.names == names
    assert [classes.numbers[normalised_label(name)] for name in names] == list(range(len(names)))


@pytest.mark.parametrize(
    ("word", "normalised"), [(" 1.0 ", "1"), ("01", "1"), ("-0", "0"), (" Pos ", "pos"), ("1.5", "1.5")]
)
def test_labels_are_compared_in_one_form(word, normalised):
    assert normalised_label(word) == normalised


def test_missing_words():
    assert all(map(is_missing, ["", " ", "NaN", "null", "N/A"]))
    assert not any(map(is_missing, ["0", "none", "no"]))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["1"] * 30, "only one class, '1'"),
        ([], "no label at all"),
        ([str(number / 7) for number in range(30)], "30 different labels.*numbers or ids"),
        ([f"user{number}" for number in range(30)], "ids or free text"),
        ([f"class{number % 21}" for number in range(300)], "21 different labels; at most 20"),
    ],
)
def test_too_few_or_too_many_classes(words, sentence):
    with pytest.raises(DataError, match=sentence):
        Classes.from_labels(words, "label")
