"""A visitor's file is parsed once and split once for each choice of columns."""

from collections import Counter

import pytest

from demo import uploads
from demo.data import tab as data_tab

VISITOR = {"secret": "0123456789abcdef"}


@pytest.fixture
def calls(monkeypatch):
    uploads.bundled_dataset()  # read once for all, and not counted
    counted = Counter()
    for name in ("read_table", "dataset_from_table", "load_dataset"):
        real = getattr(uploads, name)

        def counting(*args, _name=name, _real=real, **more):
            counted[_name] += 1
            return _real(*args, **more)

        monkeypatch.setattr(uploads, name, counting)
    return counted


def test_from_upload_to_training_a_file_is_read_once(site, small_csv, calls):
    path = str(small_csv)
    data_tab.opened(site, "en", path)
    for lang in ("bn", "en"):
        data_tab.looked_at(site, lang, path, None, None)
    data_tab.looked_at(site, "en", path, "sentence", "label")
    data_tab.used(site, "en", VISITOR, path, "sentence", "label")
    visitor, *_ = data_tab.used(site, "bn", VISITOR, path, "sentence", "label")
    assert calls == {"read_table": 1, "dataset_from_table": 2}  # one split as recognised, one as chosen
    dataset = site.uploads.dataset(visitor["data"][0])
    assert len(dataset.train) > len(dataset.test) > 0
    assert calls["load_dataset"] == 0


def test_a_file_that_changed_is_read_again(site, tmp_path, small_csv, calls):
    file = tmp_path / "mine.csv"
    file.write_bytes(small_csv.read_bytes())
    first = site.uploads.read(str(file), None, None)
    file.write_text(file.read_text() + "notun ekta kotha,1\n")
    assert site.uploads.read(str(file), None, None).sha256 != first.sha256
    assert calls["read_table"] == 2


def test_after_a_restart_a_kept_file_is_the_same(site, small_csv):
    given = site.uploads.read(str(small_csv), None, None)
    data_id = site.uploads.keep(given)
    kept = site.uploads.dataset(data_id)
    again = uploads.Uploads(site.root / "data", site.limits).dataset(data_id)
    for part in ("train", "validation", "test"):
        assert getattr(again, part).texts == getattr(kept, part).texts
    assert (again.name, again.sha256, again.label_names) == (kept.name, kept.sha256, kept.label_names)
