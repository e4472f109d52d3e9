from kdcore.bundled import DEMO_RUN
from kdcore.config import preset_config
from kdcore.runs.folder import RunFolder
from kdcore.runs.settings_diff import differing, settings_of


def config(preset="quick", **more):
    return {
        "training": preset_config(preset, n_train=12_000).as_dict(),
        "data": {"name": "mine", "sha256": "abc", "rows": {"train": 10, "test": 2}, "notes": ["x"]},
        "owner": "me",
        "threads": 2,
        "versions": {"torch": "2.8"},
        **more,
    }


def test_alike_runs_differ_in_nothing():
    assert differing([config(), config(owner="you", tracked=["x"], expected_s={"exam": 3})]) == {}


def test_only_what_differs_is_named_with_every_runs_value():
    first, second, third = config(), config(threads=4), config()
    second["training"]["distill"]["alpha"] = 0.2
    third["versions"] = {"torch": "2.9"}
    third["data"] = {**third["data"], "rows": {"train": 11, "test": 2}}
    assert differing([first, second, third]) == {
        "training.distill.alpha": [0.7, 0.2, 0.7],
        "data.rows.train": [10, 10, 11],
        "threads": [2, 4, 2],
        "versions.torch": ["2.8", "2.8", "2.9"],
    }


def test_a_setting_that_an_older_run_never_had_equals_one_that_is_not_set():
    old = config()
    del old["training"]["teacher_layers"], old["training"]["dropout"]
    new = config(continues="")
    new["training"]["teacher_layers"] = new["training"]["dropout"] = None
    assert differing([old, new]) == {}
    new["training"]["dropout"] = 0.0
    assert differing([old, new]) == {"training.dropout": [None, 0.0]}
    assert differing([old, config(continues="20260101-000000-quick-aaaa")])["continues"] == [
        None, "20260101-000000-quick-aaaa",
    ]  # fmt: skip


def test_settings_of_a_real_run_are_all_there():
    plain = RunFolder(DEMO_RUN).config()
    found = settings_of(plain)
    assert found["training.student.learning_rate"] == plain["training"]["student"]["learning_rate"]
    assert found["versions.torch"] == plain["versions"]["torch"]
    assert not any(path.startswith(("owner", "tracked", "pinned", "data.notes")) for path in found)
