import pandas as pd
import pytest

from kdcore.data.columns import detect_columns
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
    chosen = detect_columns(table)
    assert (chosen.text, chosen.label) == expected


def test_the_longest_text_is_taken_and_said():
    table = frame(nr=["1", "2"], words=["Go there now", "Stop"], label=["1", "0"])
    chosen = detect_columns(table)
    assert chosen.text == "words"
    assert "'words'" in chosen.notes[0]


def test_named_columns_win():
    table = frame(sentence=["a"], other=["b"], label=["1"], mark=["2"])
    for named, expected in (((" Other", "MARK"), ("other", "mark")), (("label", "mark"), ("label", "mark"))):
        chosen = detect_columns(table, *named)
        assert (chosen.text, chosen.label) == expected


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
        detect_columns(table, text, label)
