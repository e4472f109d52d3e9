import pytest

from kdcore.config import PAGE_PRESETS, PRESETS, DistillConfig, StageConfig, TrainConfig, encoder_pair, preset_config
from kdcore.errors import ConfigError


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("n_train", [60, 1_050, 12_071, 200_000])
def test_presets_are_valid_for_any_number_of_rows(preset, n_train):
    config = preset_config(preset, n_train=n_train)
    assert TrainConfig.from_dict(config.as_dict()) == config


def test_the_page_offers_all_presets_but_the_notebooks():
    assert PAGE_PRESETS == ("quick", "balanced", "best")
    assert set(PRESETS) - set(PAGE_PRESETS) == {"notebook"}


def test_a_preset_spends_about_as_much_with_half_the_rows():
    whole, half = (preset_config("balanced", n_train=n) for n in (12_000, 6_000))
    assert half.student.epochs == 2 * whole.student.epochs


def test_balanced_and_best_have_a_fair_baseline():
    for preset in ("balanced", "best"):
        config = preset_config(preset, n_train=12_071)
        assert config.baseline_epochs == config.student.epochs


def test_the_notebooks_recipe_is_the_notebooks():
    config = preset_config("notebook", n_train=12_071)
    assert (config.teacher.epochs, config.student.epochs) == (5, 5)
    assert (config.teacher.learning_rate, config.student.learning_rate) == (2e-5, 5e-5)
    assert (config.teacher.batch_size, config.teacher.keep, config.teacher.bucketed) == (16, "last", False)
    assert (config.distill.temperature, config.distill.alpha) == (3.0, 0.7)


def test_the_bert_pair_keeps_all_layers():
    config = preset_config("quick", "bert", n_train=12_071)
    assert config.encoders.teacher == "google-bert/bert-base-uncased"
    assert config.encoders.student == "prajjwal1/bert-tiny"
    assert config.teacher_layers is None


@pytest.mark.parametrize("pair", ["", "one", "a,b,c", ","])
def test_unknown_pairs_are_refused(pair):
    with pytest.raises(ConfigError, match="pair of encoders"):
        encoder_pair(pair)


@pytest.mark.parametrize(
    "build",
    [
        lambda: StageConfig(0, 1e-3),
        lambda: StageConfig(1, 0),
        lambda: StageConfig(1, 1e-3, batch_size=0),
        lambda: StageConfig(1, 1e-3, keep="worst"),
        lambda: StageConfig(1, float("nan")),
        lambda: DistillConfig(temperature=0.5),
        lambda: DistillConfig(alpha=1.5),
        lambda: DistillConfig(alpha=float("nan")),
        lambda: preset_config("slow", n_train=100),
        lambda: preset_config("quick", seed=-1, n_train=100),
    ],
)
def test_values_outside_their_range_are_refused(build):
    with pytest.raises(ConfigError):
        build()
