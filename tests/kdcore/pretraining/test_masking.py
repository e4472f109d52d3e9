import torch
from transformers import BertConfig, BertForMaskedLM

from kdcore.pretraining.masking import Reading, read_masked
from kdcore.pretraining.pieces import learnt_tokenizer

TEXTS = ["vai eita ektu check kore dio", "tumi kalke report ta pathao", "ami eita check korbo na"] * 30


def reader():
    tokenizer = learnt_tokenizer(TEXTS, 100, [], 150)
    torch.manual_seed(0)
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    return BertForMaskedLM(BertConfig(vocab_size=len(tokenizer), **shape)), tokenizer


def test_it_learns_to_fill_in():
    network, tokenizer = reader()
    losses = list(read_masked(network, tokenizer, TEXTS, Reading(20, learning_rate=5e-3, batch_size=16)))
    assert len(losses) == 20 * 6
    assert sum(losses[-6:]) < 0.5 * sum(losses[:6])
    assert not network.training


def test_the_same_seed_reads_the_same():
    runs = []
    _, tokenizer = reader()
    for _ in range(2):
        network, _ = reader()
        runs.append(list(read_masked(network, tokenizer, TEXTS, Reading(1, batch_size=16), seed=3)))
    assert runs[0] == runs[1]
