from dataclasses import replace

import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.errors import DataError
from kdcore.pretraining.probe import linear_probe, mean_vectors
from kdcore.studies.ablation import RUNGS, Rung, ablation, leave_one_out

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def config(tiny_bert, tiny_student):
    stage = StageConfig(1, 1e-3, 16)
    return TrainConfig("quick", encoder_pair(f"{tiny_bert},{tiny_student}"), stage, stage, baseline_epochs=1)


def test_every_rung_has_all_parts_of_the_one_before():
    parts = {}
    for changes in list(RUNGS.values())[1:]:
        assert set(changes).isdisjoint(parts)
        parts |= changes
    assert parts == {"transfer": 2, "spellings": 5, "folds": 2, "teachers": 3}


def test_rungs_differ_and_say_so_again(config, small_csv):
    dataset = load_dataset(small_csv, seed=1)
    first, second = (list(ablation(config, dataset, range(2))) for _ in range(2))
    assert [rung.name for rung in first] == list(RUNGS)
    assert first == second
    assert len({tuple(rung.accuracies) for rung in first}) > 1
    assert all(len(rung.accuracies) == 2 for rung in first)


def test_the_interval_is_students():
    rung = Rung("x", [0.90, 0.92, 0.94])
    assert rung.mean == pytest.approx(0.92)
    assert rung.margin == pytest.approx(4.303 * 0.02 / 3**0.5, rel=1e-3)
    assert Rung("x", [0.9]).margin == float("inf")


def test_each_value_is_judged_by_who_never_read_it(config, bundled_frame, tmp_path):
    some = bundled_frame[bundled_frame.voice.isin(["v01", "v02", "v03"])].groupby("voice").head(150)
    some.drop(columns="split").to_csv(tmp_path / "three.csv", index=False)
    dataset = load_dataset(tmp_path / "three.csv")
    found = list(leave_one_out(config, dataset, "voice"))
    assert [one.value for one in found] == ["v01", "v02", "v03"]
    assert sum(one.n for one in found) == len(dataset.train) + len(dataset.validation) + len(dataset.test)
    assert all(0.5 < one.tfidf <= 1 and 0 < one.student <= 1 for one in found)
    with pytest.raises(DataError, match="no column 'nobody'"):
        list(leave_one_out(config, dataset, "nobody"))


def test_vectors_do_not_depend_on_who_shares_the_batch(tiny_bert):
    alone, together = mean_vectors(str(tiny_bert), ["ami"]), mean_vectors(str(tiny_bert), ["ami", "vai eita koro na"])
    assert together[0] == pytest.approx(alone[0], abs=1e-5)


def test_a_probe_finds_what_the_words_give_away(tiny_bert, small_csv):
    dataset = load_dataset(small_csv, seed=1)
    rows = dataset.train
    marked = replace(rows, texts=["koro" if label else "ami" for label in rows.labels])
    judged = dataset.validation
    easy = replace(judged, texts=["koro" if label else "ami" for label in judged.labels])
    assert linear_probe(str(tiny_bert), replace(dataset, train=marked, validation=easy)) == 1.0
