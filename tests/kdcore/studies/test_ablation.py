import pytest

from kdcore.config import StageConfig, TrainConfig, encoder_pair
from kdcore.data import load_dataset
from kdcore.studies.ablation import STEPS, AblationStep, ablation


@pytest.fixture(scope="module")
def config(tiny_bert, tiny_student):
    stage = StageConfig(1, 1e-3, 16)
    return TrainConfig("quick", encoder_pair(f"{tiny_bert},{tiny_student}"), stage, stage, baseline_epochs=1)


def test_every_step_keeps_all_parts_of_the_one_before():
    parts = {}
    for changes in list(STEPS.values())[1:]:
        assert set(changes).isdisjoint(parts)
        parts |= changes
    assert parts == {"transfer": 2, "spellings": 5, "folds": 2, "teachers": 3}


def test_steps_differ_and_the_same_seed_gives_the_same_student(config, small_csv):
    dataset = load_dataset(small_csv, seed=1)
    steps = list(ablation(config, dataset, [0, 0]))  # the same seed twice must give the same student twice
    assert [step.name for step in steps] == list(STEPS)
    assert all(len(step.accuracies) == 2 and step.accuracies[0] == step.accuracies[1] for step in steps)
    assert len({tuple(step.accuracies) for step in steps}) > 1


def test_the_interval_is_students():
    step = AblationStep("x", [0.90, 0.92, 0.94])
    assert step.mean == pytest.approx(0.92)
    assert step.margin == pytest.approx(4.303 * 0.02 / 3**0.5, rel=1e-3)
    assert AblationStep("x", [0.9]).margin == float("inf")
