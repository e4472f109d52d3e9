import torch
from transformers import AutoModel, AutoTokenizer

from kdcore.pretraining.masked_language_modelling import PretrainConfig
from kdcore.pretraining.word_distillation import distil_words, tokens_by_word, word_vectors

TEXTS = ["vai eita ektu check kore dio", "tumi kalke report ta pathao", "ami eita check korbo na"] * 30


def loaded(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if (folder / "model.safetensors").exists():
        return AutoModel.from_pretrained(folder, dtype=torch.float32), tokenizer
    torch.manual_seed(0)
    from transformers import AutoConfig

    return AutoModel.from_config(AutoConfig.from_pretrained(folder)), tokenizer


def test_characters_and_pieces_are_counted_to_the_same_words(tiny_bert, tiny_student):
    text = "vai  eita, koro"
    for folder in (tiny_bert, tiny_student):
        _, tokenizer = loaded(folder)
        (ids, words) = tokens_by_word(tokenizer, [text])[0]
        assert len(ids) == len(words)
        assert sorted(set(words) - {-1}) == [0, 1, 2]
        inside = [word for word in words if word >= 0]
        assert inside == sorted(inside)


def test_a_word_gets_the_mean_of_its_tokens():
    hidden = torch.tensor([[[1.0], [3.0], [100.0], [5.0]]])
    vectors = word_vectors(hidden, torch.tensor([[0, 0, -1, 2]]), 3)
    assert vectors.squeeze().tolist() == [2.0, 0.0, 5.0]


def test_the_student_learns_the_teachers_vectors(tiny_bert, tiny_student):
    teacher, student = loaded(tiny_bert), loaded(tiny_student)
    before = {name: tensor.clone() for name, tensor in teacher[0].state_dict().items()}
    losses = list(distil_words(*student, *teacher, TEXTS, PretrainConfig(15, learning_rate=5e-3, batch_size=16)))
    assert len(losses) == 15 * 6
    assert sum(losses[-6:]) < 0.5 * sum(losses[:6])
    assert all(torch.equal(tensor, before[name]) for name, tensor in teacher[0].state_dict().items())
