import pytest
import torch

from kdcore.errors import EncoderError
from kdcore.models.encoders import Changes, as_stored, load_classifier, load_saved, save_classifier, stored_bytes
from kdcore.models.inference import logits
from kdcore.models.registry import bundled, locate


def test_bundled_encoders_are_there():
    assert bundled() == ["compact-student", "compact-teacher"]


def test_bundled_name_local_folder_and_hub_id_are_told_apart(tiny_bert):
    assert locate("compact-teacher").endswith("compact-teacher")
    assert locate(str(tiny_bert)) == str(tiny_bert)
    assert locate("prajjwal1/bert-tiny") == "prajjwal1/bert-tiny"


@pytest.mark.parametrize("name", ["nothing", "../etc/x", "/etc", "a/b/c", ""])
def test_unknown_names_are_one_sentence(name, tmp_path):
    with pytest.raises(EncoderError):
        locate(name)


def test_an_installation_without_the_bundled_encoders_says_where_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setattr("kdcore.models.registry.ENCODERS", tmp_path / "missing")
    with pytest.raises(EncoderError, match=r"bundled encoders are missing.* checkout of the repository"):
        locate("compact-teacher")
    assert locate("prajjwal1/bert-tiny") == "prajjwal1/bert-tiny"


def test_a_hub_id_without_network_says_what_to_do():
    with pytest.raises(EncoderError, match="--encoders compact"):
        load_classifier("nobody/has-this", ["0", "1"], 0)


def test_pickled_weights_are_refused(tiny_bert, tmp_path):
    for file in tiny_bert.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x02}.")
    with pytest.raises(EncoderError, match="pickled"):
        load_classifier(str(tmp_path), ["0", "1"], 0)


def test_broken_weights_are_one_sentence(tiny_bert, tmp_path):
    for file in tiny_bert.iterdir():
        (tmp_path / file.name).write_bytes(
            file.read_bytes()[:500] if file.suffix == ".safetensors" else file.read_bytes()
        )
    with pytest.raises(EncoderError, match="could not be loaded"):
        load_classifier(str(tmp_path), ["0", "1"], 0)


def test_seed_decides_the_initial_weights(tiny_bert, tiny_student):
    for place in (str(tiny_bert), str(tiny_student)):
        first, second, other = (load_classifier(place, ["0", "1"], seed)[0].classifier.weight for seed in (1, 1, 2))
        assert torch.equal(first, second)
        assert not torch.equal(first, other)


def test_bundled_teacher_is_float32_and_can_be_shortened():
    network, tokenizer = load_classifier("compact-teacher", ["0", "1"], 0, Changes(layers=2, dropout=0.0))
    assert {p.dtype for p in network.parameters()} == {torch.float32}
    assert len(network.bert.encoder.layer) == 2
    assert {m.p for m in network.modules() if isinstance(m, torch.nn.Dropout)} == {0.0}
    assert tokenizer.model_max_length == 128
    assert network.config.vocab_size == len(tokenizer)


def test_bundled_tokenizers_know_both_scripts():
    for name in bundled():
        _, tokenizer = load_classifier(name, ["0", "1"], 0, Changes(layers=1))
        for text in ("vai eita ektu check kore dio", "zqxjkvbwp 0987", "রিপোর্টটা পাঠাও"):
            assert tokenizer.unk_token_id not in tokenizer(text)["input_ids"], (name, text)


def test_what_is_stored_is_what_was_examined(tiny_bert, tmp_path):
    network, tokenizer = load_classifier(str(tiny_bert), ["0", "1"], 0)
    before = logits(as_stored(network), tokenizer, ["vai eita", "koro na"])
    save_classifier(network, tokenizer, tmp_path)
    assert torch.equal(logits(*load_saved(tmp_path), ["vai eita", "koro na"]), before)
    assert stored_bytes(network, tokenizer) == sum(f.stat().st_size for f in tmp_path.iterdir())
