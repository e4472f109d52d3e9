import pytest

from kdcore.data import hold_out, is_bundled, load_dataset, save_dataset
from kdcore.errors import ConfigError, DataError


@pytest.fixture(scope="module")
def bundled():
    return load_dataset()


def test_nothing_of_what_is_held_out_is_learnt_from(bundled):
    held = hold_out(bundled, "voice=v07, v15,v17")
    assert set(held.test.extra.voice) == {"v07", "v15", "v17"}
    for part in (held.train, held.validation):
        assert not set(part.extra.voice) & {"v07", "v15", "v17"}
        assert len(part.texts) == len(part.labels) == len(part.extra)
    every = (bundled.train, bundled.validation, bundled.test)
    assert len(held.test) == sum(int(rows.extra.voice.isin(["v07", "v15", "v17"]).sum()) for rows in every)
    assert set(held.train.texts) <= set(bundled.train.texts)
    assert not set(held.test.texts) & set(held.train.texts)


def test_it_is_another_dataset_that_a_run_keeps(bundled, tmp_path):
    held = hold_out(bundled, "voice=v07")
    assert not is_bundled(held.sha256)
    assert held.sha256 != hold_out(bundled, "voice=v15").sha256
    save_dataset(held, tmp_path / "data.csv")
    again = load_dataset(tmp_path / "data.csv", text_column="sentence", label_column="label")
    assert (again.train.texts, again.test.texts, again.test.labels) == (
        held.train.texts,
        held.test.texts,
        held.test.labels,
    )


@pytest.mark.parametrize("wish", ["", "voice", "voice=", "=v07", "voice= , "])
def test_a_wish_that_names_nothing_is_refused(bundled, wish):
    with pytest.raises(ConfigError, match="names nothing"):
        hold_out(bundled, wish)


@pytest.mark.parametrize(("wish", "words"), [("tone=v07", "no column 'tone'"), ("voice=v07,v99", "no v99")])
def test_what_is_not_there_is_said(bundled, wish, words):
    with pytest.raises(DataError, match=words):
        hold_out(bundled, wish)


def test_a_class_that_would_be_missing_is_said(bundled):
    with pytest.raises(DataError, match="has no test row"):
        hold_out(bundled, "form=question")
