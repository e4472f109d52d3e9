"""The curves: what is drawn of which figures."""

import pytest

from demo.i18n import LANGUAGES, translate
from demo.shared.curves import accuracy_figure, loss_figure, students_figure
from kdcore.runs.progress import Progress, Stage
from kdcore.training.events import EpochDone


def stage(name="student", losses=(0.9, 0.5, 0.6), steps=((0.5, 1.0), (1.0, 0.5), (2.0, 0.4))):
    epochs = [
        EpochDone(name, i + 1, len(losses), 0.4, loss, 1 - loss, best=i + 1 == 2, seconds=1.0)
        for i, loss in enumerate(losses)
    ]
    return Stage(name, n_epochs=len(losses), epochs=epochs, steps=list(steps), best_epoch=2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_losses_and_the_best_epoch(lang):
    training, validation, best = loss_figure(lang, stage()).data
    assert [trace.name for trace in (training, validation, best)] == [
        translate(lang, key) for key in ("plot_training", "plot_validation", "plot_best")
    ]
    assert list(validation.y) == [0.9, 0.5, 0.6]
    assert (list(best.x), list(best.y)) == ([2], [0.5])
    assert list(training.x) == [0.5, 1.0, 2.0]
    assert 0.4 < training.y[-1] < 1.0, "single batches jump, so their mean is drawn"


def test_a_training_of_a_second_has_one_point_and_it_is_seen():
    assert loss_figure("en", stage(steps=[(1.0, 0.7)])).data[0].mode == "markers"
    assert loss_figure("en", stage()).data[0].mode == "lines"


def test_accuracies_of_all_who_learn():
    progress = Progress()
    for name in ("teacher", "baseline", "student"):
        progress.stages[name] = stage(name)
    traces = accuracy_figure("en", progress).data
    assert [list(trace.y) for trace in traces[:3]] == [pytest.approx([0.1, 0.5, 0.4])] * 3
    assert len({trace.line.dash for trace in traces[:3]}) == 3, "told apart without colours"
    assert list(traces[3].x) == [2, 2, 2]


def test_students_of_several_runs():
    traces = students_figure("en", {"A": stage(), "B": stage(losses=(0.3,))}).data
    assert [trace.name for trace in traces] == ["A", "B"]
    assert list(traces[1].y) == pytest.approx([0.7])
    assert traces[0].marker.symbol != traces[1].marker.symbol
