import numpy as np

from kdcore.models.tfidf import fit_tfidf


def test_it_learns_from_letters(bundled_frame):
    train = bundled_frame[bundled_frame.split == "train"][:1500]
    validation = bundled_frame[bundled_frame.split == "validation"][:400]
    opponent = fit_tfidf(list(train.sentence), list(train.label), 2)
    answer = opponent.probabilities(list(validation.sentence))
    assert np.allclose(answer.sum(1), 1)
    assert (answer.argmax(1) == validation.label).mean() > 0.75
    assert opponent.n_bytes() > 4 * opponent.n_parameters()


def test_a_class_without_rows_gets_probability_zero():
    opponent = fit_tfidf(["jao", "jao na", "ami jabo", "ami"] * 5, [2, 2, 0, 0] * 5, 3)
    answer = opponent.probabilities(["jao", "ami"])
    assert answer.argmax(1).tolist() == [2, 0]
    assert answer[:, 1].tolist() == [0, 0]


def test_speed_is_positive():
    pace = fit_tfidf(["jao", "jao na", "ami jabo", "ami"] * 5, [1, 1, 0, 0] * 5, 2).speed(["ami jabo"] * 20, 5)
    assert pace.ms_per_sentence > 0
    assert pace.sentences_per_s > 0
