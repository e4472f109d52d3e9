import torch
from transformers import AutoModel, AutoModelForSequenceClassification

from kdcore.models.encoders import load_classifier, load_saved, save_classifier
from kdcore.models.inference import logits
from kdcore.models.students import CharCnnForSequenceClassification


def test_auto_classes_load_what_was_saved(tiny_student, tmp_path):
    network, tokenizer = load_classifier(str(tiny_student), ["no", "yes", "maybe"], 0)
    network.save_pretrained(tmp_path)
    again = AutoModelForSequenceClassification.from_pretrained(tmp_path)
    assert isinstance(again, CharCnnForSequenceClassification)
    assert again.config.id2label == {0: "no", 1: "yes", 2: "maybe"}
    encoder = AutoModel.from_pretrained(tmp_path)
    assert torch.equal(encoder.embedding.weight, network.encoder.embedding.weight)


def test_padding_changes_no_answer(tiny_student):
    network, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    texts = ["vai eita ektu check kore dio", "ok", "রিপোর্টটা পাঠাও", "a much longer sentence " * 8]
    together = logits(network, tokenizer, texts)
    alone = torch.cat([logits(network, tokenizer, [text]) for text in texts])
    assert torch.allclose(together, alone, atol=1e-5)


def test_the_order_of_letters_matters(tiny_student):
    network, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    a, b = logits(network, tokenizer, ["koro", "orok"])
    assert not torch.allclose(a, b)


def test_empty_text_has_finite_logits(tiny_student):
    network, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    assert torch.isfinite(logits(network, tokenizer, ["", " ", "😀" * 500])).all()


def test_stored_half_precision_comes_back_as_float32(tiny_student, tmp_path):
    network, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    save_classifier(network, tokenizer, tmp_path)
    again, _ = load_saved(tmp_path)
    assert {p.dtype for p in again.parameters()} == {torch.float32}
    assert (tmp_path / "tokenizer.json").is_file()


def test_its_graph_can_be_exported_for_any_batch_and_length(tiny_student):
    """What `torch.onnx.export` begins with: the graph alone, which answers as the network does."""
    network, tokenizer = load_classifier(str(tiny_student), ["0", "1"], 0)
    network.eval()

    def inputs(texts):
        cut = tokenizer(texts, padding=True, return_tensors="pt")
        return {name: cut[name] for name in ("input_ids", "attention_mask")}

    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", min=2, max=320)
    free = {name: {0: batch, 1: length} for name in ("input_ids", "attention_mask")}
    graph = torch.export.export(network, (), inputs(["vai eita koro", "ok thik ache"]), dynamic_shapes=free).module()
    other = inputs(["report ta kal pathao", "রিপোর্টটা পাঠাও", "a", "না"])
    with torch.inference_mode():
        assert torch.allclose(graph(**other).logits, network(**other).logits, atol=1e-5)
