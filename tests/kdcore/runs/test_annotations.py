import pytest

from kdcore.errors import RunError
from kdcore.runs.annotations import About, about, pin, rename
from kdcore.runs.folder import RunFolder


@pytest.fixture
def run(tmp_path):
    return RunFolder.create(tmp_path, "one", {"seed": 3})


def test_a_run_without_marks_has_none(run):
    assert about(run) == About("", False)


def test_marks_are_kept_beside_settings_that_never_change(run):
    settings = (run.path / "config.json").read_bytes()
    rename(run, " আমার\n প্রথম\u202e রান ")
    pin(run, True)
    assert about(run).name.split() == ["আমার", "প্রথম", "রান"]
    assert about(run).pinned
    assert "\u202e" not in about(run).name
    rename(run, "")
    assert about(run) == About("", True)
    pin(run, False)
    assert about(run) == About("", False)
    assert (run.path / "config.json").read_bytes() == settings


def test_a_name_has_at_most_sixty_characters(run):
    rename(run, "x" * 60)
    with pytest.raises(RunError, match="61 characters"):
        rename(run, "y" * 61)
    assert about(run).name == "x" * 60


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"name": 3}', '"x"', '{"pinned": true}'])
def test_a_broken_file_of_marks_is_none(run, broken):
    (run.path / "about.json").write_text(broken)
    assert about(run) == About("", False)


def test_only_true_is_a_pin(run):
    (run.path / "about.json").write_text('{"name": "a", "pinned": "yes"}')
    assert about(run) == About("a", False)
