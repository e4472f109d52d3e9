import pytest

from kdcore import stages
from kdcore.config import stages_of
from kdcore.stages import StageSpec, training_stages
from kdcore.training.recipe import _FUNCTIONS


def test_every_stage_of_a_training_is_its_name():
    for spec in training_stages(teachers=12, folds=3):
        assert StageSpec.parse(spec.name) == spec
    assert StageSpec.parse("soft_targets") == StageSpec("soft_targets")
    assert StageSpec.parse("teacher_12") == StageSpec("teacher", 12)


@pytest.mark.parametrize("name", ["", "_", "../student", "Teacher", "fold-1"])
def test_other_names_are_refused(name):
    with pytest.raises(ValueError, match="name of a stage"):
        StageSpec.parse(name)


def test_one_fold_is_none_and_older_settings_have_one_teacher():
    simple = ("teacher", "soft_targets", "baseline", "student", "exam")
    assert stages_of({}) == stages_of({"teachers": 1, "folds": 1}) == simple
    assert stages_of({"teachers": 2, "folds": 2})[:4] == ("teacher", "teacher_2", "fold_1", "fold_2")


def test_which_stages_train_and_which_networks_are_thrown_away():
    specs = training_stages(teachers=2, folds=2)
    assert [s.name for s in specs if not s.trains] == ["soft_targets", "exam"]
    assert [s.name for s in specs if s.is_extra_teacher] == ["teacher_2", "fold_1", "fold_2"]


def test_a_new_kind_of_stage_is_one_entry(monkeypatch):
    kinds = list(stages.KINDS.items())
    monkeypatch.setattr(stages, "KINDS", dict([*kinds[:3], ("warm_up", True), *kinds[3:]]))
    assert stages_of({}) == ("teacher", "soft_targets", "warm_up", "baseline", "student", "exam")
    assert StageSpec.parse("warm_up").trains


def test_the_recipe_has_a_function_for_every_kind():
    assert _FUNCTIONS.keys() == stages.KINDS.keys()
