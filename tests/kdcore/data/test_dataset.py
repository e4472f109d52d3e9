import pandas as pd
import pytest

from kdcore.data import (
    Dataset,
    Rows,
    dataset,
    has_bundled_labels,
    is_bundled,
    load_dataset,
    normalised_words,
    save_dataset,
    with_added_rows,
)


@pytest.fixture
def small():
    def rows(*texts):
        return Rows(list(texts), [0, 1][: len(texts)], pd.DataFrame({"form": ["x"] * len(texts)}))

    parts = {"train": rows("koro", "ami jabo"), "validation": rows("bolo"), "test": rows("Eta dekho!", "tumi ki jabe")}
    return Dataset("small", ["yes", "no"], **parts, sha256="abc", notes=[])


@pytest.mark.parametrize(("one", "other"), [("Eta KORO!", "eta  koro"), ("করো।", "করো"), ("a-b (c)", "ab c")])
def test_sentences_are_compared_without_case_blanks_and_punctuation(one, other):
    assert normalised_words(one) == normalised_words(other)


def test_added_rows_replace_training_rows_with_the_same_words(small):
    more = with_added_rows(small, ["KORO!", "notun bakko"], [1, 0])
    assert more.train.texts == ["ami jabo", "KORO!", "notun bakko"]
    assert more.train.labels == [1, 1, 0]
    assert more.train.extra.form.tolist() == ["x", "", ""]
    assert list(more.train.extra.index) == [0, 1, 2]


def test_sentences_of_the_held_out_rows_are_never_added(small):
    more = with_added_rows(small, ["eta dekho", "BOLO", "tumi ki jabe?"], [1, 1, 1])
    assert more.train.texts == small.train.texts
    assert (more.validation, more.test) == (small.validation, small.test)


def test_the_digest_tells_what_was_added(small):
    one, other = with_added_rows(small, ["a"], [0]), with_added_rows(small, ["a"], [1])
    assert one.sha256.startswith("abc+")
    assert one.sha256 != other.sha256


def test_without_the_bundled_file_no_dataset_is_the_bundled_one(tmp_path, monkeypatch):
    monkeypatch.setattr(dataset, "DATASET", tmp_path / "missing.csv")
    monkeypatch.setattr(dataset, "_bundled_sha256", dataset._bundled_sha256.__wrapped__)
    for digest in ("", "abc", "abc+def", "+"):
        assert not is_bundled(digest)
        assert not has_bundled_labels(digest)


def test_what_is_saved_is_split_in_the_same_way(small_csv, tmp_path):
    given = load_dataset(small_csv, seed=1)
    save_dataset(given, tmp_path / "again.csv")
    again = load_dataset(tmp_path / "again.csv")
    for part in ("train", "validation", "test"):
        one, other = getattr(given, part), getattr(again, part)
        assert (one.texts, one.labels) == (other.texts, other.labels)
        assert one.extra.equals(other.extra)
