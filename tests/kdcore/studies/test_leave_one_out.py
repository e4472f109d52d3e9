import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.errors import DataError
from kdcore.studies.leave_one_out import leave_one_out


def test_each_value_is_judged_by_who_never_read_it(tiny_bert, tiny_student, bundled_frame, tmp_path):
    stage = StageConfig(1, 1e-3, 16)
    config = TrainConfig("quick", encoder_pair(f"{tiny_bert},{tiny_student}"), stage, stage, baseline_epochs=1)
    some = bundled_frame[bundled_frame.voice.isin(["v01", "v02", "v03"])].groupby("voice").head(150)
    some.drop(columns="split").to_csv(tmp_path / "three.csv", index=False)
    dataset = load_dataset(tmp_path / "three.csv")
    found = list(leave_one_out(config, dataset, "voice"))
    assert [one.value for one in found] == ["v01", "v02", "v03"]
    assert sum(one.n for one in found) == len(dataset.train) + len(dataset.validation) + len(dataset.test)
    assert all(0.5 < one.tfidf <= 1 and 0 < one.student <= 1 for one in found)
    with pytest.raises(DataError, match="no column 'nobody'"):
        list(leave_one_out(config, dataset, "nobody"))
