import json
from dataclasses import replace

from kdcore.bundled import DEMO_RUN
from kdcore.config import DistillConfig
from kdcore.runs.folder import RunFolder
from kdcore.runs.records import RowCounts
from kdcore.runs.settings_diff import differing, settings_of
from tests.made_runs import make_run_folder, run_config


def test_alike_runs_differ_in_nothing():
    assert differing([run_config(), run_config(owner="you", tracked=["x"], expected_s={"exam": 3})]) == {}
    assert differing([run_config(), run_config(data={"notes": ["x"], "label_names": ["no", "yes"]})]) == {}


def test_only_what_differs_is_named_with_every_runs_value():
    first = run_config()
    second = run_config(threads=4, training={"distill": replace(DistillConfig(), alpha=0.2)})
    third = run_config(versions={"torch": "2.9"}, data={"rows": RowCounts(101, 20, 20)})
    assert differing([first, second, third]) == {
        "training.distill.alpha": [0.7, 0.2, 0.7],
        "data.rows.train": [100, 100, 101],
        "threads": [2, 4, 2],
        "versions.torch": ["2.8", "2.8", "2.9"],
    }


def test_a_setting_that_an_older_run_never_had_equals_one_that_is_not_set(tmp_path):
    run = make_run_folder(tmp_path)
    plain = json.loads((run.path / "config.json").read_text())
    for name in ("teacher_layers", "dropout", "spellings", "transfer", "teachers", "folds"):
        del plain["training"][name]
    del plain["continues"]
    (run.path / "config.json").write_text(json.dumps(plain))
    new = {"teacher_layers": None, "dropout": None, "spellings": 1, "transfer": 0, "teachers": 1, "folds": 1}
    assert differing([run.config(), run_config(training=new)]) == {}
    with_dropout = run_config(training={**new, "dropout": 0.0})
    assert differing([run.config(), with_dropout]) == {"training.dropout": [None, 0.0]}
    continued = run_config(training=new, continues="20260101-000000-quick-aaaa")
    assert differing([run.config(), continued]) == {"continues": [None, "20260101-000000-quick-aaaa"]}


def test_settings_of_a_real_run_are_all_there():
    config = RunFolder(DEMO_RUN).config()
    found = settings_of(config)
    plain = json.loads((DEMO_RUN / "config.json").read_text())
    assert found["training.student.learning_rate"] == plain["training"]["student"]["learning_rate"]
    assert found["versions.torch"] == plain["versions"]["torch"]
    assert not any(path.startswith(("owner", "tracked", "pinned", "data.notes")) for path in found)
