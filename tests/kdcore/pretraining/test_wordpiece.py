import pytest
import torch

from kdcore.pretraining.wordpiece import latin_normaliser, train_wordpiece, transferred_embeddings

TEXTS = ["vai eita ektu check kore dio", "tumi kalke report ta pathao", "ami eita check korbo na"] * 20


def test_both_scripts_are_one():
    normaliser = latin_normaliser()
    assert normaliser.normalize_str("Vai, রিপোর্টটা পাঠাও! Café") == "vai, riportta pathao! cafe"


def test_the_vocabulary_is_trained_then_filled_up_with_known_pieces():
    tokenizer = train_wordpiece(TEXTS, 120, ["submit", "please", "vai"], 200)
    pieces = tokenizer.get_vocab()
    assert len(pieces) <= 200
    assert {"[PAD]", "[MASK]", "check", "submit"} <= pieces.keys()
    assert [pieces[mark] for mark in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")] == list(range(5))
    ids = tokenizer("পাঠাও zebra 42 ~")["input_ids"]
    assert (ids[0], ids[-1]) == (tokenizer.cls_token_id, tokenizer.sep_token_id)
    assert tokenizer.unk_token_id not in ids
    assert tokenizer.decode(tokenizer("পাঠাও")["input_ids"], skip_special_tokens=True) == "pathao"


def test_embeddings_come_from_the_old_pieces():
    old = {"check": 0, "pa": 1, "##tha": 2, "##o": 3, "##ing": 4}
    vectors = torch.arange(10.0).reshape(5, 2)
    new = transferred_embeddings(vectors, old, ["check", "pathao", "##thao", "zzz", "##ing"])
    assert torch.equal(new[0], vectors[0])
    assert torch.allclose(new[1], vectors[[1, 2, 3]].mean(0))
    assert torch.allclose(new[2], vectors[[2, 3]].mean(0))
    assert torch.allclose(new[3], vectors.mean(0))
    assert torch.equal(new[4], vectors[4])


def test_a_tokenizer_survives_storing(tmp_path):
    from transformers import AutoTokenizer

    tokenizer = train_wordpiece(TEXTS, 120, [], 120)
    tokenizer.save_pretrained(tmp_path)
    again = AutoTokenizer.from_pretrained(tmp_path)
    for text in ("রিপোর্টটা পাঠাও", "vai check koro", ""):
        assert again(text)["input_ids"] == tokenizer(text)["input_ids"]
    assert again.model_max_length == pytest.approx(128)
