import numpy as np
import pytest

from kdcore.models.batches import batch_order, collate, encode, length_sorted
from kdcore.models.encoders import load_classifier

LENGTHS = list(np.random.default_rng(0).integers(3, 90, size=1000))


def padding_share(batches):
    held = sum(max(LENGTHS[i] for i in rows) * len(rows) for rows in batches)
    return 1 - sum(LENGTHS) / held


@pytest.mark.parametrize("bucketed", [True, False])
def test_every_row_occurs_once(bucketed):
    batches = batch_order(LENGTHS, 16, bucketed=bucketed, seed=(1, 0))
    assert sorted(np.concatenate(batches)) == list(range(1000))


def test_order_depends_on_seed_and_epoch_alone():
    def order(*seed):
        return np.concatenate(batch_order(LENGTHS, 16, bucketed=True, seed=seed)).tolist()

    assert order(1, 0) == order(1, 0)
    assert order(1, 0) != order(1, 1)
    assert order(1, 0) != order(2, 0)


def test_buckets_cut_padding():
    plain = padding_share(batch_order(LENGTHS, 16, bucketed=False, seed=(0,)))
    assert padding_share(batch_order(LENGTHS, 16, bucketed=True, seed=(0,))) < plain / 4


def test_collate_pads_to_the_longest(tiny_bert):
    _, tokenizer = load_classifier(str(tiny_bert), ["0", "1"], 0)
    rows = encode(tokenizer, ["ab", "a b c d", ""], [0, 1, 0])
    batch = collate(rows, np.array([1, 2]))
    assert batch.input_ids.shape == (2, 6)
    assert batch.attention_mask.sum(1).tolist() == [6, 2]
    assert batch.labels.tolist() == [1, 0]


def test_a_text_without_tokens_still_has_a_place(tiny_student):
    _, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    rows = encode(tokenizer, ["", "ok"], [0, 1])
    assert all(len(ids) > 0 for ids in rows.token_ids)


def test_length_sorted_covers_all_rows_longest_first(tiny_student):
    _, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    rows = encode(tokenizer, ["a", "abcdef", "abc"], [0, 1, 0])
    parts = list(length_sorted(rows, 2))
    assert [i for chosen, _ in parts for i in chosen] == [1, 2, 0]
