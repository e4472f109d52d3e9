import pytest

from kdcore.errors import RunError
from kdcore.runs.annotations import Annotations, annotations_of, pin_run, rename_run
from tests.made_runs import make_run_folder


@pytest.fixture
def run(tmp_path):
    return make_run_folder(tmp_path)


def test_a_run_without_marks_has_none(run):
    assert annotations_of(run) == Annotations("", False)


def test_marks_are_kept_beside_settings_that_never_change(run):
    settings = (run.path / "config.json").read_bytes()
    rename_run(run, " আমার\n প্রথম\u202e রান ")
    pin_run(run, True)
    assert annotations_of(run).name.split() == ["আমার", "প্রথম", "রান"]
    assert annotations_of(run).pinned
    assert "\u202e" not in annotations_of(run).name
    rename_run(run, "")
    assert annotations_of(run) == Annotations("", True)
    pin_run(run, False)
    assert annotations_of(run) == Annotations("", False)
    assert (run.path / "config.json").read_bytes() == settings


def test_a_name_has_at_most_sixty_characters(run):
    rename_run(run, "x" * 60)
    with pytest.raises(RunError, match="61 characters"):
        rename_run(run, "y" * 61)
    assert annotations_of(run).name == "x" * 60


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"name": 3}', '"x"', '{"pinned": true}'])
def test_a_broken_file_of_marks_is_none(run, broken):
    (run.path / "about.json").write_text(broken)
    assert annotations_of(run) == Annotations("", False)


def test_only_true_is_a_pin(run):
    (run.path / "about.json").write_text('{"name": "a", "pinned": "yes"}')
    assert annotations_of(run) == Annotations("a", False)
