import pytest

from demo.refusals import Refusal, error_message
from demo.shared.number_field import parse_number
from demo.training_request import TrainingRequest
from demo.uploads import BUNDLED_ID
from kdcore.config import VisitorLimits, preset_config
from kdcore.errors import ConfigError, DataError, RunError
from tests.made_runs import make_run_folder, run_config

LIMITS = VisitorLimits()


def in_state(root, name, state, **config):
    """Return a run in a state, however it came there."""
    run = make_run_folder(root, name, state, config=run_config(**config))
    if state == "done":
        (run.path / "results.json").write_text("{}")
    return run


@pytest.mark.parametrize(
    ("text", "key"),
    [("", "try_empty"), ("   \x00\u202e", "try_empty"), (None, "try_empty"), ([], "try_empty"),
     ("🙂 !?", "try_no_words"), ("a" * 2001, "try_too_long")],
)  # fmt: skip
def test_what_cannot_be_judged_is_refused(site, text, key):
    with pytest.raises(Refusal) as refusal:
        site.sentence(text)
    assert refusal.value.key == key
    assert error_message("bn", refusal.value)


def test_invisible_characters_are_dropped_and_letters_kept(site):
    assert site.sentence(" vai\u202e eita\n\tকরো\x07 ") == "vai eita করো"


@pytest.mark.parametrize(
    ("text", "number"),
    [("", None), ("  ", None), (None, None), ("3", 3), (" ০.৫ ", 0.5), ("0,25", 0.25), ("2e-4", 2e-4)],
)
def test_numbers_are_read_in_both_scripts(text, number):
    assert parse_number(text, "alpha") == number


@pytest.mark.parametrize("text", ["three", "nan", "inf", "1 2", "<b>"])
def test_what_is_no_number_is_said_with_the_field(text):
    with pytest.raises(Refusal) as refusal:
        parse_number(text, "alpha")
    assert error_message("en", refusal.value).startswith(f"Alpha: “{text}”")
    assert error_message("bn", refusal.value).startswith("আলফা")


def test_no_wish_means_the_preset():
    assert TrainingRequest("quick").config(12_000, LIMITS) == preset_config("quick", n_train=12_000)


def test_wishes_change_what_they_name():
    request = TrainingRequest(
        "balanced", temperature=5, alpha=0.2, student_epochs=3.0, teacher_epochs=1, student_rate=1e-3, seed=7
    )
    config = request.config(12_000, LIMITS)
    assert (config.distill.temperature, config.distill.alpha, config.seed) == (5, 0.2, 7)
    assert (config.student.epochs, config.baseline_epochs, config.teacher.epochs) == (3, 3, 1)
    assert isinstance(config.student.epochs, int)
    assert config.student.learning_rate == 1e-3


@pytest.mark.parametrize(
    "wishes",
    [
        {"student_epochs": 61},
        {"student_epochs": 0},
        {"teacher_epochs": 13},
        {"student_epochs": 2.5},
        {"temperature": 0.1},
        {"alpha": 2},
        {"student_rate": 5},
        {"seed": -1},
        {"seed": 1.5},
        {"preset": "notebook"},
        {"encoders": "/etc,/etc"},
    ],
)
def test_limits_hold_without_the_page(wishes):
    with pytest.raises((Refusal, ConfigError)):
        TrainingRequest(**{"preset": "quick", **wishes}).config(12_000, LIMITS)


@pytest.mark.parametrize("secret", ["", "short", None])
def test_nobody_starts_without_a_secret(site, secret):
    with pytest.raises(Refusal):
        site.start(TrainingRequest("quick"), BUNDLED_ID, secret)


def test_minutes_grow_with_the_preset(site):
    minutes = [site.minutes(preset, "compact", BUNDLED_ID) for preset in ("quick", "balanced", "best")]
    assert minutes == sorted(set(minutes))


def test_errors_of_the_backend_keep_their_details():
    error = DataError("The file x is empty.", "Give another.")
    assert error_message("en", error) == "The file x is empty. Give another."
    assert "The file x is empty." in error_message("bn", error)
    assert error_message("bn", error).startswith("ফাইলটি")
    assert error_message("bn", RunError("x")) != error_message("bn", error)


def test_sentences_to_watch_are_cleaned_and_counted(site):
    assert site.tracked_sentences(" eta koro \n\n ami\x07 jabo\n") == ["eta koro", "ami jabo"]
    assert site.tracked_sentences(None) == []
    with pytest.raises(Refusal) as refusal:
        site.tracked_sentences("koro\n" * 6)
    assert refusal.value.key == "error_tracked"


def test_the_run_at_work_is_the_one_that_waits_longest(site):
    assert site.active_run() is None
    for name, state in (("1", "done"), ("2", "queued"), ("3", "queued")):
        in_state(site.root, name, state)
    assert site.active_run() == "2"


def test_the_run_at_work_is_not_one_that_waits_whatever_its_id(site):
    in_state(site.root, "b", "queued")
    in_state(site.root, "a", "queued")
    assert site.active_run() == "b", "created first"
    in_state(site.root, "c", "running")
    assert site.active_run() == "c"


def test_a_run_that_is_not_finished_is_not_trained_longer(site):
    in_state(site.root, "1", "queued")
    with pytest.raises(RunError):
        site.train_longer("1", "x" * 20)
    with pytest.raises(RunError, match="cannot be trained longer"):
        site.train_longer("demo", "x" * 20)
    with pytest.raises(Refusal):
        site.train_longer("demo", "")
