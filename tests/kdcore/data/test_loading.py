import hashlib
import random
from contextlib import suppress

import pandas as pd
import pytest

from kdcore.bundled import DATASET
from kdcore.config import Limits
from kdcore.data import dataset_from_table, load_dataset, load_labelled, read_table, save_dataset
from kdcore.data.splits import SplitConfig
from kdcore.errors import ConfigError, DataError, KdError

PARTS = ("train", "validation", "test")


def write(path, rows, columns=("sentence", "label")):
    pd.DataFrame(rows, columns=list(columns)).to_csv(path, index=False)
    return path


def different(n, seed=0):
    """Return n sentences that are no near-duplicates of each other."""
    chance = random.Random(seed)
    return [" ".join("".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(5)) for _ in range(n)]


def labelled(n, names):
    return [[text, names[at % len(names)]] for at, text in enumerate(different(n))]


def everything(dataset):
    return [(part, *pair) for part in PARTS for pair in zip(*columns(getattr(dataset, part)), strict=True)]


def columns(rows):
    assert len(rows) == len(rows.texts) == len(rows.labels) == len(rows.extra)
    assert list(rows.extra.index) == list(range(len(rows)))
    return rows.texts, rows.labels


@pytest.fixture(scope="module")
def bundled():
    return load_dataset()


def test_bundled_file(bundled, bundled_frame):
    for part in PARTS:
        rows = bundled_frame[bundled_frame.split == part]
        assert columns(getattr(bundled, part)) == (list(rows.sentence), list(rows.label))
    assert bundled.label_names == ["0", "1"]
    assert bundled.name == "imperatives"
    assert bundled.sha256 == hashlib.sha256(DATASET.read_bytes()).hexdigest()
    assert list(bundled.train.extra.columns) == ["form", "domain", "voice"]
    assert len(bundled.notes) == 2


def test_an_installation_without_the_bundled_sentences_says_where_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setattr("kdcore.data.loading.DATASET", tmp_path / "missing.csv")
    with pytest.raises(DataError, match=r"bundled sentences are missing.*Reinstall .* checkout of the repository"):
        load_dataset()


def test_one_table_gives_several_datasets_and_stays_as_it_is(tmp_path):
    path = write(tmp_path / "f.csv", [[*row, "0"] for row in labelled(60, ["a", "b"])], ("words", "label", "tag"))
    table = read_table(path)
    before, notes = table.frame.copy(), list(table.notes)
    one = dataset_from_table(table, "words", "label")
    other = dataset_from_table(table, "words", "label", split_config=SplitConfig(seed=1))
    assert everything(one) == everything(load_dataset(path, text_column="words", label_column="label"))
    assert everything(one) != everything(other)
    with pytest.raises(DataError, match="only one class"):
        dataset_from_table(table, "words", "tag")
    assert table.frame.equals(before)
    assert table.notes == notes


def test_the_seed_leaves_a_given_split_as_it_is(bundled):
    assert everything(load_dataset(seed=7, fractions=(0.5, 0.25, 0.25))) == everything(bundled)


def test_the_seed_decides_a_split_of_our_own(tmp_path):
    path = write(tmp_path / "f.csv", labelled(200, ["0", "1"]))
    one, again, other = (everything(load_dataset(path, seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert sorted(row[1:] for row in one) == sorted(row[1:] for row in other)


@pytest.mark.parametrize("n_classes", [2, 3, 20])
def test_files_of_several_classes(tmp_path, n_classes):
    names = [f"class {number:02}" for number in range(n_classes)]
    dataset = load_dataset(write(tmp_path / "f.csv", labelled(n_classes * 12, names)))
    assert dataset.label_names == names
    for part in PARTS:
        assert set(getattr(dataset, part).labels) == set(range(n_classes))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (labelled(420, [f"c{number}" for number in range(21)]), "21 different labels"),
        (labelled(30, ["1"]), "only one class"),
        ([*labelled(40, ["0", "1"]), ["a rare thing", "2"]], "'2' has 1 usable row,"),
        ([["same", "0"]] * 20 + labelled(20, ["1"]), "'0' has 1 usable row,"),
        ([["", "0"]] * 20, "no label at all"),
    ],
)
def test_files_that_cannot_be_learnt(tmp_path, rows, sentence):
    with pytest.raises(DataError, match=sentence):
        load_dataset(write(tmp_path / "f.csv", rows))


def test_skipped_rows_are_counted_and_named(tmp_path):
    rows = [["", "1"], ["no label", ""], ["long " * 500, "0"], *labelled(40, ["0", "1"])]
    rows += [rows[5], [rows[6][0], "0"], [rows[6][0], "1"]]
    dataset = load_dataset(write(tmp_path / "f.csv", rows))
    notes = " ".join(dataset.notes)
    for note in (
        "1 row (2) without a sentence: skipped",
        "1 row (3) without a label: the teacher will label them",
        "1 row (4) with more than 2,000 characters: skipped",
        "with the same sentence and label as an earlier row: skipped",
        "with sentences that occur with two labels",
    ):
        assert note in notes
    assert sum(len(getattr(dataset, part)) for part in PARTS) == 41
    assert len({part for part, text, _ in everything(dataset) if text == rows[6][0]}) == 1


def test_spellings_of_a_label_are_noted(tmp_path):
    dataset = load_dataset(write(tmp_path / "f.csv", labelled(60, ["Yes", "no", "YES"])))
    assert dataset.label_names == ["no", "Yes"]
    assert "Treated as the same label: 'Yes', 'YES'." in dataset.notes


def with_split(values):
    return [[text, str(at // 2 % 2), values[at % len(values)]] for at, text in enumerate(different(120))]


def test_a_column_split_that_is_not_one_stays_a_column(tmp_path):
    path = write(tmp_path / "f.csv", with_split(["train", "test"]), ("sentence", "label", "split"))
    dataset = load_dataset(path)
    assert list(dataset.train.extra.columns) == ["split"]
    assert [len(getattr(dataset, part)) for part in PARTS] == [84, 18, 18]


def test_a_given_test_part_keeps_its_rows(tmp_path):
    rows = with_split(["train", "validation", "test", "train", "train"])
    rows.insert(0, [rows[2][0], rows[2][1], "train"])
    dataset = load_dataset(write(tmp_path / "f.csv", rows, ("sentence", "label", "split")))
    assert [len(getattr(dataset, part)) for part in PARTS] == [72, 24, 24]


def test_a_given_split_without_a_class_in_a_part(tmp_path):
    rows = [[text, label, part] for text, label, part in with_split(list(PARTS)) if (label, part) != ("1", "test")]
    with pytest.raises(DataError, match="the class '1' has no row in the test part"):
        load_dataset(write(tmp_path / "f.csv", rows, ("sentence", "label", "split")))


def test_fractions_are_checked_first():
    with pytest.raises(ConfigError, match="fractions"):
        load_dataset(fractions=(0.5, 0.5, 0.5))


def test_labelled_rows_for_a_run(tmp_path):
    path = write(tmp_path / "f.csv", [["Go", "YES", "x"], ["Go", "yes", "y"], ["", "", ""]], ("text", "label", "form"))
    rows = load_labelled(path, ["no", "Yes"])
    assert columns(rows) == (["Go", "Go"], [1, 1])
    assert rows.extra["form"].tolist() == ["x", "y"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Go", "maybe"]], "does not know: 'maybe'.*The run knows: 'no', 'yes'"),
        ([["Go", ""], ["", "yes"]], r"1 row \(3\) without a sentence"),
        ([["Go", ""], ["Cut", "yes"]], r"1 row \(2\) without a label"),
        ([["", ""]], "no labelled sentence"),
    ],
)
def test_labelled_rows_that_a_run_cannot_use(tmp_path, rows, sentence):
    with pytest.raises(DataError, match=sentence):
        load_labelled(write(tmp_path / "f.csv", rows), ["no", "yes"])


def test_damaged_files_never_crash(tmp_path):
    chance = random.Random(5)
    good = write(tmp_path / "good.csv", labelled(40, ["0", "1"])).read_bytes()
    for _ in range(100):
        data = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 1, 30))] = bytes(
                [chance.choice((0, 10, 13, 34, 44, 59, 9, 255, 0x81, 65))]
            )
        (tmp_path / "bad.csv").write_bytes(data)
        with suppress(KdError):
            load_dataset(tmp_path / "bad.csv", limits=Limits(min_rows_per_class=3))


def test_sentences_without_a_label_are_kept_for_the_teacher_to_label(tmp_path):
    known = labelled(40, ["0", "1"])
    rows = [*known, ["nobody knows", ""], ["nobody knows", ""], ["who can tell", "nan"], [known[3][0].upper(), ""]]
    dataset = load_dataset(write(tmp_path / "f.csv", rows))
    assert dataset.unlabelled == ["nobody knows", "who can tell"]
    save_dataset(dataset, tmp_path / "again.csv")
    again = load_dataset(tmp_path / "again.csv", text_column="sentence", label_column="label")
    assert again.unlabelled == dataset.unlabelled
    for part in PARTS:
        assert getattr(again, part).texts == getattr(dataset, part).texts
