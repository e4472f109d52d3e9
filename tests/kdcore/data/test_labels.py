import pandas as pd
import pytest

from kdcore.data.labels import classes_of, find_columns, is_missing, plain_word
from kdcore.errors import DataError


def frame(**columns):
    return pd.DataFrame({name.replace("__", " "): values for name, values in columns.items()}, dtype=object)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["sentence", "label"], ("sentence", "label")),
        (["label", "sentence", "form", "domain"], ("sentence", "label")),
        ([" TEXT ", "Is-Imperative"], (" TEXT ", "Is-Imperative")),
        (["id", "review", "Category"], ("review", "Category")),
        (["Comment", "class", "label"], ("Comment", "label")),
        (["sentence", "title", "y"], ("sentence", "y")),
        (["words", "target"], ("words", "target")),
    ],
)
def test_columns_by_name(columns, expected):
    table = pd.DataFrame([["some words"] * len(columns)], columns=columns)
    assert find_columns(table, None, None)[:2] == expected


def test_the_longest_text_is_taken_and_said():
    table = frame(nr=["1", "2"], words=["Go there now", "Stop"], label=["1", "0"])
    text, _, notes = find_columns(table, None, None)
    assert text == "words"
    assert "'words'" in notes[0]


def test_named_columns_win():
    table = frame(sentence=["a"], other=["b"], label=["1"], mark=["2"])
    assert find_columns(table, " Other", "MARK")[:2] == ("other", "mark")
    assert find_columns(table, "label", "mark")[:2] == ("label", "mark")


@pytest.mark.parametrize(
    ("columns", "text", "label", "sentence"),
    [
        (["sentence", "text", "label"], None, None, "Several columns could hold the sentences: 'sentence', 'text'"),
        (["sentence", "class", "target"], None, None, "Several columns could hold the labels: 'class', 'target'"),
        (["sentence", "form"], None, None, "No column holds the labels.*'sentence', 'form'"),
        (["Cut the apple", "1"], None, None, "first row must be a header"),
        (["one", "two", "label"], None, None, "not clear which column holds the sentences.*'one', 'two', 'label'"),
        (["label"], None, None, "only one column"),
        (["sentence", "label"], "satz", None, "no text column called 'satz'.*'sentence', 'label'"),
        (["sentence", "label"], None, "marke", "no label column called 'marke'"),
        (["sentence", "label"], "label", "label", "cannot be both"),
    ],
)
def test_unclear_columns_are_listed(columns, text, label, sentence):
    table = pd.DataFrame([["same"] * len(columns)], columns=columns)
    with pytest.raises(DataError, match=sentence):
        find_columns(table, text, label)


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
    classes = classes_of(words, "label")
    assert classes.names == names
    assert [classes.numbers[plain_word(name)] for name in names] == list(range(len(names)))


@pytest.mark.parametrize(
    ("word", "plain"), [(" 1.0 ", "1"), ("01", "1"), ("-0", "0"), (" Pos ", "pos"), ("1.5", "1.5")]
)
def test_plain_words(word, plain):
    assert plain_word(word) == plain


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
        classes_of(words, "label")
