import torch
from transformers import BertConfig, BertForMaskedLM

from kdcore.pretraining.masked_language_modelling import PretrainConfig, pretrain_masked
from kdcore.pretraining.wordpiece import train_wordpiece

TEXTS = ["vai eita ektu check kore dio", "tumi kalke report ta pathao", "ami eita check korbo na"] * 30


def untrained():
    tokenizer = train_wordpiece(TEXTS, 100, [], 150)
    torch.manual_seed(0)
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    return BertForMaskedLM(BertConfig(vocab_size=len(tokenizer), **shape)), tokenizer


def test_the_loss_falls():
    network, tokenizer = untrained()
    losses = list(pretrain_masked(network, tokenizer, TEXTS, PretrainConfig(20, learning_rate=5e-3, batch_size=16)))
    assert len(losses) == 20 * 6
    assert sum(losses[-6:]) < 0.5 * sum(losses[:6])
    assert not network.training


def test_the_same_seed_gives_the_same_losses():
    runs = []
    _, tokenizer = untrained()
    for _ in range(2):
        network, _ = untrained()
        runs.append(list(pretrain_masked(network, tokenizer, TEXTS, PretrainConfig(1, batch_size=16), seed=3)))
    assert runs[0] == runs[1]
