"""Visitors' files: parsed once, split once for each choice of columns, stored and found again."""

import json
from collections import Counter

import pytest

from demo import uploads
from demo.refusals import Refusal
from demo.training_request import TrainingRequest
from kdcore.data import load_dataset
from kdcore.runs.create import open_run

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


def test_from_upload_to_training_a_file_is_read_once(site, data_tab, small_csv, calls):
    path = str(small_csv)
    data_tab.open_file("en", path)
    for lang in ("bn", "en"):
        data_tab.show(lang, path, None, None)
    for lang in ("en", "bn"):
        data_tab.show(lang, path, "sentence", "label")
    data_tab.use("en", VISITOR, path, "sentence", "label")
    visitor = data_tab.use("bn", VISITOR, path, "sentence", "label")[data_tab.session.visitor]
    assert calls == {"read_table": 1, "dataset_from_table": 2}  # one split as detected, one as chosen
    site.launcher.n_parallel = 0  # it stays in the queue
    run = site.store.folder(site.start(TrainingRequest("quick"), visitor["data"][0], VISITOR["secret"]))
    assert calls["load_dataset"] == 0
    _, trained_on = open_run(run)
    given = site.uploads.read(path, "sentence", "label")
    for part in ("train", "validation", "test"):
        assert getattr(trained_on, part).texts == getattr(given, part).texts
        assert getattr(trained_on, part).labels == getattr(given, part).labels


def test_a_file_that_cannot_be_split_is_still_parsed_once(data_tab, tmp_path, calls):
    file = tmp_path / "mine.csv"
    file.write_text("sentence,label\n" + "koro,1\n" * 30)
    data_tab.open_file("en", str(file))
    assert "only one class" in data_tab.show("bn", str(file), None, None)[data_tab.view]
    assert calls["read_table"] == 1


def test_a_file_that_changed_is_read_again(site, tmp_path, small_csv, calls):
    file = tmp_path / "mine.csv"
    file.write_bytes(small_csv.read_bytes())
    first = site.uploads.read(str(file), None, None)
    file.write_text(file.read_text() + "notun ekta kotha,1\n")
    assert site.uploads.read(str(file), None, None).sha256 != first.sha256
    assert calls["read_table"] == 2


def test_after_a_restart_a_stored_file_is_the_same(site, small_csv):
    given = site.uploads.read(str(small_csv), None, None)
    data_id = site.uploads.keep(given)
    kept = site.uploads.dataset(data_id)
    again = uploads.Uploads(site.root / "data", site.limits).dataset(data_id)
    for part in ("train", "validation", "test"):
        assert getattr(again, part).texts == getattr(kept, part).texts
    assert (again.name, again.sha256, again.label_names) == (kept.name, kept.sha256, kept.label_names)


@pytest.mark.parametrize("data_id", ["../../etc/passwd", "", "0" * 16, None, "a" * 15])
def test_only_kept_files_are_learnt_from(site, data_id):
    with pytest.raises(Refusal):
        site.uploads.dataset(data_id)


def test_a_kept_file_is_the_same_dataset(site, small_csv):
    given = load_dataset(small_csv)
    data_id = site.uploads.keep(given)
    kept = site.uploads.dataset(data_id)
    assert kept.name == given.name == site.uploads.info(data_id).name
    assert site.uploads.info(data_id).rows.train == len(given.train)
    assert kept.train.texts == given.train.texts
    assert kept.test.labels == given.test.labels


def test_old_files_make_room(site, small_csv, monkeypatch):
    monkeypatch.setattr("demo.uploads._MAX_FILES", 2)
    given = load_dataset(small_csv)
    ids = [site.uploads.keep(given) for _ in range(3)]
    assert sum(site.uploads.file(data_id).exists() for data_id in ids) == 2
    # Gone from memory as well.
    gone = next(data_id for data_id in ids if not site.uploads.file(data_id).exists())
    with pytest.raises(Refusal):
        site.uploads.dataset(gone)


@pytest.mark.parametrize("content", ["", "[]", '{"name": "x"}', '{"name": "x", "rows": {"train": "many"}}'])
def test_a_broken_description_of_a_stored_file_is_refused(site, small_csv, content):
    data_id = site.uploads.keep(load_dataset(small_csv))
    site.uploads.file(data_id).with_suffix(".json").write_text(content)
    with pytest.raises(Refusal):
        site.uploads.dataset(data_id)


def test_a_description_of_an_older_version_is_read(site, small_csv):
    """Versions before this one wrote the same keys, the first ones without the digest."""
    data_id = site.uploads.keep(load_dataset(small_csv))
    rows = {"train": 1, "validation": 2, "test": 3}
    site.uploads.file(data_id).with_suffix(".json").write_text(json.dumps({"name": "old", "rows": rows}))
    again = uploads.Uploads(site.root / "data", site.limits)
    assert again.info(data_id).rows.test == 3
    assert again.dataset(data_id).name == "old"
    assert len(again.dataset(data_id).sha256) == 64
